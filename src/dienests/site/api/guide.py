"""The guide to the interface: what it is, how to come by a token, examples to copy, and what each problem means."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dienests.site.api.problem import KINDS
from dienests.site.pages.doors import public

SIGNED = '-H "Authorization: Bearer $TOKEN"'


@dataclass(frozen=True, slots=True)
class Example:
    """One command that can be copied as it stands, once HOST, TOKEN and CASE are set."""

    about: str | Promise
    command: str


EXAMPLES = (
    Example(_("All rulebooks, without a token"), "curl $HOST/api/v1/acts"),
    Example(
        _("One paragraph: norm, procedure, evidence, account"),
        "curl $HOST/api/v1/acts/vpd-ethics-code-2026/provisions/25",
    ),
    Example(_("The newest open cases that you see"), f'curl {SIGNED} "$HOST/api/v1/cases?state=open&limit=2"'),
    Example(
        _("Opening a case; sent again under the same key it is opened once"),
        f"""curl {SIGNED} \\
  -H "Idempotency-Key: my-first-case" -H "Content-Type: application/json" \\
  -d '{{"reason": "advice", "account": "May I accept an invitation?"}}' \\
  $HOST/api/v1/procedures/ethics-report/start/submit""",
    ),
    Example(
        _("Reading it; CASE is the “id” of the answer before"),
        f"""curl {SIGNED} \\
  -H "Dienests-Purpose: checking the deadline" -H "Dienests-End-User: j.ozols" \\
  $HOST/api/v1/cases/$CASE""",
    ),
    Example(_("What may be done in it, and why not the rest"), f"curl {SIGNED} $HOST/api/v1/cases/$CASE/todo"),
)


@public
def page(request: HttpRequest) -> HttpResponse:
    """Show the guide."""
    shown = {"problems": KINDS, "examples": EXAMPLES, "host": f"{request.scheme}://{request.get_host()}"}
    return render(request, "site/api/guide.html", shown)
