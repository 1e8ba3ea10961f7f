"""Signing in and out: one sentence and one hash for every refusal, a growing delay, the log."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import hashers
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from dienests.kernel.access.accounts import close_account, set_password, stream_of
from dienests.kernel.access.delay import FREE_ATTEMPTS, LONGEST, SignInDelay, delay_after, reserve
from dienests.kernel.access.refusals import SignInRefused
from dienests.kernel.access.session import account_of
from dienests.kernel.access.sign_in import UNKNOWN, sign_in, sign_out
from dienests.kernel.access.tests.given import PASSWORD, a_request, an_account
from dienests.kernel.log.streams import history
from dienests.kernel.parties.tests.dump import everything
from dienests.kernel.parties.tests.given import AT, HOW, a_person

WRONG = "nepareiza parole"


def _try(login: str = "ilze", password: str = WRONG, at: datetime = AT) -> str:
    """Return the sentence of the refusal, or "" when the door opened."""
    try:
        sign_in(request=a_request(), login=login, password=password, at=at)
    except SignInRefused as refusal:
        return str(refusal)
    return ""


@pytest.mark.django_db
def test_the_right_password_opens_a_session_under_a_new_key() -> None:
    account, request = an_account(), a_request()
    request.session["planted"] = "by somebody else"
    request.session.save()
    before = request.session.session_key
    assert sign_in(request=request, login=" ILZE", password=PASSWORD, at=AT) == account
    assert request.session.session_key != before
    assert account_of(request, at=AT) == account
    event = history(stream_of(account))[-1]
    assert (event.act, event.at, event.payload) == (
        "signed-in",
        AT,
        {"person": str(account.person_id), "by": "password"},
    )


@pytest.mark.django_db
def test_every_refusal_has_the_same_sentence() -> None:
    closed = an_account("closed")
    close_account(account=closed, **HOW)
    an_account("ilze")
    an_account("without", a_person("Liepa"), password=None)
    sentences = {_try("nobody"), _try("ilze"), _try("ilze", ""), _try("closed", PASSWORD), _try("without"), _try("")}
    for _ in range(FREE_ATTEMPTS + 1):
        _try("ilze")
    sentences.add(_try("ilze", PASSWORD))
    assert len(sentences) == 1
    assert "" not in sentences


class _Counting(hashers.MD5PasswordHasher):
    """A hasher that counts its runs, in place of measuring time."""

    runs = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).runs += 1
        return super().encode(password, salt)


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["nobody", "wrong", "delayed", "closed", "without", "right"])
def test_every_way_through_runs_one_password_hash(case: str, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}._Counting"]
    account = an_account("ilze", password=None if case == "without" else PASSWORD)
    if case == "closed":
        close_account(account=account, **HOW)
    for _ in range(FREE_ATTEMPTS + 1 if case == "delayed" else 0):
        reserve(account=account, at=AT)
    hasher: Any = hashers.get_hasher()
    type(hasher).runs = 0
    _try("nobody" if case == "nobody" else "ilze", WRONG if case == "wrong" else PASSWORD)
    assert type(hasher).runs == 1


@pytest.mark.django_db
def test_the_delay_grows_and_the_right_password_ends_it() -> None:
    account = an_account()
    for _ in range(FREE_ATTEMPTS + 1):
        _try()
    assert _try(password=PASSWORD, at=AT + timedelta(seconds=1)), "still waiting"
    assert _try(password=PASSWORD, at=AT + timedelta(seconds=2)) == ""
    assert not SignInDelay.objects.exists()
    causes = [event.payload.get("cause") for event in history(stream_of(account))[1:]]
    assert causes == ["password"] * (FREE_ATTEMPTS + 1) + ["delay", None]


@pytest.mark.django_db
def test_a_delay_of_one_account_stops_no_other_and_is_forgotten_after_a_day() -> None:
    an_account()
    an_account("liepa", a_person("Liepa"))
    for n in range(30):
        _try(at=AT + n * LONGEST)
    later = AT + 30 * LONGEST
    assert SignInDelay.objects.get().blocked_until - SignInDelay.objects.get().failed_at == LONGEST
    assert _try("liepa", PASSWORD, later) == ""
    _try(at=later + timedelta(days=2))
    assert SignInDelay.objects.get().failures == 1


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_side_by_side_are_counted_before_they_are_compared() -> None:
    account, gate, allowed = an_account(), Barrier(8), []

    def guess() -> None:
        gate.wait()
        try:
            allowed.append(reserve(account=account, at=AT))
        finally:
            connection.close()

    threads = [Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The fourth failure is the first one that brings a delay.
    assert sorted(allowed) == [False] * (8 - FREE_ATTEMPTS - 1) + [True] * (FREE_ATTEMPTS + 1)


@given(st.integers(0, 10_000))
def test_a_delay_never_shrinks_and_never_exceeds_the_longest(failures: int) -> None:
    assert delay_after(failures) <= delay_after(failures + 1) <= LONGEST
    assert (delay_after(failures) == timedelta(0)) == (failures <= FREE_ATTEMPTS)


@pytest.mark.django_db
def test_what_was_typed_stands_in_no_table() -> None:
    an_account()
    _try("mana-slepena-parole", "cita-slepena-parole")
    _try("ilze", "vel-viena-parole")
    dump = everything()
    for typed in ("mana-slepena-parole", "cita-slepena-parole", "vel-viena-parole"):
        assert typed not in dump
    assert [event.payload for event in history(UNKNOWN)] == [{"cause": "login"}]
    assert UNKNOWN.id == UUID(int=0)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_password_is_compared(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}._Watching"]
    account = an_account()
    _Watching.inside.clear()
    assert _try() != ""
    assert _try(password=PASSWORD) == ""
    assert _try("nobody") != ""
    assert _Watching.inside == [False] * 3
    assert account.pk


class _Watching(hashers.MD5PasswordHasher):
    """A hasher that notes whether a transaction was open when it ran."""

    inside: list[bool] = []

    def encode(self, password: str, salt: str) -> str:
        self.inside.append(connection.in_atomic_block)
        return super().encode(password, salt)


@pytest.mark.django_db
def test_signing_out_ends_the_session_and_is_logged() -> None:
    account, request = an_account(), a_request()
    sign_in(request=request, login="ilze", password=PASSWORD, at=AT)
    sign_out(request=request, at=AT)
    assert account_of(request, at=AT) is None
    sign_out(request=request, at=AT)
    assert [event.act for event in history(stream_of(account))] == ["opened", "signed-in", "signed-out"]


@pytest.mark.django_db
def test_a_session_ends_with_a_new_password_and_with_the_account() -> None:
    account, first, second = an_account(), a_request(), a_request()
    sign_in(request=first, login="ilze", password=PASSWORD, at=AT)
    assert account_of(first, at=AT) == account
    set_password(account=account, password="cits ļoti garš teksts", **HOW)
    assert account_of(first, at=AT) is None
    sign_in(request=second, login="ilze", password="cits ļoti garš teksts", at=AT)
    assert account_of(second, at=AT) == account
    close_account(account=account, **HOW)
    assert account_of(second, at=AT) is None


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "not a key", "5", str(UUID(int=5))])
def test_a_broken_session_is_nobody(key: str) -> None:
    account, request = an_account(), a_request()
    sign_in(request=request, login="ilze", password=PASSWORD, at=AT)
    request.session["_auth_user_id"] = key
    assert account_of(request, at=AT) is None
    request.session["_auth_user_id"] = str(account.pk)
    request.session["_auth_user_hash"] = "forged"
    assert account_of(request, at=AT) is None
