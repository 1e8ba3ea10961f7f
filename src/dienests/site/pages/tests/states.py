"""Every page in every state: who opens it, where it is, and what makes it empty, full or wrong.

A name of the URL configuration without a line here fails the test of barriers.
"""

from datetime import UTC, datetime
from typing import Any

from dienests.kernel.access.invitation import Invitation
from dienests.kernel.access.invitations import invite
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases.case import Case
from dienests.kernel.duties.occurrence import Occurrence
from dienests.kernel.indicators.measurement import Measurement
from dienests.kernel.letters.letter import Letter
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.norms.proposal import Proposal
from dienests.kernel.parties.absence import Absence
from dienests.kernel.parties.appointments import appoint
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.people import register_person
from dienests.kernel.parties.person import Person
from dienests.site.pages.rows import PER_PAGE
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, act_address, address
from dienests.site.pages.tests.state import State
from dienests.site.pages.tests.states_of_commission import of_the_commission
from dienests.site.pages.tests.states_of_drafts import of_drafts
from dienests.site.pages.tests.states_of_imported import of_imported
from dienests.site.pages.tests.states_of_letters import of_letters
from dienests.site.pages.tests.states_of_log import of_log
from dienests.site.pages.tests.states_of_looks import of_looks
from dienests.site.pages.tests.states_of_programs import of_programs
from dienests.site.pages.tests.states_of_representation import of_representation
from dienests.site.pages.tests.states_of_retention import of_retention

ACT = "vpd-ethics-code-2026"
# Addresses that serve data for machines, not pages: they have tests of their own.
NO_PAGES = {
    "calendar-feed",
    "file",
    "imported-file",
    "indicator-csv",
    "letter-pdf",
    "letter-preview",
    "log-checkpoint",
    "log-consistency-json",
    "log-consistency-text",
    "log-dated",
    "log-feed",
    "log-key",
    "log-tile",
    "receipt-pdf",
    "api",
    "audit-csv",
    "duties-csv",
    "post-batch-print",
    "procedure-table-csv",
    "processing-csv",
    "processing-json",
    "provision-csv",
    "provision-feed",
    "provision-json",
    "publiccode",
    "reads-csv",
    "reads-json",
    "security-txt",
    # The ways to the sign-in service and back lead elsewhere; their one page, a refusal, is that of the first.
    "service-back",
    "service-confirm",
    "service-link",
}


def prepared(house: House) -> list[State]:
    """Bring the demonstration into all states and return them, by person."""
    answered = _answered(house)
    for number in range(PER_PAGE + 2):
        house.submit(people.OPENER, "advice", f"Jautājums {number}.")
    marked = {"person": str(house.person(people.MEMBER).pk), "valid_from": "2031-01-05", "basis": "Rīk. 5"}
    house.client(people.ADMINISTRATOR).post(address("absences"), marked)
    link = _invited(house)
    office = [*_of_the_chair(house, answered, _busy(house)), *of_the_commission(house), *_of_the_administrator(house)]
    return [
        *_public(),
        *link,
        *_of_people(house, answered),
        *office,
        *of_programs(house),
        *of_representation(house),
        *of_looks(house),
        *of_imported(house),
        *of_letters(house),
        *of_retention(house, answered),
        *of_drafts(house),
        *of_log(house),
    ]


def _answered(house: House) -> Case:
    case = house.breach("Garš stāsts " * 40)
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "dismiss", result="Nav pārkāpuma.")
    house.act(people.PERSONNEL, case, "inform", message="Komisija lietu izskatīja.")
    return case


def _uninvited(house: House) -> Person:
    return house.person("Niedre")


def _invited(house: House) -> list[State]:
    """Invite somebody who has no account, ask for a reset, and return the page behind the link."""
    at = datetime.now(UTC)
    how: dict[str, Any] = {"basis": "Rīk. 6", "by": SYSTEM, "at": at}
    office = Office.objects.filter(slug="employee", institution__slug="parauga-dienests").first()
    assert office is not None
    for family in ("Niedre", "Smilga"):
        person = register_person(given_name="Anna", family_name=family, **how)
        appoint(office=office, person=person, valid_from=local_date(at), order_number="Rīk. 6", by=SYSTEM, at=at)
    _invitation, token = invite(institution=office.institution, person=person, login="anna.smilga", **how)
    asked = {"purpose": "password", "basis": "Rīk. 7"}
    house.client(people.ADMINISTRATOR).post(address("reset", pk=house.person(people.NEWCOMER).pk), asked)
    place = address("invitation", token=token)
    return [State("invitation", None, place), State("invitation", None, place, press=True)]


def _public() -> list[State]:
    return [
        State("home", None, address("home")),
        State("services", None, address("services")),
        State("search", None, address("search")),
        State("status", None, address("status")),
        State("status", None, address("status"), press=True),
        State("search", None, address("search") + "?q=pienākum"),
        State("search", people.CHAIR, address("search") + "?q=20"),
        State("search", people.NEWCOMER, address("search") + "?q=nekas-9"),
        State("api-page", None, address("api-page")),
        State("rulebook", None, address("rulebook", act=ACT)),
        State("procedure", None, address("procedure", slug="ethics-report")),
        State("procedure", None, address("procedure", slug="ethics-case")),
        State("procedure-table", None, address("procedure-table", slug="ethics-report")),
        State("processing", None, address("processing")),
        State("privacy", None, address("privacy")),
        State("accessibility", None, address("accessibility")),
        *(State("provision", None, address("provision", act=ACT, address=each)) for each in ("25", "6", "9.1", "24")),
        State("indicators", None, address("indicators")),
        State("indicator", None, address("indicator", slug="ethics.proposals")),
        State("indicator", None, address("indicator", slug="ethics.acquainted")),
        State("duties", None, address("duties")),
        State("duties", None, address("duties") + "?institution=parauga-centrs&year=2031"),
        State("sign-in", None, address("sign-in")),
        State("sign-in", None, address("sign-in"), press=True),
        State("sign-in-demonstration", None, address("sign-in-demonstration")),
        State("sign-in-code", None, address("sign-in-code")),
        State("service-out", None, address("service-out")),
        State("home", None, "/no/such/page/"),
    ]


def _of_people(house: House, answered: Case) -> list[State]:
    letter = Letter.objects.get(case=answered)
    head = _proposed(house)
    reset = Invitation.objects.get(purpose="password")
    starts = [
        State("start", people.OPENER, address("start", slug="ethics-report", action=way), press=press)
        for way in ("submit", "complain")
        for press in (False, True)
    ]
    return [
        State("mine", people.NEWCOMER, address("mine")),
        State("desk", people.NEWCOMER, address("desk")),
        *starts,
        State("mine", people.OPENER, address("mine")),
        *(State("drafts", people.OPENER, address("drafts"), press=press) for press in (False, True)),
        State("mine", people.OPENER, address("mine") + "?page=2"),
        State("receipt", people.OPENER, address("receipt", pk=answered.pk)),
        State("case", people.OPENER, address("case", pk=answered.pk)),
        State("print", people.OPENER, address("print", pk=answered.pk)),
        State("export", people.OPENER, address("export", pk=answered.pk)),
        State("do", people.OPENER, address("do", pk=answered.pk, act="send_message"), press=True),
        State("do", people.OPENER, address("do", pk=answered.pk, act="withdraw_case")),
        State("letter", people.OPENER, address("letter", pk=answered.pk, number=letter.pk)),
        State("sign-out", people.OPENER, address("sign-out")),
        State("head", people.MANAGER, address("head")),
        State("start", people.MANAGER, address("start", slug="ethics-report", action="bring"), press=True),
        State("case", people.HEAD, address("case", pk=head.pk)),
        State("act", people.HEAD, act_address(head, "open_case"), press=True),
        State("confirmations", people.HEAD, address("confirmations")),
        State("head", people.HEAD, address("head")),
        State("indicator-target", people.HEAD, address("indicator-target", slug="ethics.days"), press=True),
        State("confirm-reset", people.HEAD, address("confirm-reset", pk=reset.pk)),
        State("confirm-reset", people.HEAD, address("confirm-reset", pk=reset.pk), press=True),
        State("desk", people.OTHER_CHAIR, address("desk")),
        State("desk-all", people.OTHER_CHAIR, address("desk-all")),
    ]


def _proposed(house: House) -> Case:
    case = house.breach("Vēl viens stāsts.")
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "propose", proposal="Ierosinājums.")
    return case


def _busy(house: House) -> Case:
    """Return a case in which everything everyday has happened once."""
    case, other = house.breach("Rosīga lieta."), house.breach("Cita lieta.", who=people.COLLEAGUE)
    house.act(people.CHAIR, case, "convene")
    for who, act, given in (
        (people.CHAIR, "take_case", {}),
        (people.CHAIR, "add_note", {"text": "Piezīme.\nOtra rinda."}),
        (people.OPENER, "send_message", {"text": "Kad būs atbilde?"}),
        (people.CHAIR, "send_message", {"text": "Piektdien."}),
        (people.OPENER, "add_statement", {"text": "Aizmirsu pateikt."}),
        (people.CHAIR, "link_case", {"number": other.number}),
        (people.OPENER, "withdraw_case", {}),
    ):
        house.do(who, case, act, **given)
    return case


def _of_the_chair(house: House, answered: Case, busy: Case) -> list[State]:
    advice = Case.objects.filter(stage="received", procedure="ethics-report").order_by("opened_at")
    late = next(case for case in advice if case.due)
    sub = Case.objects.filter(procedure="ethics-case", closed_at=None).first()
    assert sub is not None
    house.voted(people.CHAIR, sub, "decide")
    owed = Occurrence.objects.filter(institution=sub.institution, duty="ethics.proposals").order_by("-begins")
    duties = [address("duty", pk=each.pk) for each in owed[:2]]
    return [
        State("indicator", people.CHAIR, address("indicator", slug="ethics.days")),
        State("indicator-enter", people.CHAIR, address("indicator-enter", slug="ethics.acquainted"), press=True),
        State("indicator-cases", people.CHAIR, address("indicator-cases", slug="ethics.days", begins=_quarter())),
        State("duties", people.CHAIR, address("duties")),
        *(State("duty", people.CHAIR, duties[0], press=press) for press in (False, True)),
        State("duty", people.CHAIR, duties[1]),
        *(State("people", people.CHAIR, address("people"), press=press) for press in (False, True)),
        State("desk", people.CHAIR, address("desk")),
        State("desk", people.CHAIR, address("desk") + "?page=2"),
        State("desk", people.CHAIR, address("desk") + "?number=nav"),
        *(State(name, people.CHAIR, address(name)) for name in ("desk-all", "desk-mine", "desk-free")),
        *(
            State(name, people.CHAIR, address(name))
            for name in ("reads", "own-reads", "sessions", "second-factor", "calendars", "identity", "mail")
        ),
        State("confirm", people.CHAIR, address("confirm")),
        *(State("confirm-mail", people.CHAIR, address("confirm-mail", token="a" * 43), press=p) for p in (False, True)),
        State("case", people.CHAIR, address("case", pk=late.pk)),
        State("case", people.CHAIR, address("case", pk=sub.pk)),
        State("case", people.CHAIR, address("case", pk=answered.pk) + "#done"),
        State("print", people.CHAIR, address("print", pk=answered.pk)),
        State("export", people.CHAIR, address("export", pk=answered.pk)),
        State("case", people.CHAIR, address("case", pk=busy.pk)),
        *(
            State("do", people.CHAIR, address("do", pk=busy.pk, act=act), press=True)
            for act in ("add_note", "link_case", "assign_case", "correct_act")
        ),
        State("act", people.CHAIR, act_address(late, "promise")),
        State("act", people.CHAIR, act_address(late, "advise"), press=True),
        State("act", people.CHAIR, act_address(sub, "decide"), press=True),
        State("act", people.CHAIR, act_address(late, "convene")),
    ]


def _of_the_administrator(house: House) -> list[State]:
    who = people.ADMINISTRATOR
    mandate = house.person(people.PERSONNEL).mandates.get(office__slug="personnel")
    proposal = address("parameter-proposal", pk=_proposal(house).pk)
    absence = Absence.objects.get(person=house.person(people.MEMBER), valid_to=None)
    forms: list[tuple[str, str]] = [
        ("appoint", address("appoint")),
        ("end-mandate", address("end-mandate", pk=mandate.pk)),
        ("absences", address("absences")),
        ("return", address("return", pk=absence.pk)),
        ("parameter", address("parameter", slug="ethics-report.sitting")),
        ("parameter", address("parameter", slug="ethics-member.quorum")),
        ("invite", address("invite", pk=_uninvited(house).pk)),
        ("reset", address("reset", pk=house.person(people.OPENER).pk)),
        ("leaving", address("leaving", pk=house.person(people.CHAIR).pk)),
        ("revoke-invitation", address("revoke-invitation", pk=Invitation.objects.get(purpose="join").pk)),
        ("staff-import", address("staff-import")),
    ]
    elsewhere = State("absences", people.OTHER_PERSONNEL, address("absences"))
    names = ("administration", "bodies", "migrations", "parameters", "staff", "invitations", "work")
    lists = [State(name, who, address(name)) for name in names]
    lists += [State("staff", who, address("staff") + "?name=nav")]
    return [
        *lists,
        *(State(name, who, place, press=press) for name, place in forms for press in (False, True)),
        elsewhere,
        State("parameter-proposal", people.ADMINISTRATOR, proposal, press=True),
        State("confirmations", people.HEAD, address("confirmations")),
        State("parameter-proposal", people.HEAD, proposal),
    ]


def _quarter() -> str:
    return Measurement.objects.latest("begins").begins.isoformat()


def _proposal(house: House) -> Proposal:
    sent = {"unit": "working_days", "n": "15", "valid_from": "2031-01-01", "basis": "Rīk. 7", "unconfirmed": "on"}
    house.client(people.ADMINISTRATOR).post(address("parameter", slug="ethics-case.examination"), sent)
    return Proposal.objects.get()
