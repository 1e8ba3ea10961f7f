"""Accounts: who gets one, what a login may be, how a password is kept."""

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import close_account, set_password, stream_of
from dienests.kernel.access.backend import AccountBackend
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.access.tests.given import PASSWORD, an_account
from dienests.kernel.log.streams import history
from dienests.kernel.parties.tests.dump import everything
from dienests.kernel.parties.tests.given import HOW, a_person

pytestmark = pytest.mark.django_db


def test_a_login_is_found_whatever_its_case() -> None:
    account = an_account(" Ilze.Kalnina@Example.LV ")
    assert account.login == "ilze.kalnina@example.lv"
    assert Account.objects.get_by_natural_key("ILZE.kalnina@example.lv") == account


@pytest.mark.parametrize("login", ["", " ", "a", "ilze kalnina", "ilze<b>", "-ilze", "x" * 151, "īlze"])
def test_a_bad_login_is_refused(login: str) -> None:
    with pytest.raises(AccessError):
        an_account(login)


def test_a_login_and_a_person_have_one_account() -> None:
    person = an_account("ilze").person
    with pytest.raises(AccessError):
        an_account("ILZE")
    with pytest.raises(AccessError):
        an_account("other", person)
    assert Account.objects.count() == 1


def test_the_database_itself_refuses_a_login_in_capitals() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(person=a_person(), login="ILZE")


@pytest.mark.parametrize("password", ["short", "", "password1234"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(AccessError):
        an_account(password=password)


def test_a_password_is_kept_by_scrypt_and_stands_nowhere_in_plain(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    account = an_account()
    set_password(account=account, password="cits ļoti garš teksts", **HOW)
    fresh = Account.objects.get()
    assert identify_hasher(fresh.password).algorithm == "scrypt"
    assert fresh.check_password("cits ļoti garš teksts")
    assert not fresh.check_password(PASSWORD)
    dump = everything()
    assert PASSWORD not in dump
    assert "cits ļoti garš teksts" not in dump
    assert [event.act for event in history(stream_of(account))] == ["opened", "password-set"]


def test_an_account_grants_nothing_by_itself() -> None:
    account = an_account()
    for right in ("is_staff", "is_superuser", "user_permissions", "groups", "has_perm"):
        assert not hasattr(account, right)
    assert AccountBackend().authenticate(None, username=account.login, password=PASSWORD) is None
    assert AccountBackend().get_user(account.pk) == account
    close_account(account=account, **HOW)
    assert AccountBackend().get_user(account.pk) is None
