"""`./dienests verify FILE [--json]`: who sealed or signed a PDF document, when, and whether it was changed since."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.utils.translation import override

from dienests.cli.failure import Failure
from dienests.site.i18n import catalogues

if TYPE_CHECKING:
    from dienests.kernel.signatures.verifying import Verdict

SIGNS = {"good": "+", "note": " ", "warning": "?", "bad": "!"}
UNREADABLE = 2


def run(arguments: list[str]) -> int:
    """Print the verdict; return 0 when the document is valid, 1 when not or not certainly, 2 when it cannot be read."""
    parser = argparse.ArgumentParser(prog="./dienests verify", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="the verdict for a machine, in both languages")
    parser.add_argument("--language", choices=("lv", "en"), default="en", help="the language of the sentences")
    options = parser.parse_args(arguments)
    catalogues.compile_changed()
    django.setup()
    from dienests.kernel.signatures.sealing import SealRefused  # noqa: PLC0415 - after Django is set up
    from dienests.kernel.signatures.verifying import examine  # noqa: PLC0415 - after Django is set up

    with override(options.language):
        try:
            verdict = examine(options.file, at=datetime.now(UTC))
        except OSError as fault:
            print(f"dienests: {options.file} cannot be opened ({fault.strerror}).", file=sys.stderr)
            return UNREADABLE
        except SealRefused as wrong:
            raise Failure(str(wrong)) from None
        if options.json:
            print(json.dumps(verdict.as_json(), ensure_ascii=False, indent=1))
        else:
            _tell(verdict)
    return verdict.exit_code


def _tell(verdict: "Verdict") -> None:
    if verdict.known is not None:
        print(f"  {verdict.known.sentence}")
    if not verdict.asked:
        print(
            "dienests: note: the database does not answer, so it is not told whether this is our letter.",
            file=sys.stderr,
        )
    for line in verdict.lines:
        print(f"{SIGNS[line.tone]} {line.text}")
