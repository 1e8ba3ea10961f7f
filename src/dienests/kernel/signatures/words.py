"""The verdict in words that a person understands; the slugs of the facts are its keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dienests.kernel.calendar.zone import RIGA
from dienests.kernel.signatures.examination.facts import Facts, Signature
from dienests.kernel.signatures.words_of_reasons import REASONS, changed

Tone = Literal["good", "note", "warning", "bad"]


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and how it is meant; `about` is the field of the signature, empty for the whole file."""

    tone: Tone
    text: str
    about: str = ""


_WHOLE: dict[str, tuple[Tone, str]] = {
    "valid": ("good", gettext_noop("The document is signed electronically and has not been changed since.")),
    "amended": (
        "warning",
        gettext_noop(
            "The document is signed electronically; a form in it was filled in afterwards, and nobody signed that."
        ),
    ),
    "undetermined": (
        "warning",
        gettext_noop(
            "The document has not been changed since it was signed, but it is not certain that the signature holds."
        ),
    ),
    "not_valid": ("bad", gettext_noop("Do not rely on this document: its electronic signature does not hold.")),
    "unsigned": ("warning", gettext_noop("The document bears no electronic signature and no seal.")),
}
_UNREADABLE: dict[str, str] = {
    "empty": gettext_noop("The file is empty."),
    "too_large": gettext_noop("The file is larger than 20 MB; larger files are not examined."),
    "not_pdf": gettext_noop("This is no PDF document; only PDF documents can be examined here."),
    "container": gettext_noop("This is an ASiC container (.asice, .edoc). Containers are not yet examined here."),
    "encrypted": gettext_noop("The document is locked by a password; what is in it cannot be examined."),
    "damaged": gettext_noop("The document is damaged and cannot be read."),
    "too_deep": gettext_noop("The document is built so that it cannot be read; do not open it."),
    "too_heavy": gettext_noop("The document takes more time or memory than a document should; do not open it."),
    "too_many_revisions": gettext_noop("The document was changed so often that it is not examined."),
    "too_many_signatures": gettext_noop("The document bears so many signatures that it is not examined."),
}
_REMARKS: dict[str, str] = {
    "fonts": gettext_noop("The document does not carry all of its fonts: on another device it may look different."),
    "programs": gettext_noop("The document contains a program that may change what is shown."),
    "attachments": gettext_noop("Other files are attached to the document."),
    "unread": gettext_noop("Not every part of the document could be read."),
}
_LEVELS: dict[str, str] = {
    "basic": gettext_noop("Level: a signature that is none of the European levels."),
    "B-B": gettext_noop("Level B-B: a signature without a proof of its time."),
    "B-T": gettext_noop("Level B-T: with a time stamp."),
    "B-LT": gettext_noop("Level B-LT: with a time stamp and everything that is needed to check it years later."),
    "B-LTA": gettext_noop("Level B-LTA: kept for the long term by an archive time stamp."),
}


def lines(facts: Facts) -> list[Line]:
    """Return the sentences in the active language, the verdict first."""
    if facts.state == "unreadable":
        return [Line("bad", _(_UNREADABLE.get(facts.reason, _UNREADABLE["damaged"])))]
    tone, whole = _WHOLE[facts.state]
    found = [Line(tone, _(whole))]
    for each in facts.signatures:
        found += _signature(each)
    return found + [Line("note", _(_REMARKS[each])) for each in facts.remarks if each in _REMARKS]


def _signature(told: Signature) -> Iterator[Line]:
    yield Line("note", _who(told), told.field)
    for reason in told.reasons:
        tone: Tone = "bad" if told.state == "not_valid" else "warning"
        if reason.startswith("changes_"):
            yield Line(tone, changed(told), told.field)
        elif reason in REASONS:
            yield Line(tone, _with_day(_(REASONS[reason]), told), told.field)
    if told.integrity == "intact":
        yield Line("note", _when(told), told.field)
    if told.integrity == "intact" and told.coverage != "unclear" and told.changes in ("none", "proof", "signatures"):
        yield Line("good", _covered(told), told.field)
    if told.holder is not None:
        yield from _worth(told)
    if told.level in _LEVELS and told.integrity == "intact":
        yield Line("note", _(_LEVELS[told.level]), told.field)


def _who(told: Signature) -> str:
    if told.holder is None:
        return _("A signature whose certificate cannot be read.")
    name, organisation = told.holder.name, told.holder.organisation
    whose = name if organisation in ("", name) else f"{name}, {organisation}"
    if told.kind == "document_stamp":
        return _("Archive time stamp of “{whose}”.").format(whose=whose)
    if told.kind == "seal":
        return _("Electronic seal of “{whose}”.").format(whose=whose)
    return _("Electronic signature of “{whose}”.").format(whose=whose)


def _when(told: Signature) -> str:
    if told.proven_at and told.stamp.authority is not None:
        return _("Signed not later than {moment}, as the time stamp of “{authority}” proves.").format(
            moment=_moment(told.proven_at), authority=told.stamp.authority.name
        )
    if told.proven_at:
        return _("Signed not later than {moment}, as a later time stamp proves.").format(moment=_moment(told.proven_at))
    if told.claimed_at:
        return _("Signed on {moment}, as the signature itself says; nothing proves the time.").format(
            moment=_moment(told.claimed_at)
        )
    return _("The signature does not say when it was made.")


def _covered(told: Signature) -> str:
    if told.coverage == "whole_file":
        return _("It covers the whole file.")
    if told.changes == "signatures":
        return _("It covers the document as it was then; later only further signatures were added.")
    return _("It covers the document as it was then; later only proofs were added.")


def _worth(told: Signature) -> Iterator[Line]:
    assert told.holder is not None
    if told.holder.state == "development" or told.holder.says_development:
        yield Line("warning", _("This is a development certificate: it proves nothing to outsiders."), told.field)
    elif told.holder.state == "trusted":
        yield Line("good", _("This installation trusts the issuer of the certificate."), told.field)
    if told.holder.revoked_at and told.holder.state != "revoked":
        text = _("The certificate was revoked on {day}; the signature was made before and keeps its worth.")
        yield Line("note", _with_day(text, told), told.field)
    if "qualified" in told.holder.claims:
        text = _("The certificate says of itself that it is qualified; the trust lists are not yet asked.")
        yield Line("note", text, told.field)


def _with_day(text: str, told: Signature) -> str:
    holder = told.holder
    day = (holder.revoked_at if holder and holder.revoked_at else holder.ends if holder else "") or ""
    return text.format(day=f"{datetime.fromisoformat(day).astimezone(RIGA):%d.%m.%Y}" if day else "")


def _moment(told: str) -> str:
    return f"{datetime.fromisoformat(told).astimezone(RIGA):%d.%m.%Y %H:%M:%S}"
