"""What people carry: batches of post, handing over in person, and since when the addressee counts as told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dienests.kernel.calendar.terms import months
from dienests.kernel.cases.tests.house.people import AT, House, later
from dienests.kernel.dispatch.arranging import arrange, redirect
from dienests.kernel.dispatch.batch import PostBatch
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.handing import CHECKLIST, hand_over
from dienests.kernel.dispatch.moving import DispatchRefused, delivered, sent
from dienests.kernel.dispatch.notified import Notified, contest_ends, notified, parameter_of
from dienests.kernel.dispatch.post import hand_to_post, make_batch
from dienests.kernel.dispatch.tests.given import a_letter, of, official
from dienests.kernel.dispatch.way import Way
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms.basis import rulebook, unspecified
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.procedures.contests import contest

HOME = "Klusā iela 5\nKlusums, LV-0000"
ALL = {line.slug for line in CHECKLIST}
code = rulebook("vpd-ethics-code-2026")


def by_post(house: House, way: str = Way.POST) -> Letter:
    letter = a_letter(house, to=False)
    arrange(at=AT)
    redirect(dispatch=of(letter), way=way, address=HOME, by=official(house), at=AT)
    return letter


def a_batch(house: House) -> PostBatch:
    return make_batch(actor=house.actor("karl"), office="clerk", at=AT)


def test_a_batch_takes_what_waits_once_and_is_numbered_without_gaps(house: House) -> None:
    letters = [by_post(house), by_post(house, Way.REGISTERED)]
    first = a_batch(house)
    assert {of(letter).batch_id for letter in letters} == {first.pk}
    with pytest.raises(DispatchRefused, match="No letter waits"):
        a_batch(house)
    by_post(house)
    assert [first.number, a_batch(house).number] == ["2026/1", "2026/2"]


def test_a_letter_counts_as_sent_on_the_day_on_which_the_post_took_it(house: House) -> None:
    plain, registered = by_post(house), by_post(house, Way.REGISTERED)
    batch = a_batch(house)
    on, tomorrow = date(2026, 11, 2), AT + timedelta(days=1)
    with pytest.raises(DispatchRefused, match="number under which the post registered"):
        hand_to_post(batch=batch, actor=house.actor("karl"), on=on, tracked={}, at=tomorrow)
    assert of(plain).state == State.WAITING, "all or nothing"
    tracked = {of(registered).pk: "RR123456789LV"}
    assert hand_to_post(batch=batch, actor=house.actor("karl"), on=on, tracked=tracked, at=tomorrow) == 2
    assert [of(each).state for each in (plain, registered)] == [State.SENT] * 2
    assert (of(registered).tracked_as, of(plain).sent_at) == ("RR123456789LV", later(1)), "noon"
    with pytest.raises(DispatchRefused, match="The post has this batch since"):
        hand_to_post(batch=batch, actor=house.actor("karl"), on=on, tracked=tracked, at=tomorrow)


def test_a_batch_noted_a_day_late_across_the_change_of_the_clock_counts_as_sent_on_its_day(house: House) -> None:
    before, noted = datetime(2026, 10, 24, 7, tzinfo=UTC), datetime(2026, 10, 25, 21, 30, tzinfo=UTC)
    letter = by_post(house)
    Dispatch.objects.update(opened_at=before)
    batch = make_batch(actor=house.actor("karl"), office="clerk", at=before)
    hand_to_post(batch=batch, actor=house.actor("karl"), on=date(2026, 10, 24), tracked={}, at=noted)
    assert of(letter).sent_at == datetime(2026, 10, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize("on", [date(2026, 11, 1), date(2026, 11, 4)])
def test_a_day_before_the_batch_or_in_the_future_is_refused(house: House, on: date) -> None:
    by_post(house)
    with pytest.raises(DispatchRefused, match="between"):
        hand_to_post(batch=a_batch(house), actor=house.actor("karl"), on=on, tracked={}, at=later(24))


def test_what_goes_another_way_leaves_the_batch(house: House) -> None:
    letter = by_post(house)
    batch = a_batch(house)
    redirect(dispatch=of(letter), way=Way.HAND, address="", by=official(house), at=AT)
    assert of(letter).batch is None
    with pytest.raises(DispatchRefused, match="nothing is left"):
        hand_to_post(batch=batch, actor=house.actor("karl"), on=date(2026, 11, 2), tracked={}, at=AT)


@pytest.mark.parametrize("missing", sorted(ALL))
def test_K4_nothing_is_handed_over_until_all_is_ticked(house: House, missing: str) -> None:
    letter = by_post(house)
    redirect(dispatch=of(letter), way=Way.HAND, address="", by=official(house), at=AT)
    with pytest.raises(DispatchRefused, match="Not yet"):
        hand_over(dispatch=of(letter), ticked=ALL - {missing}, received_by="", by=official(house), at=AT)
    assert of(letter).state == State.WAITING
    hand_over(dispatch=of(letter), ticked=ALL, received_by=" Zaiga  Nama", by=official(house), at=AT)
    assert (of(letter).state, of(letter).received_by) == (State.DELIVERED, "Zaiga Nama")
    assert notified(of(letter)) == Notified(date(2026, 11, 2), proven=True)


def test_only_what_is_to_be_handed_over_is(house: House) -> None:
    with pytest.raises(DispatchRefused, match="another way"):
        hand_over(dispatch=of(by_post(house)), ticked=ALL, received_by="", by=official(house), at=AT)


def presumed(house: House, way: str, value: str) -> None:
    set_parameter(
        institution=house.institution, slug=parameter_of(way), value=value, basis="law 1", valid_from=date(2026, 1, 1),
        by=SYSTEM, at=AT,
    )  # fmt: skip


def test_while_the_presumption_is_not_set_nothing_is_computed_and_the_parameter_is_named(house: House) -> None:
    row = sent(dispatch=of(by_post(house)), at=AT)
    assert notified(row) == Notified(None, missing="delivery.post")


@pytest.mark.parametrize(("value", "on"), [("days:7", date(2026, 11, 9)), ("working_days:2", date(2026, 11, 4))])
def test_a_letter_counts_as_received_so_long_after_its_sending(house: House, value: str, on: date) -> None:
    presumed(house, Way.POST, value)
    assert notified(sent(dispatch=of(by_post(house)), at=AT)) == Notified(on)


def test_a_presumed_day_may_be_a_day_off_and_a_proof_goes_before_it(house: House) -> None:
    presumed(house, Way.POST, "days:6")
    row = sent(dispatch=of(by_post(house)), at=AT)
    assert notified(row).on == date(2026, 11, 8), "a Sunday: that is no term that somebody has to keep"
    assert notified(delivered(dispatch=row, at=later(24))) == Notified(date(2026, 11, 3), proven=True)


def test_nothing_arrives_before_it_was_sent(house: House) -> None:
    row = sent(dispatch=of(by_post(house)), at=AT)
    with pytest.raises(DispatchRefused, match="before it was sent"):
        delivered(dispatch=row, at=later(-1))
    assert Dispatch.objects.get(pk=row.pk).state == State.SENT


def test_the_term_of_contest_starts_when_the_addressee_counts_as_told(house: House) -> None:
    told = Notified(date(2026, 11, 9))
    due = contest_ends(contest("court", months(1), code["27"]), told)
    assert due is not None
    assert due.on == date(2026, 12, 9)
    assert contest_ends(contest("court", unspecified("law"), code["27"]), told) is None
    assert contest_ends(contest("court", months(1), code["27"]), Notified(None)) is None
