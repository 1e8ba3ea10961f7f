"""Administration of background work: what waits, runs, failed; trying again. No person and no case is named."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dienests.kernel.cases import outbox
from dienests.kernel.letters import sealing
from dienests.site.pages.admin_form import back
from dienests.site.pages.doors import administered, administrators, with_form
from dienests.site.work import rota, states

SILENT = timedelta(minutes=10)
MOST = 50  # letters that are listed


@with_form
@administrators
def page(request: HttpRequest) -> HttpResponse:
    """Show how the work goes; sent, make everything that failed due and carry out what acts asked for."""
    institution, _mandate = administered(request.actor)  # type: ignore[attr-defined]
    at = datetime.now(UTC)
    if request.method == "POST":
        outbox.hasten(institution=institution, at=at)
        sealing.hasten(institution=institution, at=at)
        outbox.run_pending(at=at)
        rota.enqueue(at=at, now=True)
        return back("work")
    seen = states.last_sign_of_life()
    shown = {
        "letters": sealing.failing(institution)[:MOST],
        "jobs": states.job_states(at=at), "effects": states.outbox_states(institution), "seen": seen,
        "mail": states.mail_state(), "mail_on": bool(settings.MAIL_URL), "silent": seen is None or at - seen > SILENT,
    }  # fmt: skip
    return render(request, "site/pages/work.html", shown)
