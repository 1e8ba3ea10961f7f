"""Arranging: each sealed letter gets a dispatch by the way that its addressee chose; an official may choose another."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from dienests.kernel.access.account import Account
from dienests.kernel.dispatch.addresses import checked
from dienests.kernel.dispatch.choosing import chosen_by
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.moving import DispatchRefused, locked, sent
from dienests.kernel.dispatch.way import ADDRESSED, Way
from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.letter import State as LetterState
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.procedures.earlier import letter_of
from dienests.kernel.procedures.registry import find

AT_ONCE = 200


def arrange(*, at: datetime) -> int:
    """Open a dispatch for every sealed letter that has none, and return how many; to lie on the site is to be sent."""
    bare = ~Exists(Dispatch.objects.filter(letter=OuterRef("pk")))
    found = Letter.objects.filter(bare, state=LetterState.SEALED).select_related("case", "participant")
    return sum(_arranged(letter, at) for letter in found.order_by("pk")[:AT_ONCE])


def _arranged(letter: Letter, at: datetime) -> int:
    chosen = chosen_by(letter.participant.person_id if letter.participant else None)
    office = letter_of(find(letter.case.procedure, letter.case.version), letter.slug).drafted_by.office
    row = Dispatch(
        letter=letter, office=office, way=chosen.way, address=chosen.address, opened_at=at, not_before=at
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            if row.way == Way.SITE:
                sent(dispatch=row, at=at)
    except IntegrityError:  # another worker was quicker
        return 0
    return 1


@transaction.atomic
def redirect(*, dispatch: Dispatch, way: str, address: str, by: ActorRef, at: datetime) -> Dispatch:
    """Send a waiting letter another way; raises AddressRefused or DispatchRefused.

    What lies in a batch of post that was printed is taken out of it; what a machine hands over just now stays with it.
    """
    row = locked(dispatch.pk, State.WAITING)
    if row.is_claimed(at):
        raise DispatchRefused(_("This letter is being handed over just now: look again in five minutes."))
    if row.batch is not None and row.batch.handed_on is not None:
        raise DispatchRefused(_("The post has this letter already: wait until it comes back."))
    if way == Way.SITE and not has_account(row.letter):
        raise DispatchRefused(_("The addressee has no account on this site: choose another way."))
    kept = checked(way, address)
    row.way, row.address, row.batch = way, kept if way in ADDRESSED else "", None
    row.mandate, row.attempts, row.not_before, row.failure = by.mandate, 0, at, ""
    row.save()
    return sent(dispatch=row, at=at, by=by) if way == Way.SITE else row


def has_account(letter: Letter) -> bool:
    """Say whether the addressee can find a letter on this site."""
    return letter.participant is not None and Account.objects.filter(person=letter.participant.person_id).exists()
