"""Who looked at my data, as data: every single look with its moment, as CSV and JSON."""

import csv
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language

from dienests.kernel.access.who_looked import reads_of
from dienests.kernel.looks.later import Later
from dienests.kernel.looks.lines import single
from dienests.site.pages.days import now
from dienests.site.pages.doors import reading, signed_in
from dienests.site.pages.look_filter import narrowed
from dienests.site.pages.reads import in_words

COLUMNS = ("at", "institution", "office", "case", "procedure", "without_case", "reason", "done", "data", "program",
           "end_user", "delayed_until", "basis_of_delay")  # fmt: skip


@reading
@signed_in
def as_csv(request: HttpRequest) -> HttpResponse:
    """Answer with the looks as CSV, newest first."""
    text = StringIO()
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    table.writerows({name: safe(value) for name, value in each.items()} for each in _rows(request))
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="looks.csv"'
    return answer


@reading
@signed_in
def as_json(request: HttpRequest) -> JsonResponse:
    """Answer with the same as JSON."""
    answer = JsonResponse(
        {"language": get_language(), "looks": _rows(request)}, json_dumps_params={"ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="looks.json"'
    return answer


def safe(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: a stated purpose is what somebody typed."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    later = Later.of(request.actor.person, at=now())  # type: ignore[attr-defined]
    looks, _form = narrowed(request, later.told(reads_of(request.actor.person)))  # type: ignore[attr-defined]
    rows = in_words(request, [single(each) for each in looks], later=later)
    return [
        {
            "at": row.line.first.isoformat(timespec="seconds"), "institution": row.institution, "office": row.office,
            "case": row.number, "procedure": str(row.procedure), "without_case": row.without_case,
            "reason": "; ".join(row.whys), "done": "; ".join(str(each.doing) for each in row.kinds), "data": row.data,
            "program": row.program, "end_user": "; ".join(each.kind.end_user for each in row.kinds),
            "delayed_until": row.delayed.until.isoformat(timespec="seconds")
            if row.delayed and row.delayed.until else "",
            "basis_of_delay": row.delayed.basis if row.delayed else "",
        }
        for row in rows
    ]  # fmt: skip
