"""Reading the words of a PDF document; a scan has none."""

from io import BytesIO

__all__ = ["DamagedPdf", "LockedPdf", "text_of_pdf"]

MOST_PAGES = 1000


class DamagedPdf(ValueError):
    """The file begins as a PDF document and is none that can be read."""


class LockedPdf(ValueError):
    """The document asks for a password."""


def text_of_pdf(data: bytes) -> str:
    """Return the words of all pages, with a form feed behind each."""
    from pypdf import PdfReader  # noqa: PLC0415 - heavy, and only an import of a PDF needs it
    from pypdf.errors import DependencyError, PyPdfError  # noqa: PLC0415 - as above

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise LockedPdf
        if len(reader.pages) > MOST_PAGES:
            raise DamagedPdf
        return "".join(f"{page.extract_text().strip()}\n\f" for page in reader.pages)
    except DependencyError as error:
        raise LockedPdf from error
    # A reader of damaged files meets whatever a damaged file can hold; nothing of it is ours to mend.
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError) as error:
        if isinstance(error, LockedPdf | DamagedPdf):
            raise
        raise DamagedPdf from error
