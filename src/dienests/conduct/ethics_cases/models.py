"""What is kept of a breach case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.record import Record
from dienests.kernel.procedures import category, condition, rulebook
from dienests.kernel.procedures.fields import choice, person, text

code = rulebook("vpd-ethics-code-2026")

POSSIBLE_BREACH = category("possible-breach", _("who may have broken the code"), code["25"], sealed=True)
DECISION = category("ethics-decision", _("decision of the Commission"), code["27"], sealed=True)


class Finding(models.TextChoices):
    """What the Commission may find; the by-laws may know more."""

    BREACH = "breach", _("the code was broken")
    NONE = "none", _("the code was not broken")


class EthicsCase(Record):
    """One breach case."""

    about = person(_("about whom"), basis=code["26"], category=POSSIBLE_BREACH)
    finding = choice(_("finding"), Finding, basis=code["27"], category=DECISION)
    grounds = text(_("grounds of the decision"), basis=code["27"], category=DECISION)

    @condition(_("is about somebody other than the person whose message led to it"), code["24"])
    def spares_the_reporter(self) -> bool:
        return self.about_id is None or self.case.parent is None or self.about_id != self.case.parent.opener_id
