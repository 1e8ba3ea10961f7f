"""Whom I represent and who represents me: rights, acts done under them, and what I may do about them myself."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.reads import Row, keep
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.acted_for import ActedFor
from dienests.kernel.parties.kinds import MEANINGS, Kind
from dienests.kernel.parties.own_rights import VERBS, representing_me
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.relations import represented
from dienests.kernel.parties.representation import Representation
from dienests.kernel.procedures.registry import find, newest
from dienests.site.pages.days import now
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.looking import NAME

SHOWN = 50
PAGE = "representation"


@with_form
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show the rights in both directions and the last acts, and object, consent, withdraw or revoke."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    refusal = ""
    if request.method == "POST":
        try:
            _act(request, actor, at=at)
            return redirect(PAGE)
        except PartiesError as refused:
            refusal = str(refused)
    on = local_date(at)
    own = list(represented(actor.person, on).prefetch_related("objections", "consents"))
    over_me = list(representing_me(actor.person, on).prefetch_related("objections"))
    acts = _acts(actor)
    named = {each.person_id for each in own} | {each.representative_id for each in over_me}
    _look(actor, named | {each.actor_id for each in acts} | {each.person_id for each in acts}, at=at)
    shown = {
        "own": [right(each) for each in own], "over_me": [right(each) for each in over_me],
        "acts": [_done(each, actor) for each in acts], "refusal": refusal, "here": PAGE,
        "matters": [(slug, procedure.title) for slug, procedure in newest().items()],
    }  # fmt: skip
    return render(request, "site/pages/representation.html", shown, status=409 if refusal else 200)


def right(each: Representation) -> dict[str, Any]:
    """Return a right as it is shown: its kind, the matter, who objects, who consented."""
    procedure = newest().get(each.scope)
    who = each.representative.name if each.representative else each.office.title if each.office else ""
    return {
        "right": each, "who": who, "kind": MEANINGS[Kind(each.kind)].label, "revocable": each.kind == Kind.PROXY,
        "matter": procedure.title if procedure else each.scope,
        "objections": [one for one in each.objections.all() if one.settled_on is None],
        "consents": [one for one in each.consents.all() if one.valid_to is None],
    }  # fmt: skip


def _act(request: HttpRequest, actor: Actor, *, at: datetime) -> None:
    verb = VERBS.get(request.POST.get("do", ""))
    try:
        key = UUID(request.POST.get("right", ""))
    except ValueError:
        key = UUID(int=0)
    if verb is not None:
        verb(who=actor.person, right=key, words=request.POST.get("words", "")[:1000], on=local_date(at), at=at)


def _acts(actor: Actor) -> list[ActedFor]:
    """Return the last acts that the person did for others, and that others did for the person."""
    found = ActedFor.objects.filter(Q(actor=actor.person) | Q(person=actor.person))
    return list(found.select_related("case", "actor", "person", "organisation").order_by("-at", "-pk")[:SHOWN])


def _done(each: ActedFor, actor: Actor) -> dict[str, Any]:
    action = find(each.case.procedure, each.case.version).actions.get(each.act)
    subject = each.organisation.name if each.organisation else each.person.name if each.person else ""
    return {
        "at": each.at, "case": each.case, "act": action.label if action else each.act, "subject": subject,
        "who": each.actor.name, "mine": each.actor_id == actor.person,
    }  # fmt: skip


def _look(actor: Actor, people: Iterable[UUID | None], *, at: datetime) -> None:
    """Record whose names the page shows; raises NotRecorded, and nothing is shown."""
    search = uuid4()
    others = sorted({each for each in people if each is not None and each != actor.person}, key=str)
    keep([Row(at, actor.person, None, each, None, search, PAGE, NAME, PAGE) for each in others])
