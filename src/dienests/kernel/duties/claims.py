"""What duties claim of the rulebooks, the rhythms that the sources leave open, and whether they are sound."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.checks import register as register_check

from dienests.kernel.duties.declaration import declared, unsound
from dienests.kernel.duties.rhythm import check
from dienests.kernel.norms.claims import Claim, register
from dienests.kernel.norms.declared import Declared
from dienests.kernel.norms.declared import register as register_parameters


def register_all() -> None:
    """Hand claims and parameters of all duties to the norms."""
    register(claims)
    register_parameters(parameters)
    register_check(check_duties)


def check_duties(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Tell Django what is wrong with the declared duties."""
    return [Error(sentence, id="duties.E001") for sentence in unsound()]


def claims() -> Iterator[Claim]:
    """Yield one claim per duty."""
    for duty in declared():
        yield Claim(basis=duty.basis, declaration=f"duty.{duty.slug}", label=duty.label, kind="duty")


def parameters() -> Iterator[Declared]:
    """Yield the rhythms that the sources leave open."""
    for duty in declared():
        if duty.unset:
            yield Declared(
                slug=duty.parameter, label=duty.label, where=str(duty.rhythm), basis=str(duty.basis), kind="term",
                validate=check,
            )  # fmt: skip
