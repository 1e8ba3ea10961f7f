"""The examination of a file from outside: facts without words, found in a process that may die; knows no Django."""
