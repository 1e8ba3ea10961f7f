"""Nobody sees by any address what the filter does not give: every address, as every kind of person, at every stage."""

import pytest
from django.urls import reverse

from dienests.kernel.cases.case import Case
from dienests.kernel.letters.letter import Letter
from dienests.kernel.procedures.registry import declared
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, act_address, main_of

# Words that stand in one field of one case and nowhere else.
ACCOUNT, PROPOSAL, REASONS = "kanārijkonts", "kanārijrosinājums", "kanārijpamats"
FINDING, MESSAGE = "kanārijatzinums", "kanārijvēstule"
EVERY_WORD = {ACCOUNT, PROPOSAL, REASONS, FINDING, MESSAGE}
STRANGERS = {
    people.COLLEAGUE, people.NEWCOMER, people.ADMINISTRATOR, people.MANAGER, people.ACCUSED, people.OTHER_CHAIR,
    people.OTHER_PERSONNEL,
}  # fmt: skip
EVERYBODY = STRANGERS | {
    people.OPENER, people.CHAIR, people.DEPUTY, people.MEMBER, people.HEAD, people.PERSONNEL,
}  # fmt: skip
COMMISSION = {people.CHAIR, people.DEPUTY, people.MEMBER}  # the deputy is a member, and sees what members see
ACTIONS = sorted({name for procedure in declared() for name in procedure.actions} | {"no-such-act"})
pytestmark = pytest.mark.django_db


def addresses(case: Case) -> list[str]:
    """Return every address that could tell something about a case, for reading."""
    lists = [reverse("mine"), reverse("desk"), reverse("desk-all"), f"{reverse('desk-all')}?number={case.number}"]
    own = [reverse(name, kwargs={"pk": case.pk}) for name in ("case", "receipt")]
    letters = [reverse("letter", kwargs={"pk": case.pk, "number": number}) for number in (1, *_letters(case))]
    acts = [act_address(case, name) for name in ACTIONS]
    return [*lists, *own, *letters, *acts, *[f"/en{address}" for address in [*lists, *own, *letters]]]


def _letters(case: Case) -> list[int]:
    return list(Letter.objects.filter(case=case).values_list("pk", flat=True))


def check(house: House, case: Case, *, seers: set[str], words: dict[str, set[str]]) -> None:
    """Assert who gets the pages of a case, and that each word of `words` reaches nobody but those named with it."""
    page = reverse("case", kwargs={"pk": case.pk})
    for name in EVERYBODY:
        client = house.client(name)
        for address in addresses(case):
            answer = client.get(address)
            text = answer.content.decode()
            assert answer.status_code in (200, 403, 404), (name, address)
            if str(case.pk) in address and name not in seers:
                assert answer.status_code == 404, (name, address)
            shown = {word for word in EVERY_WORD if word in text}
            allowed = {word for word, readers in words.items() if name in readers}
            assert shown <= allowed, (name, address, shown - allowed)
            if name not in seers:
                assert str(case.pk) not in main_of(answer), (name, address)
        assert (client.get(page).status_code == 200) == (name in seers), name
        text = main_of(client.get(page))
        for word, readers in words.items():
            assert (word in text) == (name in readers), (name, word)
    nobody = house.client(None)
    for address in addresses(case):
        answer = nobody.get(address)
        assert answer.status_code == 302, address
        assert "/sign-in/?next=" in answer["Location"]


def check_posts(house: House, case: Case, *, seers: set[str]) -> None:
    """Assert that no act of a case can be done by sending its form to those for whom it is not; nothing changes."""
    before = case.revision
    for name in EVERYBODY:
        for action in ACTIONS:
            answer = house.client(name).post(act_address(case, action), {"revision": "987654"})
            assert answer.status_code in ((403, 404, 409) if name in seers else (404,)), (name, action)
            if name not in seers:
                assert not any(word in answer.content.decode() for word in EVERY_WORD)
    answers = {house.client(None).post(act_address(case, action)).status_code for action in ACTIONS}
    assert answers == {403}
    case.refresh_from_db()
    assert case.revision == before


def test_a_report_of_a_breach_is_seen_by_nobody_too_early_and_by_nobody_else_ever(house: House) -> None:
    case = house.breach(ACCOUNT)
    seers, readers = {people.OPENER, people.CHAIR}, {people.OPENER, people.CHAIR}
    check(house, case, seers=seers, words={ACCOUNT: readers})
    check_posts(house, case, seers=seers)

    house.act(people.CHAIR, case, "convene")
    seers, readers = seers | COMMISSION, readers | COMMISSION
    check(house, case, seers=seers, words={ACCOUNT: readers})

    house.act(people.CHAIR, case, "propose", proposal=PROPOSAL)
    seers, proposal = seers | {people.HEAD}, COMMISSION | {people.HEAD}
    words = {ACCOUNT: readers, PROPOSAL: proposal}
    check(house, case, seers=seers, words=words)
    check_posts(house, case, seers=seers)

    house.act(people.HEAD, case, "open_case", reasons=REASONS)
    words |= {REASONS: proposal}
    check(house, case, seers=seers, words=words)
    sub = Case.objects.get(parent=case)
    check(house, sub, seers=COMMISSION, words={})
    check_posts(house, sub, seers=COMMISSION)

    house.act(people.CHAIR, sub, "decide", finding="breach", grounds=FINDING)
    case.refresh_from_db()
    check(house, sub, seers=COMMISSION, words={FINDING: COMMISSION})
    check(house, case, seers=seers | {people.PERSONNEL}, words=words)

    house.act(people.PERSONNEL, case, "inform", message=MESSAGE)
    outcome = {people.OPENER, people.PERSONNEL} | COMMISSION
    check(house, case, seers=seers | {people.PERSONNEL}, words=words | {MESSAGE: outcome})
    check_posts(house, case, seers=seers | {people.PERSONNEL})


def test_the_letter_is_read_by_its_addressee_and_by_the_office_that_drafts_it(house: House) -> None:
    case = house.breach(ACCOUNT)
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "dismiss", result=FINDING)
    house.act(people.PERSONNEL, case, "inform", message=MESSAGE)
    address = reverse("letter", kwargs={"pk": case.pk, "number": _letters(case)[0]})
    for name in EVERYBODY:
        answer = house.client(name).get(address)
        assert (answer.status_code == 200) == (name in (people.OPENER, people.PERSONNEL)), name
    assert MESSAGE in main_of(house.client(people.OPENER).get(address))


def test_who_reported_is_told_to_the_commission_only(house: House) -> None:
    case = house.breach(ACCOUNT)
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "propose", proposal=PROPOSAL)
    house.act(people.HEAD, case, "decline_case", reasons=REASONS)
    page = reverse("case", kwargs={"pk": case.pk})
    for name, knows in ((people.CHAIR, True), (people.MEMBER, True), (people.HEAD, False), (people.PERSONNEL, False)):
        answer = house.client(name).get(page)
        assert answer.status_code == 200
        assert (people.OPENER in main_of(answer)) == knows, name


def test_the_deputy_acts_only_while_the_chair_is_marked_absent(house: House) -> None:
    case = house.breach(ACCOUNT)
    page, act = reverse("case", kwargs={"pk": case.pk}), act_address(case, "convene")
    deputy, administrator = house.client(people.DEPUTY), house.client(people.ADMINISTRATOR)
    assert deputy.get(page).status_code == 404
    assert deputy.post(act, {"revision": case.revision}).status_code == 404
    today = case.opened_at.date().isoformat()
    marked = {"person": str(house.person(people.CHAIR).pk), "valid_from": today, "basis": "rīkojums Nr. 7"}
    assert administrator.post(reverse("absences"), marked).status_code == 302
    assert deputy.get(page).status_code == 200
    assert case.number in main_of(deputy.get(reverse("desk")))
    house.act(people.DEPUTY, case, "convene")
    assert "Dzērvesteina" in main_of(deputy.get(page))


def test_a_report_about_the_chair_goes_to_the_deputy_and_the_chair_learns_nothing(house: House) -> None:
    case = house.breach(ACCOUNT, about=people.CHAIR)
    page = reverse("case", kwargs={"pk": case.pk})
    assert house.client(people.CHAIR).get(page).status_code == 404
    assert case.number not in main_of(house.client(people.CHAIR).get(f"{reverse('desk-all')}?number={case.number}"))
    refused = house.client(people.CHAIR).post(act_address(case, "convene"), {"revision": case.revision})
    assert refused.status_code == 404
    assert ACCOUNT in main_of(house.client(people.DEPUTY).get(page))
    house.act(people.DEPUTY, case, "convene")


def test_the_number_in_the_register_opens_nothing(house: House) -> None:
    case = house.breach(ACCOUNT)
    for name in (people.OPENER, people.COLLEAGUE, None):
        for address in (f"/case/{case.number}/", f"/case/{case.number}/receipt/", f"/{case.number}/"):
            assert house.client(name).get(address).status_code == 404
    assert case.number not in main_of(house.client(people.HEAD).get(f"{reverse('desk')}?number={case.number}"))


def test_the_administrator_has_neither_a_desk_nor_content(house: House) -> None:
    house.breach(ACCOUNT)
    client = house.client(people.ADMINISTRATOR)
    assert client.get(reverse("desk")).status_code == 403
    for name in ("administration", "absences", "parameters", "appoint", "mine", "home", "services"):
        answer = client.get(reverse(name))
        assert answer.status_code == 200
        assert ACCOUNT not in answer.content.decode()


def test_the_administration_is_closed_to_everybody_else_and_ends_at_its_institution(house: House) -> None:
    mandate = house.person(people.CHAIR).mandates.first()
    assert mandate is not None
    end = reverse("end-mandate", kwargs={"pk": mandate.pk})
    ending = {"valid_to": "2030-01-01", "basis": "rīkojums Nr. 9"}
    pages = [reverse(name) for name in ("administration", "absences", "parameters", "appoint")]
    pages += [end, reverse("parameter", kwargs={"slug": "ethics-report.sitting"})]
    for name in EVERYBODY - {people.ADMINISTRATOR, people.OTHER_PERSONNEL}:
        client = house.client(name)
        assert {client.get(page).status_code for page in pages} == {403}, name
        assert client.post(end, ending).status_code == 403
    # The other institution's administrator holds the same office, elsewhere.
    assert house.client(people.OTHER_PERSONNEL).post(end, ending).status_code == 404
    mandate.refresh_from_db()
    assert mandate.valid_to is None
