"""A consultation on ethics: VPD ethics code, paragraphs 8 and 18-19."""

from datetime import date  # noqa: I001 - the words of the language stand side by side

from django.utils.translation import gettext_lazy as _

from dienests.conduct.consultations.models import ASKER, CONSULTATION, Consultation
from dienests.kernel.procedures import (
    START, STAYS, Procedure, action, end, promised, role, rule, rulebook, stage, term,
)  # fmt: skip

code = rulebook("vpd-ethics-code-2026")


# fmt: off
class Consultations(Procedure, slug="consultation", record=Consultation, basis=code["18"], version=1,
                    issued=date(2026, 2, 27), numbered="KO"):
    title = _("Consultation on ethics")

    employee = role(_("employee of the Service"), code["18"], office="employee", opener=True, identity=ASKER,
        reads=(CONSULTATION,))
    consultant = role(_("direct manager or adviser whom the employee chose"), code["18", "8"], party="consultant",
        reads=(CONSULTATION, ASKER))

    asked = stage(_("waiting for advice"), awaits=consultant)
    advised = end(_("advice given"))
    declined = end(_("declined"))

    answer_day = term(_("promised answer"), promised("answer_promised"), code["19"])
    another = rule(_("nobody asks himself; choose somebody else"), code["18"], holds=Consultation.asks_another)

    ask = action(_("ask for a consultation"), START, asked, by=employee, basis=code["18"],
        asks=("consultant", "question"), notifies=consultant)
    promise = action(_("say when the answer comes"), asked, STAYS, by=consultant, basis=code["19"],
        asks=("answer_promised",), stops=answer_day, starts=answer_day, notifies=employee,
        interpretation=_("a manager who cannot answer at once says so as an adviser does"))
    advise = action(_("give advice"), asked, advised, by=consultant, basis=code["18"], asks=("advice",),
        stops=answer_day, notifies=employee)
    decline = action(_("decline"), asked, declined, by=consultant, basis=code["18"], asks=("declined_because",),
        stops=answer_day, notifies=employee, interpretation=_("who is asked may be the wrong person to help"))
    turn_elsewhere = action(_("ask somebody else instead"), asked, STAYS, by=employee, basis=code["18"],
        asks=("consultant",), stops=answer_day, notifies=consultant)
