"""What a machine carries: nothing is lost while a carrier is away, and nothing is sent twice."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from dienests.kernel.cases.tests.house.people import AT, House, later
from dienests.kernel.dispatch import rounds
from dienests.kernel.dispatch.arranging import arrange
from dienests.kernel.dispatch.choosing import choose
from dienests.kernel.dispatch.dispatch import Dispatch, State
from dienests.kernel.dispatch.e_address import Answer, EAddressSettingsError, e_address
from dienests.kernel.dispatch.returning import bounced, read
from dienests.kernel.dispatch.tests.given import CHECK, PDF, a_letter, carriers, of
from dienests.kernel.dispatch.way import Way
from dienests.kernel.files import vault
from dienests.kernel.letters.letter import Letter
from dienests.kernel.mail.mail_address import MailAddress
from dienests.kernel.mail.tests.conftest import Office

ANNA = "anna@example.lv"


def a_mail(house: House) -> Letter:
    account = house.accounts["anna"]
    MailAddress.objects.update_or_create(account=account, defaults={"address": ANNA})
    choose(account=account, way=Way.MAIL, address="", at=AT)
    return a_letter(house)


def url(office: Office) -> str:
    return f"smtp://127.0.0.1:{office.port}?from=house@example.lv"


def test_a_letter_by_mail_bears_the_sealed_pdf_and_tells_nothing_besides(
    house: House, opened: Callable[..., Office]
) -> None:
    letter, office = a_mail(house), opened()
    assert rounds.run(carriers(url(office)), at=AT) == 1
    (mail,) = office.taken
    (pdf,) = list(mail.iter_attachments())
    assert (pdf.get_content(), pdf.get_content_type()) == (PDF, "application/pdf")
    assert pdf.get_filename() == f"{letter.number.replace('/', '-')}.pdf"
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().count(CHECK) == 2
    assert body.get_content().index("Jums") < body.get_content().index("sends you"), "the letter's language is first"
    assert letter.title not in body.get_content() + mail["Subject"]
    assert mail["To"] == ANNA
    assert (of(letter).state, of(letter).sent_at) == (State.SENT, AT)


def test_a_server_that_is_down_for_a_day_loses_nothing_and_gets_nothing_twice(
    house: House, opened: Callable[..., Office]
) -> None:
    letters = [a_mail(house) for _ in range(3)]
    at = AT
    while at < AT + timedelta(days=1):
        assert rounds.run(carriers("smtp://127.0.0.1:9?from=house@example.lv"), at=at) == 0
        at += timedelta(minutes=10)
    assert {row.failure for row in Dispatch.objects.all()} == {"ConnectionRefusedError"}
    office = opened()
    for _ in range(3):
        rounds.run(carriers(url(office)), at=at + timedelta(hours=1))
    assert len(office.taken) == len({mail["Message-ID"] for mail in office.taken}) == len(letters)
    assert {of(letter).state for letter in letters} == {State.SENT}


def test_killed_between_the_servers_yes_and_our_note_the_mail_goes_again_under_its_id(
    house: House, opened: Callable[..., Office]
) -> None:
    letter, office = a_mail(house), opened()
    rounds.run(carriers(url(office)), at=AT)
    Dispatch.objects.update(state=State.WAITING, sent_at=None, event=None, not_before=AT + rounds.CLAIM)
    assert rounds.run(carriers(url(office)), at=later(0.01)) == 0, "another worker may still be talking"
    assert rounds.run(carriers(url(office)), at=later(1)) == 1
    assert len({mail["Message-ID"] for mail in office.taken}) == 1
    assert of(letter).state == State.SENT


def test_an_address_that_the_server_refuses_becomes_a_task(house: House, opened: Callable[..., Office]) -> None:
    letter, office = a_mail(house), opened(ANNA)
    assert rounds.run(carriers(url(office)), at=AT) == 0
    assert (of(letter).state, of(letter).way) == (State.WAITING, "")
    assert Dispatch.objects.get(state="returned").reason == "the mail server says that nobody is there"


def test_a_pdf_that_was_changed_never_goes_out_and_the_others_do(house: House, opened: Callable[..., Office]) -> None:
    wrong, right, office = a_mail(house), a_mail(house), opened()
    assert wrong.file is not None
    vault.put(wrong.file.pk, vault.ORIGINAL, PDF + b"!", subject=wrong.file.subject)
    assert rounds.run(carriers(url(office)), at=AT) == 1
    assert (of(wrong).state, of(wrong).failure) == (State.WAITING, "DispatchRefused")
    assert of(right).state == State.SENT


def test_a_letter_at_which_the_server_hangs_up_holds_nobody_else_up(
    house: House, opened: Callable[..., Office]
) -> None:
    letters = [a_mail(house) for _ in range(3)]
    arrange(at=AT)
    poison, *others = Dispatch.objects.order_by("not_before", "pk")
    office = opened(f"421:{poison.pk}")
    assert rounds.run(carriers(url(office)), at=AT) == 0
    poison.refresh_from_db()
    assert (poison.attempts, poison.failure) == (1, "SMTPServerDisconnected")
    assert {(row.attempts, row.failure) for row in Dispatch.objects.exclude(pk=poison.pk)} == {(0, "")}
    assert rounds.run(carriers(url(office)), at=AT + timedelta(minutes=1)) == 2
    assert {row.state for row in map(of, letters) if row != poison} == {State.SENT}
    assert {mail["Message-ID"][1:37] for mail in office.taken} == {str(row.pk) for row in others}


def a_report(message_id: str, action: str = "failed") -> bytes:
    return (
        "From: MAILER-DAEMON@example.lv\r\nTo: house@example.lv\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt failed.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.lv\r\n\r\n"
        f"Final-Recipient: rfc822; {ANNA}\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()


def test_a_mail_that_bounced_later_becomes_a_task_once(house: House, opened: Callable[..., Office]) -> None:
    letter, office = a_mail(house), opened()
    rounds.run(carriers(url(office)), at=AT)
    report = a_report(office.taken[0]["Message-ID"])
    assert bounced(report, at=later(2)) is not None
    assert bounced(report, at=later(3)) is None, "the same report came twice"
    assert (of(letter).state, of(letter).way) == (State.WAITING, "")
    assert Dispatch.objects.get(state="returned").reason == "the mail came back (5.1.1)"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_a_report_that_is_not_final_changes_nothing(action: str) -> None:
    named = "<00000000-0000-4000-8000-000000000000@example.lv>"
    assert read(a_report(named)) is not None
    assert read(a_report(named, action)) is None


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"Subject: x\n\nhello", a_report("<else@example.lv>")])
def test_what_is_no_report_on_a_mail_of_ours_is_left_alone(raw: bytes) -> None:
    assert read(raw) is None


def an_e_letter(house: House) -> Letter:
    choose(account=house.accounts["anna"], way=Way.E_ADDRESS, address="_DEFAULT@40000000000", at=AT)
    return a_letter(house)


def test_a_parcel_lies_whole_in_the_folder_and_its_answer_is_kept_once(house: House, tmp_path: Path) -> None:
    letter = an_e_letter(house)
    assert rounds.run(carriers(drop=tmp_path), at=AT) == 1
    (told,) = [json.loads(path.read_text()) for path in (tmp_path / "out").glob("*.json")]
    row = of(letter)
    assert (told["id"], told["to"], told["sha256"]) == (str(row.pk), row.address, letter.sha256)
    assert (tmp_path / "out" / f"{row.pk}.pdf").read_bytes() == PDF
    (tmp_path / "in").mkdir()
    answer = {"id": str(row.pk), "state": "delivered", "at": later(3).isoformat()}
    for _ in range(2):
        (tmp_path / "in" / f"{row.pk}.json").write_text(json.dumps(answer))
        rounds.run(carriers(drop=tmp_path), at=later(4))
    assert (of(letter).state, of(letter).delivered_at) == (State.DELIVERED, later(3))
    assert not list((tmp_path / "in").iterdir())


def test_a_parcel_that_is_refused_becomes_a_task(house: House, tmp_path: Path) -> None:
    letter = an_e_letter(house)
    rounds.run(carriers(drop=tmp_path), at=AT)
    row = of(letter)
    (tmp_path / "in").mkdir()
    told = {"id": str(row.pk), "state": "refused", "at": later(1).isoformat(), "reason": "no such address"}
    (tmp_path / "in" / f"{row.pk}.json").write_text(json.dumps(told))
    rounds.run(carriers(drop=tmp_path), at=later(2))
    assert Dispatch.objects.get(state="returned").reason == "no such address"
    assert of(letter).way == ""


@pytest.mark.parametrize("text", ["", "{", "[]", '{"id": "x"}', '{"id": 1, "state": "delivered", "at": "now"}'])
def test_an_answer_that_cannot_be_read_is_put_aside(tmp_path: Path, text: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "00000000-0000-4000-8000-000000000000.json").write_text(text)
    carrier = e_address(f"file://{tmp_path}")
    assert carrier is not None
    answers: list[Answer] = list(carrier.answers())
    assert answers == []
    assert [path.name for path in (tmp_path / "unread").iterdir()] == ["00000000-0000-4000-8000-000000000000.json"]


def test_a_folder_that_cannot_be_written_puts_off(house: House, tmp_path: Path) -> None:
    letter = an_e_letter(house)
    (tmp_path / "out").write_text("a file stands where the folder should be")
    assert rounds.run(carriers(drop=tmp_path), at=AT) == 0
    assert of(letter).state == State.WAITING
    assert of(letter).failure in ("FileExistsError", "NotADirectoryError")


def test_a_wrong_address_of_a_carrier_is_told() -> None:
    with pytest.raises(EAddressSettingsError, match="file:///folder"):
        e_address("https://example.lv")
