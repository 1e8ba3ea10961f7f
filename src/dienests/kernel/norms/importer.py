"""Importing an official text: find the provisions of its outline in a file and store their words."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.norms import outline
from dienests.kernel.norms.act import Act
from dienests.kernel.norms.findings import Found, Report, find
from dienests.kernel.norms.imported_text import ImportedText, ProvisionText
from dienests.kernel.norms.reading import read

__all__ = ["Imported", "WrongText", "import_text", "stream_of"]

STREAMS = UUID("b0c8f2a6-5c0e-5d0e-9a55-4f4d9d4f0a01")


class WrongText(ValueError):
    """The file is text, but another act or not the whole of this one; the message says what was found."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The stored text, the report on it, and whether this call stored it (False: the same file was there already)."""

    text: ImportedText
    report: Report
    is_new: bool


def stream_of(act: str) -> Stream:
    """Return the stream that tells which texts of an act were imported."""
    return Stream(kind="act", id=uuid5(STREAMS, act))


def import_text(*, act: str, path: Path, at: datetime, by: ActorRef, valid_from: date | None = None) -> Imported:
    """Store the official text of an act with its hash and the words of every provision; the same file only once.

    `valid_from` is the first day of this redaction; where it is not said, the day that the outline names (in force,
    else issued). The redaction before it ends there. Raises UnknownAct, UnreadableText or WrongText, and then nothing
    has changed.
    """
    wanted = outline.act(act)
    data, text = read(path)
    findings = find(wanted, text)
    _check(wanted, findings.report, path, text)
    imported, is_new = _store(
        findings.report, findings.provisions, sha256=hashlib.sha256(data).hexdigest(), file_name=path.name, at=at,
        by=by, valid_from=valid_from or wanted.in_force or wanted.issued,
    )  # fmt: skip
    return Imported(imported, findings.report, is_new)


def _check(act: Act, report: Report, path: Path, text: str) -> None:
    by_words = len(report.found) - len(report.reworded)
    facts: dict[str, str | int] = {"file": path.name, "act": act.slug, "total": report.total, "found": by_words}
    if not report.is_this_act:
        other = next((each for each in outline.acts() if each is not act and find(each, text).report.is_this_act), None)
        if other:
            sentence = _(
                "%(file)s has the words of %(found)d of the %(total)d provisions of %(act)s and looks like %(other)s: "
                "nothing was changed; import it with --act %(other)s."
            )
            raise WrongText(sentence % {**facts, "other": other.slug})
        sentence = _(
            "%(file)s has the words of %(found)d of the %(total)d provisions of %(act)s and looks like another act: "
            "nothing was changed; give the file of this act."
        )
        raise WrongText(sentence % facts)
    if not report.is_whole:
        sentence = _(
            "%(file)s has only %(found)d of the %(total)d provisions of %(act)s: "
            "nothing was changed; give the whole text."
        )
        raise WrongText(sentence % {**facts, "found": len(report.found)})


@transaction.atomic
def _store(
    report: Report, provisions: Sequence[Found], *, sha256: str, file_name: str, at: datetime, by: ActorRef,
    valid_from: date | None,
) -> tuple[ImportedText, bool]:  # fmt: skip
    imported, is_new = ImportedText.objects.get_or_create(
        act=report.act, sha256=sha256,
        defaults={"file_name": file_name[:255], "imported_at": at, "valid_from": valid_from},
    )  # fmt: skip
    if not is_new:
        return imported, False
    ProvisionText.objects.bulk_create(
        ProvisionText(
            imported=imported,
            address=each.address,
            number="" if each.number == each.address else each.number,
            text=each.text,
        )
        for each in provisions
    )
    payload = {
        "sha256": sha256, "file": file_name, "total": report.total, "found": len(report.found),
        "missing": report.missing, "extra": report.extra, "renumbered": report.renumbered, "reworded": report.reworded,
        "valid_from": valid_from,
    }  # fmt: skip
    _let_each_end_where_the_next_begins(report.act)
    append(stream=stream_of(report.act), act="text-imported", at=at, actor=by, payload=payload)
    return imported, True


def _let_each_end_where_the_next_begins(act: str) -> None:
    """Set the ends of all redactions of an act: the periods are half-open and leave no gap."""
    dated = ImportedText.objects.filter(act=act, valid_from__isnull=False)
    begins = sorted({day for day in dated.values_list("valid_from", flat=True) if day})
    for begin, end in zip_longest(begins, begins[1:]):
        dated.filter(valid_from=begin).update(valid_to=end)
