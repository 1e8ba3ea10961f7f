"""A stay in the guest house: a procedure with terms that are suspended, resumed, extended, and that lapse."""

from datetime import date  # noqa: I001 - the words of the language stand side by side

from dienests.kernel.calendar.terms import days, months, working_days
from dienests.kernel.cases.tests.house.models import GUEST, NOTE, SECRET, VERDICT, Kind, Visit
from dienests.kernel.procedures import (
    ANYWHERE, BEGINS_ANEW, FROM_START, START, STAYS, Procedure, action, end, role, rulebook, stage, system, term,
    unspecified,
)  # fmt: skip

code = rulebook("vpd-ethics-code-2026")
law = unspecified("the law on stays")


# fmt: off
class Stays(Procedure, slug="house-stay", record=Visit, basis=code["20"], version=1, issued=date(2026, 1, 1),
            numbered="HS", registered=False):
    title = "Stay"

    guest  = role("guest", code["21"], office="employee", opener=True, identity=GUEST, reads=(VERDICT,))
    warden = role("warden", code["22"], office="warden", reads=(SECRET, NOTE, GUEST, VERDICT))
    clerk  = role("clerk", code["28"], office="clerk")

    asked   = stage("asked", awaits=warden)
    lacking = stage("something is missing", awaits=guest)
    done    = end("done")
    lapsed  = end("lapsed")

    answer     = term("answer", months(1), code["33"], extends_by=months(3), extension=FROM_START)
    room       = term("room", working_days(10), code["25"], extends_by=law)
    meal       = term("meal", days(5), code["25"], resumption=BEGINS_ANEW)
    permit     = term("permit", law, code["25"])
    supplement = term("what is missing", days(14), code["31"], extends_by=days(7))
    everything = (answer, room, meal, permit, supplement)

    ask     = action("ask", START, asked, by=guest, basis=code["30"], asks=("reason",), sets={"kind": Kind.SHORT},
                     starts=(answer, room, permit))
    feed    = action("feed", asked, STAYS, by=warden, basis=code["25"], starts=meal, stops=meal)
    request = action("request", asked, lacking, by=warden, basis=code["31"], asks=("note",),
                     suspends=(answer, room, meal, permit), starts=supplement, notifies=guest)
    bring   = action("bring", lacking, asked, by=guest, basis=code["31"], asks=("secret",),
                     resumes=(answer, room, meal, permit), stops=supplement, notifies=warden)
    lapse   = action("lapse", lacking, lapsed, by=system, basis=code["31"], lapses=supplement,
                     stops=(answer, room, meal, permit), notifies=guest)
    longer  = action("extend", ANYWHERE, STAYS, by=warden, basis=code["33"], asks=("note",), extends=answer,
                     notifies=guest)
    wider   = action("extend the room", ANYWHERE, STAYS, by=warden, basis=code["25"], asks=("note",), extends=room,
                     notifies=(guest, clerk))
    later   = action("give more time", lacking, STAYS, by=warden, basis=code["31"], asks=("note",), extends=supplement,
                     notifies=guest)
    say     = action("say", asked, done, by=warden, basis=code["33"], asks=("verdict",), stops=everything)
    leave   = action("leave", ANYWHERE, done, by=guest, basis=code["21"], stops=everything)
# fmt: on
