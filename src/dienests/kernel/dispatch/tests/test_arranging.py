"""Each sealed letter goes by the way that its addressee chose; without one it waits for the office."""

import pytest

from dienests.kernel.cases.tests.house.people import AT, House, later
from dienests.kernel.dispatch.addresses import AddressRefused
from dienests.kernel.dispatch.arranging import arrange, redirect
from dienests.kernel.dispatch.choosing import choose, chosen_by
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.moving import DispatchRefused, returned
from dienests.kernel.dispatch.opening import opened
from dienests.kernel.dispatch.tests.given import a_letter, of, official
from dienests.kernel.dispatch.way import Way
from dienests.kernel.dispatch.work_list import looked_after, one
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import Stream, history
from dienests.kernel.mail.mail_address import MailAddress

HOME = "Klusā iela 5\nKlusums, LV-0000"


def acts(letter: Letter) -> list[str]:
    return [event.act for event in history(Stream("letter", letter.uid))]


def test_without_a_choice_a_letter_lies_on_the_site_and_counts_as_read_when_its_addressee_opens_it(
    house: House,
) -> None:
    letter = a_letter(house)
    assert arrange(at=AT) == 1
    assert arrange(at=AT) == 0, "a letter is arranged once"
    row = of(letter)
    assert (row.way, row.state, row.sent_at) == (Way.SITE, State.SENT, AT)
    opened(letter=letter, person=house.people["karl"].pk, at=later(1))
    assert of(letter).state == State.SENT, "the office that opens it proves nothing"
    opened(letter=letter, person=house.people["anna"].pk, at=later(2))
    opened(letter=letter, person=house.people["anna"].pk, at=later(3))
    assert (of(letter).state, of(letter).delivered_at) == (State.DELIVERED, later(2))
    assert acts(letter) == ["dispatched", "delivered"]
    assert of(letter).event == Event.objects.get(act="dispatched").pk


@pytest.mark.parametrize(
    ("way", "address", "kept"),
    [
        (Way.POST, "  Klusā iela   5 \n\nKlusums, LV-0000 ", HOME),
        (Way.E_ADDRESS, "_DEFAULT@40000000000", "_DEFAULT@40000000000"),
        (Way.HAND, "", ""),
    ],
)
def test_a_letter_goes_the_chosen_way(house: House, way: str, address: str, kept: str) -> None:
    choose(account=house.accounts["anna"], way=way, address=address, at=AT)
    letter = a_letter(house)
    arrange(at=AT)
    assert (of(letter).way, of(letter).address, of(letter).state) == (way, kept, State.WAITING)


def test_the_choice_is_logged_without_the_address(house: House) -> None:
    choose(account=house.accounts["anna"], way=Way.POST, address=HOME, at=AT)
    event = Event.objects.get(act="delivery-chosen")
    assert event.payload == {"person": str(house.people["anna"].pk), "way": "post"}


@pytest.mark.parametrize(
    ("way", "address", "sentence"),
    [
        (Way.POST, "one line", "two to six lines"),
        (Way.E_ADDRESS, "a b", "no official electronic address"),
        (Way.MAIL, "", "No e-mail address of yours is confirmed"),
        ("pigeon", "", "Choose how"),
    ],
)
def test_a_choice_that_leads_nowhere_is_refused(house: House, way: str, address: str, sentence: str) -> None:
    with pytest.raises(AddressRefused, match=sentence):
        choose(account=house.accounts["anna"], way=way, address=address, at=AT)
    assert chosen_by(house.people["anna"].pk).way == Way.SITE


def test_a_mail_address_that_was_refused_since_waits_for_the_office(house: House) -> None:
    MailAddress.objects.create(account=house.accounts["anna"], address="anna@example.lv")
    choose(account=house.accounts["anna"], way=Way.MAIL, address="", at=AT)
    assert chosen_by(house.people["anna"].pk).address == "anna@example.lv"
    MailAddress.objects.update(refused_at=AT)
    letter = a_letter(house)
    arrange(at=AT)
    assert (of(letter).way, of(letter).state) == ("", State.WAITING)


def test_who_has_no_account_waits_for_the_office_which_chooses(house: House) -> None:
    letter = a_letter(house, to=False)
    arrange(at=AT)
    assert of(letter).way == ""
    with pytest.raises(DispatchRefused, match="has no account"):
        redirect(dispatch=of(letter), way=Way.SITE, address="", by=official(house), at=AT)
    redirect(dispatch=of(letter), way=Way.POST, address=HOME, by=official(house), at=AT)
    assert (of(letter).way, of(letter).address, of(letter).mandate) == (Way.POST, HOME, official(house).mandate)


def test_only_the_drafting_office_looks_after_a_letter(house: House) -> None:
    letter = a_letter(house, to=False)
    arrange(at=AT)
    hands = {name for name in house.people if looked_after(house.actor(name))}
    assert hands == {"karl"}
    assert one(house.actor("walter"), of(letter).pk) is None


def test_what_came_back_stays_and_another_dispatch_waits_for_a_way(house: House) -> None:
    letter = a_letter(house)
    arrange(at=AT)
    came_back = returned(dispatch=of(letter), reason=" moved   away ", at=later(1), by=official(house))
    assert came_back.way == ""
    assert [(row.state, row.reason) for row in Dispatch.objects.order_by("opened_at")] == [
        ("returned", "moved away"), ("waiting", ""),
    ]  # fmt: skip
    first = Dispatch.objects.get(state="returned")
    with pytest.raises(DispatchRefused, match="Somebody was quicker"):
        returned(dispatch=first, reason="again", at=later(1))
    assert arrange(at=later(2)) == 0, "a letter that came back is not sent the same way by itself"
