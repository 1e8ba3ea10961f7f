"""What indicators claim of the rulebooks, and whether they are sound."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.checks import register as register_check

from dienests.kernel.indicators.declaration import declared, unsound
from dienests.kernel.norms.claims import Claim, register


def register_all() -> None:
    """Hand claims to the norms, and the check to Django."""
    register(claims)
    register_check(check_indicators)


def check_indicators(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Tell Django what is wrong with the declared indicators."""
    return [Error(sentence, id="indicators.E001") for sentence in unsound()]


def claims() -> Iterator[Claim]:
    """Yield one claim per indicator."""
    for each in declared():
        yield Claim(basis=each.basis, declaration=f"indicator.{each.slug}", label=each.label, kind="indicator")
