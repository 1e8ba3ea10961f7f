"""An imported case as its page shows it: the words of its archive, checked anew, and what of it is known here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from dienests.kernel.archive import packing
from dienests.kernel.archive.imported_case import ImportedCase
from dienests.kernel.archive.importing import archive_of
from dienests.kernel.archive.verification import ArchiveRefused, member, verified
from dienests.kernel.procedures.digest import digest
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared
from dienests.site.export.index import told


@dataclass(frozen=True, slots=True)
class Shown:
    """The data and words of an archive; `agrees` is what the verifier says today, `procedure` is known here too."""

    case: Mapping[str, Any]
    told: dict[str, Any]
    agrees: bool
    notes: tuple[str, ...]
    procedure: type[Procedure] | None

    @classmethod
    def of(cls, imported: ImportedCase, language: str) -> Self:
        """Open the archive; raises vault.Gone when it was destroyed, ArchiveRefused when it cannot be opened."""
        content = archive_of(imported)
        case = json.loads(member(content, packing.CASE))
        try:
            archive = verified(content, key=imported.key)
            agrees, notes = True, archive.notes
        except ArchiveRefused as refused:
            agrees, notes = False, refused.sentences
        return cls(case, told(case, language), agrees, notes, _known(imported))


def _known(imported: ImportedCase) -> type[Procedure] | None:
    """Return the very same version of the procedure where it is known here."""
    same = (each for each in declared() if (each.slug, each.version) == (imported.procedure, imported.version))
    return next((each for each in same if digest(each) == imported.digest), None)
