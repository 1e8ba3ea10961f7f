"""Problems (RFC 9457): whatever goes wrong is told as JSON with one sentence, its kind, and its paragraph."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.norms.basis import Basis, parse
from dienests.kernel.procedures.items import Label
from dienests.kernel.procedures.refusals import Refusal

CONTENT_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """One kind of problem; the page of the interface explains it under `#problem-<slug>`."""

    status: int
    title: str | Promise
    about: str | Promise


KINDS = {
    "malformed": Kind(
        400, _("The request cannot be read"),
        _("The address, a header or the JSON does not have the form that the description gives; correct it."),
    ),
    "unauthenticated": Kind(
        401, _("A valid token is needed"),
        _("Send the header “Authorization: Bearer …” with a token that is neither expired nor revoked."),
    ),
    "forbidden": Kind(
        403, _("This is not allowed"),
        _("The token does not name the operation, or the person behind it does not have the role."),
    ),
    "absent": Kind(
        404, _("There is no such thing"),
        _("Nothing stands under this address, or the person behind the token does not see it."),
    ),
    "method": Kind(405, _("This method is not known here"), _("The header “Allow” names the methods of the address.")),
    "not-acceptable": Kind(406, _("Only JSON can be had"), _("Let the header “Accept” take application/json.")),
    "conflict": Kind(
        409, _("This cannot be done now"),
        _("The case does not stand where the act is possible, or the same request is under way."),
    ),
    "outdated": Kind(
        412, _("The case has moved on"),
        _("Somebody acted after the revision in “If-Match”; fetch the case again before you act."),
    ),
    "too-large": Kind(413, _("The request is too large"), _("A request holds at most 256 KB.")),
    "media-type": Kind(415, _("Only JSON is understood"), _("Send “Content-Type: application/json”.")),
    "refused": Kind(
        422, _("The rulebook refuses this"),
        _("Something is missing, wrong or not asked; “errors” names each field, “basis” the paragraph."),
    ),
    "key-reused": Kind(
        422, _("The key stands on another request"),
        _("An Idempotency-Key belongs to one request; take a fresh one for each act."),
    ),
    "too-many": Kind(429, _("Too many requests"), _("Wait as long as “Retry-After” says, then go on more slowly.")),
    "failed": Kind(500, _("The request failed"), _("It is a fault of ours; nothing was recorded.")),
    "unavailable": Kind(503, _("Not available at this moment"), _("Nothing was recorded; send it again soon.")),
}  # fmt: skip
OF_REFUSALS = {
    "absent": "absent", "right": "forbidden", "revision": "outdated", "stage": "conflict", "condition": "conflict",
}  # fmt: skip


@dataclass(eq=False)
class Problem(Exception):
    """A request that was not carried out; `detail` is one sentence, `errors` maps a field to what is wrong."""

    kind: str
    detail: Label
    basis: tuple[Basis, ...] = ()
    errors: Mapping[str, Label] | None = None
    headers: Mapping[str, str] | None = None

    @classmethod
    def of(cls, refusal: Refusal) -> "Problem":
        """Return the problem that tells a refusal of the engine."""
        basis = (refusal.basis,) if refusal.basis else ()
        return cls(OF_REFUSALS.get(refusal.kind, "refused"), refusal.message, basis, refusal.fields)

    def answer(self, request: HttpRequest) -> JsonResponse:
        """Return the problem as an answer."""
        kind = KINDS[self.kind]
        told: dict[str, Any] = {
            "type": _address(request, f"{reverse('api-page')}#problem-{self.kind}"),
            "title": str(kind.title), "status": kind.status, "detail": str(self.detail),
        }  # fmt: skip
        if self.basis:
            told["basis"] = [each for basis in self.basis for each in marks(basis)]
        if self.errors:
            told["errors"] = [{"field": name, "detail": str(sentence)} for name, sentence in self.errors.items()]
        options = {"ensure_ascii": False}
        answer = JsonResponse(told, status=kind.status, content_type=CONTENT_TYPE, json_dumps_params=options)
        answer["Cache-Control"] = "no-store"
        for name, value in (self.headers or {}).items():
            answer[name] = value
        return answer


def _address(request: HttpRequest, place: str) -> str:
    """Return an address of this host; of no host where the request names a strange one."""
    try:
        return request.build_absolute_uri(place)
    except DisallowedHost:
        return place


def marks(basis: Basis | str | None) -> list[dict[str, str]]:
    """Return a basis as plain values: act, address, and where the paragraph can be read; an order has none."""
    try:
        found = parse(basis) if isinstance(basis, str) else (basis,) if basis else ()
    except ValueError:
        return []
    return [
        {"act": each.act, "address": address, "url": reverse("provision", args=[each.act, address])}
        for each in found
        for address in each.addresses
    ]


def wrong(name: str, sentence: Label, *, kind: str = "refused") -> Problem:
    """Return the problem with one field or parameter."""
    return Problem(kind, format_lazy("“{name}”: {sentence}", name=name, sentence=sentence), errors={name: sentence})
