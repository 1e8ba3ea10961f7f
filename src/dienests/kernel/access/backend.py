"""The back end that Django's session names; passwords are compared by `sign_in`, which also counts and logs.

Django's own base class stands in a module that brings the tables of groups and permissions along.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from dienests.kernel.access.account import Account


class AccountBackend:
    """Finds accounts and grants nothing: rights come from offices."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Refuse always: a way in that neither counts nor logs must not exist."""

    def get_user(self, user_id: UUID) -> Account | None:
        """Return the active account, or None."""
        return Account.objects.filter(pk=user_id, is_active=True).first()
