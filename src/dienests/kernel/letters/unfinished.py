"""Drafts that no version would end: cases are not moved away from the act that a draft is for."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.hindrances import stands_against
from dienests.kernel.cases.migration import Migration
from dienests.kernel.letters.draft import OPEN, Draft


def register() -> None:
    """Let migrations know."""
    stands_against(_unfinished)


def _unfinished(migration: Migration, cases: QuerySet[Case]) -> Iterator[str]:
    gone = [name for name, act in migration.old.actions.items() if act.follows.sends and not _kept(migration, name)]
    if not gone:
        return
    for name in Draft.objects.filter(case__in=cases, state__in=OPEN, act__in=gone).values_list("act", flat=True):
        yield _(
            "Drafts are open of a letter that “%(act)s” sends, which version %(version)s does not do: "
            "approve or drop them first."
        ) % {"act": migration.old.actions[name].label, "version": migration.target}  # fmt: skip


def _kept(migration: Migration, name: str) -> bool:
    """Say whether an act goes on sending the letter that it sends."""
    letter, there = migration.old.actions[name].follows.sends, migration.new.actions.get(name)
    sends = there.follows.sends if there else None
    return letter is not None and sends is not None and sends.name == letter.name
