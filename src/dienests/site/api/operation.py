"""Operations: what a program may ask for under which address, with everything that the description tells of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from dienests.kernel.access.actor import Actor
from dienests.kernel.exchange.token import Token

ROOT = "/api/v1"
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value in the path, the query or a header."""

    name: str
    place: str
    schema: Schema
    about: str
    required: bool = False
    example: str = ""


PURPOSE = Parameter(
    "Dienests-Purpose", "header", {"type": "string", "pattern": r"^[!-~]([ -~]{0,298}[!-~])?$"},
    "what the data is needed for, told to the person looked at; other letters as percent-encoded UTF-8", True,
    "checking the deadline",
)  # fmt: skip
END_USER = Parameter(
    "Dienests-End-User", "header", {"type": "string", "pattern": r"^[!-~]([ -~]{0,198}[!-~])?$"},
    "who looks at the data in the end, as your own system knows them", True, "j.ozols",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """One request that was understood: who asks by which token (None: nobody in particular), and what was given."""

    request: HttpRequest
    at: datetime
    given: Mapping[str, str]
    body: Mapping[str, Any] = field(default_factory=dict)
    token: Token | None = None
    person: Actor | None = None

    @property
    def actor(self) -> Actor:
        """In whose name the token asks; only operations that need a token may look."""
        assert self.person is not None
        return self.person


@dataclass(frozen=True, slots=True)
class Done:
    """What an operation answers: plain values, and headers beside the usual ones."""

    content: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Call], Done]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method under one address; without a `group` it is open, else a token must name the operation or the group.

    `answers` is the name of a schema; `personal` says that it shows personal data, so that the purpose must be told;
    `writes` says that it is carried out once for each Idempotency-Key.
    """

    id: str
    path: str
    summary: str
    handler: Handler
    answers: str
    tag: str
    method: str = "GET"
    group: str = ""
    about: str = ""
    parameters: tuple[Parameter, ...] = ()
    body: Schema | None = None
    example: Mapping[str, Any] | None = None
    status: int = 200
    problems: tuple[int, ...] = ()
    personal: bool = False

    @property
    def asked(self) -> tuple[Parameter, ...]:
        """Return all parameters; what shows personal data asks besides what for and for whom."""
        return (*self.parameters, PURPOSE, END_USER) if self.personal else self.parameters

    @property
    def writes(self) -> bool:
        """Say whether the operation changes something."""
        return self.method == "POST"


def address(path: str, **names: Any) -> str:
    """Return the address of an operation on this host."""
    return ROOT + path.format(**names)
