"""Mail: it says that there is something new and nothing else, once, to an address that its owner has confirmed."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest

from dienests.kernel.access.accounts import close_account
from dienests.kernel.access.refusals import AccessError, LinkRefused
from dienests.kernel.calendar.zone import RIGA
from dienests.kernel.cases import outbox
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.people import AT, House
from dienests.kernel.cases.tests.house.stays import Stays
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.letters import notices
from dienests.kernel.letters.notice import Notice
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.mail import addresses, rounds
from dienests.kernel.mail.mail_address import Channel, MailAddress
from dienests.kernel.mail.mailing import CONFIRMATION, NEWS, Mailing
from dienests.kernel.mail.server import MailSettingsError, server
from dienests.kernel.mail.tests.conftest import Office, way_to

TO, MINUTE = "anna@example.lv", timedelta(minutes=1)
SEVEN = datetime(2026, 11, 3, 7, 0, tzinfo=RIGA)
Opened = Callable[..., Office]


def _news(house: House, at: datetime = AT) -> Case:
    case = start(procedure=Stays, action="ask", actor=house.actor("anna"), at=at, fields={"reason": "a rest"})
    perform(case=case, action="longer", actor=house.actor("walter"), at=at, fields={"note": "much to read"})
    outbox.run_pending(at=at)
    return case


def _confirmed(house: House, channel: str = Channel.AT_ONCE, who: str = "anna", to: str = TO) -> None:
    account = house.accounts[who]
    addresses.enter(account=account, address=to, channel=channel, at=AT)
    token = addresses.token_of(addresses.state(account))
    assert token is not None
    addresses.confirm(account=account, token=token, at=AT)
    Mailing.objects.all().delete()


def _text(message: EmailMessage) -> str:
    body = message.get_body()
    assert body is not None
    return "\n".join(f"{name}: {value}" for name, value in message.items()) + body.get_content()


def test_a_mail_names_nobody_no_case_and_no_matter(house: House, opened: Opened) -> None:
    office, case = opened(), _news(house)
    _confirmed(house)
    assert rounds.run(office.post, at=AT) == 1
    [mail] = office.taken
    text = _text(mail)
    person, procedure = house.people["anna"], Stays.title
    for word in (case.number, str(case.pk), person.given_name, person.family_name, str(procedure), "rest", "longer"):
        assert word not in text.replace(TO, ""), word
    assert "https://dienests.example.lv/" in text
    assert text.index("Pieslēdzieties") < text.index("Sign in"), "Latvian first"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert Notice.objects.get().sent_at == AT


def test_nothing_is_sent_twice_and_what_was_read_is_not_told(house: House, opened: Opened) -> None:
    office, case = opened(), _news(house)
    _confirmed(house)
    assert [rounds.run(office.post, at=AT + MINUTE * n) for n in range(3)] == [1, 0, 0]
    later = _news(house, AT + MINUTE * 5)
    notices.see(person=house.people["anna"].pk, case=later, at=AT + MINUTE * 6)
    assert rounds.run(office.post, at=AT + MINUTE * 7) == 0
    assert len(office.taken) == 1
    assert case.pk != later.pk


def test_a_digest_comes_once_a_day_at_seven(house: House, opened: Opened) -> None:
    office = opened()
    _news(house)
    _news(house, AT + MINUTE)
    _confirmed(house, Channel.DIGEST)
    assert rounds.run(office.post, at=SEVEN - timedelta(seconds=1)) == 0
    _news(house, SEVEN)
    assert rounds.run(office.post, at=SEVEN) == 1
    _news(house, SEVEN + MINUTE)
    assert rounds.run(office.post, at=SEVEN + timedelta(hours=9)) == 0, "news of the day wait for the next morning"
    assert rounds.run(office.post, at=SEVEN + timedelta(days=1)) == 1
    assert rounds.run(office.post, at=SEVEN + timedelta(days=2)) == 0, "nothing new, no mail"
    assert len({mail["Message-ID"] for mail in office.taken}) == 2


@pytest.mark.parametrize("day", [datetime(2027, 3, 28, tzinfo=RIGA), datetime(2026, 10, 25, tzinfo=RIGA)])
def test_seven_is_seven_when_the_clock_changes(house: House, opened: Opened, day: datetime) -> None:
    office = opened()
    _news(house, day - timedelta(days=1))
    Notice.objects.update(at=day - timedelta(days=1))
    _confirmed(house, Channel.DIGEST)
    assert rounds.run(office.post, at=day.replace(hour=6, minute=59)) == 0
    assert rounds.run(office.post, at=day.replace(hour=7)) == 1


def test_a_server_that_is_away_for_a_day_loses_nothing(house: House, opened: Opened) -> None:
    gone = opened()
    gone.process.kill()
    gone.process.wait()
    _news(house)
    _confirmed(house)
    tries = []
    for minute in range(24 * 60):
        at = AT + MINUTE * minute
        before = Mailing.objects.values_list("attempts", flat=True).first() or 0
        assert rounds.run(gone.post, at=at) == 0
        if Mailing.objects.get().attempts > before:
            tries.append(minute)
        if len(tries) > 9:
            break
    assert tries[:7] == [0, 1, 3, 7, 15, 31, 63]
    assert tries[8] - tries[7] == 60, "the delay grows to an hour"
    waiting = Mailing.objects.get()
    assert waiting.failure == "ConnectionRefusedError"
    office = opened()
    assert rounds.run(office.post, at=AT + timedelta(days=1)) == 1
    [mail] = office.taken
    assert str(waiting.pk) in mail["Message-ID"], "the same mail as at the first attempt"


def test_killed_after_the_yes_the_mail_comes_again_under_the_same_id(house: House, opened: Opened) -> None:
    office = opened()
    _news(house)
    _confirmed(house)
    assert rounds.run(office.post, at=AT) == 1
    Mailing.objects.update(sent_at=None)
    Notice.objects.update(sent_at=None)
    assert rounds.run(office.post, at=AT + MINUTE) == 0, "the claim of the killed one still holds"
    assert rounds.run(office.post, at=AT + rounds.CLAIM) == 1
    assert len({mail["Message-ID"] for mail in office.taken}) == 1


def test_an_address_that_nobody_reads_is_used_no_more_and_holds_nobody_up(house: House, opened: Opened) -> None:
    office = opened(TO)
    _news(house)
    _confirmed(house)
    Notice.objects.create(
        event=Event.objects.first().pk, case=Case.objects.get(), person=house.people["karl"], role="x", act="x", at=AT
    )  # fmt: skip
    _confirmed(house, who="karl", to="karl@example.lv")
    assert rounds.run(office.post, at=AT) == 1
    assert [mail["To"] for mail in office.taken] == ["karl@example.lv"]
    row = MailAddress.objects.get(address=TO)
    assert row.refused_at == AT
    assert rounds.run(office.post, at=AT + timedelta(days=1)) == 0
    assert Notice.objects.filter(person=house.people["anna"], sent_at__isnull=True).exists(), "it is told in the pages"


def test_a_mail_at_which_the_server_hangs_up_holds_nobody_else_up(house: House, opened: Opened) -> None:
    for who in ("anna", "karl", "kora"):
        _confirmed(house, who=who, to=f"{who}@example.lv")
    accounts = [house.accounts[who] for who in ("anna", "karl", "kora")]
    case, event = _news(house), Event.objects.first().pk  # type: ignore[union-attr]
    for who in ("karl", "kora"):
        Notice.objects.create(event=event, case=case, person=house.people[who], role="x", act="x", at=AT)
    assert rounds.make(at=AT) == len(accounts)
    poison = Mailing.objects.order_by("not_before", "pk")[0]
    office = opened(f"421:{poison.pk}")
    assert rounds.hand_over(office.post, at=AT) == 0
    assert sorted(Mailing.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert rounds.hand_over(office.post, at=AT + MINUTE) == 2
    assert Mailing.objects.get(sent_at__isnull=True).pk == poison.pk


def test_an_address_is_used_only_when_its_link_was_opened(house: House, opened: Opened) -> None:
    office, account = opened(), house.accounts["anna"]
    _news(house)
    addresses.enter(account=account, address=TO, channel=Channel.AT_ONCE, at=AT)
    assert rounds.run(office.post, at=AT) == 1, "the link alone"
    assert Mailing.objects.get().kind == CONFIRMATION
    [mail] = office.taken
    found = re.search(r"/confirm/(\w+)/", _text(mail))
    assert found is not None
    for who, token in (("karl", found.group(1)), ("anna", "wrong")):
        with pytest.raises(LinkRefused):
            addresses.confirm(account=house.accounts[who], token=token, at=AT)
    with pytest.raises(LinkRefused):
        addresses.confirm(account=account, token=found.group(1), at=AT + addresses.OPEN_FOR)
    addresses.confirm(account=account, token=found.group(1), at=AT + MINUTE)
    assert rounds.run(office.post, at=AT + MINUTE) == 1
    assert [each["To"] for each in office.taken] == [TO, TO]
    with pytest.raises(LinkRefused):
        addresses.confirm(account=account, token=found.group(1), at=AT + MINUTE)


def test_saving_again_while_a_link_is_out_sends_no_second_one(house: House, opened: Opened) -> None:
    office, account = opened(), house.accounts["anna"]
    for channel in (Channel.DIGEST, Channel.AT_ONCE):
        addresses.enter(account=account, address=TO, channel=channel, at=AT)
        rounds.run(office.post, at=AT)
    assert len(office.taken) == 1
    assert (addresses.state(account).pending, addresses.state(account).channel) == (TO, Channel.AT_ONCE)
    addresses.enter(account=account, address=TO, channel=Channel.DIGEST, at=AT + addresses.OPEN_FOR)
    assert rounds.run(office.post, at=AT + addresses.OPEN_FOR) == 1, "a link that is too old is replaced"


def test_no_mail_is_made_for_who_wants_none_or_has_left(house: House, opened: Opened) -> None:
    _news(house)
    _confirmed(house, Channel.NONE)
    assert rounds.make(at=AT) == 0
    addresses.enter(account=house.accounts["anna"], address=TO, channel=Channel.AT_ONCE, at=AT)
    close_account(account=house.accounts["anna"], basis="order 9", by=SYSTEM, at=AT)
    assert rounds.make(at=AT) == 0


def test_an_address_that_was_taken_away_gets_nothing_that_waited(house: House, opened: Opened) -> None:
    _news(house)
    _confirmed(house)
    assert rounds.make(at=AT) == 1
    addresses.enter(account=house.accounts["anna"], address="", channel=Channel.AT_ONCE, at=AT)
    assert rounds.hand_over(opened().post, at=AT) == 0
    assert not Mailing.objects.filter(kind=NEWS, sent_at__isnull=True, given_up_at__isnull=True).exists()


def test_no_address_enters_the_log(house: House) -> None:
    _confirmed(house)
    told = [str(event.payload) for event in Event.objects.filter(act__in=["mail-set", "mail-confirmed"])]
    assert len(told) == 2
    assert not [each for each in told if "@" in each]


@pytest.mark.parametrize("wrong", ["anna", "anna@", "anna@nams", "anna@example.lv\nBcc: x@example.lv", "ā@example.lv"])
def test_what_is_no_address_is_refused(house: House, wrong: str) -> None:
    with pytest.raises(AccessError):
        addresses.enter(account=house.accounts["anna"], address=wrong, channel=Channel.DIGEST, at=AT)


@pytest.mark.parametrize("wrong", ["http://x", "smtp://", "smtp://host:587", "smtp://host:port?from=a@b", "mail"])
def test_a_wrong_setting_is_told(wrong: str) -> None:
    with pytest.raises(MailSettingsError):
        server(wrong)


def test_a_folder_takes_the_place_of_a_server(house: House, tmp_path: object) -> None:
    _news(house)
    _confirmed(house)
    assert rounds.run(way_to(f"file://{tmp_path}/box?from=house@example.lv"), at=AT) == 1
    assert len(list((tmp_path / "box").glob("*.eml"))) == 1  # type: ignore[operator]
