"""The shell: what every page shows around its own content."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.middleware import present
from dienests.kernel.parties.institution import Institution
from dienests.kernel.tables.columns import columns
from dienests.site.design.markup import Link
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
# What opens the further doors of the navigation; everybody who has signed in has the others.
DOORS: dict[str, Callable[[Actor], bool]] = {
    "desk": doors.has_desk,
    "head": lambda actor: any(each.leads for each in actor.offices),
    "retention": doors.retains,
    "administration": doors.administers,
    "audit": doors.audits,
}


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
        "search_url": address("search"),
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


def _nav(request: HttpRequest) -> tuple[Link, ...]:
    here = request.resolver_match.url_name if request.resolver_match else ""
    actor = present(request)
    shown = frozenset(name for name, opens in DOORS.items() if actor is not None and opens(actor))
    return _items(here or "", actor is not None, shown, get_language() or "", get_script_prefix())


@lru_cache(maxsize=1024)
def _items(here: str, known: bool, shown: frozenset[str], language: str, prefix: str) -> tuple[Link, ...]:
    """Return the links of the navigation, alike for everybody before whom the same doors are open."""
    items: list[tuple[str, str, tuple[str, ...]]] = [
        ("home", _("Rulebooks"), ("home", "rulebook", "provision")),
        ("services", _("Services"), ("services", "start", "procedure")),
        ("duties", _("Duties"), ("duties", "duty")),
        ("indicators", _("Indicators"), INDICATORS),
    ]
    if known:
        items += [("mine", _("My cases"), ("mine", "receipt", "drafts"))]
    if "desk" in shown:
        items += [("desk", _("Desk"), ("desk", "desk-mine", "desk-free", "desk-all", "sittings", "minutes"))]
    if "head" in shown:
        items += [("head", _("Overview"), ("head",))]
    if "retention" in shown:
        items += [("retention", _("Keeping and erasing"), ("retention", "retention-case"))]
    if "administration" in shown:
        items += [("administration", _("Administration"), ADMINISTRATION)]
    if "audit" in shown:
        items += [("audit", _("Audit"), ("audit", "audit-official"))]
    if known:
        items += [("reads", _("My data"), MY_DATA), ("sign-out", _("Sign out"), ())]
    else:
        items += [("sign-in", _("Sign in"), ("sign-in",))]
    return tuple(Link(label, reverse(name, args=FIRST.get(name)), here in names) for name, label, names in items)


def _language_switch(request: HttpRequest) -> dict[str, str] | None:
    other, label = ("en", "English") if (get_language() or "lv").startswith("lv") else ("lv", "Latviski")
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    try:
        match = request.resolver_match or resolve(request.path_info)
        place = match.view_name, match.args, tuple(match.kwargs.items())
        return {"url": _elsewhere(*place, other, get_script_prefix()) + query, "label": label}
    except (Resolver404, NoReverseMatch):
        return None


@lru_cache(maxsize=1024)
def _elsewhere(
    name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...], language: str, prefix: str
) -> str:
    """Return the address of a page in another language."""
    with override(language):
        return reverse(name, args=args, kwargs=dict(kwargs))


def address(name: str) -> str:
    """Return the address of a page that has no parts which differ, in the language of the request."""
    return _address(name, get_language() or "", get_script_prefix())


@lru_cache(maxsize=256)
def _address(name: str, language: str, prefix: str) -> str:
    """Return the address of a page in the language that is spoken just now (which is handed in to be kept by)."""
    return reverse(name)
