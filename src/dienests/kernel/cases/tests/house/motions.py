"""Motions: what the council of the guest house votes on, secretly by by-laws or openly by declared rules."""

from datetime import date  # noqa: I001 - the words of the language stand side by side

from dienests.kernel.cases.tests.house.models import SECRET, VERDICT, Motion
from dienests.kernel.procedures import (
    ANYWHERE, START, STAYS, Majority, Procedure, Tie, action, end, excluded, group, role, rulebook, stage, unspecified,
)  # fmt: skip

code = rulebook("vpd-ethics-code-2026")
by_laws = unspecified("by-laws of the house")


# fmt: off
class Motions(Procedure, slug="house-motion", record=Motion, basis=code["20"], version=1, issued=date(2026, 1, 1),
              numbered="HM", registered=False):
    title = "Motion"

    guest   = role("guest", code["21"], office="employee", opener=True)
    deputy  = role("deputy warden", code["22"], office="deputy")
    warden  = role("warden", code["22"], office="warden", stand_in=deputy, reads=(SECRET, VERDICT))
    spare   = role("spare councillor", code["7"], office="spare", reads=(VERDICT,))
    council = group("council", code["7"], members="councillor", quorum=by_laws, majority=by_laws, tie=by_laws,
                    recorded_by=warden, ballot=True, substitutes=spare, reads=(SECRET, VERDICT))
    clerk   = role("clerk", code["28"], office="clerk")

    asked   = stage("asked", awaits=warden)
    hearing = stage("before the council")
    done    = end("granted")
    dropped = end("dropped")

    kept_out = excluded("whom the motion accuses", code["25"], field="accused")

    ask      = action("ask", START, asked, by=guest, basis=code["20"], asks=("wish",), accepts=("accused",))
    convene  = action("convene", asked, hearing, by=warden, basis=code["25"])
    grant    = action("grant", hearing, done, by=council, basis=code["27"], asks=("verdict",),
                      when=Motion.names_nobody)
    reject   = action("reject", hearing, dropped, by=council, basis=code["27"])
    postpone = action("postpone", hearing, STAYS, by=council, basis=code["27"])
    hand_on  = action("hand on", hearing, dropped, by=clerk, basis=code["28"])
    note_it  = action("note", ANYWHERE, STAYS, by=warden, basis=code["19"])


class OpenMotions(Motions, slug="house-open-motion", record=Motion, basis=code["20"], version=1,
                  issued=date(2026, 1, 1), numbered="HO", registered=False):
    """The same with open votes by rules that the rulebook itself sets."""

    council  = group("council", code["7"], members="councillor", quorum=2, majority=Majority.MOST, tie=Tie.CHAIR,
                     recorded_by=Motions.warden, ballot=True, by_name=True, reads=(SECRET, VERDICT))
    spare    = None
    postpone = None
# fmt: on
