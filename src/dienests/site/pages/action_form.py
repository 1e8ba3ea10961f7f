"""The form of an act, derived from the fields that it asks: labels, hints and options come from the declaration."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.cases.case import Case
from dienests.kernel.parties.people import colleagues
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.fields import CaseLink, Choice, Day, Number, PersonLink
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.refusals import Refusal

FEW = 6  # so many options are shown at once; more of them fold into a list
MOST_TEXT = 20_000


class ActionForm(forms.Form):
    """The questions of one act. Nothing is required here: the engine says what is missing, with the paragraph."""

    use_required_attribute = False
    template_name = ""

    def __init__(
        self,
        *args: Any,
        procedure: type[Procedure],
        action: Action,
        actor: Actor,
        institution: int,
        on: Any,
        **more: Any,
    ) -> None:
        super().__init__(*args, auto_id="%s", **more)
        self.model = action.follows.adds or procedure.record
        self.action = action
        self.reveals: dict[str, dict[str, list[str]]] = {}
        for name in action.fields:
            field = self.model._meta.get_field(name)
            asked = name in action.asks or name in action.asks_if
            self.fields[name] = _made(field, actor, institution, on)
            self.fields[name].required = False
            self.fields[name].asked = asked  # type: ignore[attr-defined]
        self._reveal()

    def _reveal(self) -> None:
        """Put a field that is asked on a condition under the options for which the condition holds."""
        for name, condition in self.action.asks_if.items():
            kind = next(iter(condition.reads()), "")
            if len(condition.reads()) != 1 or not isinstance(
                getattr(self.fields.get(kind), "widget", None), forms.RadioSelect
            ):
                continue
            for key, _label in self.fields[kind].choices:  # type: ignore[attr-defined]
                if key and condition.holds(self.model(**{kind: key})):
                    self.reveals.setdefault(kind, {}).setdefault(str(key), []).append(name)

    def answers(self) -> dict[str, Any]:
        """Return what was typed, without answers to questions that do not arise (a revealed field of another option)."""
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


def _made(field: Any, actor: Actor, institution: int, on: Any) -> forms.Field:
    words = {"label": capfirst(field.verbose_name), "help_text": field.help_text}
    for kind, make in KINDS.items():
        if isinstance(field, kind):
            return make(field, words, actor, institution, on)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), max_length=MOST_TEXT, **words)


def _choice(field: Any, words: dict[str, Any], actor: Actor, institution: int, on: Any) -> forms.Field:
    few = len(field.choices) <= FEW
    options = list(field.choices) if few else [("", _("– choose –")), *field.choices]
    return forms.ChoiceField(choices=options, widget=forms.RadioSelect if few else forms.Select, **words)


def _person(field: Any, words: dict[str, Any], actor: Actor, institution: int, on: Any) -> forms.Field:
    return forms.ModelChoiceField(colleagues(institution, on), empty_label=_("– choose –"), **words)


def _own_case(field: Any, words: dict[str, Any], actor: Actor, institution: int, on: Any) -> forms.Field:
    own = Case.objects.filter(opener=actor.person, institution=institution).order_by("-opened_at")
    return forms.ModelChoiceField(own, empty_label=_("– choose –"), **words)


def _day(field: Any, words: dict[str, Any], actor: Actor, institution: int, on: Any) -> forms.Field:
    return forms.DateField(widget=forms.DateInput, **words)


def _number(field: Any, words: dict[str, Any], actor: Actor, institution: int, on: Any) -> forms.Field:
    return forms.DecimalField(max_digits=field.max_digits, decimal_places=field.decimal_places, localize=True, **words)


KINDS: dict[type, Callable[..., forms.Field]] = {
    Choice: _choice,
    PersonLink: _person,
    CaseLink: _own_case,
    Day: _day,
    Number: _number,
}


def submission_of(data: Any) -> UUID:
    """Return the id of a filled-in form, so that sending it twice does it once; a new one where none came along."""
    try:
        return UUID(str(data.get("submission", "")))
    except ValueError:
        return uuid4()
