"""`./dienests check [--production] [--json]`: declarations and settings, or all that can be wrong in service."""

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime

import django
from django.utils import translation

from dienests.cli import checks

SIGNS = {"ok": "  ok      ", "warning": "  WARNING ", "error": "  ERROR   "}


def run(arguments: list[str]) -> int:
    """Print the findings; return 1 when there is an error, 0 with warnings only."""
    parser = argparse.ArgumentParser(prog="./dienests check", description=__doc__)
    parser.add_argument("--production", action="store_true", help="whether this installation is fit for real people")
    parser.add_argument("--json", action="store_true", help="the findings for a machine")
    options = parser.parse_args(arguments)
    django.setup()
    checks.run()
    if not options.production:
        print("[]" if options.json else "checked: the declarations and the settings are sound.")
        return 0
    from dienests.site.production.checking import findings  # noqa: PLC0415 - reads models

    with translation.override("en"):
        found = findings(datetime.now(UTC))
    if options.json:
        print(json.dumps([asdict(finding) for finding in found], ensure_ascii=False))
    else:
        for finding in found:
            print(f"{SIGNS[finding.level]}{finding.name}: {finding.what}")
    return int(any(finding.level == "error" for finding in found))
