"""What an answer of the sign-in service must hold beyond its signature."""

from datetime import timedelta

import pytest

from dienests.kernel.access.provider import RECENT, is_recent
from dienests.kernel.parties.tests.given import AT

SECOND, NOW = timedelta(seconds=1), int(AT.timestamp())


@pytest.mark.parametrize("off", [timedelta(0), -RECENT, RECENT])
def test_a_sign_in_a_few_minutes_from_now_is_recent(off: timedelta) -> None:
    assert is_recent(int((AT + off).timestamp()), AT)


@pytest.mark.parametrize(
    "claim",
    [None, "", str(NOW), True, [NOW], float("nan"), 0, NOW * 1000, 10**400, *(int((AT + off).timestamp()) for off in
     (-RECENT - SECOND, RECENT + SECOND))],
)  # fmt: skip
def test_an_older_sign_in_and_what_is_no_time_are_not(claim: object) -> None:
    assert not is_recent(claim, AT)
