"""How the decision of which a letter tells is contested."""

from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.contests import Contest, contest_of
from dienests.kernel.procedures.earlier import action_of, letter_of
from dienests.kernel.procedures.registry import find


def contest_for(letter: Letter) -> Contest | None:
    """Return what the act of a letter declares, else the letter itself; None where neither says anything."""
    procedure = find(letter.case.procedure, letter.case.version)
    act = Event.objects.filter(pk=letter.event).values_list("act", flat=True).first()
    action = action_of(procedure, act or "")
    return contest_of(action) if action else letter_of(procedure, letter.slug).contest
