"""The procedures of the guest house: a visit, its amendment, and a matter that a visit raises."""

from datetime import date  # noqa: I001 - the words of the language stand side by side

from dienests.kernel.calendar.terms import working_days
from dienests.kernel.cases.tests.house.models import GUEST, NOTE, SECRET, VERDICT, Kind, Line, Matter, Visit
from dienests.kernel.procedures import (
    ANYWHERE, START, STAYS, Procedure, action, end, excluded, group, letter, manager_of, outsider, promised, role, rule,
    rulebook, stage, system, term, unspecified,
)  # fmt: skip

code = rulebook("vpd-ethics-code-2026")
by_laws = unspecified("by-laws of the house")
ISSUED = date(2026, 1, 1)


# fmt: off
class Matters(Procedure, slug="house-matter", record=Matter, basis=code["26"], version=1, issued=ISSUED,
              registered=False):
    title = "Matter"

    warden = role("warden", code["22"], office="warden", reads=(SECRET, VERDICT))
    host   = role("host", code["8"], party="host", reads=(VERDICT,))

    examined = stage("examined")
    decided  = end("decided")

    raised = action("raise", START, examined, by=system, basis=code["26"], asks=("secret",), accepts=("host",))
    decide = action("decide", examined, decided, by=warden, basis=code["27"], asks=("finding",))


class Visits(Procedure, slug="house-visit", record=Visit, basis=code["20"], version=1, issued=ISSUED, numbered="HV",
             local=True, registered=False):
    title = "Visit"

    guest     = role("guest", code["21"], office="employee", opener=True, identity=GUEST, reads=(VERDICT,))
    boss      = manager_of("manager of the guest", code["8"], field="guest", identity=GUEST)
    host      = role("host", code["8"], party="host", reads=(NOTE,))
    deputy    = role("deputy warden", code["22"], office="deputy")
    warden    = role("warden", code["22"], office="warden", stand_in=deputy, reads=(SECRET, NOTE, GUEST))
    council   = group("council", code["7"], members="councillor", quorum=by_laws, recorded_by=warden,
                      reads=(SECRET, VERDICT))
    clerk     = role("clerk", code["28"], office="clerk", reads=(VERDICT,))
    porter    = role("porter", code["28"], office="porter")
    neighbour = outsider("neighbour", code["28"])

    asked   = stage("asked", awaits=warden)
    opened  = stage("open")
    checked = stage("checked")
    hearing = stage("before the council")
    waiting = stage("waiting for a matter")
    done    = end("done")
    dropped = end("dropped")

    reply   = term("promised answer", promised("answer_by"), code["19"])
    check   = term("check", working_days(10), code["25"])
    sitting = term("sitting", by_laws, code["25"])
    notice  = letter("notice", code["28"], drafted_by=clerk, to=guest)

    other_host = rule("nobody is a guest of their own", code["24"], holds=Visit.host_is_another)
    kept_out   = excluded("whom the visit accuses", code["25"], field="accused")

    ask      = action("ask", START, asked, by=guest, basis=code["20", "21"], asks=("kind", "reason", "secret"),
                      asks_if={"host": Visit.is_long}, accepts=("note", "earlier", "accused", "hours"))
    bring    = action("bring", START, asked, by=boss, basis=code["8"], sets={"kind": Kind.SHORT},
                      asks=("guest", "reason"))
    register = action("register", START, asked, by=clerk, basis=code["20"], sets={"kind": Kind.SHORT},
                      asks=("reason",), starts=sitting)

    promise  = action("promise", asked, STAYS, by=warden, basis=code["19"], asks=("answer_by",),
                      stops=(reply, sitting), starts=reply)
    admit    = action("admit", asked, opened, by=warden, basis=code["22"], stops=(reply, sitting))
    agree    = action("agree", opened, checked, by=host, basis=code["8"], accepts=("note",), when=Visit.is_long)
    inspect  = action("inspect", (asked, opened), checked, by=porter, basis=code["25"],
                      stops=(reply, sitting), starts=check)
    enter    = action("enter hours", (opened, checked), STAYS, by=porter, basis=code["29"], adds=Line,
                      asks=("hours",), accepts=("remark",))
    settle   = action("settle", checked, hearing, by=warden, basis=code["25"], accepts=("adviser",),
                      when=Visit.has_its_hours, stops=check, starts=sitting, interpretation="the warden settles")
    pass_on  = action("pass on", checked, hearing, by=warden, basis=code["25"], stops=check)
    decide   = action("decide", hearing, done, by=council, basis=code["27"], asks=("verdict",), stops=sitting,
                      sends=notice, interpretation="the warden enters it")
    refer    = action("refer", hearing, waiting, by=clerk, basis=code["26"], stops=sitting,
                      opens="house-matter", carries={"secret": "secret", "host": "host"})
    resume   = action("resume", waiting, hearing, by=system, basis=code["27"], after="house-matter")
    note_it  = action("note", ANYWHERE, STAYS, by=warden, basis=code["19"], accepts=("note", "host"))
    withdraw = action("withdraw", ANYWHERE, dropped, by=guest, basis=code["21"], stops=(reply, check, sitting))


class Visits2(Visits, slug="house-visit", record=Visit, basis=code["20"], version=2, issued=date(2026, 6, 1),
              numbered="HV", local=True, registered=False):
    """The amendment: the porter inspects only what is open, nothing is passed on, and the clerk may close at once."""

    inspect = action("inspect", Visits.opened, Visits.checked, by=Visits.porter, basis=code["25"],
                     starts=Visits.check)
    close   = action("close", Visits.asked, Visits.dropped, by=Visits.clerk, basis=code["28"],
                     stops=(Visits.reply, Visits.sitting))
    pass_on = None


class Visits3(Visits2, slug="house-visit", record=Visit, basis=code["20"], version=3, issued=date(2026, 9, 1),
              numbered="HV", local=True, registered=False):
    """A greater amendment: nothing is promised any more, a visit is arranged rather than opened and names a plate,
    the check is shorter, the clerk looks at what was checked, the porter only enters hours, the warden decides."""

    council = reply = promise = opened = inspect = pass_on = None

    arranged = stage("arranged")
    check    = term("check", working_days(5), code["25"])

    admit    = action("admit", Visits.asked, arranged, by=Visits.warden, basis=code["22"], accepts=("plate",),
                      stops=Visits.sitting)
    agree    = action("agree", arranged, Visits.checked, by=Visits.clerk, basis=code["8"], accepts=("note", "plate"),
                      starts=check)
    enter    = action("enter hours", (arranged, Visits.checked), STAYS, by=Visits.porter, basis=code["29"], adds=Line,
                      asks=("hours",), accepts=("remark",))
    settle   = action("settle", Visits.checked, Visits.hearing, by=Visits.warden, basis=code["25"],
                      when=Visit.has_its_hours, stops=check, starts=Visits.sitting)
    decide   = action("decide", Visits.hearing, Visits.done, by=Visits.warden, basis=code["27"], asks=("verdict",),
                      stops=Visits.sitting, sends=Visits.notice)
    peruse   = action("peruse", Visits.checked, STAYS, by=Visits.clerk, basis=code["28"])
    close    = action("close", Visits.asked, Visits.dropped, by=Visits.clerk, basis=code["28"], stops=Visits.sitting)
    withdraw = action("withdraw", ANYWHERE, Visits.dropped, by=Visits.guest, basis=code["21"],
                      stops=(check, Visits.sitting))
# fmt: on


HOUSE = (Matters, Visits)
