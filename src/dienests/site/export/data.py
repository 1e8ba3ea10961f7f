"""The data of a case for an archive: what programs read, beside the words that people read, and its files."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from dienests.kernel.files import storing, vault
from dienests.kernel.files.kinds import KINDS
from dienests.kernel.files.stored_file import StoredFile
from dienests.kernel.handling.attachment import Attachment
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.canonical import moment, plain
from dienests.kernel.procedures.digest import digest
from dienests.site.export.words import all_said
from dienests.site.pages.case_view import CaseView

LANGUAGES = ("lv", "en")


@dataclass
class Content:
    """A case as data, and the members of its archive that are files."""

    case: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def content(view: CaseView, letters: list[Letter], *, reader: str) -> Content:
    """Return what the reader of a view may read of its case; `reader` is institution, official or party."""
    made, case, procedure = Content(), view.case, view.procedure
    made.case = {
        "id": str(case.pk), "number": case.number, "acts": case.revision, "reader": reader,
        "institution": {"slug": case.institution.slug, "name": case.institution.name},
        "procedure": {"slug": procedure.slug, "version": procedure.version, "digest": digest(procedure)},
        "stage": case.stage, "opened_at": moment(case.opened_at),
        "closed_at": moment(case.closed_at) if case.closed_at else None,
        "record": {field.name: _value(field, view.record) for field in view.filled if field.name in view.readable},
        "participants": [
            {"id": str(each.pk), "role": each.role, "left_at": moment(each.left_at) if each.left_at else None}
            for each in case.participants.order_by("role", "pk")
        ],
        "terms": [_term(each.run) for each in view.terms],
        "said": list(_said(view, made)),
        "letters": list(_letters(view, letters, made)),
    }  # fmt: skip
    return made


def _value(field: Any, record: Any) -> Any:
    """Return a value of the record; whom a link leads to stands in the words, its key here means nothing elsewhere."""
    value = getattr(record, field.name)
    return str(getattr(value, "name", value)) if field.is_relation else plain(value)


def _term(run: Any) -> dict[str, Any]:
    names = ("slug", "value", "started_on", "due", "suspended_on", "extended_on", "extended_by", "lapsed", "stopped_on")
    return {name: plain(getattr(run, name)) for name in names}


def _said(view: CaseView, made: Content) -> Iterator[dict[str, Any]]:
    said = all_said(view)
    salts = dict(Attachment.objects.filter(posting__in=[each["posting"] for each in said]).values_list("file", "salt"))
    for each in said:
        posting = each["posting"]
        files = [_file(view, file, salts[file.pk], posting.position, made) for file in each["files"]]
        yield {
            "position": posting.position, "kind": posting.kind, "at": moment(posting.at), "text": posting.text,
            "salt": posting.salt, "files": files,
        }  # fmt: skip


def _file(view: CaseView, file: StoredFile, salt: str, position: int, made: Content) -> dict[str, Any]:
    """Take a file into the archive: the original for officials, for others the copy without hidden data."""
    told = {"name": file.name, "sha256": file.sha256, "salt": salt, "size": file.size}
    if not storing.passed_on(file, scanned=bool(settings.SCAN_URL)):
        return told | {"why": "scanner"}
    part = vault.ORIGINAL if view.official else vault.COPY
    try:
        data = vault.get(file.pk, part, subject=file.subject)
    except vault.Gone:
        return told | {"why": "destroyed"}
    path = f"files/{position:03d}-{file.pk}.{KINDS[file.kind].endings[0]}"
    made.files[path] = data
    return told | {"path" if view.official else "copy": path}


def _letters(view: CaseView, letters: list[Letter], made: Content) -> Iterator[dict[str, Any]]:
    for number, letter in enumerate(letters, 1):
        path = f"letters/{number:03d}.html"
        with translation.override(letter.language):
            page = render_to_string("site/export/letter.html", {"letter": letter, "number": view.case.number})
        made.files[path] = page.encode()
        told = {"path": path, "at": moment(letter.sent_at), "event": str(letter.event), "language": letter.language}
        yield told | _sealed_letter(letter, number, made)


def _sealed_letter(letter: Letter, number: int, made: Content) -> dict[str, str]:
    if letter.file is None:
        return {}
    try:
        pdf = vault.get(letter.file.pk, vault.ORIGINAL, subject=letter.file.subject)
    except vault.Gone:
        return {"why": "destroyed"}
    path = f"letters/{number:03d}.pdf"
    made.files[path] = pdf
    return {"pdf": path, "number": letter.number}
