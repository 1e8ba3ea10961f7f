"""Rendering: the words of a letter as HTML, from the template of its module; a value that is missing is named.

Authors write one template for page and paper (`typeset.markup` says with which marks). Their values come from the
record: one that is empty may be asked for in an `if`, but not printed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.template import Context, Engine
from django.utils.translation import gettext as _
from django.utils.translation import override

from dienests.kernel.cases.case import Case
from dienests.kernel.norms.outline import act, slugs
from dienests.kernel.procedures.actions import Action
from dienests.kernel.procedures.contests import contest_of
from dienests.kernel.procedures.letters import Letter as Declared
from dienests.kernel.procedures.procedure import Procedure

BODY, END = "<!--body-->", "<!--end-->"
ADDRESS, ADDRESS_END = "<!--address-->", "<!--end address-->"
# Around the name of what a template asks for and nobody knows; drawn anew in every process, so no value can hold it.
_EDGE = f"\N{OBJECT REPLACEMENT CHARACTER}{token_hex(16)}"
_UNKNOWN = f"{_EDGE}%s{_EDGE}"


class MissingValue(ValueError):
    """A letter would print a value that is not there; `values` names what."""

    def __init__(self, values: list[str]) -> None:
        self.values = values
        super().__init__(_("The letter lacks: {values}. Fill that in first.").format(values=", ".join(values)))


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter is rendered with beside its record; `fields` stand in place of those of the record."""

    at: Any
    language: str
    number: str
    addressee: str
    signatory: str
    fields: Mapping[str, str]


def rendered(procedure: type[Procedure], letter: Declared, case: Case, action: Action | None, words: Words) -> str:
    """Return the letter as HTML; raises MissingValue naming what it would print and is not there."""
    missing: list[str] = []
    record = procedure.record.objects.get(pk=case.pk)
    with override(words.language):
        given = {
            "case": case, "record": _Record(record, words.fields, missing), "letter": letter, "sent_at": words.at,
            "language": words.language, "number": words.number, "addressee": words.addressee,
            "signatory": words.signatory,
            "contest": contest_of(action) if action else letter.contest, "basis": basis_words(letter.basis),
            "due": dict(case.term_runs.filter(stopped_on__isnull=True).values_list("slug", "due")),
        }  # fmt: skip
        html = _engine().get_template(letter.template).render(Context(given))
        missing += html.split(_EDGE)[1::2]
        if missing:
            raise MissingValue(list(dict.fromkeys(missing)))
    return html


def body_of(html: str) -> str:
    """Return the part of a rendered letter that stands between its head and its signature."""
    return html.partition(BODY)[2].partition(END)[0] if BODY in html else html


def address_of(html: str) -> list[str]:
    """Return the lines that the template of a letter puts under the name of the addressee."""
    between = html.partition(ADDRESS)[2].partition(ADDRESS_END)[0]
    return [line for part in re.split(r"<br\s*/?>", between) if (line := unescape(part).strip())]


def basis_words(basis: Any) -> str:
    """Return a basis as a letter names it: the title of the act and the points."""
    title = str(act(basis.act).title) if basis.act in slugs() else basis.act
    return _("{act}, point {points}").format(act=title, points=", ".join(basis.addresses))


@cache
def _engine() -> Engine:
    """Return an engine that reads the same templates as the pages and marks what it does not know."""
    options: Any = settings.TEMPLATES[0]["OPTIONS"]
    return Engine(loaders=options["loaders"], builtins=options["builtins"], string_if_invalid=_UNKNOWN)


class _Record:
    """A record of which an empty value notes that it was to be printed."""

    def __init__(self, record: Any, fields: Mapping[str, str], missing: list[str]) -> None:
        self._record, self._fields, self._missing = record, fields, missing

    def __getattr__(self, name: str) -> Any:
        value = self._fields[name] if name in self._fields else getattr(self._record, name)
        return _Missing(self._label(name), self._missing) if value is None or value == "" else value

    def _label(self, name: str) -> str:
        try:
            return str(self._record._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            return name


class _Missing:
    """An empty value: false in a condition, and noted where it is printed or looked into."""

    def __init__(self, label: str, missing: list[str]) -> None:
        self._label, self._into = label, missing

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        self._into.append(self._label)
        return ""

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("__"):
            self._into.append(self._label)
        raise AttributeError(name)
