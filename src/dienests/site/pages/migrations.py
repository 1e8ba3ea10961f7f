"""Administration of versions: running cases are moved to a newer version, after a dry run, on a basis.

The administrator sees how many cases stand where and what would change for them, and never what they hold.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.forecast import Forecast, forecast, whose
from dienests.kernel.cases.migrating import migrate, to_move
from dienests.kernel.cases.migration import Migration, MigrationError, open_stages
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.procedures.lock import LockError, place, read
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared, versions
from dienests.site.pages.admin_form import AdminForm, back
from dienests.site.pages.doors import administered, administrators, stepped_up, with_form

AT_ONCE = 500  # cases that one request moves; the list says how many are left


@dataclass(frozen=True, slots=True)
class Running:
    """An older version under which cases still run, and the newest published one to which they may go."""

    old: type[Procedure]
    new: type[Procedure]
    count: int


class Moving(AdminForm):
    """Where the cases of each open stage go on."""

    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, running: Running) -> None:
        super().__init__(data)
        self.running = running
        there = open_stages(running.new)
        choices = [("", _("– choose –")), *((name, running.new.stages[name].label) for name in there)]
        for name in open_stages(running.old):
            self.fields[f"stage_{name}"] = forms.ChoiceField(
                label=format_lazy(_("Cases at “{stage}” go on at"), stage=running.old.stages[name].label),
                choices=choices, initial=name if name in there else "", required=False,
            )  # fmt: skip
        self.order_fields([name for name in self.fields if name != "basis"])

    def plan(self) -> Migration:
        """Return the migration that was asked for."""
        data, running = self.cleaned_data, self.running
        stages = {name: data[f"stage_{name}"] for name in open_stages(running.old)}
        return Migration(running.old.slug, running.old.version, running.new.version, data["basis"], stages)


@with_form
@administrators
@stepped_up
def page(request: HttpRequest) -> HttpResponse:
    """Show under which older versions cases run; for one that is chosen ask, tell what would change, and move."""
    institution, mandate = administered(request.actor)  # type: ignore[attr-defined]
    person = request.actor.person  # type: ignore[attr-defined]
    running = _running(institution, person)
    if "procedure" not in request.GET:
        return render(request, "site/pages/migrations.html", {"running": running, "at_once": AT_ONCE})
    asked = (request.GET["procedure"], request.GET.get("from", ""))
    chosen = next((each for each in running if (each.old.slug, str(each.old.version)) == asked), None)
    if chosen is None:
        raise Http404
    form, seen = Moving(request.POST or None, chosen), None
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["confirmed"]:
                migrate(
                    migration=form.plan(), by=ActorRef(mandate=mandate), at=datetime.now(UTC), institution=institution,
                    person=person, most=AT_ONCE,
                )  # fmt: skip
                return back("migrations")
            seen = forecast(migration=form.plan(), institution=institution, person=person)
        except MigrationError as refused:
            form.add_error(None, str(refused))
    shown = {"form": form, "chosen": chosen, "seen": seen, "rows": _rows(seen) if seen else []}
    return render(request, "site/pages/migration.html", shown, status=422 if form.errors else 200)


def _running(institution: int, person: Any) -> list[Running]:
    """Return the older versions under which cases of the institution run, none counted that are about the person."""
    try:
        published = {each.key() for each in read(place())}
    except LockError:
        return []
    found = []
    for old in declared():
        newer = [each for each in versions(old.slug) if each.version > old.version and each.key() in published]
        if newer:
            plan = Migration(old.slug, old.version, newer[-1].version, "")
            found.append(Running(old, newer[-1], to_move(plan, institution=institution, person=person).count()))
    return found


def _rows(seen: Forecast) -> list[dict[str, Any]]:
    """Return what a dry run tells, stage by stage, in words."""
    old, new = seen.migration.old, seen.migration.new
    return [
        {
            "stage": old.stages[each.stage].label, "to": new.stages[each.to].label, "count": each.count,
            "turn_was": whose(old, each.turn_was), "turn_now": whose(new, each.turn_now),
            "gain": [(new.roles[name].label, n) for name, n in each.gain_sight.items()],
            "lose": [(old.roles[name].label, n) for name, n in each.lose_sight.items()],
            "end": [(old.terms[name].label if name in old.terms else name, n) for name, n in each.terms_end.items()],
            "go_on": [(new.terms[name].label, n) for name, n in each.terms_go_on.items()],
            "gone": [old.actions[name].label for name in each.acts_gone],
            "new": [new.actions[name].label for name in each.acts_new],
            "asked": [_label(new, name) for name in each.fields_new],
        }
        for each in seen.standing
    ]  # fmt: skip


def _label(procedure: type[Procedure], name: str) -> Any:
    models = [procedure.record, *(act.follows.adds for act in procedure.actions.values() if act.follows.adds)]
    fields = (field for model in models for field in model._meta.get_fields() if field.name == name)
    return next((field.verbose_name for field in fields), name)
