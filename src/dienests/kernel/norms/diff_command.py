"""What `./dienests norms diff OLD NEW` does: two files, or two stored redactions of an act, compared and explained."""

import json as json_format
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from dienests.kernel.norms import outline
from dienests.kernel.norms.consequences import Consequence, consequences
from dienests.kernel.norms.differences import differences
from dienests.kernel.norms.findings import find
from dienests.kernel.norms.imported_text import ImportedText, ProvisionText, current
from dienests.kernel.norms.outline import UnknownAct
from dienests.kernel.norms.reading import UnreadableText, read
from dienests.kernel.norms.sections import Section, sections

__all__ = ["ALIKE", "DIFFERENT", "REFUSED", "diff_command"]

ALIKE, DIFFERENT, REFUSED = 0, 1, 2  # as the command diff has them
LEAST_OF_A_HASH = 6


class UnknownRedaction(LookupError):
    """Neither a file nor a stored redaction; the message says what to give."""


def diff_command(old: str, new: str, *, act: str = "", json: bool = False) -> tuple[int, str]:
    """Compare two redactions; return the exit status (0 alike, 1 different, 2 refused) and what to print.

    Each side is a file, or with `act` the beginning of a stored text's hash, or a day on which it was in force.
    """
    try:
        act = act or _recognised(old) or _recognised(new)
        sides = [_sections(each, act) for each in (old, new)]
    except (UnknownAct, UnreadableText, UnknownRedaction) as error:
        return REFUSED, str(error)
    found = consequences(act, differences(*sides))
    status = DIFFERENT if found else ALIKE
    if json:
        answer = {"act": act or None, "old": old, "new": new, "differences": [each.as_json() for each in found]}
        return status, json_format.dumps(answer, ensure_ascii=False, indent=2)
    return status, _for_reading(found)


def _recognised(given: str) -> str:
    """Return the slug of the act that a file is, by the words that its outline knows; empty for none."""
    path = Path(given)
    if not path.is_file():
        return ""
    _data, text = read(path)
    return next((act.slug for act in outline.acts() if find(act, text).report.is_this_act), "")


def _sections(given: str, act: str) -> list[Section]:
    if Path(given).is_file():
        return _of_text(read(Path(given))[1], act)
    stored = _stored(given, act) if act else None
    if stored is None:
        raise UnknownRedaction(
            _("“%(given)s” is no file and no stored redaction: give a file, or with --act a hash or a day.")
            % {"given": given}
        )
    return [
        Section(each.number or each.address, each.text)
        for each in ProvisionText.objects.filter(imported=stored).order_by("pk")
    ]


def _of_text(text: str, act: str) -> list[Section]:
    """Return the provisions of a text; the outline cuts where the document prints no numbers."""
    known = outline.act(act) if act else None
    if known is not None and not known.has_own_numbers:
        return [Section(each.address, each.text) for each in find(known, text).provisions]
    found = sections(text)
    below = known.below if known else ()
    if found and (cuts := [at for sign in below if (at := found[-1].text.find(sign)) > 0]):
        # Below the last provision stand signatures, which are no part of it.
        found[-1] = Section(found[-1].number, found[-1].text[: min(cuts)].rstrip())
    return found


def _stored(given: str, act: str) -> ImportedText | None:
    outline.act(act)
    try:
        return current(act, date.fromisoformat(given))
    except ValueError:
        texts = ImportedText.objects.filter(act=act, sha256__startswith=given.lower())
        return texts.first() if len(given) >= LEAST_OF_A_HASH else None


def _for_reading(found: list[Consequence]) -> str:
    if not found:
        return _("Both redactions have the same provisions with the same words.")
    lines = []
    for each in found:
        lines.append(str(each.difference))
        lines += [f"    {one.kind} {one.declaration}: {one.label}" for one in each.resting]
        lines.append(f"    -> {each.advice}")
    touched = {one.declaration for each in found for one in each.resting}
    lines.append(
        _("%(count)d differences; %(touched)d declarations rest on them.")
        % {"count": len(found), "touched": len(touched)}
    )
    return "\n".join(lines)
