"""Enrolling, asking and disabling the second factor; neither a secret nor a code enters the log."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.access import codes
from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import stream_of
from dienests.kernel.access.refusals import AccessError, CodeRefused
from dienests.kernel.access.second_factor import RecoveryCode, SecondFactor
from dienests.kernel.access.secrets_at_rest import fingerprint, seal, unseal
from dienests.kernel.log.streams import ActorRef, append

CODE, RECOVERY = "code", "recovery-code"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the app is told, as a picture's content and as letters; shown until the first code is given."""

    address: str = field(repr=False)
    letters: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class State:
    """Where the second factor of an account stands."""

    since: datetime | None = None
    codes_left: int = 0
    enrolment: Enrolment | None = field(default=None, repr=False)


def is_enrolled(account: Account) -> bool:
    """Tell whether signing in to the account asks for a code."""
    return SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).exists()


@sensitive_variables("secret")
def state(account: Account) -> State:
    """Return where the second factor stands; a secret is told only until it was confirmed."""
    factor = SecondFactor.objects.filter(account=account).first()
    if factor is None:
        return State()
    if factor.confirmed_at is not None:
        left = factor.recovery_codes.filter(used_at__isnull=True).count()
        return State(since=factor.confirmed_at, codes_left=left)
    secret = unseal(bytes(factor.secret), account=account.id)
    return State(enrolment=Enrolment(codes.address(secret, account.login), codes.in_letters(secret)))


@transaction.atomic
def begin(*, account: Account, at: datetime) -> None:
    """Make a secret for an app to learn; nothing changes for signing in until a code of it is given."""
    if is_enrolled(account):
        raise AccessError(_("The second factor is on already: switch it off first to take another app."))
    first = not SecondFactor.objects.exists()
    SecondFactor.objects.update_or_create(
        account=account,
        defaults={
            "secret": seal(codes.new_secret(), account=account.id, first=first),
            "last_step": 0, "failures": 0, "failed_at": at, "blocked_until": at,
        },
    )  # fmt: skip
    append(stream=stream_of(account), act="second-factor-begun", at=at, payload={"person": str(account.person_id)})


@sensitive_variables("code")
def confirm(*, account: Account, code: str, at: datetime) -> list[str]:
    """Switch the second factor on by a first code, and return the recovery codes, which nobody can read later."""
    return _with_codes(account, code, at=at, act="second-factor-on", confirmed=False)


@sensitive_variables("code")
def renew(*, account: Account, code: str, at: datetime) -> list[str]:
    """Return new recovery codes; the old ones serve no more."""
    return _with_codes(account, code, at=at, act="recovery-codes-renewed", confirmed=True)


@sensitive_variables("code")
def check(*, account: Account, code: str, at: datetime) -> str:
    """Return by which kind of code the account proved itself; raises CodeRefused."""
    with transaction.atomic():
        _factor, manner = _judged(account, code, at=at, confirmed=True)
    return _proved(manner)


@sensitive_variables("code")
def disable(*, account: Account, code: str, at: datetime) -> None:
    """Switch the second factor off; whoever has only the session, but no code, cannot."""
    with transaction.atomic():
        factor, manner = _judged(account, code, at=at, confirmed=True)
        if manner:
            factor.delete()
            append(stream=stream_of(account), act="second-factor-off", at=at, payload={"by": manner})
    _proved(manner)


@transaction.atomic
def reset(*, account: Account, basis: str, by: ActorRef, at: datetime) -> None:
    """Switch off the second factor of somebody who lost the phone and the recovery codes."""
    removed, _tables = SecondFactor.objects.filter(account=account).delete()
    if not removed:
        raise AccessError(_("This account has no second factor: nothing has to be reset."))
    append(stream=stream_of(account), act="second-factor-reset", at=at, actor=by, basis=basis)


@sensitive_variables("code", "fresh")
def _with_codes(account: Account, code: str, *, at: datetime, act: str, confirmed: bool) -> list[str]:
    fresh = codes.new_recovery_codes()
    with transaction.atomic():
        factor, manner = _judged(account, code, at=at, confirmed=confirmed)
        if manner:
            if not confirmed:
                factor.confirmed_at = at
                factor.save(update_fields=["confirmed_at"])
            factor.recovery_codes.all().delete()
            prints = [fingerprint(codes.bare(each), account=account.id) for each in fresh]
            RecoveryCode.objects.bulk_create([RecoveryCode(factor=factor, fingerprint=each) for each in prints])
            append(stream=stream_of(account), act=act, at=at, payload={"recovery_codes": len(fresh)})
    _proved(manner)
    return fresh


@sensitive_variables()
def _judged(account: Account, code: str, *, at: datetime, confirmed: bool) -> tuple[SecondFactor, str]:
    """Return the locked factor and the kind of code that fits, "" for none; a refusal is counted and logged here.

    The refusal itself is raised outside of the transaction, which would take the count back.
    """
    factor = (
        SecondFactor.objects.select_for_update().filter(account=account, confirmed_at__isnull=not confirmed).first()
    )
    if factor is None:
        raise AccessError(_("The second factor has changed in the meantime: open its page again."))
    may = factor.count(at)
    manner = _fitting(factor, codes.bare(code), at) if may else ""
    if manner:
        factor.failures, factor.blocked_until = 0, at
        factor.save(update_fields=["failures", "blocked_until", "last_step"])
    else:
        cause = "code" if may else "delay"
        append(stream=stream_of(account), act="code-refused", at=at, payload={"cause": cause})
    return factor, manner


@sensitive_variables()
def _fitting(factor: SecondFactor, code: str, at: datetime) -> str:
    secret = unseal(bytes(factor.secret), account=factor.account_id)
    step = codes.matching_step(secret, code, at=at, after=factor.last_step)
    if step is not None:
        factor.last_step = step
        return CODE
    kept = fingerprint(code, account=factor.account_id)
    used = factor.recovery_codes.filter(fingerprint=kept, used_at__isnull=True).update(used_at=at)
    return RECOVERY if used else ""


def _proved(manner: str) -> str:
    if not manner:
        raise CodeRefused(
            _("This code does not fit, was used already, or there were too many attempts: wait for the next code.")
        )
    return manner
