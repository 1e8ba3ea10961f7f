"""Open operations on the house: institutions, their parameters in force, and the declared procedures."""

from typing import Any

from django.utils.translation import gettext as _

from dienests.kernel.norms import parameters
from dienests.kernel.parties.institution import Institution
from dienests.kernel.procedures.actions import ANYWHERE, Action
from dienests.kernel.procedures.items import as_tuple
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.roles import system
from dienests.kernel.procedures.stages import Stage
from dienests.site.api.open_rules import AWHILE, ON, day
from dienests.site.api.operation import Call, Done, Operation, Parameter, address
from dienests.site.api.problem import Problem, marks
from dienests.site.api.sound import newest_sound
from dienests.site.pages import processing

SLUG = {"type": "string", "pattern": "^[a-z0-9-]{1,80}$"}
INSTITUTION = Parameter("institution", "path", SLUG, "slug of an institution", True)
PROCEDURE = Parameter("procedure", "path", SLUG, "slug of a procedure", True, "ethics-report")


def institutions(call: Call) -> Done:
    """Return the institutions of this installation."""
    found = [
        {
            "slug": each.slug, "name": {"lv": each.name_lv, "en": each.name_en},
            "registration_number": each.registration_number, "demonstration": each.is_demonstration,
        }
        for each in Institution.objects.order_by("slug")
    ]  # fmt: skip
    return Done({"institutions": found}, headers=AWHILE)


def in_force(call: Call) -> Done:
    """Return every declared parameter with the value of an institution on a day; null is not set."""
    found, on = institution(call.given["institution"]), day(call)
    standing = parameters.standing(found.pk, on)
    return Done(
        {"institution": found.slug, "on": on.isoformat(), "parameters": [_parameter(each) for each in standing]},
        headers=AWHILE,
    )


def institution(slug: str) -> Institution:
    """Return an institution; raises Problem."""
    found = Institution.objects.filter(slug=slug).first()
    if found is None:
        raise Problem("absent", _("There is no such institution; see the list of institutions."))
    return found


def _parameter(standing: parameters.Standing) -> dict[str, Any]:
    asked, row = standing.declared, standing.parameter
    return {
        "slug": asked.slug, "label": str(asked.label), "where": str(asked.where), "basis": marks(asked.basis),
        "value": row.value if row else None, "set_by": row.basis if row else None,
        "valid_from": row.valid_from.isoformat() if row else None,
        "valid_to": row.valid_to.isoformat() if row and row.valid_to else None,
    }  # fmt: skip


def procedures(call: Call) -> Done:
    """Return every procedure in the version under which a new case begins."""
    found = [
        _head(each) | {"url": address("/procedures/{procedure}", procedure=slug)}
        for slug, each in sorted(newest_sound().items())
    ]
    return Done({"procedures": found}, headers=AWHILE)


def procedure(call: Call) -> Done:
    """Return the declaration of one procedure: roles, stages, terms, letters, acts with their fields."""
    found = newest_sound().get(call.given["procedure"])
    if found is None:
        raise Problem("absent", _("There is no such procedure; see the list of procedures."))
    told = _head(found) | {
        "roles": [_named(each) | {"office": each.office} for each in found.roles.values()],
        "stages": [{"name": each.name, "label": str(each.label), "ends": each.ends} for each in found.stages.values()],
        "terms": [
            _named(each)
            | {
                "value": None if each.unset else str(each.value),
                "parameter": each.parameter if each.unset else None,
            }
            for each in found.terms.values()
        ],
        "letters": [_named(each) for each in found.letters.values()],
        "actions": [_action(found, each) for each in found.actions.values()],
    }
    return Done(told, headers=AWHILE)


def _head(found: type[Procedure]) -> dict[str, Any]:
    return {
        "slug": found.slug, "version": found.version, "title": str(found.title), "issued": found.issued.isoformat(),
        "basis": marks(found.basis),
    }  # fmt: skip


def _named(item: Any) -> dict[str, Any]:
    return {"name": item.name, "label": str(item.label), "basis": marks(item.basis)}


def _action(found: type[Procedure], action: Action) -> dict[str, Any]:
    model = action.follows.adds or found.record
    sources = [] if action.source is ANYWHERE or action.starts_case else as_tuple(action.source)
    return _named(action) | {
        "by": action.by.name, "from": [each.name for each in sources if isinstance(each, Stage)],
        "to": getattr(action.target, "name", None), "when": str(action.when.label) if action.when else None,
        "fields": [
            {
                "name": name, "label": str(model._meta.get_field(name).verbose_name),
                "required": "always" if name in action.asks else "if" if name in action.asks_if else "never",
            }
            for name in action.fields
        ],
        "operation": None if action.by is system else f"{found.slug}.{action.name}",
    }  # fmt: skip


def processed(call: Call) -> Done:
    """Return what is kept about people: datum, category, purpose, basis, period, readers."""
    found = [each | {"basis": marks(each["basis"])} for each in processing.record()]
    return Done({"processing": found}, headers=AWHILE)


OPERATIONS = (
    Operation(
        "get-processing", "/processing", "The record of processing of personal data", processed, "Processing", "house"
    ),
    Operation("list-institutions", "/institutions", "All institutions", institutions, "Institutions", "house"),
    Operation(
        "get-parameters", "/institutions/{institution}/parameters", "The parameters of an institution in force",
        in_force, "Parameters", "house", parameters=(INSTITUTION, ON), problems=(404, 422),
    ),
    Operation("list-procedures", "/procedures", "All procedures", procedures, "Procedures", "procedures"),
    Operation(
        "get-procedure", "/procedures/{procedure}", "The declaration of one procedure", procedure, "Procedure",
        "procedures", parameters=(PROCEDURE,), problems=(404,),
    ),
)  # fmt: skip
