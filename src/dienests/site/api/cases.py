"""Operations on cases: lists, one case, what happened, what may be done; the same filter and the same categories."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.listing import everything
from dienests.kernel.cases.narrowing import Narrowing
from dienests.kernel.cases.sight import visible
from dienests.kernel.cases.todo import Possible
from dienests.site.api import told
from dienests.site.api.open_house import SLUG
from dienests.site.api.open_rules import moment
from dienests.site.api.operation import Call, Done, Operation, Parameter, address
from dienests.site.api.problem import Problem, marks, wrong
from dienests.site.pages.case_view import CaseView
from dienests.site.pages.history import Happened

READ = "cases.read"
MOST, USUAL = 100, 50
CASE = Parameter("case", "path", {"type": "string", "format": "uuid"}, "id of a case", True)
FILTERS = (
    Parameter("procedure", "query", SLUG, "slug of the procedure", example="ethics-report"),
    Parameter("stage", "query", {"type": "string", "pattern": "^[a-z0-9_]{1,80}$"}, "name of the stage"),
    Parameter("state", "query", {"type": "string", "enum": ["open", "closed"]}, "open or closed"),
    Parameter("due_before", "query", {"type": "string", "format": "date"}, "due before this day"),
    Parameter("number", "query", {"type": "string", "minLength": 1, "maxLength": 40}, "part of the number"),
    Parameter("mine", "query", {"type": "string", "enum": ["true"]}, "only cases that the person opened"),
    Parameter("after", "query", {"type": "string", "format": "uuid"}, "id of the last case of the page before"),
    Parameter(
        "limit", "query", {"type": "integer", "minimum": 1, "maximum": MOST}, f"cases on a page; {USUAL} if left out"
    ),
)


def cases(call: Call) -> Done:
    """Return a page of the cases that the person sees, newest first; it shows nothing personal."""
    given, limit = call.given, int(call.given.get("limit", USUAL))
    narrowing = Narrowing(
        procedure=given.get("procedure", ""), stage=given.get("stage", ""), state=given.get("state", ""),
        due_before=told.day(given.get("due_before")), opener=call.actor.person if "mine" in given else None,
        after=_last(call) if "after" in given else None,
    )  # fmt: skip
    found = everything(call.actor, number=given.get("number", ""), narrowing=narrowing)[0 : limit + 1]
    more = None
    if len(found) > limit:
        query = {name: given[name] for name in (each.name for each in FILTERS) if name in given}
        more = f"{address('/cases')}?{urlencode(query | {'after': str(found[limit - 1].pk)})}"
    return Done({"cases": [told.head(case) for case in found[:limit]], "next": more})


def _last(call: Call) -> Case:
    found = visible(call.actor, among=[UUID(call.given["after"])]).first()
    if found is None:
        raise wrong("after", _("The last case of the page before is not among yours; begin with the first page."))
    return found


def view_of(call: Call) -> CaseView:
    """Return the case as the person sees it; raises Problem."""
    try:
        return CaseView.of(UUID(call.given["case"]), call.actor, at=call.at)
    except Http404:
        raise Problem("absent", _("There is no such case, or the person behind the token does not see it.")) from None


def case(call: Call) -> Done:
    """Return one case with the fields that the person may read; the look is recorded first."""
    view = view_of(call)
    told.recorded(call, view)
    return Done(told.case(view), headers={"ETag": f'"{view.case.revision}"'})


def timeline(call: Call) -> Done:
    """Return what happened, newest first; private persons are named by their role, internal acts told to officials."""
    view = view_of(call)
    return Done({"case": str(view.case.pk), "events": [_event(each) for each in view.happened]})


def _event(each: Happened) -> dict[str, Any]:
    basis = marks(each.basis)
    return {
        "position": each.position, "act": each.act, "label": str(each.label), "who": str(each.who),
        "at": moment(each.at), "basis": basis, "order": each.order or ("" if basis else each.basis),
        "to_stage": each.to_state, "seal": each.seal,
    }  # fmt: skip


def todo(call: Call) -> Done:
    """Return every act of the stage: allowed, or why not and on which paragraph."""
    view = view_of(call)
    acts = [_possible(view.case, each) for each in view.todo]
    return Done(
        {"case": str(view.case.pk), "revision": view.case.revision, "acts": acts},
        headers={"ETag": f'"{view.case.revision}"'},
    )


def _possible(of: Case, each: Possible) -> dict[str, Any]:
    action, refusal = each.action, each.refusal
    return {
        "act": action.name, "label": str(action.label), "allowed": each.allowed, "basis": marks(action.basis),
        "asks": list(action.fields),
        "url": address("/cases/{case}/acts/{slug}/{act}", case=of.pk, slug=of.procedure, act=action.name),
        "refusal": {"detail": str(refusal), "basis": marks(refusal.basis)} if refusal else None,
    }  # fmt: skip


OPERATIONS = (
    Operation(
        "list-cases", "/cases", "The cases that the person sees, newest first", cases, "Cases", "cases", group=READ,
        parameters=FILTERS, problems=(422,),
    ),
    Operation(
        "get-case", "/cases/{case}", "One case", case, "Case", "cases", group=READ, parameters=(CASE,),
        problems=(404,), personal=True, about="The look is recorded, and told to the persons whose data is shown.",
    ),
    Operation(
        "get-timeline", "/cases/{case}/timeline", "What happened in a case", timeline, "Timeline", "cases",
        group=READ, parameters=(CASE,), problems=(404,),
    ),
    Operation(
        "get-todo", "/cases/{case}/todo", "What may be done in a case, and why not the rest", todo, "Todo", "cases",
        group=READ, parameters=(CASE,), problems=(404,),
    ),
)  # fmt: skip
