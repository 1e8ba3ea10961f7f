"""The columns of a staff list, and the headings under which they are found in either language."""

from django.utils.translation import gettext as _

from dienests.kernel.parties.alphabet import fold
from dienests.site.staffing.problems import FileRefused

# Column -> headings, folded (small letters, no marks). The first of each language is what a refusal names.
HEADINGS = {
    "given_name": ("vards", "given name", "first name", "given"),
    "family_name": ("uzvards", "family name", "last name", "surname", "family"),
    "personal_code": ("personas kods", "personal code"),
    "number": ("darbinieka numurs", "staff number", "numurs", "tabeles numurs", "number"),
    "email": ("e pasts", "e mail", "epasts", "email", "e pasta adrese"),
    "unit": ("strukturvieniba", "unit", "nodala"),
    "offices": ("amats", "office", "amati", "offices"),
    "manager": ("vaditajs", "manager", "tiesais vaditajs", "direct manager"),
    "valid_from": ("no", "from", "no datuma", "valid from", "speka no"),
}
NEEDED = ("given_name", "family_name", "email", "valid_from")


def placed(headings: list[str]) -> dict[str, int]:
    """Return where each column stands; raises FileRefused for a heading that is missing, doubled or unknown."""
    by_heading = {heading: column for column, known in HEADINGS.items() for heading in known}
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        if not heading.strip():
            continue
        column = by_heading.get(fold(heading))
        if column is None:
            raise FileRefused(
                _("The heading “%(heading)s” is not known: use %(known)s.")
                % {"heading": heading[:60], "known": ", ".join(label(each) for each in HEADINGS)}
            )
        if column in found:
            raise FileRefused(_("The column “%(column)s” stands twice: remove one.") % {"column": label(column)})
        found[column] = place
    missing = [label(each) for each in NEEDED if each not in found]
    if missing:
        raise FileRefused(
            _("The first row must hold the headings; these are missing: %(missing)s.") % {"missing": ", ".join(missing)}
        )
    return found


def label(column: str) -> str:
    """Return the name of a column as people read it."""
    return {
        "given_name": _("given name"), "family_name": _("family name"), "personal_code": _("personal code"),
        "number": _("staff number"), "email": _("e-mail"), "unit": _("unit"), "offices": _("office"),
        "manager": _("manager"), "valid_from": _("from"),
    }[column]  # fmt: skip
