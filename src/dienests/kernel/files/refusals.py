"""What is wrong with a file, in one sentence."""


class FileRefused(ValueError):
    """A file is not taken; the sentence says why and what to do."""
