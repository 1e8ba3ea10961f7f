"""Calendars: a secret address that can be renewed and revoked, and is gone when the offices end."""

import pytest

from dienests.kernel.cases.tests.house.people import LONG_AGO, House, later
from dienests.kernel.cases.tests.house.playing import visit_at
from dienests.kernel.cases.tests.test_canary import places
from dienests.kernel.handling import feeds
from dienests.kernel.parties.mandate import Mandate

pytestmark = pytest.mark.django_db


def test_it_lists_what_is_due_for_the_offices_and_in_own_cases(house: House) -> None:
    case = visit_at(house, "checked")
    desk = feeds.renew(account=house.accounts["peter"], kind="desk", at=later(0))
    mine = feeds.renew(account=house.accounts["anna"], kind="mine", at=later(0))
    for secret in (desk, mine):
        found = feeds.feed(secret, at=later(9))
        assert found is not None
        assert found.cases == [case]
    assert places(desk, mine) == set()


def test_renewed_or_revoked_the_address_is_gone(house: House) -> None:
    walter = house.accounts["walter"]
    old = feeds.renew(account=walter, kind="desk", at=later(0))
    new = feeds.renew(account=walter, kind="desk", at=later(1))
    assert feeds.feed(old, at=later(2)) is None
    assert feeds.feed(new, at=later(2)) is not None
    feeds.revoke(account=walter, kind="desk", at=later(3))
    assert feeds.feed(new, at=later(4)) is None
    assert feeds.made(walter.pk) == {}


def test_it_ends_with_the_offices_and_with_the_account(house: House) -> None:
    secret = feeds.renew(account=house.accounts["karl"], kind="desk", at=later(0))
    own = feeds.renew(account=house.accounts["karl"], kind="mine", at=later(0))
    Mandate.objects.filter(person=house.people["karl"]).update(valid_to=later(24 * 5).date())
    assert feeds.feed(secret, at=later(2)) is not None
    assert feeds.feed(secret, at=later(24 * 6)) is None
    assert feeds.feed(own, at=later(24 * 6)) is not None, "own cases stay one's own"
    house.accounts["karl"].is_active = False
    house.accounts["karl"].save()
    assert feeds.feed(own, at=later(24 * 6)) is None
    assert later(0).date() > LONG_AGO
