"""The accessibility statement: what the tests of barriers looked at, what they found, and what they cannot see."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_resolver

from dienests.kernel.calendar.zone import local_date
from dienests.site import contacts
from dienests.site.pages.days import now
from dienests.site.pages.doors import public

DIGEST = settings.ROOT / "docs" / "accessibility.json"


@public
def page(request: HttpRequest) -> HttpResponse:
    """Show the statement, made from the digest of the last test; nothing is claimed beyond it."""
    digest = read()
    shown = {
        "digest": digest,
        "on": date.fromisoformat(digest["on"]) if digest else None,
        "since": len(added_since(digest)) if digest else 0,
        "contacts": contacts.in_force(contacts.ACCESSIBILITY, local_date(now())),
    }
    return render(request, "site/pages/accessibility.html", shown)


def read() -> dict[str, Any] | None:
    """Return the digest of the last test that is kept; None where there is none."""
    try:
        found = json.loads(DIGEST.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def added_since(digest: dict[str, Any]) -> set[str]:
    """Return the names of addresses that came after the test and so were not looked at."""
    return {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)} - set(digest["known"])
