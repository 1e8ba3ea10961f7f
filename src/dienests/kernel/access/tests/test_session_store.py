"""Sessions are read by a fixed statement and stay Django's own otherwise: one whose time is over opens nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from dienests.kernel.access.session_store import SessionStore

pytestmark = pytest.mark.django_db


def kept() -> str:
    """Return the key of a stored session."""
    store = SessionStore()
    store["word"] = "a marker"
    store.save()
    assert store.session_key
    return store.session_key


def test_what_was_stored_is_read_again() -> None:
    assert SessionStore(kept()).get("word") == "a marker"


def test_a_session_whose_time_is_over_is_empty_and_loses_its_key() -> None:
    key = kept()
    Session.objects.filter(pk=key).update(expire_date=datetime.now(UTC) - timedelta(seconds=1))
    store = SessionStore(key)
    assert store.get("word") is None
    assert store.session_key is None


def test_an_unknown_key_and_a_changed_content_open_nothing() -> None:
    assert SessionStore("x" * 32).get("word") is None
    key = kept()
    Session.objects.filter(pk=key).update(session_data="forged:content:here")
    assert SessionStore(key).get("word") is None
