"""Reading letters: the addressee, the office that drafts them as far as it sees the case, and who approved one."""

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.sight import roles_in
from dienests.kernel.letters.letter import Letter
from dienests.kernel.procedures.earlier import letter_of
from dienests.kernel.procedures.registry import find


def readable_letters(actor: Actor, case: Case) -> list[Letter]:
    """Return the letters of a case that a person may read, oldest first."""
    procedure = find(case.procedure, case.version)
    roles = roles_in(actor, procedure, case)
    return [
        letter
        for letter in case.letters.select_related("participant", "draft").order_by("sent_at", "pk")
        if (letter.participant and letter.participant.person_id == actor.person)
        or letter_of(procedure, letter.slug).drafted_by.name in roles
        or (letter.draft and letter.draft.approver_id == actor.person)
    ]
