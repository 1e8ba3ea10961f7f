"""Accounts: how a person proves who is at the page. Rights come from offices alone, never from an account."""

import unicodedata
from datetime import date
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from dienests.kernel.parties.models import Person


def normalise(login: str) -> str:
    """Return the login as it is kept and compared: no outer spaces, one form of every sign, small letters."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def open_on(on: date, *, prefix: str = "") -> Q:
    """Return the condition on accounts (or, with a prefix, on what names one) that they let in on the day."""
    ends = Q(**{f"{prefix}closes_on__isnull": True}) | Q(**{f"{prefix}closes_on__gt": on})
    return Q(**{f"{prefix}is_active": True}) & ends


class AccountManager(BaseUserManager["Account"]):
    """Accounts, found by login whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account with the login; raises Account.DoesNotExist."""
        return self.get(login=normalise(username or ""))


class Account(AbstractBaseUser):
    """One person's way in; it has no rights of its own, no superuser stands above the offices."""

    # The log says when somebody signed in; a column that is overwritten each time would be a second truth.
    last_login = None

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    login = models.CharField(max_length=150, unique=True)
    is_active = models.BooleanField(default=True)
    closes_on = models.DateField(null=True, blank=True, help_text="the first day without it; null while it stays")

    objects = AccountManager()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(login=Lower("login")), name="access_account_login_folded"),
        ]

    def __str__(self) -> str:
        return self.login

    def is_open(self, on: date) -> bool:
        """Tell whether the account lets in on the day."""
        return self.is_active and (self.closes_on is None or self.closes_on > on)
