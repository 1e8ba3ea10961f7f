"""What `./dienests procedures migrate` does; imported once Django is set up."""

import argparse
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from dienests.cli.failure import Failure
from dienests.kernel.cases import migrating
from dienests.kernel.cases.forecast import Forecast, Standing, forecast
from dienests.kernel.cases.migration import Migration, MigrationError, same_names
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.models import Institution
from dienests.kernel.procedures.registry import find


def migrate(options: argparse.Namespace) -> int:
    """Move running cases, or tell what that would change; 1 when some are left because their effects still wait."""
    institution = _institution(options.institution)
    try:
        plan = Migration(options.slug, options.source, options.target, options.basis, _stages(options))
        if options.dry_run:
            seen = forecast(migration=plan, institution=institution)
            print(json.dumps(seen.as_json(), indent=2) if options.json else _for_reading(seen))
            return 0
        done = migrating.migrate(migration=plan, by=SYSTEM, at=datetime.now(UTC), institution=institution)
    except MigrationError as refused:
        raise Failure(str(refused)) from None
    told = {"moved": done.moved, "left": done.left}
    words = f"{done.moved} cases go on under version {plan.target}; {done.left} are left under version {plan.source}."
    print(json.dumps(told) if options.json else words)
    return 1 if done.left else 0


def _institution(slug: str) -> int | None:
    if not slug:
        return None
    found = Institution.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Institution.objects.order_by("slug").values_list("slug", flat=True))
        raise Failure(f"there is no institution '{slug}'; these are known: {known}.")
    return found.pk


def _stages(options: argparse.Namespace) -> dict[str, str]:
    try:
        stages = same_names(options.slug, options.source, options.target) if options.same_names else {}
    except LookupError:
        stages = {}  # the migration itself says which version is not declared
    for pair in options.stage:
        old, equals, new = pair.partition("=")
        if not equals:
            raise Failure(f"'{pair}' is no mapping of a stage; write --stage OLD=NEW.")
        stages[old.strip()] = new.strip()
    return stages


def _for_reading(seen: Forecast) -> str:
    old, new = (find(seen.migration.slug, version) for version in (seen.migration.source, seen.migration.target))
    lines = [f"{seen.count} cases would go on under version {new.version}; nothing is changed by a dry run."]
    if seen.waiting:
        lines.append(f"{seen.waiting} more have effects that still wait; they move once these are carried out.")
    for each in seen.standing:
        lines.append(f"{old.stages[each.stage].label} → {new.stages[each.to].label}: {each.count} cases")
        lines += [f"  {what}: {', '.join(names)}" for what, names in _changes(each) if names]
    return "\n".join(lines)


def _changes(each: Standing) -> Iterable[tuple[str, list[str]]]:
    turns = [] if each.turn_was == each.turn_now else [f"{each.turn_was} → {each.turn_now}"]
    yield "whose turn", turns
    for what in ("gain_sight", "lose_sight", "terms_end", "terms_go_on"):
        yield what.replace("_", " "), [f"{name} ({count})" for name, count in sorted(getattr(each, what).items())]
    for what in ("acts_gone", "acts_new", "fields_new"):
        yield what.replace("_", " "), getattr(each, what)
