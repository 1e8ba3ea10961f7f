"""Saving, opening and ending drafts. No event tells of them: a form that is not sent is no act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.access import long_codes
from dienests.kernel.cases.case import Case
from dienests.kernel.drafts.draft import Draft
from dienests.kernel.drafts.seal import fingerprint, seal, unseal

KEPT_DAYS = 30
MOST = 20  # drafts of one person
MOST_SIGNS = 200_000
WRONG = _("No draft of yours opens with this code; check it. A draft that is too old is deleted.")


class DraftRefused(Exception):
    """A draft cannot be saved; one sentence for the person at the page."""


class AlreadySent(DraftRefused):
    """The form was sent; `case` tells where it went."""

    def __init__(self, case: UUID) -> None:
        super().__init__(_("This draft was sent already; nothing was sent or saved a second time."))
        self.case = case


@dataclass(frozen=True, slots=True)
class Saved:
    """What the person is told: the code in groups, until when it opens the draft, and whose saving it replaced."""

    code: str
    expires_at: datetime
    replaced: datetime | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft as it was saved: which form it is of (`place`) and what was typed."""

    code: str
    submission: UUID
    revision: int
    place: dict[str, str]
    answers: dict[str, str]
    saved_at: datetime
    expires_at: datetime


@sensitive_variables()
def save(
    *, submission: UUID, person: UUID, place: Mapping[str, str], answers: Mapping[str, str], at: datetime,
    code: str = "", revision: int | None = None,
) -> Saved:  # fmt: skip
    """Save what was typed: the last saving holds. Without the code of the draft it gets a new one.

    `revision` is the one that was opened; another one is told. Raises DraftRefused, AlreadySent.
    """
    if sum(map(len, answers.values())) > MOST_SIGNS:
        raise DraftRefused(_("This is too long for a draft: shorten it or keep a copy of your own."))
    given = {"place": dict(place), "answers": dict(answers)}
    try:
        return _save(submission, person, given, at, long_codes.plain(code), revision)
    except IntegrityError:  # the same form was saved twice at once: the other one wrote the row, this one changes it
        return _save(submission, person, given, at, long_codes.plain(code), revision)


@sensitive_variables()
@transaction.atomic
def _save(
    submission: UUID, person: UUID, given: dict[str, Any], at: datetime, code: str, revision: int | None
) -> Saved:  # fmt: skip
    Draft.objects.filter(pk=submission, expires_at__lte=at).delete()
    row = Draft.objects.select_for_update().filter(pk=submission).first()
    _judge(row, submission, person, at)
    if code and (row is None or bytes(row.hash) != fingerprint(code)):
        raise DraftRefused(WRONG)
    known = code or long_codes.new()
    sealed = seal(given, code=known, submission=submission)
    until = at + timedelta(days=KEPT_DAYS)
    replaced = row.saved_at if row and code and revision != row.revision else None
    changed = {
        "hash": fingerprint(known), "content": sealed, "saved_at": at, "expires_at": until,
        "revision": row.revision + 1 if row else 1,
    }  # fmt: skip
    if row is None:
        Draft.objects.create(submission=submission, person_id=person, **changed)
    else:
        Draft.objects.filter(pk=submission).update(**changed)
    return Saved(long_codes.grouped(known), until, replaced)


def _judge(row: Draft | None, submission: UUID, person: UUID, at: datetime) -> None:
    if row is not None and row.person_id != person:
        raise DraftRefused(_("This form belongs to somebody else; open the form anew."))
    case = sent_as(submission=submission, person=person)
    if case is not None:
        raise AlreadySent(case)
    if row is None and standing(person, at=at).count() >= MOST:
        raise DraftRefused(
            ngettext_lazy(
                "You have %(most)d draft already: send one, or wait until one is deleted.",
                "You have %(most)d drafts already: send one, or wait until one is deleted.",
                MOST,
            )
            % {"most": MOST}
        )


@sensitive_variables()
def open_draft(*, code: str, person: UUID, at: datetime) -> Opened | None:
    """Return the draft of the code and the person; None when there is none, whatever the reason. Raises AlreadySent."""
    plain = long_codes.plain(code)
    row = Draft.objects.filter(hash=fingerprint(plain), person=person, expires_at__gt=at).first()
    if row is None:
        return None
    case = sent_as(submission=row.submission, person=person)
    if case is not None:
        raise AlreadySent(case)
    try:
        content: Any = unseal(bytes(row.content or b""), code=plain, submission=row.submission)
    except InvalidTag:
        return None
    return Opened(
        long_codes.grouped(plain), row.submission, row.revision, content["place"], content["answers"], row.saved_at,
        row.expires_at,
    )  # fmt: skip


def sent_as(*, submission: UUID, person: UUID) -> UUID | None:
    """Return the case into which a form went, or None while it was not sent."""
    opened = Case.objects.filter(submission=submission, opener=person).values_list("pk", flat=True).first()
    return opened or Draft.objects.filter(pk=submission, person=person).values_list("case", flat=True).first()


@transaction.atomic
def sent(*, submission: UUID, person: UUID, case: UUID) -> None:
    """Delete what was typed, since the form was sent; that it was is remembered until the draft would have ended."""
    Draft.objects.filter(pk=submission, person=person).update(content=None, case=case)


def standing(person: UUID, *, at: datetime) -> QuerySet[Draft]:
    """Return the drafts of a person that are neither sent nor too old, the newest first."""
    return Draft.objects.filter(person=person, case__isnull=True, expires_at__gt=at).order_by("-saved_at")


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Delete drafts that are too old, and return how many."""
    return Draft.objects.filter(expires_at__lte=at).delete()[0]
