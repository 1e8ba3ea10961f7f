"""What `init` says and does once Django is set up."""

from datetime import datetime

from django.utils.translation import override

from dienests.cli.failure import Failure
from dienests.kernel.access.refusals import AccessError
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.parties.refusals import PartiesError
from dienests.site.founding import founding
from dienests.site.founding.founding import Founded, Plan
from dienests.site.founding.link import address
from dienests.site.founding.missing import missing

NEEDED = {
    "name_lv": "--name", "given_name": "--first-person", "family_name": "--first-person (given name and family name)",
    "basis": "--basis (the order or norm on which the founding rests)",
}  # fmt: skip


def refuse() -> None:
    """Raise a Failure where no institution can be founded."""
    refused = founding.refusal()
    if refused:
        raise Failure(refused)


def plan(answers: dict[str, str], *, units: list[str]) -> Plan:
    """Return the plan of a founding; raises a Failure that names the first word that is missing."""
    for name, flag in NEEDED.items():
        if not answers[name].strip():
            raise Failure(f"{flag} is missing: say it, or start ./dienests init without --yes and be asked.")
    pairs = [tuple(each.partition("=")[::2]) for each in units]
    wrong = next((each for each, (slug, name) in zip(units, pairs, strict=True) if not slug or not name), None)
    if wrong is not None:
        raise Failure(f"--unit {wrong} cannot be read; write --unit short-name='Name of the unit'.")
    return Plan(**answers, units=tuple((slug, name) for slug, name in pairs))


def show(what: Plan) -> None:
    """Print what will be founded."""
    print(f"Institution: {what.name_lv} ({what.slug}), {what.registration_number or 'no registration number'}")
    print(f"First administrator: {what.given_name} {what.family_name}, login {what.login}")
    print(f"Offices: {', '.join(each.slug for each in founding.offices())}")
    if what.units:
        print(f"Units: {', '.join(name for _slug, name in what.units)}")


def found(what: Plan, *, at: datetime) -> None:
    """Found the institution and print the link and what is missing; raises a Failure with the refusal."""
    try:
        made = founding.found(what, at=at)
    except (PartiesError, AccessError) as refused:
        raise Failure(str(refused)) from None
    print(f"\nFounded: {made.institution.name_lv}, with {len(made.offices)} offices.")
    print(f"{made.person.name} sets a password here, once, within seven days:\n  {address(made.token)}")
    _tell_missing(made, at=at)


def _tell_missing(made: Founded, *, at: datetime) -> None:
    with override("en"):
        lacking = missing(made.institution, local_date(at)).sentences()
    if lacking:
        print("\nBefore cases can run:")
    for sentence in lacking:
        print(f"  - {sentence}")
    print("\nNext: ./dienests up, open the link, import the staff (Administration, Staff). See docs/operate.md.")
