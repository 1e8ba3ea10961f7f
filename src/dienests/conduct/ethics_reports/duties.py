"""What the ethics code obliges offices to do again and again: paragraphs 16, 17, 29 and 34."""

from django.utils.translation import gettext_lazy as _

from dienests.conduct.ethics_reports.procedure import EthicsReports
from dienests.kernel.duties.language import (
    Duties,
    case_act,
    duty,
    quarterly,
    reference,
    rulebook,
    statement,
    unspecified,
    yearly,
)  # fmt: skip

code = rulebook("vpd-ethics-code-2026")
END_OF_YEAR = (12, 31)
IN_WRITING = (statement(), reference())
calendar_year = _("the code says once a year and names no day; the year is the calendar year")
for_the_commission = _("the code obliges the Commission; its chair answers for it")


# fmt: off
class EthicsDuties(Duties, slug="ethics"):
    keep_published = duty(_("keep the current code published"), code["16.1"], office="bureau",
        rhythm=unspecified(_("the code names no rhythm for checking the publication")), evidence=reference())
    materials = duty(_("acquaint the employees with materials on values and principles"), code["17.1"],
        rhythm=yearly(by=END_OF_YEAR), office="ethics-chair", stand_in="ethics-deputy-chair", evidence=IN_WRITING,
        interpretation=calendar_year)
    training = duty(_("propose next year's ethics training to the head"), code["17.2"], rhythm=yearly(by=(11, 15)),
        office="ethics-chair", stand_in="ethics-deputy-chair", evidence=IN_WRITING, interpretation=for_the_commission)
    hold_training = duty(_("hold the ethics training"), code["17.3"], office="ethics-chair",
        rhythm=unspecified(_("training plan of the year")), stand_in="ethics-deputy-chair", evidence=IN_WRITING,
        interpretation=for_the_commission)
    proposals = duty(_("submit the employees' proposals to the Commission"), code["29"], rhythm=quarterly(),
        office="ethics-chair", stand_in="ethics-deputy-chair",
        evidence=(case_act(EthicsReports, EthicsReports.weigh), *IN_WRITING),
        interpretation=_("a quarter without proposals is closed by a statement that there were none"))
    review = duty(_("review the code on the Commission's proposals"), code["34"], rhythm=yearly(by=END_OF_YEAR),
        office="personnel", evidence=IN_WRITING, interpretation=calendar_year)
