"""Language: folding, dictionary forms, and the words of the domain."""
