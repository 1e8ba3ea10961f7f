"""What an official fills in while a letter is on its way."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dienests.kernel.dispatch.handing import CHECKLIST
from dienests.kernel.dispatch.way import Way


class WayForm(forms.Form):
    """Another way for a letter."""

    use_required_attribute = False
    way = forms.ChoiceField(label=_("How the letter goes"), choices=Way.choices, widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("Address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For e-mail, the official electronic address and post."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, site: bool = True, **more: Any) -> None:
        super().__init__(data, **more)
        if not site:  # who has no account here cannot find a letter on this site
            self.fields["way"].choices = [each for each in Way.choices if each[0] != Way.SITE]  # type: ignore[attr-defined]


class HandForm(forms.Form):
    """The checklist of handing over."""

    use_required_attribute = False
    ticked = forms.MultipleChoiceField(
        label=_("Before you hand it over"), choices=[(line.slug, line.label) for line in CHECKLIST],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    received_by = forms.CharField(
        label=_("Who took it, if not the addressee"), max_length=200, required=False,
        help_text=_("Name and family name; the right to receive it was checked."),
    )  # fmt: skip


class BackForm(forms.Form):
    """Why a letter came back."""

    use_required_attribute = False
    reason = forms.CharField(label=_("Why it came back"), max_length=300)


class ArrivedForm(forms.Form):
    """A proof of delivery, such as the slip of the post."""

    use_required_attribute = False
    on = forms.DateField(
        label=_("Day on which the addressee received the letter"), widget=forms.DateInput,
        help_text=_("As it stands in the proof. The term to contest is counted from this day."),
    )  # fmt: skip
