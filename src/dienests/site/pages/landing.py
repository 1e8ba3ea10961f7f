"""Where somebody lands after signing in or proving who is at the page."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.site.pages.doors import has_desk


def landing(request: HttpRequest, account: Account, *, wanted: str, at: datetime) -> str:
    """Return the page that was wanted, if it is ours; else the desk of an official, the own cases of everybody else."""
    if ours(request, wanted):
        return wanted
    return "desk" if has_desk(actor_for(account, local_date(at))) else "mine"


def ours(request: HttpRequest, wanted: str) -> bool:
    """Say whether a page that was wanted is an address of this site."""
    own = wanted.startswith("/")  # anything else would be read as the name of a page, which there need not be
    return own and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
