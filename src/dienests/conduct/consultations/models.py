"""What is kept of a consultation: the question, the advice, and nothing beyond (12.3)."""

from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.record import Record
from dienests.kernel.procedures import category, condition, rulebook
from dienests.kernel.procedures.fields import day, person, text

code = rulebook("vpd-ethics-code-2026")

ASKER = category("consulted", _("who asked for a consultation"), code["18"], sealed=True)
CONSULTATION = category("consultation", _("content of a consultation"), code["18"], sealed=True)


class Consultation(Record):
    """One consultation."""

    # fmt: off
    consultant = person(_("whom you ask"), basis=code["18", "8"], category=CONSULTATION, office="ethics-member",
        manager=True,
        hint=_("Your direct manager, or any member of the Ethics Commission: each of these is an adviser."))
    question = text(_("question"), basis=code["18"], category=CONSULTATION,
        hint=_("Name nobody beyond need. Only the person whom you ask reads it."))
    answer_promised = day(_("day of the answer"), basis=code["19"],
        hint=_("The employee sees it; it becomes the deadline and may be renewed."))
    advice = text(_("advice"), basis=code["18"], category=CONSULTATION)
    declined_because = text(_("why not, and who can help"), basis=code["18"], category=CONSULTATION)
    # fmt: on

    @condition(_("is put to somebody other than the person who asks"), code["18"])
    def asks_another(self) -> bool:
        return self.consultant_id is None or self.consultant_id != self.opener_id
