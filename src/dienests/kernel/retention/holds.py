"""Placing and lifting a hold."""

from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.handling.held import Done
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.retention import chaining
from dienests.kernel.retention.charged import charged, checked, paragraph
from dienests.kernel.retention.hold import Hold

PLACED, LIFTED = "hold_placed", "hold_lifted"


def place(*, case: UUID, actor: Actor, at: datetime, basis: str, submission: UUID) -> None:
    """Place a hold on a case, open or closed; raises Refusal where one stands."""
    words = checked(basis)
    try:
        with charged(case=case, act=PLACED, actor=actor, at=at, submission=submission) as here:
            if standing(here.case) is not None:
                raise Refusal(_("A hold stands on this case already."), kind="stage")
            chaining.chain(here.case, PLACED, at=at, event=here.event, by=here.by, basis=words)
            Hold.objects.create(case=here.case, basis=words, placed_at=at, placed_by=here.held.mandate)
    except Done:
        return


def lift(*, case: UUID, actor: Actor, at: datetime, basis: str, submission: UUID) -> None:
    """Lift the hold of a case; raises Refusal where none stands."""
    words = checked(basis)
    try:
        with charged(case=case, act=LIFTED, actor=actor, at=at, submission=submission) as here:
            hold = standing(here.case)
            if hold is None:
                raise Refusal(_("No hold stands on this case."), kind="stage")
            chaining.chain(here.case, LIFTED, at=at, event=here.event, by=here.by, basis=words)
            hold.lifted_at, hold.lifted_by, hold.lifted_basis = max(at, hold.placed_at), here.held.mandate, words
            hold.save(update_fields=["lifted_at", "lifted_by", "lifted_basis"])
    except Done:
        return


def standing(case: Case) -> Hold | None:
    """Return the hold that stands on a case."""
    return Hold.objects.filter(case=case, lifted_at__isnull=True).first()


def refusal(hold: Hold) -> Refusal:
    """Return the refusal to erase while a hold stands; it names the paragraph where the hold rests on one."""
    sentence = _("A hold stands on this case since {day}: nothing of it is erased before it is lifted. Basis: {basis}.")
    day = date_format(local_date(hold.placed_at), "d.m.Y.")
    return Refusal(format_lazy(sentence, day=day, basis=hold.basis), basis=paragraph(hold.basis), kind="hold")
