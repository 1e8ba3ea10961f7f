"""Cases: what happened to one matter, from the form to the end."""
