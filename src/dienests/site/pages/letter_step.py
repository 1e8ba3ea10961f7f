"""One step of a draft as a form: what every such form has, and what it is asked about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from dienests.kernel.access.actor import Actor
from dienests.kernel.letters.parts import Place
from dienests.kernel.parties.office import Office
from dienests.kernel.procedures.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Asked:
    """A draft, who looks at it, and when: what the questions of a step depend on."""

    place: Place
    actor: Actor
    at: datetime


class StepForm(forms.Form):
    """The questions of one step; the verb says what is missing."""

    use_required_attribute = False
    step = ""

    def __init__(self, data: Any, asked: Asked, **initial: Any) -> None:
        super().__init__(data, auto_id=f"{self.step}-%s", initial=initial)
        self.asked = asked
        self.build()
        for each in self.fields.values():
            each.required = False

    def build(self) -> None:
        """Add the questions."""

    def given(self) -> dict[str, Any]:
        """Return what the verb takes."""
        return dict(self.cleaned_data)

    def refuse(self, refusal: Refusal) -> None:
        """Show what is wrong at the fields that it is about, or above the form."""
        named = {name: words for name, words in refusal.fields.items() if name in self.fields}
        for name, words in named.items():
            self.add_error(name, str(words))
        if not named:
            self.add_error(None, str(refusal.message))


def offices(place: Place) -> list[tuple[str, str]]:
    """Return the offices of the institution of a draft, with their titles."""
    found = Office.objects.filter(institution=place.case.institution_id).order_by("pk")
    return list({office.slug: office.title for office in found}.items())
