"""What is kept of a report: no more than its paragraphs ask for (12.3)."""

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from dienests.conduct.ethics_cases.facade import POSSIBLE_BREACH
from dienests.conduct.ethics_reports.rules import citable
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.record import Record
from dienests.kernel.parties.offices import effective
from dienests.kernel.procedures import category, condition, rulebook, stays_open
from dienests.kernel.procedures.fields import choice, day, own_case, person, text

code = rulebook("vpd-ethics-code-2026")

REPORT_CONTENT = category("report-content", _("content of a report"), code["20"], sealed=True)
REPORTER = category("reporter", _("who reported"), code["24"], sealed=True)
ANSWER = category("answer", _("answer to the employee"), code["19"])
PROPOSAL = category("commission-proposal", _("the Commission's proposal to the head"), code["26"])
OUTCOME = category("outcome", _("outcome told to the employee"), code["28"])

WITHDRAWAL = stays_open(
    code["25"], _("the Commission's duty to examine does not end with the wish of the person who reported")
)


class Reason(models.TextChoices):
    """The four cases in which an employee may write (23; the same four entitlements stand in 12.4)."""

    ADVICE = "advice", _("advice on a question of ethics")
    DISPUTE = "dispute", _("support in a dispute")
    BREACH = "breach", _("a breach of the code by another employee")
    PROPOSAL = "proposal", _("a proposal on the code or on ethics")


class EthicsReport(Record):
    """One message of an employee."""

    # fmt: off
    reason = choice(_("reason"), Reason, basis=code["23"])
    account = text(_("account"), basis=code["20"], category=REPORT_CONTENT,
        hint=_("What you ask, propose or report. Leave out what is not needed."))
    about = person(_("about whom"), basis=code["25"], category=POSSIBLE_BREACH, office="employee",
        hint=_("Only for a report of a breach: another employee of the Service."))
    ground = choice(_("which norm"), citable("6", "13", "14"), basis=code["6"], category=REPORT_CONTENT,
        hint=_("You need not name one. Where the code is silent, generally accepted conduct applies."))
    tried = text(_("what was tried to settle the dispute"), basis=code["8"], category=REPORT_CONTENT,
        hint=_("Disputes are first settled in the unit, by talking; say who took part and what came of it."))
    reasoning = text(_("reasoning of the proposal"), basis=code["23.4"], category=REPORT_CONTENT,
        hint=_("Why it is needed and what it would improve."))
    party = person(_("employee of yours who is in the dispute"), basis=code["8"], category=REPORT_CONTENT,
        office="employee")
    earlier = own_case(_("your earlier message"), basis=code["24"], category=REPORT_CONTENT, of="ethics-report")
    answer_promised = day(_("day of the answer"), basis=code["19"],
        hint=_("The employee sees it; it becomes the deadline and may be renewed."))
    answer = text(_("answer"), basis=code["19"], category=ANSWER)
    adviser = person(_("adviser who proposes the sitting"), basis=code["7", "25"], category=REPORT_CONTENT,
        office="ethics-member", hint=_("Every member of the Commission is an adviser."))
    result = text(_("what the Commission found"), basis=code["28"], category=OUTCOME,
        hint=_("For the letter to the employee. Name nobody."))
    proposal = text(_("the Commission's proposal"), basis=code["26"], category=PROPOSAL,
        hint=_("What may have been broken, by whom, and on what grounds."))
    reasons = text(_("reasons"), basis=code["26"], category=PROPOSAL)
    message = text(_("what the letter says"), basis=code["28"], category=OUTCOME,
        hint=_("The result, in plain words. Name nobody."))
    # fmt: on

    @condition(_("asks for advice or support"), code["23.1", "23.2"])
    def seeks_advice(self) -> bool:
        return self.reason in (Reason.ADVICE, Reason.DISPUTE)

    @condition(_("is about a dispute"), code["8"])
    def is_dispute(self) -> bool:
        return self.reason == Reason.DISPUTE

    @condition(_("reports a breach by a named employee"), code["23.3", "25"])
    def names_a_breach(self) -> bool:
        return self.reason == Reason.BREACH

    @condition(_("reports no breach by a named employee"), code["25"])
    def names_no_breach(self) -> bool:
        return self.reason != Reason.BREACH

    @condition(_("is a proposal"), code["23.4"])
    def is_proposal(self) -> bool:
        return self.reason == Reason.PROPOSAL

    @condition(_("names an employee whom the head of the Service may judge"), code["26"])
    def head_may_decide(self) -> bool:
        return self.reason == Reason.BREACH and "head" not in self.offices_of_the_named

    @condition(_("names the head of the Service"), code["26"])
    def names_the_head(self) -> bool:
        return self.reason == Reason.BREACH and "head" in self.offices_of_the_named

    @condition(_("names somebody of the personnel department"), code["28"])
    def names_personnel(self) -> bool:
        return "personnel" in self.offices_of_the_named

    @condition(_("never turns against the person who wrote"), code["24"])
    def spares_the_reporter(self) -> bool:
        return self.about_id is None or self.about_id != self.opener_id

    @condition(_("names nobody beyond need"), code["12.3"])
    def names_nobody_beyond_need(self) -> bool:
        return self.about_id is None or self.reason == Reason.BREACH

    @cached_property
    def offices_of_the_named(self) -> frozenset[str]:
        """Return the offices which the person reported on held in the Service on the day of the report."""
        if self.about_id is None:
            return frozenset()
        held = effective(self.about_id, local_date(self.case.opened_at))
        return frozenset(office.slug for office in held if office.institution == self.case.institution_id)
