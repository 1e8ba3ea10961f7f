"""Sessions: listing and ending them, idle time, what is kept of a browser."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.test.utils import CaptureQueriesContext

from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import close_account, set_password, stream_of
from dienests.kernel.access.actor import actor_of
from dienests.kernel.access.browser import described
from dienests.kernel.access.open_session import COARSE, IDLE, OpenSession
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.access.session import account_of, open_session_of
from dienests.kernel.access.sessions import end_one, end_others, sessions
from dienests.kernel.access.sign_in import sign_in, sign_out
from dienests.kernel.access.tests.given import PASSWORD, a_request, an_account
from dienests.kernel.log.streams import history
from dienests.kernel.parties.tests.dump import everything
from dienests.kernel.parties.tests.given import AT, HOW, a_person

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile/15E Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"


def _signed_in(login: str = "ilze", agent: str = FIREFOX) -> HttpRequest:
    request = a_request(HTTP_USER_AGENT=agent, REMOTE_ADDR="203.0.113.77")
    sign_in(request=request, login=login, password=PASSWORD, at=AT)
    return request


@pytest.mark.parametrize(
    ("agent", "words"),
    [(FIREFOX, "Firefox, Linux"), (SAFARI, "Safari, iOS"), (EDGE, "Edge, Windows"), ("curl/8.0", ""), ("", "")],
)
def test_a_browser_is_told_by_its_kind(agent: str, words: str) -> None:
    assert described(agent) == words


@pytest.mark.django_db
def test_a_session_keeps_neither_the_address_nor_the_build_of_the_browser() -> None:
    account = an_account()
    _signed_in()
    assert [each.browser for each in sessions(account.id, at=AT)] == ["Firefox, Linux"]
    dump = everything()
    assert "203.0.113.77" not in dump
    assert "Gecko" not in dump


@pytest.mark.django_db
def test_one_session_ends_and_the_others_stay() -> None:
    account = an_account()
    first, second = _signed_in(), _signed_in(agent=SAFARI)
    opened = open_session_of(first, at=AT)
    assert opened is not None
    end_one(account=account, session=opened.pk, at=AT)
    assert (account_of(first, at=AT), account_of(second, at=AT)) == (None, account)
    with pytest.raises(AccessError, match="ended already"):
        end_one(account=account, session=opened.pk, at=AT)
    assert history(stream_of(account))[-1].act == "session-ended"


@pytest.mark.django_db
def test_nobody_ends_the_session_of_somebody_else() -> None:
    an_account()
    stranger = an_account("liepa", a_person("Liepa"))
    request = _signed_in()
    opened = open_session_of(request, at=AT)
    assert opened is not None
    with pytest.raises(AccessError):
        end_one(account=stranger, session=opened.pk, at=AT)
    assert end_others(account=stranger, keep=uuid4(), at=AT) == 0
    assert account_of(request, at=AT) is not None


@pytest.mark.django_db
def test_all_others_end_at_once() -> None:
    account = an_account()
    here, *others = [_signed_in() for _ in range(4)]
    opened = open_session_of(here, at=AT)
    assert opened is not None
    assert end_others(account=account, keep=opened.pk, at=AT) == 3
    assert account_of(here, at=AT) == account
    assert [account_of(each, at=AT) for each in others] == [None] * 3
    assert history(stream_of(account))[-1].payload == {"sessions": 3}


@pytest.mark.django_db
def test_an_idle_session_ends_and_a_used_one_lasts_until_the_longest() -> None:
    account, request = an_account(), _signed_in()
    assert account_of(request, at=AT + IDLE) is None
    assert sessions(account.id, at=AT + IDLE) == []
    at, longest = AT, timedelta(seconds=settings.SESSION_COOKIE_AGE)
    while (at := at + timedelta(hours=1)) < AT + longest:
        assert actor_of(request, at=at)
    assert actor_of(request, at=AT + longest) is None
    sign_in(request=a_request(), login="ilze", password=PASSWORD, at=AT + longest)
    assert OpenSession.objects.count() == 1, "the next sign-in clears away what time has ended"


@pytest.mark.django_db
def test_being_seen_is_written_every_few_minutes_only() -> None:
    account, request = an_account(), _signed_in()
    for seconds, seen in ((60, AT), (299, AT), (300, AT + COARSE), (301, AT + COARSE)):
        with CaptureQueriesContext(connection) as queries:
            assert actor_of(request, at=AT + timedelta(seconds=seconds))
        wrote = [each for each in queries if each["sql"].startswith("UPDATE")]
        assert len(wrote) == (seconds == 300)
        assert OpenSession.objects.get(account=account).seen_at == seen


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["password", "closed", "signed out"])
def test_sessions_end_with_what_they_stand_on(change: str) -> None:
    account: Account = an_account()
    request = _signed_in()
    if change == "password":
        set_password(account=account, password="cits ļoti garš teksts", **HOW)
    elif change == "closed":
        close_account(account=account, **HOW)
    else:
        sign_out(request=request, at=AT)
    assert account_of(request, at=AT) is None
    assert not OpenSession.objects.exists()


@pytest.mark.django_db
def test_signing_in_again_in_the_same_browser_replaces_the_session() -> None:
    account, request = an_account(), _signed_in()
    sign_in(request=request, login="ilze", password=PASSWORD, at=AT)
    assert len(sessions(account.id, at=AT)) == 1
