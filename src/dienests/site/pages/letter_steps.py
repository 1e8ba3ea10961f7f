"""The steps of a draft as forms: what each asks, and the verb that it does."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from dienests.kernel.letters import agreeing, approving, drafting
from dienests.kernel.letters.approval import texts
from dienests.kernel.letters.draft_text import DraftText
from dienests.site.pages.letter_step import StepForm, offices

LONG = {"rows": 8}


class WriteForm(StepForm):
    """The words of the letter, field by field, and its language."""

    step = "write"

    def build(self) -> None:
        """Ask for each text with what stands there now."""
        place = self.asked.place
        now = DraftText.objects.filter(draft=place.draft, number=place.draft.text).first()
        for name in texts(place.procedure, place.action):
            field = (place.action.follows.adds or place.procedure.record)._meta.get_field(name)
            self.fields[name] = forms.CharField(
                label=capfirst(field.verbose_name), help_text=field.help_text, widget=forms.Textarea(attrs=LONG),
                initial=now.fields.get(name, "") if now else "", max_length=drafting.LONGEST,
            )  # fmt: skip
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the letter"), choices=settings.LANGUAGES, widget=forms.RadioSelect,
            initial=place.draft.language,
        )  # fmt: skip

    def given(self) -> dict[str, Any]:
        """Return the words by field."""
        words = {name: value for name, value in self.cleaned_data.items() if name != "language"}
        return {"fields": words, "language": self.cleaned_data["language"] or self.asked.place.draft.language}


class BriefForm(StepForm):
    """What is handed on to the office that is to draft."""

    step = "brief"

    def build(self) -> None:
        """Offer what may be given."""
        place, asked = self.asked.place, self.asked
        given = drafting.may_be_given(asked.actor, place.case, asked.at)
        self.fields["fields"] = forms.MultipleChoiceField(
            label=_("What to hand on"), choices=[(name, capfirst(label)) for name, label in given.items()],
            widget=forms.CheckboxSelectMultiple, help_text=_("Only what you read yourself; nothing that is sealed."),
        )  # fmt: skip
        self.fields["words"] = forms.CharField(
            label=_("Guidance"), widget=forms.Textarea(attrs={"rows": 3}), max_length=drafting.LONGEST
        )
        self.fields["office"] = forms.ChoiceField(
            label=_("Who is to draft"), choices=offices(place), initial=place.draft.office
        )


class SubmitForm(StepForm):
    """Whom else to ask for agreement."""

    step = "submit"

    def build(self) -> None:
        """Offer the offices of the institution."""
        self.fields["further"] = forms.MultipleChoiceField(
            label=_("Ask these to agree as well (optional)"), choices=offices(self.asked.place),
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip


class AgreeForm(StepForm):
    """Nothing more is asked."""

    step = "agree"


class ObjectForm(StepForm):
    """What is objected to, and the wording that is offered instead."""

    step = "object"

    def build(self) -> None:
        """Ask for the reason, and for other wording where possible (14.7)."""
        place = self.asked.place
        model = place.action.follows.adds or place.procedure.record
        names = [
            (name, capfirst(model._meta.get_field(name).verbose_name)) for name in texts(place.procedure, place.action)
        ]
        self.fields["words"] = forms.CharField(
            label=_("What you object to, or propose"), widget=forms.Textarea(attrs={"rows": 3})
        )
        if len(names) > 1:
            self.fields["field"] = forms.ChoiceField(label=_("Which text"), choices=names)
        self.fields["wording"] = forms.CharField(
            label=_("Other wording, where possible"), widget=forms.Textarea(attrs=LONG),
            help_text=_("Stands in place of the whole text above; it can then be taken with one press."),
        )  # fmt: skip

    def given(self) -> dict[str, Any]:
        """Return the objection."""
        return {"field": "", **self.cleaned_data}


class SettleForm(StepForm):
    """The answer to an objection."""

    step = "answer"

    def build(self) -> None:
        """Ask for the reason."""
        self.fields["words"] = forms.CharField(
            label=_("Why the objection is not followed"), widget=forms.Textarea(attrs={"rows": 3})
        )
        self.fields["opinion"] = forms.IntegerField(widget=forms.HiddenInput)


class TakeForm(StepForm):
    """The objection whose wording is taken."""

    step = "take"

    def build(self) -> None:
        """Name the objection."""
        self.fields["opinion"] = forms.IntegerField(widget=forms.HiddenInput)


class ApproveForm(StepForm):
    """Nothing more is asked."""

    step = "approve"


class ReturnForm(StepForm):
    """Why a draft is sent back, and other wording."""

    step = "return"

    def build(self) -> None:
        """Ask for the reason, and for other wording where possible (14.7)."""
        self.fields["words"] = forms.CharField(
            label=_("Why you send it back"), widget=forms.Textarea(attrs={"rows": 3})
        )
        self.fields["wording"] = forms.CharField(
            label=_("Other wording, where possible"), widget=forms.Textarea(attrs=LONG)
        )


class DropForm(StepForm):
    """Nothing more is asked."""

    step = "drop"


STEPS: dict[str, tuple[type[StepForm], Callable[..., Any]]] = {
    "write": (WriteForm, drafting.write),
    "brief": (BriefForm, drafting.give_brief),
    "submit": (SubmitForm, agreeing.submit),
    "agree": (AgreeForm, agreeing.agree),
    "object": (ObjectForm, agreeing.object_to),
    "take": (TakeForm, agreeing.take_wording),
    "answer": (SettleForm, agreeing.answer),
    "approve": (ApproveForm, approving.approve),
    "return": (ReturnForm, approving.send_back),
    "drop": (DropForm, drafting.drop),
}
