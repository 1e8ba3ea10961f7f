"""What is kept of a report: no more than its paragraphs ask for (12.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dienests.conduct.ethics_cases.facade import POSSIBLE_BREACH
from dienests.conduct.ethics_reports.rules import citable
from dienests.kernel.cases.record import Record
from dienests.kernel.procedures import category, condition, rulebook
from dienests.kernel.procedures.fields import choice, day, own_case, person, text

code = rulebook("vpd-ethics-code-2026")

REPORT_CONTENT = category("report-content", _("content of a report"), code["20"], sealed=True)
REPORTER = category("reporter", _("who reported"), code["24"], sealed=True)
ANSWER = category("answer", _("answer to the employee"), code["19"])
PROPOSAL = category("commission-proposal", _("the Commission's proposal to the head"), code["26"])
OUTCOME = category("outcome", _("outcome told to the employee"), code["28"])


class Reason(models.TextChoices):
    """The four cases in which an employee may write (23; the same four entitlements stand in 12.4)."""

    ADVICE = "advice", _("advice on a question of ethics")
    DISPUTE = "dispute", _("support in a dispute")
    BREACH = "breach", _("a breach of the code by another employee")
    PROPOSAL = "proposal", _("a proposal on the code or on ethics")


class EthicsReport(Record):
    """One message of an employee."""

    reason = choice(_("reason"), Reason, basis=code["23"])
    account = text(_("account"), basis=code["20"], category=REPORT_CONTENT, hint=_("What happened or what you propose, and why. Leave out what is not needed."))
    about = person(_("about whom"), basis=code["25"], category=POSSIBLE_BREACH, hint=_("Only for a report of a breach."))
    ground = choice(_("which norm"), citable("6", "13", "14"), basis=code["6"], category=REPORT_CONTENT, hint=_("You need not name one. Where the code is silent, generally accepted conduct applies."))
    tried = text(_("what was tried to settle the dispute"), basis=code["8"], category=REPORT_CONTENT, hint=_("Disputes are first settled in the unit, by talking; say who took part and what came of it."))
    party = person(_("employee of yours who is in the dispute"), basis=code["8"], category=REPORT_CONTENT)
    earlier = own_case(_("your earlier message"), basis=code["24"], category=REPORT_CONTENT)
    answer_promised = day(_("day of the answer"), basis=code["19"])
    answer = text(_("answer"), basis=code["19"], category=ANSWER)
    adviser = person(_("adviser who proposes the sitting"), basis=code["25"], category=REPORT_CONTENT)
    proposal = text(_("the Commission's proposal"), basis=code["26"], category=PROPOSAL, hint=_("For the head: what may have been broken, by whom, and on what grounds."))
    reasons = text(_("reasons"), basis=code["26"], category=PROPOSAL)
    message = text(_("what the letter says"), basis=code["28"], category=OUTCOME)

    @condition(_("asks for advice or support"), code["23.1", "23.2"])
    def seeks_advice(self) -> bool:
        return self.reason in (Reason.ADVICE, Reason.DISPUTE)

    @condition(_("is about a dispute"), code["8"])
    def is_dispute(self) -> bool:
        return self.reason == Reason.DISPUTE

    @condition(_("reports a breach by a named employee"), code["23.3", "25"])
    def names_a_breach(self) -> bool:
        return self.reason == Reason.BREACH

    @condition(_("is a proposal"), code["23.4"])
    def is_proposal(self) -> bool:
        return self.reason == Reason.PROPOSAL

    @condition(_("records nothing adverse about the person who wrote"), code["24"])
    def spares_the_reporter(self) -> bool:
        return self.about_id is None or self.about_id != self.opener_id
