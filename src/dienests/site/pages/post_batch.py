"""A batch for the post: its letters, its print, and handing it to the post."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.dispatch import work_list
from dienests.kernel.dispatch.batch import PostBatch
from dienests.kernel.dispatch.moving import DispatchRefused
from dienests.kernel.dispatch.post import hand_to_post
from dienests.kernel.dispatch.printing import print_of
from dienests.kernel.dispatch.way import Way
from dienests.kernel.dispatch.work_list import Place
from dienests.site.pages import failures, looking
from dienests.site.pages.doors import reading, signed_in, with_form


class HandedForm(forms.Form):
    """The day, and the number of each registered letter."""

    use_required_attribute = False
    on = forms.DateField(label=_("Day on which the post took the letters"), widget=forms.DateInput)

    def __init__(self, places: list[Place], data: Any = None, **more: Any) -> None:
        super().__init__(data, auto_id="%s", **more)
        self.registered = [each.dispatch for each in places if each.dispatch.way == Way.REGISTERED]
        for row in self.registered:
            label = format_lazy(_("Number that the post gave to letter {number}"), number=row.letter.number)
            self.fields[f"tracked-{row.pk}"] = forms.CharField(label=label, max_length=40)


@with_form
@signed_in
def page(request: HttpRequest, number: int) -> HttpResponse:
    """Show a batch; sent, note that the post took it."""
    batch, places = _batch(request, number)
    actor, at = request.actor, datetime.now(UTC)  # type: ignore[attr-defined]
    given = request.POST if request.method == "POST" else None
    form = HandedForm(places, given, initial={"on": local_date(at)})
    if form.is_bound and form.is_valid():
        tracked = {row.pk: form.cleaned_data[f"tracked-{row.pk}"] for row in form.registered}
        try:
            hand_to_post(batch=batch, actor=actor, on=form.cleaned_data["on"], tracked=tracked, at=at)
            return HttpResponseRedirect(f"{reverse('post-batch', kwargs={'number': batch.pk})}#done")
        except DispatchRefused as refused:
            form.add_error(None, str(refused))
    looking.at_dispatches(actor, places, at=at)
    shown = {"batch": batch, "places": places, "form": form}
    return render(request, "site/pages/post_batch.html", shown, status=422 if form.errors else 200)


@reading
@signed_in
def print_page(request: HttpRequest, number: int) -> HttpResponse:
    """Send the print of a batch as PDF."""
    batch, places = _batch(request, number)
    at = datetime.now(UTC)
    looking.at_dispatches(request.actor, places, at=at)  # type: ignore[attr-defined]
    try:
        made = print_of(batch, [each.dispatch for each in places], at=at)
    except DispatchRefused as refused:
        return failures.page(request, 409, message=str(refused))
    name = f"post-{batch.number.replace('/', '-')}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _batch(request: HttpRequest, number: int) -> tuple[PostBatch, list[Place]]:
    """Return a batch of the reader's offices with the letters that the reader may see; 404 without any."""
    batch = work_list.batches(request.actor).filter(pk=number).select_related("institution").first()  # type: ignore[attr-defined]
    places = work_list.in_batch(request.actor, batch) if batch else []  # type: ignore[attr-defined]
    if batch is None or not places:
        raise Http404
    return batch, places
