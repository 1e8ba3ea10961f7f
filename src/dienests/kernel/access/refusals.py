"""What access refuses, in one sentence."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied


class AccessError(ValueError):
    """A refusal in one sentence for the person at the page: what is wrong and what to do."""


class SignInRefused(AccessError):
    """A sign-in was refused; the sentence never says which part of it was wrong."""


class CodeNeeded(AccessError):
    """The password fits, and the code of the second factor has to follow."""


class CodeRefused(AccessError):
    """A code of the second factor was refused; the sentence never says why."""


class LinkRefused(AccessError):
    """A one-time link opens nothing (any more); the sentence never says why."""


class NotRecorded(AccessError, PermissionDenied):
    """The read event could not be written, so nothing of what it is about may be shown."""


class TooOften(AccessError):
    """The same account acts too often; `wait` says for how long it should pause."""

    def __init__(self, sentence: str, *, wait: timedelta) -> None:
        super().__init__(sentence)
        self.wait = wait
