"""Whether the goal of the ethics code (paragraph 2) comes nearer: answers in time, proposals, days to the answer."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dienests.conduct.ethics_reports.models import EthicsReport, Reason
from dienests.conduct.ethics_reports.procedure import EthicsReports
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.indicators import language as the
from dienests.kernel.indicators.events import acts, cases
from dienests.kernel.indicators.language import DOWN, ENTERED, UP, Fact, Indicators, indicator, rulebook

code = rulebook("vpd-ethics-code-2026")


def promises_kept(institution: int, begins: date, ends: date) -> Iterator[Fact]:
    """Yield the advice given in a period for which a day had been promised: 1 where it came by that day."""
    advice = {each.stream: each for each in acts(cases(EthicsReports, institution), begins, ends, act="advise")}
    runs = TermRun.objects.filter(case__in=advice, slug="answer_day", due__isnull=False).order_by("started_on", "pk")
    for case, due in {run.case_id: run.due for run in runs}.items():  # of several promises the last one
        yield Fact(case, advice[case].pk, int(due is None or local_date(advice[case].at) <= due))


def proposals_received(institution: int, begins: date, ends: date) -> Iterator[Fact]:
    """Yield the proposals that employees sent in a period."""
    asked = EthicsReport.objects.filter(case__institution=institution, reason=Reason.PROPOSAL)
    return (Fact(each.stream, each.pk) for each in acts(asked, begins, ends, position=1))


def days_to_answer(institution: int, begins: date, ends: date) -> Iterator[Fact]:
    """Yield the messages that were answered in a period, with the days from receiving to the answer."""
    all_of_them = cases(EthicsReports, institution, closed_at__isnull=False)
    opened = dict(all_of_them.values_list("pk", "opened_at"))
    for each in acts(all_of_them, begins, ends, to_state="answered"):
        yield Fact(each.stream, each.pk, (local_date(each.at) - local_date(opened[each.stream])).days)


# fmt: off
class EthicsIndicators(Indicators, slug="ethics"):
    promises = indicator(_("answers given by the promised day"), code["2", "19"], unit="%", direction=UP,
        definition=_("of the answers for which a day was promised, how many of a hundred came by that day"),
        source=promises_kept, reckoned=the.share_of, of=EthicsReports)
    proposals = indicator(_("proposals received"), code["2", "23.4"], unit=_("proposals"), direction=UP,
        of=EthicsReports, definition=_("messages with a reasoned proposal that employees sent"),
        source=proposals_received)
    days = indicator(_("days to the answer"), code["2"], unit=pgettext_lazy("unit", "days"), direction=DOWN,
        of=EthicsReports, definition=_("median of the days from a message to its answer, over all messages answered"),
        source=days_to_answer, reckoned=the.median_of)
    acquainted = indicator(_("employees acquainted with the materials"), code["2", "17.1"], unit="%", direction=UP,
        definition=_("share of the employees who were acquainted with the materials on values and principles"),
        source=ENTERED, office="ethics-chair")
