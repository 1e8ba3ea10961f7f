"""The office that sets up the house: it appoints, invites and sets parameters, and reads no case."""

ADMINISTRATOR = "administrator"
