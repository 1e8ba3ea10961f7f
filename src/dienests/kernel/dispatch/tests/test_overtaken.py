"""A letter that is handed over while somebody chooses another way: what left is told truly, and nothing goes twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dienests.kernel.cases.tests.house.people import AT, House
from dienests.kernel.dispatch import rounds
from dienests.kernel.dispatch.arranging import redirect
from dienests.kernel.dispatch.choosing import choose
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.moving import DispatchRefused, returned, sent, taken
from dienests.kernel.dispatch.post import hand_to_post, make_batch
from dienests.kernel.dispatch.tests.given import a_letter, carriers, of, official
from dienests.kernel.dispatch.way import Way
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.streams import Stream, history
from dienests.kernel.mail.mail_address import MailAddress
from dienests.kernel.mail.server import Refused

ANNA, HOME = "anna@example.lv", "Klusā iela 5\nKlusums, LV-0000"
MINUTE = timedelta(minutes=1)


@dataclass
class Clock:
    """A clock that goes on while a slow server talks."""

    at: datetime = AT

    def __call__(self) -> datetime:
        return self.at


def mails(house: House, count: int = 1) -> list[Letter]:
    account = house.accounts["anna"]
    MailAddress.objects.update_or_create(account=account, defaults={"address": ANNA})
    choose(account=account, way=Way.MAIL, address="", at=AT)
    return [a_letter(house) for _ in range(count)]


def to_post(house: House, dispatch: Dispatch, at: datetime) -> Dispatch:
    return redirect(dispatch=dispatch, way=Way.POST, address=HOME, by=official(house), at=at)


def talking(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: Clock, minutes: int, meanwhile: Callable[[Dispatch], object]
) -> int:
    """Run a round in which the server takes so long for each letter, and something happens meanwhile."""

    def slow(_line: object, row: Dispatch, _sender: str, _check: str) -> None:
        clock.at += minutes * MINUTE
        meanwhile(row)

    monkeypatch.setattr(rounds, "_mail", slow)
    return rounds.run(carriers(f"file://{tmp_path}"), at=AT, now=clock)


def ways(letter: Letter) -> list[tuple[str, ...]]:
    events = (each.payload for each in history(Stream("letter", letter.uid)) if each.act == "dispatched")
    return [tuple(each[name] for name in ("way", "instead_of", "besides") if name in each) for each in events]


def test_the_last_letter_of_a_long_round_is_claimed_like_the_first(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters, clock = mails(house, 3), Clock()

    def too_late(row: Dispatch) -> None:
        with pytest.raises(DispatchRefused, match="just now"):
            to_post(house, row, clock.at)

    assert talking(monkeypatch, tmp_path, clock, 4, too_late) == 3
    assert {of(each).sent_at for each in letters} == {AT + minutes * MINUTE for minutes in (4, 8, 12)}


def test_what_the_server_took_left_by_mail_and_leaves_the_post(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [letter], clock, karl = mails(house), Clock(), house.actor("karl")
    made = []

    def redirected(row: Dispatch) -> None:
        to_post(house, row, clock.at)
        made.append(make_batch(actor=karl, office="clerk", at=clock.at))

    assert talking(monkeypatch, tmp_path, clock, 10, redirected) == 1
    row = of(letter)
    assert (row.state, row.way, row.address, row.batch, row.mandate) == (State.SENT, Way.MAIL, ANNA, None, None)
    assert ways(letter) == [("mail", "post")]
    with pytest.raises(DispatchRefused, match="nothing is left"):
        hand_to_post(batch=made[0], actor=karl, on=AT.date(), tracked={}, at=clock.at)


def test_of_a_letter_that_went_another_way_too_the_log_tells_both(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [letter], clock, karl = mails(house), Clock(), house.actor("karl")

    def posted(row: Dispatch) -> None:
        to_post(house, row, clock.at)
        batch = make_batch(actor=karl, office="clerk", at=clock.at)
        hand_to_post(batch=batch, actor=karl, on=AT.date(), tracked={}, at=clock.at)

    talking(monkeypatch, tmp_path, clock, 10, posted)
    assert (of(letter).state, of(letter).way) == (State.SENT, Way.POST)
    assert ways(letter) == [("post",), ("mail", "post")]


@pytest.mark.parametrize("error", [Refused, ConnectionResetError, DispatchRefused])
def test_what_the_server_did_not_take_goes_as_it_was_chosen_meanwhile(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    [letter], clock = mails(house), Clock()

    def redirected(row: Dispatch) -> None:
        to_post(house, row, clock.at)
        raise error

    assert talking(monkeypatch, tmp_path, clock, 10, redirected) == 0
    row = of(letter)
    assert (row.state, row.way, row.failure, row.attempts) == (State.WAITING, Way.POST, "", 0)
    assert not Dispatch.objects.filter(state=State.RETURNED).exists()


def test_a_letter_that_goes_another_way_since_the_round_began_is_not_handed_over(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters, clock = mails(house, 2), Clock()

    def other_redirected(row: Dispatch) -> None:
        to_post(house, next(of(each) for each in letters if of(each).pk != row.pk), clock.at)

    assert talking(monkeypatch, tmp_path, clock, 1, other_redirected) == 1
    assert sorted(of(each).way for each in letters) == [Way.MAIL, Way.POST]


def test_no_step_is_noted_of_a_letter_that_goes_another_way_than_is_known(house: House) -> None:
    [letter] = mails(house)
    rounds.run(carriers(), at=AT)
    known = of(letter)
    to_post(house, known, AT)
    for step in (lambda: sent(dispatch=known, at=AT), lambda: returned(dispatch=known, reason="moved", at=AT)):
        with pytest.raises(DispatchRefused, match="Somebody was quicker"):
            step()
    assert of(letter).state == State.WAITING


def test_of_a_case_that_was_erased_meanwhile_no_address_is_kept_again(house: House) -> None:
    [letter] = mails(house)
    rounds.run(carriers(), at=AT)
    known = of(letter)
    Dispatch.objects.filter(pk=known.pk).update(way="", address="")
    taken(dispatch=known, at=AT)
    assert (of(letter).state, of(letter).way, of(letter).address) == (State.SENT, Way.MAIL, "")
