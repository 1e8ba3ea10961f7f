"""The personal column of a list: who opened each case, recorded as a look before it is shown."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases import exclusion
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.reading import may_know_opener
from dienests.kernel.cases.relations import participants
from dienests.kernel.cases.sight import mask_of
from dienests.kernel.cases.statements import columns
from dienests.kernel.parties.person import Person
from dienests.kernel.procedures.procedure import Procedure
from dienests.site.pages import looking
from dienests.site.pages.rows import Row

KIND = "reporter"


def named(actor: Actor, rows: Iterable[Row], *, at: datetime) -> dict[UUID, str]:
    """Return who opened each case, as far as this person may know; raises NotRecorded.

    The opener of a case whose name is confidential to this person stays confidential.
    """
    shown = list(rows)
    parties = participants([row.case for row in shown])
    knowing, words, known = Knowing(actor, parties), {}, []
    system, entered, hidden = _("the system"), _("entered by an official"), _("confidential")
    for row in shown:
        case = row.case
        own = _opened_own(case, parties[case.id])
        words[case.id] = system if case.opener_id is None else hidden if own else entered
        if own and knowing.opener(row.procedure, case):
            known.append(case)
    looking.at_list(actor, [(case, case.opener_id) for case in known], kind=KIND, at=at)
    openers = list({case.opener_id for case in known})
    with connection.cursor() as cursor:
        people = columns(Person).some(cursor, ("id", "given_name", "family_name"), openers) if openers else []
    names = {key: f"{given} {family}" for key, given, family in people}
    return words | {case.id: names[case.opener_id] for case in known if case.opener_id in names}


def _opened_own(case: Case, parties: Iterable[Participant]) -> bool:
    """Say whether the opener of a case opened it as a matter of the own, not by office."""
    opener = case.opener_id
    return opener is not None and any(each.person_id == opener for each in parties)


class Knowing:
    """Judges a whole page of cases by the masks of sight; what these do not settle is asked case by case.

    `parties` are the participants of the cases, as far as they have been fetched.
    """

    def __init__(self, actor: Actor, parties: Mapping[UUID, Sequence[Participant]] | None = None) -> None:
        self.actor, self.parties = actor, parties or {}
        self._masks: dict[tuple[object, ...], int] = {}

    def opener(self, procedure: type[Procedure], case: Case) -> bool:
        """Say whether the person may know who opened a case."""
        place = (procedure, case.institution_id, case.unit_id)
        if place not in self._masks:
            mask = mask_of(self.actor, procedure, case.institution_id, case.unit_id)
            self._masks[place] = mask & _readers(procedure)
        if self._masks[place] & case.sight and self.actor.person not in exclusion.people(procedure, case):
            return True
        if case.id in self.parties:
            vars(case)["known_participants"] = self.parties[case.id]
        return may_know_opener(self.actor, procedure, case)


def _readers(procedure: type[Procedure]) -> int:
    """Return the roles that read the name of the opener, whatever the relation in which the case was opened."""
    kinds = {role.identity for role in procedure.roles.values() if role.opener}
    readers = (name for name in procedure.plan.bits if kinds <= {None} | procedure.roles[name].reads)
    return sum(procedure.plan.bits[name] for name in readers)
