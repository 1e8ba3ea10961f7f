"""Open operations on the rulebooks: acts, provisions with state and account, coverage."""

from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _

from dienests.kernel.account.states import states
from dienests.kernel.account.tally import tally
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.norms import outline
from dienests.kernel.norms.act import Act
from dienests.kernel.norms.coverage import coverage
from dienests.site.api.operation import Call, Done, Operation, Parameter, address
from dienests.site.api.problem import Problem, wrong
from dienests.site.pages.paragraph import Paragraph
from dienests.site.pages.provision_data import described

AWHILE = {"Cache-Control": "max-age=300"}
ACT = Parameter(
    "act", "path", {"type": "string", "pattern": "^[a-z0-9-]{1,80}$"}, "slug of an act", True, "vpd-ethics-code-2026"
)  # fmt: skip
ADDRESS = Parameter(
    "address", "path", {"type": "string", "pattern": r"^[A-Za-z0-9.\-]{1,40}$"}, "address of a provision", True, "25"
)  # fmt: skip
ON = Parameter("on", "query", {"type": "string", "format": "date"}, "the day looked at; today where it is left out")


def day(call: Call) -> date:
    """Return the day that is asked for; a day to come is refused."""
    today = local_date(call.at)
    on = date.fromisoformat(call.given["on"]) if "on" in call.given else today
    if on > today:
        raise wrong("on", _("That day has not come yet: choose today or an earlier day."))
    return on


def acts(call: Call) -> Done:
    """Return all rulebooks."""
    return Done({"acts": [_head(act) | {"provisions": len(act.provisions)} for act in outline.acts()]}, headers=AWHILE)


def act(call: Call) -> Done:
    """Return one rulebook with the state of each provision, as the public sees it."""
    found, on, today = _act(call), day(call), local_date(call.at)
    counted = tally(on, today=today, institution=None)
    state = states(found, on=on, today=today, reader=None, counted=counted)
    head = {name: value for name, value in _head(found).items() if name != "url"}
    provisions = [
        {
            "address": each.address, "kind": each.kind.value, "title": _both(each.title),
            "summary": _both(each.summary), "state": state[each.address].value if each.address in state else "open",
            "url": address("/acts/{act}/provisions/{address}", act=found.slug, address=each.address),
        }
        for each in found.provisions
    ]  # fmt: skip
    return Done(head | {"provisions": provisions}, headers=AWHILE)


def covered(call: Call) -> Done:
    """Return how far declarations carry a rulebook."""
    slug = _act(call).slug
    return Done(next(each for each in coverage() if each.act.slug == slug).as_json(), headers=AWHILE)


def provision(call: Call) -> Done:
    """Return one provision in four bands: norm, procedure, evidence, account; as the public sees it."""
    slug, where = _act(call).slug, call.given["address"]
    found = Paragraph.find(slug, where, on=day(call), today=local_date(call.at), reader=None)
    if found is None:
        raise Problem("absent", _("This act has no such provision; see the list of the act."))
    return Done(described(call.request, found), headers=AWHILE)


def _act(call: Call) -> Act:
    if call.given["act"] not in outline.slugs():
        raise Problem("absent", _("There is no such act; see the list of acts."))
    return outline.act(call.given["act"])


def _head(act: Act) -> dict[str, Any]:
    return {
        "slug": act.slug, "title": _both(act.title), "institution": _both(act.institution), "number": act.number,
        "issued": act.issued.isoformat() if act.issued else None,
        "in_force": act.in_force.isoformat() if act.in_force else None,
        "url": address("/acts/{act}", act=act.slug),
    }  # fmt: skip


def _both(text: Any) -> dict[str, str]:
    return {"lv": text.lv, "en": text.en}


def moment(at: datetime | None) -> str | None:
    """Return a moment in UTC."""
    return at.astimezone(UTC).isoformat() if at else None


OPERATIONS = (
    Operation("list-acts", "/acts", "All rulebooks", acts, "Acts", "rulebooks"),
    Operation(
        "get-act", "/acts/{act}", "One rulebook with the state of each provision", act, "Act", "rulebooks",
        parameters=(ACT, ON), problems=(404, 422),
    ),
    Operation(
        "get-coverage", "/acts/{act}/coverage", "How far declarations carry a rulebook", covered, "Coverage",
        "rulebooks", parameters=(ACT,), problems=(404,),
    ),
    Operation(
        "get-provision", "/acts/{act}/provisions/{address}", "One provision: norm, procedure, evidence, account",
        provision, "Provision", "rulebooks", parameters=(ACT, ADDRESS, ON), problems=(404, 422),
    ),
)  # fmt: skip
