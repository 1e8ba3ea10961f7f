"""An official carries to the post what he looks after, and nothing else is noted as carried."""

import pytest

from dienests.kernel.cases.tests.house.council import seat
from dienests.kernel.cases.tests.house.people import AT, LONG_AGO, House
from dienests.kernel.dispatch.arranging import arrange, redirect
from dienests.kernel.dispatch.dispatch import State
from dienests.kernel.dispatch.moving import DispatchRefused
from dienests.kernel.dispatch.post import hand_to_post, make_batch
from dienests.kernel.dispatch.tests.given import a_letter, about, of, official
from dienests.kernel.dispatch.way import Way
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.founding import establish_office

HOME = "Klusā iela 5\nKlusums, LV-0000"


def by_post(house: House) -> Letter:
    letter = a_letter(house, to=False)
    arrange(at=AT)
    redirect(dispatch=of(letter), way=Way.POST, address=HOME, by=official(house), at=AT)
    return letter


def test_a_letter_of_a_case_about_the_official_waits_for_a_colleague(house: House) -> None:
    seat(house, "dace", office="clerk")
    own, other = about(by_post(house), house, "karl"), by_post(house)
    batch = make_batch(actor=house.actor("karl"), office="clerk", at=AT)
    assert (of(own).batch, of(other).batch) == (None, batch)
    colleagues = make_batch(actor=house.actor("dace"), office="clerk", at=AT)
    assert of(own).batch == colleagues
    with pytest.raises(DispatchRefused, match="No letter waits"):
        make_batch(actor=house.actor("karl"), office="clerk", at=AT)


def test_a_letter_of_another_unit_with_an_office_of_the_same_name_is_not_taken_along(house: House) -> None:
    letter = by_post(house)
    clerk = establish_office(
        institution=house.institution, slug="clerk", title_lv="x", title_en="x", unit=house.units["south"],
        basis="order 1", by=SYSTEM, at=AT,
    )  # fmt: skip
    appoint(office=clerk, person=house.people["sonja"], valid_from=LONG_AGO, order_number="2", by=SYSTEM, at=AT)
    with pytest.raises(DispatchRefused, match="No letter waits"):
        make_batch(actor=house.actor("sonja"), office="clerk", at=AT)
    assert of(letter).batch is None


def test_what_the_official_does_not_see_in_a_batch_is_not_noted_as_carried_and_waits_anew(house: House) -> None:
    seat(house, "dace", office="clerk")
    letters = [by_post(house), by_post(house)]
    batch = make_batch(actor=house.actor("dace"), office="clerk", at=AT)
    about(letters[0], house, "karl")
    assert hand_to_post(batch=batch, actor=house.actor("karl"), on=AT.date(), tracked={}, at=AT) == 1
    assert [of(each).state for each in letters] == [State.WAITING, State.SENT]
    assert (of(letters[0]).batch, of(letters[1]).batch) == (None, batch)
    again = make_batch(actor=house.actor("dace"), office="clerk", at=AT)
    assert of(letters[0]).batch == again


def test_a_batch_of_which_the_official_sees_nothing_is_not_handed_on(house: House) -> None:
    seat(house, "dace", office="clerk")
    letter = by_post(house)
    batch = make_batch(actor=house.actor("dace"), office="clerk", at=AT)
    about(letter, house, "karl")
    with pytest.raises(DispatchRefused, match="nothing is left"):
        hand_to_post(batch=batch, actor=house.actor("karl"), on=AT.date(), tracked={}, at=AT)
    assert of(letter).batch == batch
