"""`./dienests accessibility`: takes the results of the last tests of barriers into `docs/accessibility.json`."""

import argparse
import json
from pathlib import Path
from typing import Any

from dienests.cli.failure import Failure

ROOT = Path(__file__).resolve().parents[3]
BUILD, DIGEST = ROOT / "build", ROOT / "docs" / "accessibility.json"
LANGUAGES = ("lv", "en")
ALIKE = ("axe", "rules", "widths", "looked_at", "known")
TEST = "./dienests test src/dienests/site/pages/tests/test_barriers.py"


def run(arguments: list[str]) -> int:
    """Write the digest of both languages; what was found is written down as it is."""
    argparse.ArgumentParser(prog="./dienests accessibility", description=__doc__).parse_args(arguments)
    found = digest([_result(language) for language in LANGUAGES])
    DIGEST.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(
        f"{found['pages']} pages in {found['states']} states, {found['violations']} barriers, tested on {found['on']}."
    )
    return 0


def digest(results: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the statement shows: the older day, the barriers of all languages; raises Failure if they differ."""
    first, *others = results
    if any(each[name] != first[name] for each in others for name in ALIKE):
        raise Failure(f"the results of the languages are not of one version; run {TEST}.")
    return {
        "on": min(each["on"] for each in results), "languages": [each["language"] for each in results],
        "axe": first["axe"], "browser": first["browser"], "rules": first["rules"], "widths": first["widths"],
        "pages": len(first["looked_at"]), "states": min(each["states"] for each in results),
        "violations": sum(each["violations"] for each in results), "known": first["known"],
    }  # fmt: skip


def _result(language: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((BUILD / f"barriers-{language}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Failure(f"the tests of barriers have not run here; run {TEST}.") from None
    return found
