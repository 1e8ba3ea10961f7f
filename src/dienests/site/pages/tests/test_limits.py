"""Limits of pages: an office behind one address is never held up, one account that hammers is; feeds likewise."""

from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from dienests.kernel.access.actor import Actor
from dienests.site.pages import feeding
from dienests.site.pages.feeding import AT_ONCE, REFILL_SECONDS, Haste, feed
from dienests.site.pages.limits import limited

ADDRESS = "203.0.113.7"


@limited("start", per_hour=20)
def form_page(request: HttpRequest) -> HttpResponse:
    """Stand for a page with a form."""
    return HttpResponse("received")


def _request(method: str, account: UUID | None, **meta: str) -> HttpRequest:
    request = RequestFactory(REMOTE_ADDR=ADDRESS, HTTP_HOST="localhost").generic(method, "/", **meta)
    request.actor = Actor(person=account, name="Ilze Kalniņa", account=account) if account else None
    return request


@pytest.mark.django_db
def test_two_hundred_people_behind_one_address_report_within_one_hour() -> None:
    answers = [form_page(_request("POST", uuid4())) for _ in range(200)]
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.django_db
def test_one_account_that_hammers_is_told_when_to_come_again_and_nobody_else_is() -> None:
    hammering, other = uuid4(), uuid4()
    codes = [form_page(_request("POST", hammering)).status_code for _ in range(21)]
    assert codes == [200] * 20 + [429]
    refused = form_page(_request("POST", hammering))
    assert 0 < int(refused["Retry-After"]) <= 180
    assert refused["Cache-Control"] == "no-store"
    main = refused.content.decode().partition("<main")[2]
    assert main.count('<p class="govuk-body">') == 1
    assert form_page(_request("POST", other)).status_code == 200
    assert form_page(_request("GET", hammering)).status_code == 200, "reading is not limited"


@pytest.mark.django_db
def test_strangers_are_told_apart_by_their_browsers_not_by_their_address() -> None:
    for _ in range(20):
        form_page(_request("POST", None, HTTP_COOKIE="csrftoken=one"))
    assert form_page(_request("POST", None, HTTP_COOKIE="csrftoken=one")).status_code == 429
    assert form_page(_request("POST", None, HTTP_COOKIE="csrftoken=two")).status_code == 200


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A fresh memory of readers with a clock of its own."""
    made = Clock()
    monkeypatch.setattr(feeding, "haste", Haste(clock=made))
    return made


state = ["first"]  # of the feed that the tests ask for


@feed(lambda request: state[0])
def changes(request: HttpRequest) -> HttpResponse:
    """Stand for a feed."""
    return HttpResponse(f"<feed>{state[0]}</feed>", content_type="application/atom+xml")


def _asked(agent: str = "reader", **headers: str) -> HttpResponse:
    return changes(RequestFactory(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=agent).get("/feed", **headers))


def test_who_has_the_feed_gets_it_only_when_it_changed(clock: Clock) -> None:
    state[0] = "first"
    tag = _asked()["ETag"]
    for _ in range(3 * AT_ONCE):
        again = _asked(HTTP_IF_NONE_MATCH=tag)
        clock.now += 1
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == "public, max-age=60"
    state[0] = "second"
    answer = _asked(HTTP_IF_NONE_MATCH=tag)
    assert (answer.status_code, answer["ETag"] != tag) == (200, True)


def test_a_reader_that_asks_every_second_without_remembering_is_slowed(clock: Clock) -> None:
    codes = []
    for _ in range(3600):
        codes.append(_asked().status_code)
        clock.now += 1
    assert codes[:AT_ONCE] == [200] * AT_ONCE
    assert codes.count(200) <= AT_ONCE + 3600 / REFILL_SECONDS + 1
    answer = next(answer for answer in iter(_asked, None) if answer.status_code == 429)
    assert 0 < int(answer["Retry-After"]) <= REFILL_SECONDS
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer
    assert _asked("another reader").status_code == 200


def test_an_office_of_readers_that_look_alike_is_served(clock: Clock) -> None:
    answers = [_asked().status_code for _ in range(200)]
    assert set(answers) == {200}


def test_a_feed_is_only_read() -> None:
    assert changes(RequestFactory().post("/feed")).status_code == 405


def test_the_memory_of_readers_is_bounded() -> None:
    held = Haste(most=3, clock=Clock())
    for number in range(10):
        held.wait(str(number))
    assert len(held._full_at) == 3
