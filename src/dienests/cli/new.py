"""`./dienests new procedure DOMAIN/NAME --basis ACT:ADDRESS`: the skeleton of a procedure that passes every check."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from dienests.cli import skeleton
from dienests.cli.failure import Failure
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.norms import outline
from dienests.kernel.norms.basis import Basis

ROOT = Path(__file__).resolve().parents[3]
PLACE = re.compile(r"(?P<domain>[a-z][a-z0-9_]*)/(?P<name>[a-z][a-z0-9_]*)")
NO_DOMAINS = ("kernel", "site", "cli", "rulebooks")
NEXT = """written: src/dienests/{domain}/{name}, {lines} lines of declarations; entered in site/modules.py{more}
It passes the checks as it stands. Next:
  1. Declare in models.py and procedure.py what the rules say; docs/write-a-procedure.md explains every word.
  2. ./dienests manage check                          soundness: each fault is one sentence
  3. ./dienests manage makemigrations {label}   after each change of a field
  4. ./dienests catalogue                             names the texts without a translation; --merge takes them in
  5. ./dienests test src/dienests/{domain}/{name} tests/architecture
  6. ./dienests procedures publish {slug}   when it is decided: from then on changes are amendments"""


def run(arguments: list[str]) -> int:
    """Write the skeleton, its migration and its translations; refuse to overwrite anything."""
    options = _options(arguments)
    place = PLACE.fullmatch(options.place)
    if place is None or place["domain"] in NO_DOMAINS:
        raise Failure("name a domain and a module in small letters, such as conduct/tool_loans.")
    title = options.title or place["name"].replace("_", " ").capitalize()
    plan = skeleton.Plan(
        domain=place["domain"], name=place["name"], basis=_basis(options.basis), title=title,
        title_lv=options.title_lv or title, issued=local_date(datetime.now(UTC)),
    )  # fmt: skip
    created = skeleton.write(ROOT, plan)
    _dienests("manage", "makemigrations", plan.label)
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.tsv"
        texts.write_text(plan.translations(), encoding="utf-8")
        _dienests("catalogue", "--merge", str(texts))
    more = ", the new domain in the layers of pyproject.toml" if created else ""
    told = {"domain": plan.domain, "name": plan.name, "label": plan.label, "slug": plan.slug}
    print(NEXT.format(**told, lines=plan.declared(), more=more))
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dienests new", description=__doc__)
    procedure = parser.add_subparsers(dest="command", required=True).add_parser("procedure", help="a procedure")
    procedure.add_argument("place", metavar="DOMAIN/NAME", help="such as conduct/tool_loans; a new domain is made")
    procedure.add_argument("--basis", default="", help="the provision that asks for it, as ACT:ADDRESS")
    procedure.add_argument("--title", default="", help="its title in English")
    procedure.add_argument("--title-lv", default="", help="and in Latvian")
    return parser.parse_args(arguments)


def _basis(words: str) -> Basis:
    act, _, address = words.partition(":")
    if not (act and address):
        raise Failure(f"say which provision asks for it: --basis ACT:ADDRESS. Acts: {', '.join(outline.slugs())}.")
    basis = Basis(act, (address,))
    if complaints := outline.complaints(basis):
        raise Failure(f"{complaints[0]}.")
    return basis


def _dienests(*words: str) -> None:
    """Run another command in a process of its own: this one read the modules before there was one more."""
    surroundings = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-W", "ignore", "-m", "dienests", *words]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failure(f"./dienests {' '.join(words[:2])} failed: {(done.stderr or done.stdout).strip()}")
