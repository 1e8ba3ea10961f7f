"""Kinds of files, recognised by their content; what a file calls itself must be true."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dienests.kernel.files.refusals import FileRefused

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_MEMBERS = 2000
MOST_NAME = 120


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: how its names end, and its media type."""

    slug: str
    endings: tuple[str, ...]
    media: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    each.slug: each
    for each in (
        Kind("pdf", ("pdf",), "application/pdf"),
        Kind("png", ("png",), "image/png"),
        Kind("jpeg", ("jpg", "jpeg"), "image/jpeg"),
        Kind("txt", ("txt",), "text/plain; charset=utf-8"),
        Kind("docx", ("docx",), f"{_OFFICE}.wordprocessingml.document"),
        Kind("xlsx", ("xlsx",), f"{_OFFICE}.spreadsheetml.sheet"),
        Kind("odt", ("odt",), "application/vnd.oasis.opendocument.text"),
    )
}
_ZIP, _ODT = b"PK\x03\x04", b"application/vnd.oasis.opendocument.text"


def recognised(name: str, content: bytes) -> Kind:
    """Return the kind of a file; raises FileRefused for an unknown one, a lying one, and one too large."""
    if not content:
        raise FileRefused(_("The file is empty; choose another one."))
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 10 MB; make it smaller or send it in parts."))
    found = _by_content(content)
    if found is None:
        raise FileRefused(
            _("Files of this kind are not taken. Send a PDF, a picture (PNG, JPEG), a text (TXT), a DOCX, XLSX or ODT.")
        )
    kind = KINDS[found]
    if name.rpartition(".")[2].lower() not in kind.endings or "." not in name:
        raise FileRefused(
            _("The name of the file says something else than its content, which is {kind}; correct the name.").format(
                kind=kind.slug.upper()
            )
        )
    return kind


def tidy_name(name: str) -> str:
    """Return a name without folders, control characters and marks that turn the reading direction."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "C")
    plain = re.sub(r"\s+", " ", plain).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not stem:
        raise FileRefused(_("The file has no name with an ending, such as .pdf; give it one."))
    return f"{stem[: MOST_NAME - len(ending) - 1]}{dot}{ending}"[:MOST_NAME]


def _by_content(content: bytes) -> str | None:
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(_ZIP):
        return _office(content)
    return "txt" if _is_text(content) else None


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f]", text) and not content.startswith(b"%PDF")


def _office(content: bytes) -> str | None:
    with opened(content) as box:
        names = set(box.namelist())
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise FileRefused(_("The file holds a program (macro); save it without."))
        if "[Content_Types].xml" in names:
            return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else None
        if "mimetype" in names and box.getinfo("mimetype").file_size == len(_ODT) and box.read("mimetype") == _ODT:
            return "odt"
    return None


def opened(content: bytes) -> zipfile.ZipFile:
    """Return a packed file that is safe to read; raises FileRefused for a broken, locked or exploding one."""
    damaged = FileRefused(_("The file is damaged or locked by a password; save it anew and without one."))
    try:
        box = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise damaged from None
    members = box.infolist()
    if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_UNPACKED:
        raise FileRefused(_("The file unpacks to something far too large; send it in parts."))
    names = [each.filename for each in members]
    strange = [name for name in names if name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name]
    if strange or len(set(names)) < len(names) or any(each.flag_bits & 1 for each in members):
        raise damaged
    return box
