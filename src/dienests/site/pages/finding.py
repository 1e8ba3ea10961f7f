"""Finding provisions by words or number: in any form of a word, with or without its marks; and why each was found."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _

from dienests.kernel.language.lemmas import indexed, words
from dienests.kernel.norms import outline
from dienests.kernel.norms.act import Bilingual, Provision
from dienests.kernel.procedures.items import Label

MOST = 50
Terms = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Text:
    """A provision with the words of its title and of its summary, each with a blank before it, in both languages."""

    provision: Provision
    title: str
    summary: str


def find(asked: str) -> list[Provision]:
    """Return the provisions in whose number, title or summary every word stands, begun or in another form.

    Those whose number was asked for come first, then those that hold the words in their title.
    """
    terms = words(asked)
    if not terms:
        return []
    number = asked.strip().rstrip(".")
    hits = [
        (each.provision.address != number, not _holds(each.title, terms), place, each.provision)
        for place, each in enumerate(_texts())
        if each.provision.address == number or _holds(each.title + each.summary, terms)
    ]
    return [provision for *_order, provision in sorted(hits, key=lambda hit: hit[:3])[:MOST]]


def why(provision: Provision, asked: str) -> list[Label]:
    """Return in which of its parts the words were found."""
    terms, text = words(asked), next(each for each in _texts() if each.provision is provision)
    found: list[Label] = [_("number")] if provision.address == asked.strip().rstrip(".") else []
    if any(_holds(text.title, [term]) for term in terms):
        found.append(_("title"))
    if any(_holds(text.summary, [term]) for term in terms):
        found.append(_("summary"))
    return found


def _holds(text: str, terms: Terms) -> bool:
    return all(f" {plain}" in text or f" {form} " in text for plain, form in terms)


@cache
def _texts() -> tuple[_Text, ...]:
    every = (each for act in outline.acts() for each in act.provisions)
    return tuple(_Text(each, _indexed(each.title), _indexed(each.summary)) for each in every)


def _indexed(text: Bilingual) -> str:
    return f" {indexed(f'{text.lv} {text.en}')} "
