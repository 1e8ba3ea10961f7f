"""A small procedure whose reply is drafted by the clerk, agreed to by the porter and approved by the warden."""

from datetime import date
from typing import Any

from dienests.kernel.calendar.terms import months
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.models import GUEST, SECRET, VERDICT, Visit
from dienests.kernel.cases.tests.house.people import AT, House
from dienests.kernel.cases.verbs import start
from dienests.kernel.letters.draft import Draft
from dienests.kernel.letters.drafting import open_draft, write
from dienests.kernel.norms.basis import rulebook
from dienests.kernel.procedures import START, Procedure, action, contest, end, excluded, letter, role, stage

code = rulebook("vpd-ethics-code-2026")


# fmt: off
class Answers(Procedure, slug="house-answer", record=Visit, basis=code["20"], version=1, issued=date(2026, 1, 1),
              numbered="HA", registered=False):
    title = "Answer"

    guest   = role("guest", code["21"], office="employee", opener=True, identity=GUEST, reads=(VERDICT,))
    warden  = role("warden", code["22"], office="warden", reads=(SECRET, VERDICT))
    porter  = role("porter", code["28"], office="deputy")
    clerk   = role("clerk", code["28"], office="clerk", reads=(VERDICT,))
    kept_out = excluded("whom the visit accuses", code["25"], field="accused")

    asked = stage("asked", awaits=clerk)
    done  = end("done")

    reply  = letter("reply", code["28"], drafted_by=clerk, to=guest, approved_by=warden, agreed_by=porter,
                    contest=contest("the head of the house", months(1), code["26"]))
    notice = letter("notice", code["28"], drafted_by=clerk, to=guest)

    ask    = action("ask", START, asked, by=guest, basis=code["20"], asks=("reason",),
                    accepts=("secret", "note", "accused"))
    answer = action("answer", asked, done, by=clerk, basis=code["28"], asks=("verdict",), sends=reply)
    refuse = action("refuse", asked, done, by=clerk, basis=code["28"], asks=("verdict",), sends=notice)
# fmt: on


def a_case(house: House, **fields: Any) -> Case:
    """Return a case that waits for its answer."""
    given = {"reason": "rest", "secret": "snores"} | fields
    return start(procedure=Answers, action="ask", actor=house.actor("anna"), at=AT, fields=given)


def a_draft(house: House, words: str = "The room is granted.", **fields: Any) -> Draft:
    """Return a draft with words, ready to be submitted."""
    draft = open_draft(case=a_case(house, **fields), action="answer", actor=house.actor("karl"), at=AT)
    return write(
        draft=draft.pk, fields={"verdict": words}, language="en", actor=house.actor("karl"), at=AT, seen=draft.revision
    )
