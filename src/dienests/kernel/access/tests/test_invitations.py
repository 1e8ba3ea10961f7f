"""One-time links and resets by two people: once, in time, revocable, hashed, and never by one person alone."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from dienests.kernel.access import second_factors
from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import close_account, close_account_on
from dienests.kernel.access.actor import actor_for
from dienests.kernel.access.invitation import Invitation, Purpose
from dienests.kernel.access.invitations import VALID, invite, opened, revoke, stream_of, take_up
from dienests.kernel.access.open_session import OpenSession
from dienests.kernel.access.refusals import AccessError, CodeRefused, LinkRefused, SignInRefused
from dienests.kernel.access.resets import ask, confirm, confirmers, to_confirm
from dienests.kernel.access.session import account_of
from dienests.kernel.access.sign_in import sign_in
from dienests.kernel.access.tests.given import PASSWORD, a_request, an_account
from dienests.kernel.access.tests.test_second_factor import _enrolled
from dienests.kernel.log.streams import SYSTEM, history
from dienests.kernel.log.verify import verify
from dienests.kernel.parties.models import Institution, Person
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.tests.dump import everything
from dienests.kernel.parties.tests.given import AT, HOW, a_mandate, a_person, an_institution, an_office

pytestmark = pytest.mark.django_db
NEW = "pavisam jauna parole"


@pytest.fixture
def place() -> Institution:
    return an_institution("lake", demonstration=False)


def _invited(place: Institution, person: Person | None = None) -> tuple[Invitation, str]:
    return invite(institution=place, person=person or a_person(), login="Ilze@example.lv", **HOW)


def test_an_invited_person_sets_a_password_and_signs_in(place: Institution) -> None:
    invitation, token = _invited(place)
    account = take_up(token=token, password=PASSWORD, at=AT)
    assert account.person == invitation.person
    assert sign_in(request=a_request(), login="ilze@EXAMPLE.lv", password=PASSWORD, at=AT) == account
    assert [event.act for event in history(stream_of(invitation))] == ["invited", "taken-up"]
    assert verify().breaks == []


def test_the_link_stands_nowhere_in_the_database(place: Institution) -> None:
    _invitation, token = _invited(place)
    assert token not in everything()


def test_a_link_serves_once(place: Institution) -> None:
    _invitation, token = _invited(place)
    take_up(token=token, password=PASSWORD, at=AT)
    with pytest.raises(LinkRefused):
        take_up(token=token, password=NEW, at=AT)
    assert Account.objects.get().check_password(PASSWORD)


def test_a_password_that_is_refused_does_not_use_up_the_link(place: Institution) -> None:
    _invitation, token = _invited(place)
    with pytest.raises(AccessError):
        take_up(token=token, password="short", at=AT)
    assert take_up(token=token, password=PASSWORD, at=AT).login == "ilze@example.lv"


def test_a_link_is_too_old_after_seven_days(place: Institution) -> None:
    _invitation, token = _invited(place)
    assert opened(token, at=AT + VALID - timedelta(seconds=1)) is not None
    assert opened(token, at=AT + VALID) is None
    with pytest.raises(LinkRefused):
        take_up(token=token, password=PASSWORD, at=AT + VALID)


def test_a_withdrawn_or_replaced_link_opens_nothing(place: Institution) -> None:
    person = a_person()
    first, old = _invited(place, person)
    second, newer = _invited(place, person)
    assert opened(old, at=AT) is None
    revoke(invitation=second, **HOW)
    assert opened(newer, at=AT) is None
    with pytest.raises(AccessError):
        revoke(invitation=first, **HOW)
    assert [event.act for event in history(stream_of(first))] == ["invited", "revoked"]


def test_an_invitation_needs_a_basis_and_a_login_that_is_free(place: Institution) -> None:
    an_account("ilze@example.lv")
    with pytest.raises(AccessError, match="taken"):
        _invited(place, a_person("Egle"))
    with pytest.raises(PartiesError):
        invite(institution=place, person=a_person("Priede"), login="priede", basis=" ", by=SYSTEM, at=AT)


def test_who_has_an_account_is_not_invited_and_who_left_may_come_back(place: Institution) -> None:
    account = an_account("ilze")
    with pytest.raises(AccessError, match="reset"):
        _invited(place, account.person)
    close_account(account=account, **HOW)
    _invitation, token = _invited(place, account.person)
    assert take_up(token=token, password=NEW, at=AT) == account
    assert sign_in(request=a_request(), login="ilze", password=NEW, at=AT) == account


def test_an_account_closes_on_its_day_and_so_does_its_session() -> None:
    account, request = an_account("ilze"), a_request()
    sign_in(request=request, login="ilze", password=PASSWORD, at=AT)
    close_account_on(account=account, on=date(2026, 11, 3), **HOW)
    late = AT + timedelta(minutes=5)
    assert account_of(request, at=late) == account
    # 2 November in Latvia ends at 22:00 UTC.
    midnight = AT.replace(hour=22, minute=0)
    OpenSession.objects.update(seen_at=midnight - timedelta(minutes=1), opened_at=midnight - timedelta(hours=1))
    assert account_of(request, at=midnight - timedelta(seconds=1)) == account
    assert account_of(request, at=midnight) is None
    with pytest.raises(SignInRefused):
        sign_in(request=a_request(), login="ilze", password=PASSWORD, at=midnight)


def _officials(place: Institution) -> tuple[Account, Account]:
    found = []
    for name, office in (("Egle", "administrator"), ("Priede", "head")):
        account = an_account(name.lower(), a_person(name))
        a_mandate(an_office(place, office, leads=office == "head"), account.person)
        found.append(account)
    return found[0], found[1]


def _asked(place: Institution, account: Account, by: Account, purpose: Purpose = Purpose.PASSWORD) -> Invitation:
    return ask(institution=place, person=account.person, purpose=purpose, asked_by=by.person_id, **HOW)


def test_a_reset_needs_two_people_neither_of_them_the_person_concerned(place: Institution) -> None:
    administrator, head = _officials(place)
    account = an_account("ilze")
    with pytest.raises(AccessError):
        _asked(place, administrator, administrator)
    invitation = _asked(place, account, administrator)
    for who in (administrator, account):
        with pytest.raises(AccessError, match="two people"):
            confirm(invitation=invitation, confirmed_by=who.person_id, **HOW)
    token = confirm(invitation=invitation, confirmed_by=head.person_id, **HOW)
    assert take_up(token=token, password=NEW, at=AT) == account
    acts = [event.act for event in history(stream_of(invitation))]
    assert acts == ["reset-asked", "reset-confirmed", "taken-up"]


def test_the_database_itself_refuses_a_reset_by_one_person(place: Institution) -> None:
    administrator, _head = _officials(place)
    invitation = _asked(place, an_account("ilze"), administrator)
    for change in ({"fingerprint": b"x" * 32}, {"confirmed_by": administrator.person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.filter(pk=invitation.pk).update(**change)


def test_a_confirmed_reset_ends_the_sessions_at_once_and_is_confirmed_once(place: Institution) -> None:
    administrator, head = _officials(place)
    account, request = an_account("ilze"), a_request()
    sign_in(request=request, login="ilze", password=PASSWORD, at=AT)
    invitation = _asked(place, account, administrator)
    assert account_of(request, at=AT) == account
    confirm(invitation=invitation, confirmed_by=head.person_id, **HOW)
    assert account_of(request, at=AT) is None
    with pytest.raises(AccessError):
        confirm(invitation=invitation, confirmed_by=head.person_id, **HOW)


def test_who_lost_the_password_alone_still_gives_a_code(place: Institution) -> None:
    administrator, head = _officials(place)
    account, _secret, recovery = _enrolled("liene")
    token = confirm(invitation=_asked(place, account, administrator), confirmed_by=head.person_id, **HOW)
    with pytest.raises(CodeRefused):
        take_up(token=token, password=NEW, code="000000", at=AT)
    take_up(token=token, password=NEW, code=recovery[0], at=AT + timedelta(minutes=5))
    assert second_factors.is_enrolled(account)


def test_a_lost_second_factor_is_switched_off_by_its_link_only(place: Institution) -> None:
    administrator, head = _officials(place)
    account, _secret, _recovery = _enrolled("liene")
    invitation = _asked(place, account, administrator, Purpose.SECOND_FACTOR)
    token = confirm(invitation=invitation, confirmed_by=head.person_id, **HOW)
    assert second_factors.is_enrolled(account)
    take_up(token=token, password=NEW, at=AT)
    assert not second_factors.is_enrolled(account)


def test_only_administrators_and_the_head_of_the_same_institution_confirm(place: Institution) -> None:
    administrator, head = _officials(place)
    stranger = an_account("svess", a_person("Svešā"))
    a_mandate(an_office(an_institution("other", demonstration=False), "administrator"), stranger.person)
    invitation = _asked(place, an_account("ilze"), administrator)
    on = AT.date()
    assert list(to_confirm(actor_for(head, on), at=AT)) == [invitation]
    assert not to_confirm(actor_for(administrator, on), at=AT)
    assert not to_confirm(actor_for(stranger, on), at=AT)
    assert confirmers(place.pk, on) == {administrator.person_id, head.person_id}
