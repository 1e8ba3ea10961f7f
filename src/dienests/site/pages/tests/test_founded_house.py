"""A founded institution through the web client: invitations, resets, staff lists and leavers, and who may not."""

import re
from base64 import b32decode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dienests.kernel.access import codes, second_factors
from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import open_account
from dienests.kernel.access.invitation import Invitation
from dienests.kernel.access.open_session import OpenSession
from dienests.kernel.access.second_factor import SecondFactor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.staff_member import StaffMember, StaffUpload
from dienests.kernel.parties.tests.dump import everything
from dienests.kernel.parties.tests.given import OLD_CODE
from dienests.site.founding.founding import Founded, found
from dienests.site.founding.tests.test_founding import PLAN
from dienests.site.pages.tests.house import address, main_of
from dienests.site.staffing.tests.files import a_bomb, a_csv, a_workbook
from dienests.site.staffing.tests.test_import import STAFF

pytestmark = pytest.mark.django_db
PASSWORD = "zila zivs ezera dibenā"


@pytest.fixture
def founded() -> Founded:
    return found(PLAN, at=datetime.now(UTC))


def _enter(token: str, login: str) -> Client:
    client = Client(HTTP_HOST="localhost")
    place = address("invitation", token=token)
    assert client.get(place).status_code == 200
    assert client.post(place, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    _sign_in(client, login)
    return client


def _sign_in(client: Client, login: str) -> None:
    answer = client.post(address("sign-in"), {"login": login, "password": PASSWORD})
    assert answer.status_code == 302, main_of(answer)


@pytest.fixture
def administrator(founded: Founded) -> Client:
    client = _enter(founded.token, PLAN.login)
    at, account = datetime.now(UTC), Account.objects.get(login=PLAN.login)
    SecondFactor.objects.create(account=account, secret=b"x", confirmed_at=at, failed_at=at, blocked_until=at)
    return client


def _upload(client: Client, content: bytes, name: str = "staff.csv", **more: str) -> Any:
    data = {"file": SimpleUploadedFile(name, content), "basis": "Rīk. 2", **more}
    return client.post(address("staff-import"), data)


def _imported(client: Client) -> None:
    shown = _upload(client, a_csv(*STAFF))
    key = re.search(r'name="key" value="([^"]+)"', main_of(shown))
    assert key is not None, main_of(shown)
    done = client.post(address("staff-import"), {"do": "confirm", "key": key[1], "basis": "Rīk. 2", "new_units": ""})
    assert done.status_code == 302


def _link(answer: Any) -> str:
    found_ = re.search(r"/invitation/([^/]+)/", main_of(answer))
    assert found_ is not None, main_of(answer)
    return found_[1]


def _invited(client: Client, family_name: str, login: str) -> Client:
    person = Person.objects.get(family_name=family_name)
    return _enter(_link(client.post(address("invite", pk=person.pk), {"login": login, "basis": "Rīk. 3"})), login)


def test_an_administrator_without_second_factor_sets_it_up_first(founded: Founded) -> None:
    client = _enter(founded.token, PLAN.login)
    for name in ("staff", "administration", "staff-import"):
        answer = client.get(address(name))
        assert answer.status_code == 302
        assert answer["Location"].startswith(address("second-factor"))
    assert address("second-factor") in client.get(address("staff"))["Location"]


def test_an_administrator_who_signed_in_a_while_ago_proves_it_by_password_and_then_sets_it_up(founded: Founded) -> None:
    client, factor = _enter(founded.token, PLAN.login), address("second-factor")
    OpenSession.objects.update(opened_at=datetime.now(UTC) - timedelta(minutes=90))
    asked = client.get(client.get(address("staff"))["Location"])
    assert asked["Location"].startswith(address("confirm"))
    assert 'type="password"' in main_of(client.get(asked["Location"]))
    assert client.post(asked["Location"], {"next": factor, "word": PASSWORD})["Location"] == factor
    client.post(factor, {"do": "begin"})
    enrolment = second_factors.state(Account.objects.get(login=PLAN.login)).enrolment
    assert enrolment is not None
    code = codes.code_at(b32decode(enrolment.letters), datetime.now(UTC))
    assert client.post(factor, {"do": "confirm", "code": code}).status_code == 200
    assert client.get(address("staff")).status_code == 200
    assert client.get(address("staff-import")).status_code == 200


def test_a_link_that_was_used_tells_so_and_is_never_stored(founded: Founded) -> None:
    place = address("invitation", token=founded.token)
    first = Client(HTTP_HOST="localhost").get(place)
    assert "no-store" in first["Cache-Control"]
    _enter(founded.token, PLAN.login)
    assert Client(HTTP_HOST="localhost").get(place).status_code == 404


@pytest.mark.parametrize(("password", "again"), [("short", "short"), (PASSWORD, "another one entirely"), ("", "")])
def test_a_bad_password_is_told_and_the_link_stays(founded: Founded, password: str, again: str) -> None:
    place = address("invitation", token=founded.token)
    answer = Client(HTTP_HOST="localhost").post(place, {"password": password, "again": again})
    assert answer.status_code == 422
    assert Invitation.objects.standing().exists()


def test_a_staff_list_is_previewed_then_taken_in_and_nothing_of_it_stays(administrator: Client) -> None:
    shown = _upload(administrator, a_csv(*STAFF))
    assert shown.status_code == 200
    assert not StaffMember.objects.exists()
    assert OLD_CODE not in everything()
    assert OLD_CODE.replace("-", "") not in everything()
    _imported(administrator)
    assert StaffMember.objects.count() == len(STAFF)
    assert not StaffUpload.objects.exists()


def test_a_preview_is_confirmed_once_and_by_its_uploader_only(administrator: Client) -> None:
    shown = _upload(administrator, a_csv(*STAFF))
    key = re.search(r'name="key" value="([^"]+)"', main_of(shown))
    assert key is not None
    confirm = {"do": "confirm", "key": key[1], "basis": "Rīk. 2"}
    assert administrator.post(address("staff-import"), confirm).status_code == 302
    assert administrator.post(address("staff-import"), confirm).status_code == 409
    assert administrator.post(address("staff-import"), confirm | {"key": "no key"}).status_code == 409


def test_bad_rows_are_named_on_the_page_and_nothing_is_kept(administrator: Client) -> None:
    rows = [["Anna", "Niedre", "161175-19998", "", "anna@example.lv", "", "", "", "2026-03-01"]]
    shown = _upload(administrator, a_workbook(*rows), name="staff.xlsx")
    assert "2. rinda, kolonna “personas kods”" in main_of(shown)
    assert not StaffUpload.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("staff.xlsx", b"%PDF-1.7 I lie"), ("staff.csv", a_bomb()), ("staff.csv", b"\0\1\2"),
        ("staff.xlsx", b"a" * 6 * 1024 * 1024),
    ],
    ids=["lies", "swells", "binary", "large"],
)  # fmt: skip
def test_a_bad_file_is_one_sentence_on_the_page(administrator: Client, name: str, content: bytes) -> None:
    answer = _upload(administrator, content, name=name)
    assert answer.status_code == 422
    assert "govuk-error-summary" in main_of(answer)


def test_a_reset_is_asked_by_one_and_confirmed_by_another(administrator: Client) -> None:
    _imported(administrator)
    employee, head = _invited(administrator, "Dūņa", "duna"), _invited(administrator, "Krasts", "krasts")
    person = Person.objects.get(family_name="Dūņa")
    asked = administrator.post(address("reset", pk=person.pk), {"purpose": "password", "basis": "Rīk. 4"})
    assert asked.status_code == 302
    reset = Invitation.objects.get(purpose="password")
    place = address("confirm-reset", pk=reset.pk)
    for stranger in (administrator, employee):
        assert stranger.post(place, {"basis": "Rīk. 5"}).status_code == 404
    assert employee.get(address("mine")).status_code == 200
    token = _link(head.post(place, {"basis": "Rīk. 5"}))
    assert employee.get(address("mine")).status_code == 302, "old sessions have ended"
    _enter(token, "duna")


def test_a_withdrawn_invitation_opens_nothing(administrator: Client) -> None:
    _imported(administrator)
    person = Person.objects.get(family_name="Dūņa")
    token = _link(administrator.post(address("invite", pk=person.pk), {"login": "duna", "basis": "Rīk. 3"}))
    invitation = Invitation.objects.standing().get(person=person)
    done = administrator.post(address("revoke-invitation", pk=invitation.pk), {"basis": "Rīk. 6"})
    assert done.status_code == 302
    assert Client(HTTP_HOST="localhost").get(address("invitation", token=token)).status_code == 404


def test_a_sole_holder_leaves_with_a_successor_or_a_confirmation(administrator: Client) -> None:
    _imported(administrator)
    chair = Person.objects.get(family_name="Smilga")
    place, today = address("leaving", pk=chair.pk), local_date(datetime.now(UTC)).isoformat()
    refused = administrator.post(place, {"on": today, "basis": "Rīk. 7"})
    assert refused.status_code == 422
    fields = re.findall(r'name="(successor-\d+)"', main_of(refused))
    assert len(fields) == 2, "the chair and the only member"
    successor = Person.objects.get(family_name="Dūņa")
    chosen = {fields[0]: str(successor.pk), "vacant": "on"}
    assert administrator.post(place, {"on": today, "basis": "Rīk. 7", **chosen}).status_code == 302
    assert not Mandate.objects.in_force(local_date(datetime.now(UTC))).filter(person=chair).exists()


def test_only_the_administrator_enters_these_pages(administrator: Client) -> None:
    _imported(administrator)
    employee = _invited(administrator, "Dūņa", "duna")
    person = Person.objects.get(family_name="Smilga")
    places = [address(name) for name in ("staff", "staff-import", "invitations")]
    places += [address(name, pk=person.pk) for name in ("invite", "reset", "leaving")]
    for place in places:
        assert employee.get(place).status_code == 403
        assert Client(HTTP_HOST="localhost").get(place).status_code == 302


def test_people_of_another_institution_are_out_of_reach(administrator: Client) -> None:
    stranger = Person.objects.create(given_name="Svešais", family_name="Cilvēks")
    open_account(person=stranger, login="svesais", basis="Rīk. 8", by=SYSTEM, at=datetime.now(UTC))
    for name in ("invite", "reset", "leaving"):
        assert administrator.get(address(name, pk=stranger.pk)).status_code == 404
