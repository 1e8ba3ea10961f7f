"""Archives: one case in one file that proves itself; written here, and kept where it was handed to."""
