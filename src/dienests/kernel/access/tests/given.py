"""Accounts and requests for the tests of this package and of those above it."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory

from dienests.kernel.access.account import Account
from dienests.kernel.access.accounts import open_account
from dienests.kernel.parties.models import Person
from dienests.kernel.parties.tests.given import HOW, a_person

PASSWORD = "zaļā varde uz celma"


def an_account(login: str = "ilze", person: Person | None = None, password: str | None = PASSWORD) -> Account:
    """Open an account."""
    return open_account(person=person or a_person(), login=login, password=password, **HOW)


def a_request(**meta: Any) -> HttpRequest:
    """Return a request from this machine with an empty session; `meta` changes its headers."""
    request = RequestFactory().post("/", **{"HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1", **meta})
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    return request
