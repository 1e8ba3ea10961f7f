"""How an occurrence of a duty stands, and what proved it, in words."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dienests.kernel.duties.year import Standing
from dienests.site.design.texts import tag

STANDINGS = {
    Standing.DONE: _("done"),
    Standing.DONE_LATE: _("done late"),
    Standing.OVERDUE: _("overdue"),
    Standing.RUNNING: _("running"),
    Standing.TO_COME: _("to come"),
    Standing.HIDDEN: pgettext_lazy("duty", "not public"),
}
COLOURS = {Standing.DONE: "green", Standing.DONE_LATE: "yellow", Standing.OVERDUE: "red", Standing.RUNNING: "blue"}


def tagged(standing: Standing) -> SafeString:
    """Return the standing as a tag."""
    return tag(STANDINGS[standing], COLOURS.get(standing, "grey"))


def described(entry: Any) -> dict[str, Any]:
    """Return what a table shows of an entry."""
    return {"entry": entry, "tag": tagged(entry.standing)}
