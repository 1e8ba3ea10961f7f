"""Where I am signed in, and ending it there."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dienests.kernel.access.account import Account
from dienests.kernel.access.open_session import IDLE
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.access.session import key_of
from dienests.kernel.access.sessions import end_one, end_others, sessions
from dienests.site.pages.doors import signed_in, with_form


@with_form
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """List the sessions of the person, and end one or all others."""
    at, here = datetime.now(UTC), key_of(request)
    account = Account.objects.get(pk=request.actor.account)  # type: ignore[attr-defined]
    refusal = ""
    if request.method == "POST" and here is not None:
        try:
            _end(request, account, here=here, at=at)
            return redirect("sessions")
        except AccessError as refused:
            refusal = str(refused)
    shown = {
        "sessions": sessions(account.pk, at=at),
        "current": here,
        "idle": IDLE // timedelta(hours=1),
        "refusal": refusal,
        "here": "sessions",
    }
    return render(request, "site/pages/sessions.html", shown, status=409 if refusal else 200)


def _end(request: HttpRequest, account: Account, *, here: UUID, at: datetime) -> None:
    asked = request.POST.get("session", "")
    if asked == "others":
        end_others(account=account, keep=here, at=at)
        return
    try:
        session = UUID(asked)
    except ValueError:
        session = UUID(int=0)
    end_one(account=account, session=session, at=at)
