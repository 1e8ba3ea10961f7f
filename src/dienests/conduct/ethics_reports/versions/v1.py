"""A report to the Ethics Commission: VPD ethics code, paragraphs 8 and 18-29."""

from datetime import date  # noqa: I001 - the words of the language stand side by side

from django.utils.translation import gettext_lazy as _

from dienests.conduct.ethics_cases.facade import ETHICS_CASE, POSSIBLE_BREACH
from dienests.conduct.ethics_reports import models as of
from dienests.conduct.ethics_reports.models import EthicsReport as Report
from dienests.kernel.calendar.terms import quarterly
from dienests.kernel.procedures import (
    START, STAYS, Procedure, action, end, excluded, group, letter, manager_of, promised, role, rule, rulebook, stage,
    system, term, unspecified,
)  # fmt: skip

code, by_laws = rulebook("vpd-ethics-code-2026"), unspecified(_("by-laws of the Ethics Commission"))
EVERYTHING = (of.REPORT_CONTENT, POSSIBLE_BREACH, of.REPORTER, of.ANSWER, of.PROPOSAL, of.OUTCOME)
recorded = _("the chair enters what the Commission decided; its by-laws (quorum, votes) are not among the documents")


# fmt: off
class EthicsReports(Procedure, slug="ethics-report", record=Report, basis=code["20"], version=1,
                    issued=date(2026, 2, 27), numbered="EK", withdrawal=of.WITHDRAWAL):
    title = _("Report to the Ethics Commission")

    # An employee writes, the chair handles it (the deputy while the chair is away), the Commission decides.
    employee = role(_("employee of the Service"), code["21"], office="employee", opener=True,
        identity=of.REPORTER, reads=(of.ANSWER, of.OUTCOME))
    manager = manager_of(_("direct manager"), code["8"], field="party", identity=of.REPORTER, reads=(of.ANSWER,))
    deputy = role(_("deputy chair of the Commission"), code["22"], office="ethics-deputy-chair")
    chair = role(_("chair of the Commission"), code["22"], office="ethics-chair", stand_in=deputy, reads=EVERYTHING)
    commission = group(_("Ethics Commission"), code["7"], members="ethics-member", recorded_by=chair, quorum=by_laws,
        reads=EVERYTHING)
    head = role(_("head of the Service"), code["26"], office="head", reads=(of.PROPOSAL,))
    personnel = role(_("personnel department"), code["28"], office="personnel", reads=(of.OUTCOME,))
    accused = excluded(_("the person reported on has no part in the case, whatever the office"), code["22", "25"],
        field="about", interpretation=_("the code does not say who handles a report about the chair; the deputy does"))

    received = stage(_("received"), awaits=chair)
    hearing = stage(_("before the Commission"))
    proposed = stage(_("breach case proposed"))
    in_breach_case = stage(_("breach case open"))
    collected = stage(_("among the quarter's proposals"))
    informing = stage(_("letter to be sent"), awaits=personnel)
    answered = end(_("answered"))

    answer_day = term(_("promised answer"), promised("answer_promised"), code["19"])
    sitting = term(_("sitting of the Commission"), by_laws, code["25"])
    quarter = term(_("proposals to the Commission"), quarterly(), code["29"])
    outcome = letter(_("outcome of your report"), code["28"], drafted_by=personnel, to=employee)

    no_reprisal = rule(_("a message never turns against the person who sent it; name somebody else"), code["24"],
        holds=Report.spares_the_reporter)
    privacy = rule(_("a person is reported on only where a breach is reported"), code["12.3"],
        holds=Report.names_nobody_beyond_need)

    # How a matter comes in.
    submit = action(_("report to the Commission"), START, received, by=employee, asks=("reason", "account"),
        asks_if={"about": Report.names_a_breach, "tried": Report.is_dispute, "reasoning": Report.is_proposal},
        accepts=("ground",), basis=code["20", "21", "23", "12.4.1", "12.4.2", "12.4.3", "12.4.4"])
    bring = action(_("bring a dispute among my staff"), START, received, by=manager, basis=code["8"],
        sets={"reason": of.Reason.DISPUTE}, asks=("party", "account", "tried"))
    complain = action(_("report a reprisal for an earlier message"), START, received, by=employee,
        basis=code["24", "23.3"], sets={"reason": of.Reason.BREACH}, asks=("earlier", "about", "account"),
        interpretation=_("an adverse consequence of a message is itself a breach of the code"))
    # Advice, support, and every other matter that names nobody.
    promise = action(_("say when the answer comes"), received, STAYS, by=chair, basis=code["19"],
        asks=("answer_promised",), when=Report.seeks_advice, stops=answer_day, starts=answer_day)
    advise = action(_("give advice or support"), received, answered, by=chair, basis=code["23.1", "23.2"],
        asks=("answer",), when=Report.seeks_advice, stops=answer_day)
    consult = action(_("call a sitting on an adviser's proposal"), received, hearing, by=chair, basis=code["25"],
        asks=("adviser",), when=Report.names_no_breach, stops=answer_day, starts=sitting)
    settle = action(_("answer after the sitting"), hearing, answered, by=commission, basis=code["25"],
        asks=("answer",), when=Report.names_no_breach, stops=sitting, interpretation=recorded)
    collect = action(_("add to the quarter's proposals"), received, collected, by=chair, basis=code["29"],
        when=Report.is_proposal, starts=quarter)
    weigh = action(_("weigh the proposal"), collected, answered, by=commission, basis=code["29"],
        accepts=("answer",), stops=quarter, interpretation=recorded)

    # A possible breach by a named employee: only a sitting decides.
    convene = action(_("call a sitting"), received, hearing, by=chair, basis=code["25"], starts=sitting,
        when=Report.names_a_breach, interpretation=_("the chair convenes"))
    dismiss = action(_("find no breach"), hearing, informing, by=commission, basis=code["25"], asks=("result",),
        when=Report.names_a_breach, stops=sitting, interpretation=recorded)
    propose = action(_("propose a breach case"), hearing, proposed, by=commission, basis=code["26"],
        asks=("proposal",), when=Report.head_may_decide, stops=sitting, interpretation=recorded)
    refer = action(_("hand over to the superior institution"), hearing, informing, by=commission, basis=code["26"],
        asks=("proposal", "result"), when=Report.names_the_head, stops=sitting,
        interpretation=_("the code does not say who judges the head; nobody judges himself"))
    open_case = action(_("open a breach case"), proposed, in_breach_case, by=head, basis=code["26"], asks=("reasons",),
        opens=ETHICS_CASE, carries={"about": "about"})
    decline_case = action(_("open no case"), proposed, informing, by=head, basis=code["26"], asks=("reasons",),
        interpretation=_("may open includes not opening"))
    conclude = action(_("breach case decided"), in_breach_case, informing, by=system, basis=code["27"],
        after=ETHICS_CASE)
    inform = action(_("send the letter"), informing, answered, by=personnel, basis=code["28"], asks=("message",),
        sends=outcome, interpretation=_("who drafts also sends"))
    inform_instead = action(_("send the letter in place of the personnel department"), informing, answered, by=chair,
        asks=("message",), sends=outcome, when=Report.names_personnel, basis=code["28"],
        interpretation=_("nobody writes the letter about himself"))
