"""What a broken or hostile structure may raise while it is read, whichever library reads it."""

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509 import DuplicateExtension, InvalidVersion
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError
from pyhanko.sign.validation.errors import SignatureValidationError

UNREADABLE = (
    ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, NotImplementedError, ArithmeticError,
    PdfError, CMSExtractionError, CMSStructuralError, SignatureValidationError, InvalidSignature, UnsupportedAlgorithm,
    InvalidVersion, DuplicateExtension,
)  # fmt: skip
