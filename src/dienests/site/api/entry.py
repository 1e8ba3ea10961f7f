"""The entry of all requests of programs: who asks, for what, how often; and every failure as a problem."""

import json
import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.text import format_lazy
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from dienests.kernel.access.refusals import NotRecorded
from dienests.kernel.exchange import tokens
from dienests.kernel.exchange.once import Answer, once
from dienests.kernel.exchange.pace import Pace
from dienests.kernel.exchange.refusals import KeyTaken, TokenRefused, UnderWay
from dienests.kernel.exchange.token import Token
from dienests.kernel.procedures.refusals import Refusal
from dienests.site.api import routes
from dienests.site.api.judging import fault, faults
from dienests.site.api.operation import ROOT, Call, Done, Operation
from dienests.site.api.problem import Problem, wrong
from dienests.site.api.reading_json import body_of
from dienests.site.pages import failures

log = logging.getLogger(__name__)
PACE = Pace()
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="dienests"'}
SAFE = ("GET", "HEAD")


@csrf_exempt  # a cookie never opens anything here: a program proves itself by its token alone
def answer(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Answer one request; texts are English unless Latvian is preferred."""
    with translation.override(_language(request)):
        response = _answered(request, rest)
        response["Content-Language"] = translation.get_language() or "en"
    patch_vary_headers(response, ("Accept-Language", "Authorization"))
    response.setdefault("Cache-Control", "no-store")
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer what was refused before any entry, such as a strange host: a problem to a program, a page to others."""
    if not request.path_info.startswith(f"{ROOT}/"):
        return failures.bad_request(request, exception)
    with translation.override("en"):
        return Problem("malformed", _("The request cannot be read; compare it with the description.")).answer(request)


def _language(request: HttpRequest) -> str:
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        with suppress(LookupError):
            return get_supported_language_variant(code)
    return "en"


def _answered(request: HttpRequest, rest: str) -> HttpResponse:
    try:
        return _carried_out(request, rest)
    except Problem as problem:
        return problem.answer(request)
    except Refusal as refusal:
        return Problem.of(refusal).answer(request)
    except (KeyTaken, UnderWay) as error:
        taken = isinstance(error, KeyTaken)
        kind, headers = ("key-reused", None) if taken else ("conflict", {"Retry-After": "1"})
        return Problem(kind, str(error), headers=headers).answer(request)
    except NotRecorded as error:
        return Problem("unavailable", str(error), headers={"Retry-After": "60"}).answer(request)
    except (SuspiciousOperation, Http404):
        return Problem("malformed", _("The request cannot be read; compare it with the description.")).answer(request)
    except (DatabaseError, InterfaceError, OSError) as error:
        return Problem("unavailable", failures.sentence_of(error), headers={"Retry-After": "5"}).answer(request)
    except Exception:
        log.exception("An operation failed: %s", request.method)
        return Problem("failed", _("This request failed by a fault of ours; nothing was recorded.")).answer(request)


def _carried_out(request: HttpRequest, rest: str) -> HttpResponse:
    known, given = routes.route(rest)
    if not known:
        raise Problem("absent", _("There is no such address; see the description at /api/v1/openapi.json."))
    allowed = {"Allow": ", ".join(sorted({*known, *(SAFE if "GET" in known else ()), "OPTIONS"}))}
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=allowed)
    operation = known.get("GET" if request.method == "HEAD" else str(request.method))
    if operation is None:
        raise Problem("method", _("This address does not know the method; see “Allow”."), headers=allowed)
    if not request.accepts("application/json"):
        raise Problem("not-acceptable", _("Only application/json can be had here."))
    at = datetime.now(UTC)
    token = _token(request, operation, at) if operation.group else None
    person = _person(token, at) if token else None
    values = _values(request, operation, given)
    raw, body = _body(request, operation) if operation.writes else (b"", {})
    call = Call(request, at, values, body, token, person)
    return _once(call, operation, raw) if operation.writes else _response(operation.handler(call))


def _token(request: HttpRequest, operation: Operation, at: datetime) -> Token:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Problem("unauthenticated", _("This needs a token: send “Authorization: Bearer …”."), headers=CHALLENGE)
    try:
        token = tokens.token_of(secret.strip(), at=at)
    except TokenRefused as refused:
        raise _unknown(refused) from None
    wait = PACE.take(token.pk)
    if wait:
        sentence = _("This token asks very often: wait %(seconds)d s.") % {"seconds": wait}
        raise Problem("too-many", sentence, headers={"Retry-After": str(wait)})
    if not token.allows(operation.id, operation.group):
        named = {"operation": operation.id}
        raise Problem(
            "forbidden", format_lazy(_("This token does not name “{operation}”; make one that does."), **named)
        )
    tokens.used(token, at=at)
    return token


def _person(token: Token, at: datetime) -> Any:
    try:
        return tokens.actor_by(token, at=at)
    except TokenRefused as refused:
        raise _unknown(refused) from None


def _unknown(refused: TokenRefused) -> Problem:
    headers = {"WWW-Authenticate": f'{CHALLENGE["WWW-Authenticate"]}, error="invalid_token"'}
    return Problem("unauthenticated", str(refused), headers=headers)


def _values(request: HttpRequest, operation: Operation, path: dict[str, str]) -> dict[str, str]:
    """Return what stands in path, query and headers, by the names of the description; raises Problem."""
    found: dict[str, str] = {}
    asked = operation.asked
    for name in request.GET:
        if not any(each.name == name and each.place == "query" for each in asked):
            raise wrong(name, _("This address does not know it; leave it out."), kind="malformed")
    for each in asked:
        value = path.get(each.name) if each.place == "path" else request.headers.get(each.name)
        if each.place == "query":
            several = request.GET.getlist(each.name)
            if len(several) > 1:
                raise wrong(each.name, _("This was given twice; give it once."), kind="malformed")
            value = several[0] if several else None
        if value is None:
            if each.required:
                raise wrong(each.name, _("This is missing."), kind="malformed")
            continue
        if sentence := fault(each.schema, value):
            raise wrong(each.name, sentence, kind="absent" if each.place == "path" else "malformed")
        found[each.name] = unquote(value) if each.name.startswith("Dienests-") else value
    return found


def _body(request: HttpRequest, operation: Operation) -> tuple[bytes, dict[str, Any]]:
    raw, body = body_of(request)
    assert operation.body is not None
    errors = dict(faults(operation.body, body))
    if errors:
        name, sentence = next(iter(errors.items()))
        raise Problem("refused", format_lazy("“{name}”: {sentence}", name=name, sentence=sentence), errors=errors)
    return raw, body


def _once(call: Call, operation: Operation, raw: bytes) -> HttpResponse:
    token, key = call.token, call.given["Idempotency-Key"].strip('"')
    assert token is not None
    headers: dict[str, str] = {}

    def act() -> Answer:
        done = operation.handler(call)
        headers.update(done.headers)
        return Answer(done.status, json.dumps(done.content, ensure_ascii=False))

    asked = b"\n".join([call.request.get_full_path().encode(), call.given.get("If-Match", "").encode(), raw])
    kept = once(token=token.pk, key=key, request=asked, at=call.at, act=act)
    return _response(Done(json.loads(kept.body), kept.status, headers), replayed=kept.replayed)


def _response(done: Done, *, replayed: bool = False) -> HttpResponse:
    text = json.dumps(done.content, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text, status=done.status, content_type="application/json", headers=dict(done.headers))
    if replayed:
        response["Idempotency-Replayed"] = "true"
        if done.status == 201:
            response["Location"] = done.content["url"]
    return response
