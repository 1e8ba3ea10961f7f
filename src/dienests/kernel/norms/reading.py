"""Reading a file that should be an official text, and saying what it is where it is something else."""

import re
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dienests.kernel.norms.docx import DamagedDocument, is_docx, text_of_docx
from dienests.kernel.norms.pdf import DamagedPdf, LockedPdf, text_of_pdf

__all__ = ["UnreadableText", "read"]

LARGEST = 20 * 1024 * 1024
FEW_LOST_LETTERS = 10
# A letter that a conversion could not write becomes the replacement sign, or a question mark inside a word.
LOST_LETTER = re.compile(r"\ufffd|(?<=[^\W\d_])\?(?=[^\W\d_])")
SIGNATURES = (
    (b"PK\x03\x04", gettext_lazy("a ZIP archive or another Office document than Word's")),
    (b"\xd0\xcf\x11\xe0", gettext_lazy("an old Office document")),
    (b"{\\rtf", gettext_lazy("a rich-text document")),
    (b"\xff\xd8\xff", gettext_lazy("a JPEG picture, such as a scan")),
    (b"\x89PNG", gettext_lazy("a PNG picture, such as a scan")),
    (b"II*\x00", gettext_lazy("a TIFF picture, such as a scan")),
    (b"MM\x00*", gettext_lazy("a TIFF picture, such as a scan")),
    (b"\xff\xfe", gettext_lazy("text in UTF-16")),
    (b"\xfe\xff", gettext_lazy("text in UTF-16")),
)


class UnreadableText(ValueError):
    """The file cannot be read as an official text; the message says what was seen and what to do."""


def _refuse(path: Path, seen: str) -> UnreadableText:
    return UnreadableText(
        _("%(file)s is %(seen)s: save its words as plain text in UTF-8 and import that.")
        % {"file": path.name, "seen": seen}
    )


def read(path: Path) -> tuple[bytes, str]:
    """Return the bytes of the file and its text: of text in UTF-8, of a PDF or of a Word document (.docx).

    Raises UnreadableText where it is something else, or has no words.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise _refuse(path, _("larger than an official text can be (20 MB)"))
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableText(
            _("%(file)s cannot be read (%(reason)s): check the name and the rights.")
            % {"file": path.name, "reason": error.strerror}
        ) from None
    text = _extracted(path, data)
    _check(path, text)
    return data, text


def _extracted(path: Path, data: bytes) -> str:
    try:
        if data.startswith(b"%PDF-"):
            return text_of_pdf(data)
        if data.startswith(b"PK\x03\x04") and is_docx(data):
            return text_of_docx(data)
    except LockedPdf:
        raise _refuse(path, _("a PDF document under a password")) from None
    except DamagedPdf:
        raise _refuse(path, _("a damaged PDF document")) from None
    except DamagedDocument:
        raise _refuse(path, _("a damaged Word document")) from None
    return _decoded(path, data)


def _decoded(path: Path, data: bytes) -> str:
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            raise _refuse(path, str(name))
    if b"\0" in data:
        raise _refuse(path, _("binary data (a zero byte at position %(position)d)") % {"position": data.index(b"\0")})
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        seen = _("not in UTF-8 (byte %(byte)s at position %(position)d), perhaps in Windows-1257") % {
            "byte": f"0x{data[error.start]:02X}", "position": error.start,
        }  # fmt: skip
        raise _refuse(path, seen) from None


def _check(path: Path, text: str) -> None:
    """Raise UnreadableText where the text has no words, or where a conversion has spoilt its letters."""
    if not any(sign.isalpha() for sign in text):
        raise _refuse(path, _("without any words, as a scan is"))
    if _is_garbled(text):
        raise _refuse(path, _("text whose letters were encoded twice"))
    lost = len(LOST_LETTER.findall(text))
    if lost > FEW_LOST_LETTERS:
        raise _refuse(path, _("text that lost letters in a conversion (%(count)d of them)") % {"count": lost})


def _is_garbled(text: str) -> bool:
    """Tell whether UTF-8 was read as a Western encoding and saved again."""
    for wrong in ("latin-1", "cp1252"):
        try:
            if text.encode(wrong).decode("utf-8") != text:
                return True
        except UnicodeError:
            continue
    return False
