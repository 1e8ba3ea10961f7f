"""The Prometheus text format, version 0.0.4: families with HELP and TYPE, then their samples."""

from collections.abc import Iterable

Sample = tuple[str, str, dict[str, str], float]
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# Family -> (type, help); a family without a line here is a fault of the program.
FAMILIES = {
    "dienests_build_info": ("gauge", "What runs; the value is always 1."),
    "dienests_http_requests": ("counter", "Requests answered since the start, by class of status."),
    "dienests_http_request_seconds": ("histogram", "How long requests took."),
    "dienests_page_requests": ("counter", "Requests answered since the start, by name of the page."),
    "dienests_page_seconds": ("counter", "Seconds spent on requests, by name of the page."),
    "dienests_outbox_waiting": ("gauge", "Effects of acts that are not carried out yet."),
    "dienests_outbox_failed": ("gauge", "Effects that failed at least once and will be tried again."),
    "dienests_outbox_oldest_seconds": ("gauge", "How long the oldest waiting effect has waited."),
    "dienests_cases_open": ("gauge", "Open cases by procedure; those with sealed data together."),
    "dienests_cases_overdue": ("gauge", "Open cases whose due day has passed."),
    "dienests_sessions": ("gauge", "Sessions that are open."),
    "dienests_read_events": ("counter", "Looks at personal data that were recorded."),
    "dienests_log_entries": ("gauge", "Acts in the sealed log."),
    "dienests_log_unsealed": ("gauge", "Acts that wait to be sealed."),
    "dienests_log_checkpoint_seconds": ("gauge", "Age of the last checkpoint; alert on it together with the above."),
    "dienests_database_bytes": ("gauge", "Size of the database."),
}


def written(samples: Iterable[Sample]) -> str:
    """Return the text; samples of one family stand together, in the order of the families."""
    by_family: dict[str, list[str]] = {name: [] for name in FAMILIES}
    for family, suffix, labels, value in samples:
        inside = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items())
        by_family[family].append(f"{family}{suffix}{f'{{{inside}}}' if inside else ''} {_number(value)}")
    lines: list[str] = []
    for family, found in by_family.items():
        kind, words = FAMILIES[family]
        # A counter's own name carries _total in this version of the format.
        name = f"{family}_total" if kind == "counter" else family
        lines += [f"# HELP {name} {words}", f"# TYPE {name} {kind}", *found] if found else []
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(round(float(value), 6))
