"""Reading a file that should be an official text, and saying what it is where it is something else."""

import re
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

__all__ = ["UnreadableText", "read"]

LARGEST = 20 * 1024 * 1024
FEW_LOST_LETTERS = 10
# A letter that a conversion could not write becomes the replacement sign, or a question mark inside a word.
LOST_LETTER = re.compile(r"\ufffd|(?<=[^\W\d_])\?(?=[^\W\d_])")
SIGNATURES = (
    (b"%PDF-", gettext_lazy("a PDF document")),
    (b"PK\x03\x04", gettext_lazy("an Office document or a ZIP archive")),
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
    """Return the bytes of the file and its text; raise UnreadableText where it is not text in UTF-8."""
    try:
        if path.stat().st_size > LARGEST:
            raise _refuse(path, _("larger than an official text can be (20 MB)"))
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableText(
            _("%(file)s cannot be read (%(reason)s): check the name and the rights.")
            % {"file": path.name, "reason": error.strerror}
        ) from None
    return data, _decoded(path, data)


def _decoded(path: Path, data: bytes) -> str:
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            raise _refuse(path, str(name))
    if b"\0" in data:
        raise _refuse(path, _("binary data (a zero byte at position %(position)d)") % {"position": data.index(b"\0")})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        seen = _("not in UTF-8 (byte %(byte)s at position %(position)d), perhaps in Windows-1257") % {
            "byte": f"0x{data[error.start]:02X}", "position": error.start,
        }  # fmt: skip
        raise _refuse(path, seen) from None
    if not any(sign.isalpha() for sign in text):
        raise _refuse(path, _("without any words, as a scan is"))
    if _is_garbled(text):
        raise _refuse(path, _("text whose letters were encoded twice"))
    lost = len(LOST_LETTER.findall(text))
    if lost > FEW_LOST_LETTERS:
        raise _refuse(path, _("text that lost letters in a conversion (%(count)d of them)") % {"count": lost})
    return text


def _is_garbled(text: str) -> bool:
    """Tell whether UTF-8 was read as a Western encoding and saved again."""
    for wrong in ("latin-1", "cp1252"):
        try:
            if text.encode(wrong).decode("utf-8") != text:
                return True
        except UnicodeError:
            continue
    return False
