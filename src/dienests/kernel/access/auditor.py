"""The office that looks over who looked: it reads who opened what and why, never what stood there."""

AUDITOR = "auditor"
