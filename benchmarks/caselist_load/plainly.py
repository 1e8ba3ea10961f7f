"""The same lists, answered slowly and by other means: plain SQL over all rows, who sees what told from the log.

The engine keeps a mask of roles on every case; here the stages that a case has been in are read from its events, and
the declarations are asked which offices are awaited or may act there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from dienests.kernel.procedures.registry import declared
from dienests.kernel.procedures.roles import Group, Role

Row = tuple[Any, ...]


@dataclass
class House:
    """All cases with the stages they have been in, read once."""

    cases: dict[UUID, dict[str, Any]]

    @classmethod
    def read(cls) -> House:
        """Read everything."""
        names = "id, institution_id, procedure, version, stage, due, opener_id, opened_at, closed_at"
        cases = {
            _uuid(row[0]): dict(zip(names.split(", "), row, strict=True)) | {"been": set(), "about": None}
            for row in _ask(f"SELECT {names} FROM kernel_cases_case")
        }
        for stream, stage in _ask("SELECT stream, to_state FROM kernel_log_event WHERE stream_kind = 'case'"):
            cases[_uuid(stream)]["been"].add(stage)
        for procedure in declared():
            for each in procedure.exclusions.values():
                table = procedure.record._meta.db_table
                for pk, about in _ask(f"SELECT case_id, {each.field}_id FROM {table}"):
                    cases[_uuid(pk)]["about"] = about and _uuid(about)
        return cls(cases)

    def seen(self, person: UUID, on: date) -> list[UUID]:
        """The cases that a person sees, newest first."""
        places, parts = self._places(person, on), self._parts(person)
        found = [
            pk for pk, case in self.cases.items() if case["about"] != person and (pk in parts or self._by(case, places))
        ]
        return sorted(found, key=lambda pk: (self.cases[pk]["opened_at"], pk), reverse=True)

    def waiting(self, person: UUID, on: date) -> list[UUID]:
        """The open cases that wait for a person, the earliest due day first, those without one last."""
        places = self._places(person, on)
        found = [
            pk for pk, case in self.cases.items()
            if case["closed_at"] is None and case["about"] != person and self._turn(case, places)
        ]  # fmt: skip
        return sorted(found, key=lambda pk: self._soonest(pk))

    def own(self, person: UUID) -> list[UUID]:
        """The cases that a person opened, newest first."""
        found = [pk for pk, case in self.cases.items() if case["opener_id"] and _uuid(case["opener_id"]) == person]
        return sorted(found, key=lambda pk: (self.cases[pk]["opened_at"], pk), reverse=True)

    def _soonest(self, pk: UUID) -> tuple[Any, ...]:
        case = self.cases[pk]
        return case["due"] is None, str(case["due"] or ""), case["opened_at"], pk

    def _places(self, person: UUID, on: date) -> set[tuple[int, str]]:
        rows = _ask(
            "SELECT o.institution_id, o.slug, m.person_id FROM kernel_parties_mandate m "
            "JOIN kernel_parties_office o ON o.id = m.office_id WHERE o.unit_id IS NULL "
            f"AND m.valid_from <= '{on}' AND (m.valid_to IS NULL OR m.valid_to > '{on}')"
        )
        self.holders: dict[tuple[int, str], set[UUID]] = defaultdict(set)
        for institution, slug, holder in rows:
            self.holders[institution, slug].add(_uuid(holder))
        return {place for place, holders in self.holders.items() if person in holders}

    def _parts(self, person: UUID) -> set[UUID]:
        rows = _ask("SELECT case_id, person_id FROM kernel_cases_participant WHERE left_at IS NULL")
        return {_uuid(case) for case, each in rows if each and _uuid(each) == person}

    def _by(self, case: dict[str, Any], places: set[tuple[int, str]]) -> bool:
        """Say whether one of the offices is awaited or may act at a stage that the case has been in."""
        return any(self._fills(case, role, places) for stage in case["been"] for role in _roles(case, stage))

    def _turn(self, case: dict[str, Any], places: set[tuple[int, str]]) -> bool:
        procedure = _procedure(case)
        stage = procedure.stages[case["stage"]]
        acting = [each for each in procedure.actions.values() if not each.starts_case and each.leaves(stage)]
        role = stage.awaits or (acting[0].by if acting else None)
        return bool(role and not role.relation and self._fills(case, role, places, turn=True))

    def _fills(self, case: dict[str, Any], role: Role, places: set[tuple[int, str]], *, turn: bool = False) -> bool:
        filled = role.recorded_by if isinstance(role, Group) else role
        if role.relation or not filled.office:
            return False
        institution = case["institution_id"]
        if (institution, filled.office) in places:
            return True
        if isinstance(role, Group) and not turn and (institution, role.office) in places:
            return True
        # The stand-in of an office acts where the case is about its holder.
        stands_in = filled.stand_in is not None and (institution, filled.stand_in.office) in places
        return stands_in and case["about"] in self.holders[institution, filled.office]


def _procedure(case: dict[str, Any]) -> Any:
    return next(each for each in declared() if each.key() == (case["procedure"], case["version"]))


def _roles(case: dict[str, Any], name: str) -> tuple[Role, ...]:
    key = (case["procedure"], case["version"], name)
    if key not in _known:
        procedure = _procedure(case)
        stage = procedure.stages[name]
        acting = [each.by for each in procedure.actions.values() if not each.starts_case and each.leaves(stage)]
        # What a body decides is entered by an office, which therefore sees it too.
        recorders = [each.recorded_by for each in acting if isinstance(each, Group)]
        _known[key] = tuple(dict.fromkeys([*acting, *recorders, *([stage.awaits] if stage.awaits else [])]))
    return _known[key]


_known: dict[tuple[str, int, str], tuple[Role, ...]] = {}


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _ask(sql: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
