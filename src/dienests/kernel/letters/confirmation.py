"""Confirmation: the receipt of a submission as a sealed PDF, for whoever sent it; made when it is asked for, not kept.

It tells number, moment and what was sent. Words of a sealed category are not on it: their fingerprint is, as the log
holds it, so that the file may lie anywhere.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.letters import letterhead
from dienests.kernel.letters.evidence import receipt_now
from dienests.kernel.letters.paper import proof_of
from dienests.kernel.log.canonical import commitment
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import find
from dienests.kernel.signatures.sealing import seal
from dienests.kernel.typeset.setting import pdf_of
from dienests.kernel.typeset.sheet import Block, Sheet


def confirmation(case: Case, *, language: str, at: datetime) -> bytes:
    """Return the sealed confirmation of the act that opened a case; never in a transaction.

    Raises NotReady, SealRefused, TypesettingFailed.
    """
    event = Event.objects.get(stream_kind=STREAM, stream=case.pk, position=1)
    proof = receipt_now(event.pk, at=at).text()
    with override(language):
        sheet = _sheet(case, find(case.procedure, case.version), event, language, proof)
        return seal(pdf_of(sheet), level="B-LT", at=at, reason=_("Receipt of {number}").format(number=case.number))


def _sheet(case: Case, procedure: type[Procedure], event: Event, language: str, proof: str) -> Sheet:
    act, name = procedure.actions.get(event.act), case.institution.name
    number = f"{pgettext('number of a document', 'No')} {case.number}"
    sent: list[Block] = [
        {"kind": "p", "text": [{"t": _("Received: {moment}").format(moment=_moment(event.at))}]},
        {"kind": "p", "text": [{"t": f"{procedure.title}: {act.label if act else event.act}"}]},
        {"kind": "h", "text": [{"t": _("What you sent")}]},
        {"kind": "dl", "items": list(_items(procedure, case, event))},
    ]
    return Sheet(
        lang="en" if language == "en" else "lv", title=_("Your message is received"), author=name, at=event.at,
        issuer=letterhead.head(case.institution, case.unit, local_date(event.at)),
        marks=[date_format(local_date(event.at), "d.m.Y."), number], body=sent, keywords=[case.number],
        footer=f"{name} · {case.number}", proof=proof_of(_("Receipt of this entry in the log"), proof),
    )  # fmt: skip


def _items(procedure: type[Procedure], case: Case, event: Event) -> Iterator[dict[str, Any]]:
    record = procedure.record.objects.get(pk=case.pk)
    for name, value in (event.payload or {}).items():
        field = next((each for each in record._meta.concrete_fields if each.name == name), None)
        if field is not None and hasattr(field, "datum"):
            yield {"term": [{"t": str(capfirst(field.verbose_name))}], "text": _words(record, field, value)}


def _words(record: Any, field: Any, kept: Any) -> list[dict[str, Any]]:
    """Return the words of a field as they were sent; their fingerprint where they are sealed, or were changed since."""
    category = field.datum.category
    if category is None:
        shown = dict(field.choices or ()).get(kept, kept)
        return _lines(str(shown))
    now, salt = getattr(record, field.attname), record.salts.get(field.name)
    fingerprint = kept.get("sha256", "") if isinstance(kept, dict) else ""
    if category.sealed or not salt or commitment(bytes.fromhex(salt), now).hex() != fingerprint:
        words = _("sealed; fingerprint in the log: {hash}").format(hash=fingerprint)
        return [{"t": words}]
    return _lines(str(getattr(record, field.name)))


def _lines(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in text.splitlines() or [""]:
        found += [{"br": True}, {"t": line}] if found else [{"t": line}]
    return found


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "d.m.Y. H:i:s")
