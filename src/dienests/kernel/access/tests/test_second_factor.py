"""The second factor: enrolling, proving, recovery codes, replay, the growing delay, what lies in the database."""

import base64
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.http import HttpRequest

from dienests.kernel.access import codes, second_factors
from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import close_account, set_password, stream_of
from dienests.kernel.access.delay import FREE_ATTEMPTS
from dienests.kernel.access.refusals import AccessError, CodeNeeded, CodeRefused, SignInRefused
from dienests.kernel.access.second_factor import RecoveryCode, SecondFactor
from dienests.kernel.access.session import account_of
from dienests.kernel.access.sign_in import PATIENCE, awaiting_code, sign_in, sign_in_with_code
from dienests.kernel.access.tests.given import PASSWORD, a_request, an_account
from dienests.kernel.log.streams import history
from dienests.kernel.parties.tests.dump import everything
from dienests.kernel.parties.tests.given import AT, HOW, a_person

STEP = timedelta(seconds=codes.STEP_SECONDS)


def _secret(account: Account) -> bytes:
    found = second_factors.state(account).enrolment
    assert found is not None
    return base64.b32decode(found.letters)


def _enrolled(login: str = "ilze") -> tuple[Account, bytes, list[str]]:
    account = an_account(login, a_person(login.title()))
    second_factors.begin(account=account, at=AT)
    secret = _secret(account)
    recovery = second_factors.confirm(account=account, code=codes.code_at(secret, AT), at=AT)
    return account, secret, recovery


def _asked(login: str = "ilze", at: datetime = AT) -> HttpRequest:
    request = a_request()
    with pytest.raises(CodeNeeded):
        sign_in(request=request, login=login, password=PASSWORD, at=at)
    return request


@pytest.mark.parametrize(
    ("moment", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(moment: int, code: str) -> None:
    secret = b"12345678901234567890"
    at = datetime.fromtimestamp(moment, UTC)
    assert codes.code_at(secret, at) == code
    assert codes.matching_step(secret, code, at=at, after=0) == moment // codes.STEP_SECONDS


def test_a_clock_may_be_off_by_one_step_and_a_step_serves_once() -> None:
    secret = codes.new_secret()
    now = int(AT.timestamp()) // codes.STEP_SECONDS
    for off, fits in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        found = codes.matching_step(secret, codes.code_at(secret, AT + off * STEP), at=AT, after=0)
        assert found == (now + off if fits else None)
    assert codes.matching_step(secret, codes.code_at(secret, AT), at=AT, after=now) is None
    assert codes.matching_step(secret, "ābc", at=AT, after=0) is None


def test_the_address_is_what_apps_read() -> None:
    told = codes.address(b"12345678901234567890", "ilze@example.lv")
    assert told.startswith("otpauth://totp/Dienests%3Ailze%40example.lv?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&")
    assert "issuer=Dienests" in told


@pytest.mark.django_db
def test_until_a_code_is_given_signing_in_asks_for_none() -> None:
    account = an_account()
    second_factors.begin(account=account, at=AT)
    assert not second_factors.is_enrolled(account)
    assert sign_in(request=a_request(), login="ilze", password=PASSWORD, at=AT) == account
    with pytest.raises(CodeRefused):
        second_factors.confirm(account=account, code="000000", at=AT - 100 * STEP)
    assert not second_factors.is_enrolled(account)


@pytest.mark.django_db
def test_enrolling_ends_with_recovery_codes_and_tells_the_secret_no_more() -> None:
    account, _, recovery = _enrolled()
    assert len(set(recovery)) == codes.RECOVERY_CODES
    state = second_factors.state(account)
    assert (state.since, state.codes_left, state.enrolment) == (AT, 10, None)
    with pytest.raises(AccessError, match="on already"):
        second_factors.begin(account=account, at=AT)
    acts = [event.act for event in history(stream_of(account))]
    assert acts == ["opened", "second-factor-begun", "second-factor-on"]


@pytest.mark.django_db
def test_neither_secret_nor_code_lies_in_the_database() -> None:
    account, secret, recovery = _enrolled()
    second_factors.check(account=account, code=recovery[0], at=AT)
    dump = everything()
    for told in (secret.hex(), codes.in_letters(secret), *recovery, *map(codes.bare, recovery)):
        assert told not in dump
        assert told.lower() not in dump
    other = an_account("liepa", a_person("Liepa"))
    SecondFactor.objects.filter(account=account).update(confirmed_at=None)
    moved = SecondFactor.objects.get(account=account)
    moved.account = other
    moved.save(force_insert=True)
    with pytest.raises(AccessError, match="cannot be read"):
        second_factors.state(other)


@pytest.mark.django_db
def test_the_password_alone_opens_no_session() -> None:
    account, secret, _recovery = _enrolled()
    later = AT + 5 * STEP
    request = _asked(at=later)
    assert account_of(request, at=later) is None
    before = request.session.session_key
    assert sign_in_with_code(request=request, code=codes.code_at(secret, later), at=later) == account
    assert account_of(request, at=later) == account
    assert request.session.session_key != before
    assert awaiting_code(request, at=later) is None
    signed = history(stream_of(account))[-1]
    assert (signed.act, signed.payload) == ("signed-in", {"person": str(account.person_id), "by": "code"})


@pytest.mark.django_db
def test_the_same_code_is_refused_the_second_time() -> None:
    _account, secret, _recovery = _enrolled()
    later = AT + 5 * STEP
    code = codes.code_at(secret, later)
    sign_in_with_code(request=_asked(at=later), code=f" {code[:3]} {code[3:]}", at=later)
    with pytest.raises(CodeRefused):
        sign_in_with_code(request=_asked(at=later), code=code, at=later)


@pytest.mark.django_db
def test_the_code_that_enrolled_does_not_sign_in() -> None:
    _account, secret, _recovery = _enrolled()
    with pytest.raises(CodeRefused):
        sign_in_with_code(request=_asked(), code=codes.code_at(secret, AT), at=AT)


@pytest.mark.django_db
def test_each_recovery_code_serves_once_and_new_ones_end_the_old() -> None:
    account, secret, recovery = _enrolled()
    assert second_factors.check(account=account, code=recovery[3].lower(), at=AT) == "recovery-code"
    with pytest.raises(CodeRefused):
        second_factors.check(account=account, code=recovery[3], at=AT)
    assert second_factors.state(account).codes_left == 9
    later = AT + 5 * STEP
    fresh = second_factors.renew(account=account, code=codes.code_at(secret, later), at=later)
    with pytest.raises(CodeRefused):
        second_factors.check(account=account, code=recovery[4], at=later)
    assert second_factors.check(account=account, code=fresh[4], at=later) == "recovery-code"
    assert second_factors.state(account).codes_left == 9


@pytest.mark.django_db
def test_a_recovery_code_of_another_account_is_worth_nothing() -> None:
    _enrolled("ilze")
    other, _, _ = _enrolled("liepa")
    _, _, recovery = _enrolled("ozols")
    with pytest.raises(CodeRefused):
        second_factors.check(account=other, code=recovery[0], at=AT)


@pytest.mark.django_db
def test_the_delay_grows_with_wrong_codes_and_the_password_does_not_end_it() -> None:
    account, secret, recovery = _enrolled()
    later = AT + 5 * STEP
    for _ in range(FREE_ATTEMPTS + 1):
        with pytest.raises(CodeRefused):
            second_factors.check(account=account, code="AAAAAA", at=later)
    _asked(at=later)
    with pytest.raises(CodeRefused):
        second_factors.check(account=account, code=recovery[0], at=later + timedelta(seconds=1))
    causes = [event.payload["cause"] for event in history(stream_of(account)) if event.act == "code-refused"]
    assert causes == ["code"] * (FREE_ATTEMPTS + 1) + ["delay"]
    after = later + timedelta(seconds=2)
    assert second_factors.check(account=account, code=codes.code_at(secret, after), at=after) == "code"
    assert SecondFactor.objects.get().failures == 0


@pytest.mark.django_db(transaction=True)
def test_one_recovery_code_given_side_by_side_fits_once() -> None:
    account, _, recovery = _enrolled()
    gate, fitted = Barrier(4), []

    def give() -> None:
        gate.wait()
        try:
            fitted.append(second_factors.check(account=account, code=recovery[0], at=AT))
        except CodeRefused:
            fitted.append("")
        finally:
            connection.close()

    threads = [Thread(target=give) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(fitted) == ["", "", "", "recovery-code"]


@pytest.mark.django_db
def test_switching_off_needs_a_code() -> None:
    account, secret, _recovery = _enrolled()
    with pytest.raises(CodeRefused):
        second_factors.disable(account=account, code="123", at=AT)
    assert second_factors.is_enrolled(account)
    later = AT + 5 * STEP
    second_factors.disable(account=account, code=codes.code_at(secret, later), at=later)
    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert sign_in(request=a_request(), login="ilze", password=PASSWORD, at=later) == account
    acts = [event.act for event in history(stream_of(account))][3:]
    assert acts == ["code-refused", "second-factor-off", "signed-in"]


@pytest.mark.django_db
def test_a_reset_by_the_administrator_names_its_basis() -> None:
    account, _, _ = _enrolled()
    second_factors.reset(account=account, **HOW)
    assert (history(stream_of(account))[-1].act, history(stream_of(account))[-1].basis) == (
        "second-factor-reset",
        HOW["basis"],
    )
    with pytest.raises(AccessError, match="no second factor"):
        second_factors.reset(account=account, **HOW)


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["time", "password", "closed", "nothing given"])
def test_the_wait_for_the_code_ends(change: str) -> None:
    account, secret, _recovery = _enrolled()
    later = AT + 5 * STEP
    request = a_request() if change == "nothing given" else _asked(at=later)
    at = later + PATIENCE if change == "time" else later
    if change == "password":
        set_password(account=account, password="cits ļoti garš teksts", **HOW)
    if change == "closed":
        close_account(account=account, **HOW)
    with pytest.raises(SignInRefused, match="sign in again"):
        sign_in_with_code(request=request, code=codes.code_at(secret, at), at=at)
    assert account_of(request, at=at) is None
