"""Linking: two cases that one official sees are read together by everybody who sees both."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.sight import visible
from dienests.kernel.handling.case_link import CaseLink
from dienests.kernel.handling.held import Done, Held, held
from dienests.kernel.log.canonical import commitment, new_salt
from dienests.kernel.log.entry import ActorRef
from dienests.kernel.procedures.refusals import Refusal

UNKNOWN = _("You see no other case of this number in the same institution; check the number.")


def link(*, case: UUID, actor: Actor, at: datetime, number: str, submission: UUID) -> None:
    """Link a case with another by its number; raises Refusal alike for one that is not there and one that is not seen.

    The log of either case keeps only a hash of the other.
    """
    other = _seen(case, actor, number)
    try:
        with _both("link_case", case, other, actor=actor, at=at, submission=submission) as pair:
            if CaseLink.objects.filter(case=case, other=other).exists():
                sentence = _("The two cases are linked already.")
                raise Refusal(sentence, kind="fields", fields={"number": sentence})
            for here, there in (pair, pair[::-1]):
                office, salt = here.official(), new_salt()
                here.log(ActorRef(mandate=office.mandate), {"other": {"sha256": _hash(salt, there)}})
                CaseLink.objects.create(
                    case=here.case, other=there.case, at=at, mandate=office.mandate, salt=salt.hex()
                )  # fmt: skip
    except Done:
        return


def unlink(*, case: UUID, actor: Actor, at: datetime, number: str, submission: UUID) -> None:
    """Take a link away, by whoever sees both cases by office."""
    other = _seen(case, actor, number)
    try:
        with _both("unlink_case", case, other, actor=actor, at=at, submission=submission) as pair:
            for here, there in (pair, pair[::-1]):
                office = here.official()
                row = CaseLink.objects.filter(case=here.case, other=there.case).first()
                if row is None:
                    raise Refusal(UNKNOWN, kind="fields", fields={"number": UNKNOWN})
                payload = {"other": {"sha256": _hash(bytes.fromhex(row.salt), there)}}
                here.log(ActorRef(mandate=office.mandate), payload)
                row.delete()
    except Done:
        return


def linked(actor: Actor, case: Case) -> list[Case]:
    """Return the cases linked with one, as far as a person sees them too; at most two queries."""
    others = list(CaseLink.objects.filter(case=case).values_list("other", flat=True))
    return list(visible(actor, among=others).order_by("opened_at", "pk")) if others else []


def _seen(case: UUID, actor: Actor, number: str) -> UUID:
    mine = visible(actor, among=[case]).values("institution")
    wanted = number.strip()[:40]
    found = visible(actor).filter(institution__in=mine, number__iexact=wanted).exclude(pk=case).first()
    if found is None:
        raise Refusal(UNKNOWN, kind="fields", fields={"number": UNKNOWN})
    return found.pk


@contextmanager
def _both(
    act: str, case: UUID, other: UUID, *, actor: Actor, at: datetime, submission: UUID
) -> Iterator[tuple[Held, Held]]:  # fmt: skip
    """Lock two cases, always in the same order: two people who link them at once wait, and do not block each other."""
    first, second = sorted((case, other))
    with (
        held(case=first, act=act, actor=actor, at=at, submission=submission) as one,
        held(case=second, act=act, actor=actor, at=at, submission=submission) as two,
    ):
        yield (one, two) if first == case else (two, one)


def _hash(salt: bytes, there: Held) -> str:
    return commitment(salt, there.case.pk).hex()
