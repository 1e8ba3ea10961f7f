"""The shell: what every page shows around its own content."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from dienests.kernel.access.middleware import present
from dienests.kernel.parties.institution import Institution
from dienests.kernel.tables.columns import columns
from dienests.site.pages import doors

ADMINISTRATION = (
    "administration", "appoint", "end-mandate", "absences", "return", "parameters", "parameter", "staff",
    "staff-import", "invitations", "invite", "reset", "revoke-invitation", "leaving", "bodies",
    "representations", "record-representation", "end-representation", "settle-objection", "parameter-proposal",
    "systems", "withdraw-system", "migrations", "work",
)  # fmt: skip
MY_DATA = (
    "reads", "own-reads", "representation", "sessions", "second-factor", "calendars", "confirmations", "confirm-reset",
    "tokens", "identity", "confirm", "delivery",
)  # fmt: skip
FIRST = {"audit": ["unusual"]}
INDICATORS = ("indicators", "indicator", "indicator-target", "indicator-enter", "indicator-cases")


def context(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of the base template; a failed page is drawn without touching the database."""
    if getattr(request, "failed", False):
        return {
            "institution": "",
            "demonstration": False,
            "actor": None,
            "nav": [],
            "language_switch": None,
            "search_url": "",
        }
    house = SimpleLazyObject(lambda: _house(request))
    return {
        "institution": SimpleLazyObject(lambda: house.name),
        "demonstration": SimpleLazyObject(lambda: house.demonstration),
        "actor": SimpleLazyObject(lambda: _shown(request)),
        "nav": SimpleLazyObject(lambda: _nav(request)),
        "may_confirm": SimpleLazyObject(lambda: doors.confirms(present(request))),
        "language_switch": _language_switch(request),
        "search_url": SimpleLazyObject(lambda: reverse("search")),
    }


def _shown(request: HttpRequest) -> dict[str, Any] | None:
    actor = present(request)
    if not actor:
        return None
    titles = [held.title for held in actor.offices if held.slug != "employee"] or [o.title for o in actor.offices]
    return {"name": actor.name, "titles": list(dict.fromkeys(titles))}


@dataclass(frozen=True, slots=True)
class _House:
    """What the head of a page says about where the reader is."""

    name: str
    demonstration: bool


def _house(request: HttpRequest) -> _House:
    """Return the reader's institution, or the only one; a demonstration never shares a database with a real one."""
    actor = present(request)
    table, own = columns(Institution), [actor.institution] if actor and actor.institution else []
    with connection.cursor() as cursor:
        only = " WHERE i.id = %s" if own else ""
        cursor.execute(f"SELECT {table.listed('i')} FROM {table.table} i{only} ORDER BY i.id LIMIT 2", own)
        rows = [table.read(row) for row in cursor.fetchall()]
    return _House(rows[0].name if len(rows) == 1 else "", any(each.is_demonstration for each in rows))


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    here = request.resolver_match.url_name if request.resolver_match else ""
    actor = present(request)
    items: list[tuple[str, str, tuple[str, ...]]] = [
        ("home", _("Rulebooks"), ("home", "rulebook", "provision")),
        ("services", _("Services"), ("services", "start", "procedure")),
        ("duties", _("Duties"), ("duties", "duty")),
        ("indicators", _("Indicators"), INDICATORS),
    ]
    if actor:
        items += [("mine", _("My cases"), ("mine", "receipt", "drafts"))]
        if doors.has_desk(actor):
            items += [("desk", _("Desk"), ("desk", "desk-mine", "desk-free", "desk-all", "sittings", "minutes"))]
        if any(each.leads for each in actor.offices):
            items += [("head", _("Overview"), ("head",))]
        if doors.administers(actor):
            items += [("administration", _("Administration"), ADMINISTRATION)]
        if doors.audits(actor):
            items += [("audit", _("Audit"), ("audit", "audit-official"))]
    if actor:
        items += [("reads", _("My data"), MY_DATA)]
    items += [("sign-out", _("Sign out"), ())] if actor else [("sign-in", _("Sign in"), ("sign-in",))]
    return [
        {"url": reverse(name, args=FIRST.get(name)), "label": label, "active": here in names}
        for name, label, names in items
    ]


def _language_switch(request: HttpRequest) -> dict[str, str] | None:
    other, label = ("en", "English") if (get_language() or "lv").startswith("lv") else ("lv", "Latviski")
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    try:
        match = resolve(request.path_info)
        with override(other):
            return {"url": reverse(match.view_name, args=match.args, kwargs=match.kwargs) + query, "label": label}
    except (Resolver404, NoReverseMatch):
        return None
