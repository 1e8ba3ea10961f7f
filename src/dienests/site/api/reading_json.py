"""Reading the JSON of a request strictly: one object, no name twice, no NaN, no depth, a limited size."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest, UnreadablePostError
from django.utils.translation import gettext as _

from dienests.site.api.problem import Problem

LARGEST = 256 * 1024


def body_of(request: HttpRequest) -> tuple[bytes, dict[str, Any]]:
    """Return the bytes of a request and the object that they hold; raises Problem."""
    if request.content_type != "application/json":
        raise Problem("media-type", _("The body must be JSON: send “Content-Type: application/json”."))
    if (request.content_params or {}).get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise Problem("media-type", _("JSON is written in UTF-8: leave the charset out."))
    raw = _read(request)
    try:
        found = json.loads(raw.decode("utf-8"), object_pairs_hook=_object, parse_constant=_constant)
    except (ValueError, RecursionError) as error:
        raise Problem("malformed", _said(error)) from None
    if not isinstance(found, dict):
        raise Problem("malformed", _("The body must be one JSON object."))
    return raw, found


def _read(request: HttpRequest) -> bytes:
    too_large = Problem("too-large", _("The body is larger than 256 KB; send less."))
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            raise too_large
        raw = request.read(LARGEST + 1)
    except (UnreadablePostError, ValueError):
        raise Problem("malformed", _("The body broke off before its end; send it again.")) from None
    if len(raw) > LARGEST:
        raise too_large
    return bytes(raw)


class _Strict(ValueError):
    """Something that JSON libraries let pass and that different programs read differently."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Strict(_("The JSON names a member twice; name each once."))
    return found


def _constant(name: str) -> NoReturn:
    raise _Strict(_("The JSON holds %(name)s, which is no JSON; leave it out.") % {"name": name})


def _said(error: Exception) -> str:
    if isinstance(error, _Strict):
        return str(error)
    if isinstance(error, RecursionError):
        return _("The JSON is nested too deeply; an act asks for plain values only.")
    if isinstance(error, json.JSONDecodeError):
        return _("The body is no JSON: see line %(line)d, column %(column)d.") % {
            "line": error.lineno, "column": error.colno,
        }  # fmt: skip
    return _("The body is no JSON in UTF-8.")
