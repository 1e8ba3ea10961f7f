"""A page with every component in it, filled with invented content; tests look at it in a browser."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import SafeString

from dienests.site.design import cells, marks

BASIS = SimpleNamespace(act="parauga-kodekss", addresses=("17.2",))


class Search(forms.Form):
    """Fields in one row."""

    words = forms.CharField(label="Meklēt noteikumos", required=False)
    on = forms.DateField(label="Stāvoklis dienā", initial=date(2026, 11, 21), required=False)


class Report(forms.Form):
    """One field of every kind that the design draws."""

    reveals = {"kind": {"other": ("which",)}}
    choice_hints = {"kind": {"breach": "Par konkrētu nodarbināto."}}

    kind = forms.ChoiceField(
        label="Iemesls", choices=[("breach", "pārkāpums"), ("other", "cits")], widget=forms.RadioSelect
    )
    which = forms.CharField(label="Kāds", required=False)
    unit = forms.ChoiceField(label="Nodaļa", choices=[("", ""), ("k", "Kurzemes"), ("v", "Vidzemes")])
    text = forms.CharField(label="Kas noticis", max_length=200, widget=forms.Textarea, help_text="Bez personas kodiem.")
    happened = forms.DateField(label="Kad", widget=forms.SelectDateWidget, help_text="Piemēram, 21 11 2026")
    answer_by = forms.DateField(label="Atbilde līdz", required=False)
    sitting = forms.DateTimeField(label="Sēde", required=False, widget=forms.DateTimeInput)
    places = forms.MultipleChoiceField(
        label="Vietas", choices=[("a", "birojs"), ("b", "cita")], widget=forms.CheckboxSelectMultiple
    )
    count = forms.IntegerField(label="Cik reižu", min_value=1)
    email = forms.EmailField(label="E-pasts")
    file = forms.FileField(label="Pielikums")
    password = forms.CharField(label="Parole", widget=forms.PasswordInput)
    agree = forms.BooleanField(label="Apliecinu, ka ziņas ir patiesas")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


WRONG = {
    "kind": "other", "which": "cits iemesls", "unit": "k", "text": "Sanāksmē",
    "happened_day": "31", "happened_month": "2", "happened_year": "2026", "answer_by": "rīt",
    "places": ["a"], "count": "divi", "email": "nav", "password": "secret",
}  # fmt: skip


def context() -> dict[str, Any]:
    """Return what the page shows."""
    at = datetime(2026, 11, 20, 7, 12, tzinfo=UTC)
    states = [{"state": slug, "url": "#main", "label": f"{number}. punkts"} for number, slug in enumerate(cells.STATES)]
    states[1]["current"] = True
    mark = marks.mark("parauga-kodekss:19")
    return {
        "institution": "Parauga dienests",
        "demonstration": True,
        "actor": SimpleNamespace(name="A. Liepa", titles=["Komisijas priekšsēdētāja"]),
        "nav": [
            {"label": label, "url": "#main", "active": label == "Darba galds"}
            for label in ("Noteikumi", "Pakalpojumi", "Rādītāji", "Dati", "Žurnāls", "Darba galds")
        ],
        "language_switch": {"url": "#main", "label": "English"},
        "crumbs": [("Noteikumi", "#main"), ("Parauga kodekss", "#main"), "4.2."],
        "basis": BASIS,
        "day": date(2026, 2, 27),
        "search": Search(),
        "form": Report(WRONG),
        "strip": [
            {"title": "1. Vispārīgie jautājumi", "cells": states * 5},
            {"title": "4.2. Ziņojumi", "cells": states},
        ],
        "head": ["Diena", "Termiņš", "Darbība", "Pamats"],
        "rows": [[date(2026, 11, 19), cells.due(-2), "sasaukta sēde", mark], ["04.11.2026.", cells.due(9), "x", mark]],
        "numbers": [{"value": "34", "label": "ziņojumi"}, {"value": "< 5", "label": "norit", "marks": mark}],
        "views": [("Mana kārta (6)", "#main", True), ("Visas lietas (38)", "#main")],
        "steps": [
            {"label": "saņemts", "state": "done"},
            {"label": "Jūsu kārta: sēde", "state": "now"},
            {"label": "atbildēts", "state": "later"},
        ],
        "facts": [("Iemesls", "cits"), ("Par ko", "J. Ozols", [{"label": "Mainīt", "url": "#main", "note": "par ko"}])],
        "happened": [
            {"label": "Atstatīta Komisijas locekle", "at": at, "byline": "sekretārs", "text": mark},
            {"label": "Saņemts ziņojums", "at": at},
        ],
        "panes": [
            {"id": "done", "label": "Izdarīts", "panel": "Nekas."},
            {"id": "open", "label": "Norit", "panel": SafeString("<h3>Norit</h3>")},
        ],
        "page": Paginator(range(100), 10).page(5),
    }


def drawn() -> str:
    """Return the whole page."""
    return render_to_string("site/design/tests/gallery.html", context(), request=RequestFactory().get("/?q=a&page=5"))
