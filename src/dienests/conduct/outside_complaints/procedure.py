"""A complaint of a person from outside about a breach of the code: VPD ethics code, paragraphs 25-27 and 30-33."""

from datetime import date  # noqa: I001 - the words of the language stand side by side

from django.utils.translation import gettext_lazy as _

from dienests.conduct.ethics_cases.facade import ETHICS_CASE, POSSIBLE_BREACH
from dienests.conduct.outside_complaints import models as of
from dienests.conduct.outside_complaints.models import OutsideComplaint as Complaint
from dienests.kernel.procedures import (
    FROM_START, START, STAYS, Procedure, action, end, excluded, from_outside, group, letter, role, rulebook, stage,
    system, term, unspecified,
)  # fmt: skip

code = rulebook("vpd-ethics-code-2026")
law, by_laws = unspecified(_("Law on Submissions")), unspecified(_("by-laws of the Ethics Commission"))
BLOCKS = ("complainant", "reply_to", "whom", "norms", "account", "evidence")
EVERYTHING = (of.COMPLAINT, POSSIBLE_BREACH, of.PROPOSAL, of.OUTCOME)


# fmt: off
class OutsideComplaints(Procedure, slug="outside-complaint", record=Complaint, basis=code["30"], version=1,
                        issued=date(2026, 2, 27), numbered="AI", withdrawal=of.WITHDRAWAL):
    title = _("Complaint from outside")

    personnel = role(_("personnel department"), code["33"], office="personnel",
        reads=(of.COMPLAINANT, of.COMPLAINT, of.OUTCOME))
    registry = role(_("records office"), code["30"], office="registry", stand_in=personnel,
        reads=(of.COMPLAINANT, of.COMPLAINT, POSSIBLE_BREACH, of.OUTCOME))
    head = role(_("head of the Service"), code["32"], office="head", stand_in=personnel,
        reads=(of.COMPLAINT, POSSIBLE_BREACH, of.PROPOSAL, of.OUTCOME))
    deputy = role(_("deputy chair of the Commission"), code["22"], office="ethics-deputy-chair")
    chair = role(_("chair of the Commission"), code["22"], office="ethics-chair", stand_in=deputy, reads=EVERYTHING)
    commission = group(_("Ethics Commission"), code["7"], members="ethics-member", recorded_by=chair, quorum=by_laws,
        majority=by_laws, tie=by_laws, ballot=True, reads=EVERYTHING)
    complainant = from_outside(_("person from outside"), code["30"], named="complainant", identity=of.COMPLAINANT,
        reads=(of.OUTCOME,))
    accused = excluded(_("the person complained about has no part in the case, whatever the office"), code["32"],
        field="about", interpretation=_("a stand-in hands over a complaint about the head or the records office"))

    received = stage(_("received"), awaits=registry)
    lacking = stage(_("something is missing"), awaits=registry)
    before_head = stage(_("before the head"), awaits=head)
    hearing = stage(_("before the Commission"))
    proposed = stage(_("breach case proposed"), awaits=head)
    in_breach_case = stage(_("breach case open"))
    answering = stage(_("answer to be written"), awaits=personnel)
    answered = end(_("answered"))
    left = end(_("left without examination"))

    answer = term(_("answer to the complainant"), law, code["33"], extends_by=law, extension=FROM_START)
    completion = term(_("completing the complaint"), law, code["31"])
    sitting = term(_("sitting of the Commission"), by_laws, code["25"])
    request = letter(_("request to complete your complaint"), code["31"], drafted_by=registry, to=complainant)
    longer = letter(_("the answer takes longer"), code["33"], drafted_by=head, to=complainant)
    reply = letter(_("answer to your complaint"), code["33"], drafted_by=personnel, to=complainant)

    register = action(_("enter a complaint that came in"), START, received, by=registry, basis=code["30", "31"],
        asks=("channel",), accepts=(*BLOCKS, "about"), starts=answer,
        interpretation=_("the term is counted from the day of entry"))
    submit = action(_("complain about an employee"), START, received, by=complainant, starts=answer, asks=BLOCKS[:-1],
        sets={"channel": of.Channel.ONLINE}, accepts=BLOCKS[-1:], basis=code["30", "31.1", "31.2", "31.3", "31.4"],
        interpretation=_("a form in place of e-mail; the code names e-address, e-mail and post"))
    ask_more = action(_("request what is missing"), received, lacking, by=registry, basis=code["31"],
        asks=("missing",), when=Complaint.lacks_a_block, suspends=answer, starts=completion, sends=request,
        notifies=complainant, interpretation=_("the answer waits for what the complaint must state"))
    complete = action(_("add what is missing"), lacking, received, by=complainant, basis=code["31"], accepts=BLOCKS,
        resumes=answer, stops=completion, notifies=registry)
    enter = action(_("enter what was added"), lacking, received, by=registry, basis=code["31"], accepts=BLOCKS,
        resumes=answer, stops=completion)
    leave = action(_("leave without examination"), lacking, left, by=registry, basis=code["31", "33"],
        asks=("message",), stops=(answer, completion), sends=reply, notifies=complainant,
        interpretation=_("nothing came; the complainant is told and may complain anew"))
    submit_to_head = action(_("pass on to the head"), received, before_head, by=registry, basis=code["32"],
        accepts=("about",), when=Complaint.is_complete)
    hand_over = action(_("hand over to the Commission"), before_head, hearing, by=head, basis=code["32"],
        when=Complaint.is_about_an_employee, starts=sitting)
    assign = action(_("have it answered"), before_head, answering, by=head, basis=code["33"],
        when=Complaint.is_about_nobody, interpretation=_("only what is about an employee goes to the Commission"))
    dismiss = action(_("find no breach"), hearing, answering, by=commission, basis=code["25"], asks=("result",),
        stops=sitting)
    propose = action(_("propose a breach case"), hearing, proposed, by=commission, basis=code["26"],
        asks=("proposal",), when=Complaint.head_may_decide, stops=sitting)
    refer = action(_("hand over to the superior institution"), hearing, answering, by=commission, basis=code["26"],
        asks=("proposal", "result"), when=Complaint.names_the_head, stops=sitting)
    open_case = action(_("open a breach case"), proposed, in_breach_case, by=head, basis=code["26"], asks=("reasons",),
        opens=ETHICS_CASE, carries={"about": "about"})
    decline_case = action(_("open no case"), proposed, answering, by=head, basis=code["26"], asks=("reasons",),
        interpretation=_("may open includes not opening"))
    conclude = action(_("breach case decided"), in_breach_case, answering, by=system, basis=code["27"],
        after=ETHICS_CASE)
    prolong = action(_("extend the term of the answer"), (before_head, hearing, proposed, in_breach_case, answering),
        STAYS, by=head, basis=code["33"], asks=("extended_because",), extends=answer, sends=longer,
        notifies=complainant)
    inform = action(_("send the answer"), answering, answered, by=personnel, basis=code["33"], asks=("message",),
        stops=answer, sends=reply, notifies=complainant, interpretation=_("who drafts also sends"))
    inform_instead = action(_("send the answer in place of the personnel department"), answering, answered, by=chair,
        asks=("message",), when=Complaint.names_personnel, stops=answer, sends=reply, notifies=complainant,
        basis=code["33"], interpretation=_("nobody writes the answer about himself"))
