"""A breach case before the Ethics Commission: VPD ethics code, paragraphs 26-27."""

from datetime import date  # noqa: I001 - the words of the language stand side by side

from django.utils.translation import gettext_lazy as _

from dienests.conduct.ethics_cases.models import DECISION, POSSIBLE_BREACH, EthicsCase
from dienests.kernel.procedures import (
    START, Procedure, action, end, excluded, group, role, rule, rulebook, stage, system, term, unspecified,
)  # fmt: skip

code = rulebook("vpd-ethics-code-2026")
by_laws = unspecified(_("by-laws of the Ethics Commission"))
EVERYTHING = (POSSIBLE_BREACH, DECISION)
recorded = _("the chair enters what the Commission decided; its by-laws (quorum, votes) are not among the documents")


# fmt: off
class EthicsCases(Procedure, slug="ethics-case", record=EthicsCase, basis=code["26", "27"], version=1,
                  issued=date(2026, 2, 27), numbered="EP"):
    title = _("Breach case")

    deputy = role(_("deputy chair of the Commission"), code["22"], office="ethics-deputy-chair")
    chair = role(_("chair of the Commission"), code["22"], office="ethics-chair", stand_in=deputy, reads=EVERYTHING)
    commission = group(_("Ethics Commission"), code["7"], members="ethics-member", quorum=by_laws, recorded_by=chair,
        reads=EVERYTHING)
    accused = excluded(_("the person whom the case is about has no part in it, whatever the office"), code["22", "27"],
        field="about", interpretation=_("the by-laws, which say how the person is heard, are not among the documents"))

    examined = stage(_("being examined"))
    decided = end(_("decided"))

    examination = term(_("decision in the breach case"), by_laws, code["27"])
    no_reprisal = rule(_("a breach case is never about the person whose message led to it"), code["24"],
        holds=EthicsCase.spares_the_reporter)

    open_case = action(_("open the case"), START, examined, by=system, basis=code["26"], asks=("about",),
        starts=examination)
    decide = action(_("decide the case"), examined, decided, by=commission, basis=code["27"],
        asks=("finding", "grounds"), stops=examination, interpretation=recorded)
