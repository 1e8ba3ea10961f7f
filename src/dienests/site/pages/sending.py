"""Sending letters: what waits for an official's hand, one letter on its way, and batches for the post."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.dispatch import work_list
from dienests.kernel.dispatch.addresses import AddressRefused
from dienests.kernel.dispatch.arranging import has_account, redirect
from dienests.kernel.dispatch.dispatch import State
from dienests.kernel.dispatch.handing import hand_over
from dienests.kernel.dispatch.moving import DispatchRefused, returned
from dienests.kernel.dispatch.notified import notified
from dienests.kernel.dispatch.post import make_batch
from dienests.kernel.dispatch.proving import proven
from dienests.kernel.dispatch.way import WITH_PROOF, Way
from dienests.kernel.dispatch.work_list import Place
from dienests.kernel.letters.rendering import address_of
from dienests.site.pages import looking
from dienests.site.pages.doors import reading, signed_in, with_form
from dienests.site.pages.sending_forms import ArrivedForm, BackForm, HandForm, WayForm

REFUSALS = (DispatchRefused, AddressRefused)
LATEST = 20


@with_form
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show what waits, by way; sent, put what waits for the post into a batch."""
    actor = request.actor  # type: ignore[attr-defined]
    refusal = ""
    if request.method == "POST":
        try:
            batch = make_batch(actor=actor, office=request.POST.get("office", ""), at=datetime.now(UTC))
            return HttpResponseRedirect(reverse("post-batch", kwargs={"number": batch.pk}))
        except DispatchRefused as refused:
            refusal = str(refused)
    places = work_list.looked_after(actor)
    groups: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        groups[place.dispatch.way].append(place)
    ready = [each for each in places if each.dispatch.way in (Way.POST, Way.REGISTERED) and not each.dispatch.batch_id]
    shown = {
        "groups": [(way, dict(Way.choices).get(way, ""), groups[way]) for way in ("", *Way.values) if groups[way]],
        "offices": list(dict.fromkeys(each.dispatch.office for each in ready)), "refusal": refusal,
        "batches": work_list.batches(actor)[:LATEST],
    }  # fmt: skip
    return render(request, "site/pages/sending.html", shown, status=422 if refusal else 200)


@reading
@signed_in
def one_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one letter on its way."""
    return _shown(request, _place(request, pk), {})


@with_form
@signed_in
def way_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a letter another way."""
    return _acted(request, pk, "way", WayForm, lambda place, given, at: redirect(
        dispatch=place.dispatch, by=place.by, at=at, **given
    ))  # fmt: skip


@with_form
@signed_in
def hand_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand a letter over."""
    return _acted(request, pk, "hand", HandForm, lambda place, given, at: hand_over(
        dispatch=place.dispatch, ticked=set(given["ticked"]), received_by=given["received_by"], by=place.by, at=at
    ))  # fmt: skip


@with_form
@signed_in
def back_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that a letter came back; the page of what follows it is shown."""
    return _acted(request, pk, "back", BackForm, lambda place, given, at: returned(
        dispatch=place.dispatch, reason=given["reason"], by=place.by, at=at
    ))  # fmt: skip


@with_form
@signed_in
def arrived_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note a proof of delivery."""
    return _acted(request, pk, "arrived", ArrivedForm, lambda place, given, at: proven(
        dispatch=place.dispatch, on=given["on"], by=place.by, at=at
    ))  # fmt: skip


def _acted(
    request: HttpRequest, pk: UUID, name: str, form_class: type[forms.Form], act: Callable[..., Any]
) -> HttpResponse:  # fmt: skip
    place = _place(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("sending-one", kwargs={"pk": place.dispatch.pk}))
    form = form_class(request.POST, auto_id=f"{name}-%s")
    if form.is_valid():
        try:
            row = act(place, form.cleaned_data, datetime.now(UTC))
            return HttpResponseRedirect(f"{reverse('sending-one', kwargs={'pk': row.pk})}#done")
        except REFUSALS as refused:
            form.add_error(None, str(refused))
    return _shown(request, place, {name: form})


def _place(request: HttpRequest, pk: UUID) -> Place:
    place = work_list.one(request.actor, pk)  # type: ignore[attr-defined]
    if place is None:
        raise Http404
    return place


def _shown(request: HttpRequest, place: Place, forms_sent: dict[str, forms.Form]) -> HttpResponse:
    """Show a letter with the acts that its state allows; whose letter it is, is recorded first."""
    row, at = place.dispatch, datetime.now(UTC)
    looking.at_dispatches(request.actor, [place], at=at)  # type: ignore[attr-defined]
    stated = row.address or "\n".join(address_of(row.letter.html))
    initial = {"way": row.way, "address": stated}
    offered: dict[str, forms.Form] = {}
    if row.state == State.WAITING and not (row.batch and row.batch.handed_on):
        offered["way"] = WayForm(auto_id="way-%s", initial=initial, site=has_account(row.letter))
        if row.way == Way.HAND:
            offered["hand"] = HandForm(auto_id="hand-%s")
    if row.state == State.SENT:
        offered["back"] = BackForm(auto_id="back-%s")
        if row.way in WITH_PROOF:
            offered["arrived"] = ArrivedForm(auto_id="arrived-%s", initial={"on": local_date(at)})
    forms_shown = offered | forms_sent
    wrong = next((form for form in forms_sent.values() if form.errors), None)
    shown = {
        "row": row, "letter": row.letter, "forms": forms_shown, "wrong": wrong, "told": notified(row),
        "way": dict(Way.choices).get(row.way, ""),
    }  # fmt: skip
    return render(request, "site/pages/sending_one.html", shown, status=422 if wrong else 200)
