"""What the forms of the administration have in common: a basis, days, and refusals shown above the form."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.refusals import AccessError
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.norms.declared import ParameterError
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.refusals import PartiesError
from dienests.site.pages.doors import administered

REFUSALS = (PartiesError, ParameterError, AccessError)


class AdminForm(forms.Form):
    """A form whose act needs a basis: a norm, an order, a decision."""

    use_required_attribute = False
    basis = forms.CharField(
        label=_("Basis"), help_text=_("The norm or order, such as “order of 2 March No 4”."), max_length=300
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="%s")
        self.order_fields([name for name in self.fields if name != "basis"])


def back(name: str) -> HttpResponse:
    """Return to a list after an act; the address makes the list say that it is recorded."""
    return HttpResponseRedirect(f"{reverse(name)}#done")


def day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    """Return a question for a day."""
    return forms.DateField(label=label, required=required, help_text=hint, widget=forms.DateInput)


def acted(request: HttpRequest, form: forms.Form, act: Callable[..., Any]) -> bool:
    """Do the act of a valid form as administrator and say whether it was done; a refusal is shown in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    institution, mandate = administered(request.actor)  # type: ignore[attr-defined]
    common = {"institution": Institution.objects.get(pk=institution), "by": ActorRef(mandate=mandate)}
    try:
        act(form.cleaned_data, at=datetime.now(UTC), **common)
    except REFUSALS as refused:
        form.add_error(None, str(refused))
        return False
    return True
