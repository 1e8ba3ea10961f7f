"""The institution: founded, no demonstration, with people who can act and with effects that are carried out."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Min

from dienests.kernel.access.account import Account
from dienests.kernel.access.administrator import ADMINISTRATOR
from dienests.kernel.access.second_factor import SecondFactor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.effect import Effect
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.mandate import Mandate
from dienests.site import contacts
from dienests.site.founding.missing import missing
from dienests.site.production.finding import Finding, judged
from dienests.site.watch.readiness import STUCK


def founded(at: datetime) -> Iterator[Finding]:
    """Judge that a real institution stands here, and what it lacks."""
    places = list(Institution.objects.order_by("pk"))
    yield judged(
        "demonstration", not any(place.is_demonstration for place in places), "There is no demonstration here.",
        "A demonstration stands in this database, and lets everybody on this machine in: name another DATABASE_URL.",
    )  # fmt: skip
    yield judged(
        "institution", bool(places), "An institution was founded.", "Nothing was founded yet: run ./dienests init."
    )
    for place in places:
        lacking = missing(place, local_date(at)).sentences()
        yield judged(
            "missing", not lacking, f"{place.name}: every office has a holder and every value is set.",
            f"{place.name}: " + " ".join(lacking), level="warning",
        )  # fmt: skip


def contact(at: datetime) -> Iterator[Finding]:
    """Judge that somebody who finds a weakness learns whom to tell."""
    yield judged(
        "security.txt", bool(contacts.in_force(contacts.SECURITY, local_date(at))),
        "/.well-known/security.txt names a contact.",
        "/.well-known/security.txt answers 404, for no contact is set: set the parameter contact.security.",
        level="warning",
    )  # fmt: skip


def administrators(at: datetime) -> Iterator[Finding]:
    """Judge that those who set the house up use a second factor."""
    held = Mandate.objects.in_force(local_date(at)).filter(office__slug=ADMINISTRATOR)
    accounts = Account.objects.filter(is_active=True, person__in=held.values("person"))
    bare = accounts.exclude(pk__in=SecondFactor.objects.filter(confirmed_at__isnull=False).values("account")).count()
    yield judged(
        "second-factor", not bare, "Every administrator has a second factor.",
        f"{bare} administrators sign in with a password alone: each switches the second factor on under “My data”.",
        level="warning",
    )  # fmt: skip


def worker(at: datetime) -> Iterator[Finding]:
    """Judge that effects of acts are carried out."""
    oldest = Effect.objects.filter(done_at__isnull=True).aggregate(oldest=Min("written_at"))["oldest"]
    yield judged(
        "worker", oldest is None or at - oldest <= STUCK, "No effect of an act has waited for long.",
        "Effects of acts have waited for more than 30 minutes: see that ./dienests work runs (deploy/systemd) and why "
        "they fail.",
    )  # fmt: skip
