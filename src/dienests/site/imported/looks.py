"""Looks at imported cases: recorded before anything is shown, under the ids that the people have elsewhere."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from dienests.kernel.access.actor import Actor
from dienests.kernel.access.reads import Read, looked
from dienests.kernel.archive.imported_case import ImportedCase
from dienests.site.pages.looking import IMPORTED


def at_imported(
    actor: Actor, imported: ImportedCase, case: Mapping[str, Any], *, at: datetime, page: str = "imported-case"
) -> int:
    """Record that a person saw an imported case; raises NotRecorded.

    Its people are not made people of ours: each stands under the id as participant that the sender's log names.
    """
    people = {UUID(each["id"]) for each in case["participants"]} or {imported.pk}
    mandate = mandate_of(actor, imported)
    reads = [Read(person, imported.pk, (IMPORTED,), IMPORTED, mandate) for person in sorted(people)]
    return looked(actor=actor, reads=reads, at=at, page=page)


def mandate_of(actor: Actor, imported: ImportedCase) -> UUID | None:
    """Return the mandate under which a person reads an imported case."""
    places = (held for held in actor.offices if held.institution == imported.institution_id)
    return next((held.mandate for held in places if held.slug == imported.office), None)
