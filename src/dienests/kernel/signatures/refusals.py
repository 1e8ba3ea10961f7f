"""Why a document could not be sealed, in one sentence for the operator."""


class SealRefused(RuntimeError):
    """No seal was made; the sentence says why and what to do. The document is as it was."""


class Busy(Exception):
    """Too many files are examined at once; one sentence."""
