"""`./dienests init`: found a real institution in an empty database; asks for what the words do not say."""

import argparse
import sys
from datetime import UTC, datetime

from dienests.cli import prepare
from dienests.cli.failure import Failure


def run(arguments: list[str]) -> int:
    """Found the institution and print the first person's link; return 0."""
    options = _options(arguments)
    prepare.tables()
    # These read models, so they can be imported only after Django was set up.
    from django.utils import translation  # noqa: PLC0415 - see above

    from dienests.cli import founding  # noqa: PLC0415 - see above

    with translation.override("en"):
        founding.refuse()
        plan = founding.plan(_answers(options), units=options.unit)
        founding.show(plan)
        if not options.yes and _asked("Found it? Type yes", "no") != "yes":
            raise Failure("nothing was founded.")
        founding.found(plan, at=datetime.now(UTC))
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dienests init", description=__doc__)
    parser.add_argument("--name", help="the full name in Latvian")
    parser.add_argument("--name-en", help="the full name in English; the Latvian one unless you say otherwise")
    parser.add_argument("--slug", help="a short name of small letters and hyphens; made of the name")
    parser.add_argument("--registration-number", help="eleven digits")
    parser.add_argument("--first-person", metavar="'GIVEN FAMILY'", help="who will be the first administrator")
    parser.add_argument("--login", help="of the first person; made of the name")
    parser.add_argument("--basis", help="the order or norm on which the founding rests")
    parser.add_argument("--unit", action="append", default=[], metavar="SLUG=NAME", help="a unit; once for each")
    parser.add_argument("--yes", action="store_true", help="ask nothing; what is missing takes its usual value")
    return parser.parse_args(arguments)


def _answers(options: argparse.Namespace) -> dict[str, str]:
    from dienests.site.founding.founding import suggested_login, suggested_slug  # noqa: PLC0415 - after setup

    ask = _usual if options.yes else _asked
    name = options.name or ask("Name of the institution in Latvian", "")
    person = options.first_person or ask("First administrator (given name and family name)", "")
    given, _space, family = person.strip().partition(" ")
    slug, login = suggested_slug(name), suggested_login(given, family)
    return {
        "name_lv": name,
        "name_en": options.name_en or ask("Name in English", name),
        "slug": options.slug or ask("Short name", slug),
        "registration_number": options.registration_number or ask("Registration number (may stay empty)", ""),
        "given_name": given,
        "family_name": family,
        "login": options.login or ask("Login of the first administrator", login),
        "basis": options.basis or ask("Order or norm on which the founding rests", ""),
    }


def _usual(_question: str, usual: str) -> str:
    return usual


def _asked(question: str, usual: str) -> str:
    if not sys.stdin.isatty():
        raise Failure(f"“{question}” is not answered and nobody can be asked here; see ./dienests init --help")
    return input(f"{question}{f' [{usual}]' if usual else ''}: ").strip() or usual
