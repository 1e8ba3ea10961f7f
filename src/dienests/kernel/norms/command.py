"""What `./dienests norms import` and `./dienests norms coverage` do; the command line only prints it."""

import json as json_format
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms.act import Kind
from dienests.kernel.norms.coverage import Coverage, coverage
from dienests.kernel.norms.importer import WrongText, import_text
from dienests.kernel.norms.outline import UnknownAct
from dienests.kernel.norms.reading import UnreadableText

__all__ = ["coverage_command", "import_command"]

DONE, REFUSED = 0, 1


def import_command(path: Path, act: str, at: datetime, valid_from: date | None = None) -> tuple[int, str]:
    """Import one official text; return the exit status and what to print: the report, or why nothing was changed."""
    try:
        imported = import_text(act=act, path=path, at=at, by=SYSTEM, valid_from=valid_from)
    except (UnknownAct, UnreadableText, WrongText) as error:
        return REFUSED, str(error)
    state = _("Stored, SHA-256 %(hash)s.") if imported.is_new else _("This file was imported before, SHA-256 %(hash)s.")
    return DONE, f"{imported.report}\n{state % {'hash': imported.text.sha256}}"


def coverage_command(*, json: bool) -> str:
    """Return the coverage of every act, for reading or as JSON."""
    every = coverage()
    if json:
        return json_format.dumps([each.as_json() for each in every], ensure_ascii=False, indent=2)
    return "\n\n".join(_for_reading(each) for each in every)


def _for_reading(each: Coverage) -> str:
    kinds = ", ".join(f"{Kind(kind).label} {count}" for kind, count in each.by_kind.items())
    lines = [
        _("%(act)s: %(total)d provisions (%(kinds)s)")
        % {"act": each.act.slug, "total": len(each.act.provisions), "kinds": kinds},
        "  " + _("claimed: %(count)d") % {"count": len(each.claimed)},
    ]
    for address, made in each.claimed.items():
        lines.append(f"    {address}: {', '.join(sorted({claim.declaration for claim in made}))}")
    lines.append("  " + _("not for software: %(count)d") % {"count": len(each.not_for_software)})
    lines += [f"    {one.address}: {one.not_for_software}" for one in each.not_for_software]
    lines.append("  " + _("open: %(count)d") % {"count": len(each.open)})
    lines += [f"    {one.address}: {one.title}" for one in each.open]
    if each.unknown:
        lines.append("  " + _("claimed, but not in the act: %(list)s") % {"list": ", ".join(each.unknown)})
    return "\n".join(lines)
