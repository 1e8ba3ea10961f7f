"""Multiplying prototypes: new ids, other openers, other days, chains computed anew; written in bulk.

Synthetic are: openers and their names; numbers (six digits, outside of the register's series); all days of a copy are
moved by one number of days (moments by some microseconds more), so that due days keep their distance and may fall on a
day off. Everything else is what the engine wrote: fields, hashes of personal values, payloads, participants, terms,
effects. Every chain is valid.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models, transaction
from django.utils import timezone

from benchmarks.caselist_load.prototypes import EMPLOYEE, OPENER, Cast, Prototype
from dienests.kernel.access.account import Account
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.statements import columns
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.canonical import NOTHING
from dienests.kernel.log.entry import ActorRef, Entry, Stream
from dienests.kernel.log.events import Event
from dienests.kernel.parties.alphabet import fold, sort_key
from dienests.kernel.parties.models import Mandate, Office, Person

AT_ONCE = 2000  # copies in one transaction
OLDEST_DAYS, OLDEST_OPEN_DAYS = 2000, 60
DAY = re.compile(r"\d{4}-\d\d-\d\d")
Rows = dict[type[models.Model], list[dict[str, Any]]]


@dataclass
class Grower:
    """What the copies are made of."""

    prototypes: Sequence[Prototype]
    openers: Sequence[UUID]
    chance: random.Random = field(default_factory=lambda: random.Random(20261121))
    number: int = 0
    letters: int = 1_000_000  # beyond the numbers of the prototypes

    def copies(self, cases: int) -> Iterator[Rows]:
        """Yield the rows of batches of copies until there are so many cases."""
        weights, made, batch = [each.weight for each in self.prototypes], 0, 0
        rows: Rows = {}
        while made < cases:
            prototype = self.chance.choices(self.prototypes, weights)[0]
            self._copy(prototype, rows)
            made, batch = made + prototype.cases, batch + 1
            if batch == AT_ONCE:
                yield rows
                rows, batch = {}, 0
        yield rows

    def _copy(self, prototype: Prototype, rows: Rows) -> None:
        days = self.chance.randrange(OLDEST_OPEN_DAYS if prototype.is_open else OLDEST_DAYS)
        first = prototype.rows[Case][0]
        ids: dict[Any, Any] = {first["opener_id"]: self.chance.choice(self.openers)}
        for own in prototype.rows.values():
            # Records share the key of their case; rows with a serial number get theirs from the database.
            ids |= {row["id"]: uuid4() for row in own if isinstance(row.get("id"), UUID)}
        # Microseconds part the copies of one day, so that every list has one order only.
        moved = Moved(ids, timedelta(days=days, microseconds=self.chance.randrange(10**7)))
        leaves = self._events(prototype, moved, rows)
        for model, own in prototype.rows.items():
            place = rows.setdefault(model, [])
            for row in own:
                copy = {name: moved.value(value) for name, value in row.items() if not _serial(name, value)}
                if model is Case:
                    self.number += 1
                    prefix, year = row["number"].split("-")[0], copy["opened_at"].year
                    copy |= {"number": f"{prefix}-{year}-{self.number:06d}", "leaf": leaves[copy["id"]], "booked": 0}
                if model is Letter and row["serial"] is not None:
                    self.letters += 1
                    number = f"{row['register']}/{row['year']}/{self.letters}"
                    copy |= {"uid": uuid4(), "serial": self.letters, "number": number}
                place.append(copy)

    def _events(self, prototype: Prototype, moved: Moved, rows: Rows) -> dict[UUID, bytes]:
        leaves: dict[UUID, bytes] = {}
        place = rows.setdefault(Event, [])
        for row in prototype.events:
            stream = moved.ids[row["stream"]]
            entry = Entry(
                stream=Stream(row["stream_kind"], stream), act=row["act"], at=row["at"] - moved.by,
                actor=ActorRef(mandate=row["mandate"], participant=moved.value(row["participant"])),
                payload=moved.value(row["payload"]), basis=row["basis"], from_state=row["from_state"],
                to_state=row["to_state"], version=row["version"], digest=row["digest"],
            )  # fmt: skip
            made = entry.row(position=row["position"], previous=leaves.get(stream, NOTHING))
            moved.ids[row["id"]] = made["id"]  # effects and letters name their event
            leaves[stream] = made["leaf"]
            place.append(made)
        return leaves


def _serial(name: str, value: Any) -> bool:
    return name == "id" and isinstance(value, int)


@dataclass(frozen=True)
class Moved:
    """How values of a prototype change in a copy: ids by map, days back by a number of days."""

    ids: dict[Any, Any]
    by: timedelta

    def value(self, value: Any) -> Any:
        """The value of the copy."""
        if isinstance(value, UUID):
            return self.ids.get(value, value)
        if isinstance(value, date):  # a datetime is one
            return value - self.by
        if isinstance(value, Mapping):
            return {key: self.value(each) for key, each in value.items()}
        if isinstance(value, str) and len(value) == 10 and DAY.fullmatch(value):
            return (date.fromisoformat(value) - self.by).isoformat()
        return value


def people(cast: Cast, count: int) -> list[UUID]:
    """Add invented employees, each with an account and a mandate in the unit of the opener; return them."""
    day = timezone.localdate() - timedelta(days=200)
    held = Mandate.objects.in_force(timezone.localdate()).filter(person=cast.holders[OPENER])
    office = Office.objects.get(pk__in=held.values("office"), slug=EMPLOYEE)
    made = []
    for number in range(count):
        given, family = "Persona", f"Paraugs{number:04d}"
        # Written in bulk, which does not pass by `save`, where these two columns are derived.
        derived = {"sort_key": sort_key(family, given), "folded": fold(f"{given} {family}")}
        made.append(Person(given_name=given, family_name=family, **derived))
    with transaction.atomic():
        Person.objects.bulk_create(made)
        Account.objects.bulk_create([Account(person=each, login=each.family_name.lower()) for each in made])
        Mandate.objects.bulk_create(
            [Mandate(office=office, person=each, valid_from=day, order_number="1") for each in made]
        )
    return [each.pk for each in made]


def grow(cast: Cast, prototypes: Sequence[Prototype], *, cases: int, openers: int) -> dict[str, int]:
    """Write so many cases; return the number of rows written, by table."""
    written: dict[str, int] = {}
    grower = Grower(prototypes, people(cast, openers))
    _durable(False)
    for rows in grower.copies(cases):
        with transaction.atomic():
            for model, own in rows.items():
                _write(model, own)
                written[model._meta.db_table] = written.get(model._meta.db_table, 0) + len(own)
    _durable(True)
    with connection.cursor() as cursor:
        # PostgreSQL does this by itself within a minute; SQLite is left as the product leaves it.
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
    return written


def _durable(wanted: bool) -> None:
    """While it grows, nothing must survive a power cut; SQLite then writes without waiting for the disk."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={'FULL' if wanted else 'OFF'}")


def _write(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    table, names = columns(model), list(rows[0])
    listed = ", ".join(table.quoted[name] for name in names)
    values = ([table.value(name, row[name]) for name in names] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table.table} ({listed}) FROM STDIN") as copy:
                for each in values:
                    copy.write_row(each)
            return
        marks = ", ".join("?" * len(names))
        sqlite: Any = connection.connection
        sqlite.executemany(f"INSERT INTO {table.table} ({listed}) VALUES ({marks})", values)
