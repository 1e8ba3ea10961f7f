"""The form of an act, derived from the fields that it asks: labels, hints and options come from the declaration."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import offered
from dienests.kernel.cases.case import Case
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.fields import CaseLink, Choice, Day, Number, OrganisationLink, PersonLink
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find

FEW = 6  # so many options are shown at once; more of them fold into a list
MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is asked what: an act of a procedure in an institution; `case` is None for the act that opens one."""

    procedure: type[Procedure]
    action: Action
    actor: Actor
    institution: int
    case: Case | None
    at: datetime

    @property
    def on(self) -> date:
        """Return the day of the act."""
        return local_date(self.at)

    @property
    def opener(self) -> UUID | None:
        """Return who opened the case, or opens it now."""
        return self.case.opener_id if self.case else self.actor.person


class ActionForm(forms.Form):
    """The questions of one act. Nothing is required here: the engine says what is missing, with the paragraph."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, asking: Asking) -> None:
        super().__init__(data, auto_id="%s")
        self.asking, self.action = asking, asking.action
        self.model = self.action.follows.adds or asking.procedure.record
        self.reveals: dict[str, dict[str, list[str]]] = {}
        for name in self.action.fields:
            made = _made(self.model._meta.get_field(name), asking, optional=name in self.action.accepts)
            made.required = False
            self.fields[name] = made
        self._reveal()

    def _reveal(self) -> None:
        """Put a field that is asked on a condition under the options for which the condition holds."""
        for name, condition in self.action.asks_if.items():
            kind = next(iter(condition.reads()), "")
            widget = getattr(self.fields.get(kind), "widget", None)
            if len(condition.reads()) != 1 or not isinstance(widget, forms.RadioSelect):
                continue
            for key, _label in self.fields[kind].choices:  # type: ignore[attr-defined]
                if key and condition.holds(self.model(**{kind: key})):
                    self.reveals.setdefault(kind, {}).setdefault(str(key), []).append(name)

    def answers(self) -> dict[str, Any]:
        """Return what was typed, without answers to questions that do not arise (revealed by another option)."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        attributes = {
            self.model._meta.get_field(name).attname: getattr(value, "pk", value) for name, value in given.items()
        }
        trial = self.model(**attributes)
        return {
            name: getattr(value, "pk", value)
            for name, value in given.items()
            if name not in self.action.asks_if or self.action.asks_if[name].holds(trial)
        }

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal of the engine at the fields that it names, or above the form."""
        named = {name: sentence for name, sentence in refusal.fields.items() if name in self.fields}
        for name, sentence in named.items():
            self.add_error(name, str(sentence))
        if not named:
            self.add_error(None, str(refusal.message))


class _CaseChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A list of cases that tells them apart: number, procedure, day."""

    def label_from_instance(self, obj: Case) -> str:
        """Return one line of the list."""
        title = find(obj.procedure, obj.version).title
        return f"{obj.number} · {title} · {date_format(local_date(obj.opened_at), 'd.m.Y.')}"


def _made(field: Any, asking: Asking, *, optional: bool) -> forms.Field:
    label: Any = capfirst(field.verbose_name)
    words = {
        "label": format_lazy(_("{question} (optional)"), question=label) if optional else label,
        "help_text": field.help_text,
    }
    for kind, make in KINDS.items():
        if isinstance(field, kind):
            return make(field, words, asking, _("– none –") if optional else _("– choose –"))
    if field.line:
        return forms.CharField(max_length=MOST_TEXT, **words)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), max_length=MOST_TEXT, **words)


def _choice(field: Any, words: dict[str, Any], asking: Asking, empty: Any) -> forms.Field:
    few = len(field.choices) <= FEW
    options = list(field.choices) if few else [("", empty), *field.choices]
    return forms.ChoiceField(choices=options, widget=forms.RadioSelect if few else forms.Select, **words)


def _sides(field: Any, asking: Asking) -> Any:
    """Return whom an act for another may name; None where the act needs no right for that."""
    record = asking.procedure.record.objects.get(pk=asking.case.pk) if asking.case else None
    return offered.sides(
        asking.action, field, actor=asking.actor.person, record=record, institution=asking.institution, on=asking.on
    )


def _organisation(field: Any, words: dict[str, Any], asking: Asking, empty: Any) -> forms.Field:
    found = _sides(field, asking)
    every = field.remote_field.model.objects.order_by("name", "pk")
    return forms.ModelChoiceField(every if found is None else found, empty_label=empty, **words)


def _person(field: Any, words: dict[str, Any], asking: Asking, empty: Any) -> forms.Field:
    found = _sides(field, asking) if asking.action.entitled else None
    if found is not None:
        return forms.ModelChoiceField(found, empty_label=empty, **words)
    people = offered.persons(
        field, institution=asking.institution, on=asking.on, opener=asking.opener, actor=asking.actor.person,
        rules=asking.procedure.rules.values(),
    )  # fmt: skip
    if asking.action.by.manages == field.name:
        people = people.exclude(pk=asking.actor.person)  # nobody is one's own manager
    return forms.ModelChoiceField(people, empty_label=empty, **words)


def _own_case(field: Any, words: dict[str, Any], asking: Asking, empty: Any) -> forms.Field:
    return _CaseChoice(offered.cases(field, opener=asking.actor.person), empty_label=empty, **words)


def _day(field: Any, words: dict[str, Any], asking: Asking, empty: Any) -> forms.Field:
    return forms.DateField(widget=forms.DateInput, **words)


def _number(field: Any, words: dict[str, Any], asking: Asking, empty: Any) -> forms.Field:
    return forms.DecimalField(max_digits=field.max_digits, decimal_places=field.decimal_places, localize=True, **words)


KINDS: dict[type, Callable[..., forms.Field]] = {
    Choice: _choice,
    PersonLink: _person,
    CaseLink: _own_case,
    OrganisationLink: _organisation,
    Day: _day,
    Number: _number,
}


def submission_of(data: Any) -> UUID:
    """Return the id of a filled-in form, so that sending it twice does it once; a new one where none came along."""
    try:
        return UUID(str(data.get("submission", "")))
    except ValueError:
        return uuid4()
