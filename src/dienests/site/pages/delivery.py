"""Letters: how the person at the page wants to get them."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.account import Account
from dienests.kernel.dispatch.addresses import AddressRefused
from dienests.kernel.dispatch.choosing import choose, chosen_by
from dienests.kernel.dispatch.way import Way
from dienests.site.pages.admin_form import back
from dienests.site.pages.doors import signed_in, with_form
from dienests.site.pages.limits import limited


class DeliveryForm(forms.Form):
    """A way, and the address for those that need one."""

    use_required_attribute = False
    way = forms.ChoiceField(label=_("How you want to get letters"), choices=Way.choices, widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("Address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For the official electronic address and for post. Letters by e-mail go to the confirmed address."),
    )  # fmt: skip


@limited("delivery", per_hour=30)
@with_form
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show and change how letters come; letters that are on their way are not turned round."""
    account = Account.objects.get(pk=request.actor.account)  # type: ignore[attr-defined]
    chosen = chosen_by(account.person_id)
    given: Any = request.POST if request.method == "POST" else None
    shown_address = "" if chosen.way == Way.MAIL else chosen.address
    form = DeliveryForm(given, auto_id="%s", initial={"way": chosen.way, "address": shown_address})
    if form.is_bound and form.is_valid():
        try:
            choose(account=account, at=datetime.now(UTC), **form.cleaned_data)
            return back("delivery")
        except AddressRefused as refused:
            form.add_error("address", str(refused))
    shown = {"form": form, "here": "delivery", "lost": not chosen.way}
    return render(request, "site/pages/delivery.html", shown, status=422 if form.errors else 200)
