"""What the tests of the interface start from: a program with a token, as a person of the demonstration has it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.test import Client, TestCase

from dienests.kernel.access.account import Account
from dienests.kernel.access.actor import actor_for
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.exchange import tokens
from dienests.kernel.exchange.token import Token
from dienests.site.api import routes
from dienests.site.pages.tests.house import House

ALL = ("cases.read", "letters.read")
LOOK = {"Dienests-Purpose": "checking the deadline", "Dienests-End-User": "j.ozols"}


@dataclass
class Program:
    """A program that asks with a token; without a secret it asks as nobody."""

    secret: str = ""
    token: Token | None = None

    def ask(self, path: str, **headers: str) -> Any:
        """Return the answer to GET."""
        return Client(HTTP_HOST="localhost").get(f"/api/v1{path}", headers=self._headers(headers))

    def look(self, path: str) -> Any:
        """Return the answer to GET of personal data."""
        return self.ask(path, **LOOK)

    def send(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        """Return the answer to POST; effects of the act are carried out."""
        given = self._headers({"Idempotency-Key": key or str(uuid4())} | headers)
        raw = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
        kind = given.pop("Content-Type", "application/json")
        with TestCase.captureOnCommitCallbacks(execute=True):
            return Client(HTTP_HOST="localhost").post(f"/api/v1{path}", raw, content_type=kind, headers=given)

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        return ({"Authorization": f"Bearer {self.secret}"} if self.secret else {}) | headers


def program(house: House, name: str, *operations: str, **more: Any) -> Program:
    """Return a program with a token of a person of the demonstration; without `operations` it may do everything."""
    account = Account.objects.select_related("person").get(person=house.person(name))
    at = datetime.now(UTC)
    groups = {each.group for each in routes.operations() if each.group}
    token, secret = tokens.make(
        account=account, actor=actor_for(account, local_date(at)), name="test", at=at, days=30,
        operations=operations or sorted(groups), **more,
    )  # fmt: skip
    return Program(secret, token)
