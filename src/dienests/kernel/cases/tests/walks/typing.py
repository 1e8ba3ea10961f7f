"""What people type: valid answers to whatever an action asks, and sometimes rubbish."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.walks.town import Town
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.fields import CaseLink, PersonLink
from dienests.kernel.procedures.registry import declared

SECRET = "zqxj"  # stands in every text of a category, so that it is known where it is found
RUBBISH: list[Any] = ["\x00", "no-such-option", -1, "2026-13-45", "x" * 30_000, None, "", "12e400", "ffff"]


def answers(random: Random, town: Town, action: Action, model: Any, record: Any, *, on: date, person: Any) -> Any:
    """Return answers to an action: what it asks, what it asks under a condition that holds, some of the rest."""
    given: dict[str, Any] = {}
    for name in (*action.asks, *action.accepts):
        if name in action.asks or random.random() < 0.4:
            given[name] = _value(random, town, model._meta.get_field(name), on=on, person=person)
    target = record if record is not None else model(case=Case(opener_id=person, institution=town.institution))
    for name, value in (action.sets | given).items():
        field = target._meta.get_field(name) if any(f.name == name for f in target._meta.fields) else None
        if field is not None and value is not None:
            setattr(target, field.attname, getattr(value, "value", value))
    for name, condition in action.asks_if.items():
        if condition.holds(target):
            given[name] = _value(random, town, model._meta.get_field(name), on=on, person=person)
    return {name: value for name, value in given.items() if value is not None}


def spoiled(random: Random, given: dict[str, Any], action: Action) -> dict[str, Any]:
    """Return answers of which something is missing, wrong or not asked."""
    names = [*given, *action.fields]
    worse = dict(given)
    match random.choice(["missing", "wrong", "strange"]):
        case "missing" if given:
            worse.pop(random.choice(list(given)))
        case "wrong" if names:
            worse[random.choice(names)] = random.choice(RUBBISH)
        case _:
            worse["never_asked"] = "x"
    return worse


def _value(random: Random, town: Town, field: Any, *, on: date, person: Any) -> Any:
    if isinstance(field, PersonLink):
        people = (town.holders(field.office) if field.office else []) or town.people
        return random.choice(people).pk
    if isinstance(field, CaseLink):
        own = Case.objects.filter(opener=person, **({"procedure": field.of} if field.of else {}))
        return own.order_by("number").values_list("pk", flat=True).first()
    if field.choices:
        return random.choice([key for key, _label in field.choices])
    match field.get_internal_type():
        case "DateField":
            return on + timedelta(days=random.choice([0, 1, 5, 40]))
        case "DecimalField":
            return Decimal(random.choice(["1", "2", "7"]))
        case "BooleanField":
            return random.choice([True, False])
        case "TextField" | "CharField":
            picture = "" if _printed(field) else "😀"
            return random.choice([f"{SECRET} a word", f"{SECRET} Šķūņa ēna, {picture} <b>", f"{SECRET} {'long ' * 40}"])
    return None


def _printed(field: Any) -> bool:
    """Say whether a letter prints a field: then it takes no sign without a picture."""
    letters = (letter for each in declared() if each.record is field.model for letter in each.letters.values())
    return any(field.name in letter.prints for letter in letters)
