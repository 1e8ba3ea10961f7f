"""Finding cases by words: what of a case is indexed, how the index keeps up, and who finds what.

Only what everybody reads who sees the case goes into the index: its number, its procedure, and fields without a
category. The index is written outside the transactions of acts; it keeps up by reading the events since the last time.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import override

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.heads import STREAM
from dienests.kernel.cases.listing import everything
from dienests.kernel.cases.sight import visible
from dienests.kernel.language.lemmas import words
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import find as procedure_of
from dienests.kernel.search import index
from dienests.kernel.search.entry import Entry, Reached

KIND = "case"
MOST = 20
CHUNK, CHUNKS = 1000, 10
# An act that was still being written when the index read the events before it is met again the next time.
OVERLAP = timedelta(minutes=2)
LANGUAGES = ("lv", "en")


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that matches, and why: (what it is, the text in which words were found)."""

    case: Case
    procedure: type[Procedure]
    why: tuple[tuple[Label, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The newest hits; `whole` says that there are no others."""

    hits: list[Hit]
    whole: bool


def keep_up(*, most: int = 10_000) -> int:
    """Index the cases in which something happened since the last time, at most so many, and return how many."""
    reached = Reached.objects.filter(kind=KIND).values_list("at", flat=True).first()
    events = Event.objects.all() if reached is None else Event.objects.filter(at__gte=reached - OVERLAP)
    last: dict[UUID, tuple[datetime, int]] = {}
    # Along the index of moments alone: a condition on the kind would lead SQLite to walk every event of every case.
    for kind, stream, at, position in events.values_list("stream_kind", "stream", "at", "position"):
        if kind == STREAM:
            last[stream] = max(last.get(stream, (at, 0)), (at, position), key=lambda each: each[1])
    changed = sorted(((stream, at, revision) for stream, (at, revision) in last.items()), key=lambda each: each[1])
    known = index.revisions(KIND, [str(stream) for stream, _last, _revision in changed])
    stale = [(stream, last) for stream, last, revision in changed if known.get(str(stream), 0) < revision][:most]
    if stale:
        put([stream for stream, _last in stale])
        Reached.objects.update_or_create(kind=KIND, defaults={"at": stale[-1][1]})
    return len(stale)


def rebuild() -> int:
    """Index every case anew, the oldest first, and return how many: after a restore, or a clock that was moved."""
    Entry.objects.filter(kind=KIND).delete()
    keys = list(Case.objects.order_by("opened_at", "pk").values_list("pk", flat=True))
    put(keys)
    newest = Event.objects.filter(stream_kind=STREAM).aggregate(newest=Max("at"))["newest"]
    if newest is not None:
        Reached.objects.update_or_create(kind=KIND, defaults={"at": newest})
    return len(keys)


def put(keys: Sequence[UUID]) -> None:
    """Index these cases, in this order."""
    for first in range(0, len(keys), CHUNK):
        part = keys[first : first + CHUNK]
        cases, kept = Case.objects.in_bulk(part), records(part)
        texts = [(str(key), _text(cases[key], kept[key]), cases[key].revision) for key in part if key in kept]
        index.put(KIND, texts)


def find(actor: Actor, asked: str) -> Found:
    """Return the newest cases that a person sees and that hold every word."""
    keys, whole = _matching(actor, asked)
    kept = records(keys)
    cases = Case.objects.in_bulk(keys)
    return Found([_hit(cases[key], kept[key], asked) for key in keys if key in kept], whole)


def _matching(actor: Actor, asked: str) -> tuple[list[UUID], bool]:
    found: list[UUID] = []
    before: int | None = None
    for number in range(CHUNKS):
        matches = index.matching(KIND, asked, most=CHUNK, before=before)
        keys = [UUID(key) for _place, key in matches]
        seen = set(visible(actor, among=keys).values_list("pk", flat=True)) if keys else set()
        found += [key for key in keys if key in seen]
        if len(found) > MOST or len(matches) < CHUNK:
            return found[:MOST], len(found) <= MOST
        if number == 0 and (own := _few(actor)) is not None:
            matched = {UUID(key) for key in index.among(KIND, asked, [str(key) for key in own])}
            every = [key for key in own if key in matched]
            return every[:MOST], len(every) <= MOST
        before = matches[-1][0]
    return found[:MOST], False


def _few(actor: Actor) -> list[UUID] | None:
    """Return all cases that a person sees, where they are few: then it is they that are asked, not the matches."""
    seen = everything(actor)
    return [case.pk for case in seen[0:CHUNK]] if seen.count() < CHUNK else None


def records(keys: Collection[UUID]) -> dict[UUID, Any]:
    """Return the records of cases by case, in a query for each kind of record and one more."""
    found: dict[UUID, Any] = {}
    by_record: dict[type[Any], list[UUID]] = {}
    for key, slug, version in Case.objects.filter(pk__in=keys).values_list("pk", "procedure", "version"):
        by_record.setdefault(procedure_of(slug, version).record, []).append(key)
    for record, own in by_record.items():
        found |= record.objects.in_bulk(own)
    return found


def _text(case: Case, record: Any) -> str:
    parts: list[str] = []
    for language in LANGUAGES:
        with override(language):
            parts += [text for _label, text in _parts(case, record)]
    return " ".join(dict.fromkeys(parts))


def _parts(case: Case, record: Any) -> Iterator[tuple[Label, str]]:
    """Yield what can be found of a case: what it is, and its text in the language of the moment."""
    procedure = procedure_of(case.procedure, case.version)
    yield "number", case.number
    yield "procedure", str(procedure.title)
    for field in record._meta.concrete_fields:
        datum = getattr(field, "datum", None)
        if datum is None or datum.category is not None or field.is_relation:
            continue
        value = getattr(record, f"get_{field.name}_display")() if field.choices else getattr(record, field.attname)
        if isinstance(value, str) and value:
            yield field.verbose_name, value


def _hit(case: Case, record: Any, asked: str) -> Hit:
    terms = words(asked)
    why = [(label, text) for label, text in _parts(case, record) if _holds(text, terms)]
    return Hit(case, procedure_of(case.procedure, case.version), tuple(why))


def _holds(text: str, terms: list[tuple[str, str]]) -> bool:
    return any(plain.startswith(asked) or lemma == form for plain, lemma in words(text) for asked, form in terms)
