"""Nobody sees by any address what the filter does not give: every address, as every kind of person, at every stage."""

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.letters.letter import Letter
from dienests.kernel.procedures.registry import declared
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, act_address, address, main_of

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
    lists = [address("mine"), *(f"{address(name)}?number={case.number}" for name in ("desk", "desk-all"))]
    own = [address(name, pk=case.pk) for name in ("case", "receipt")]
    letters = [address("letter", pk=case.pk, number=number) for number in (1, *_letters(case))]
    return [*lists, *own, *letters, f"/en{own[0]}"]


def _letters(case: Case) -> list[int]:
    return list(Letter.objects.filter(case=case).values_list("pk", flat=True))


def check(house: House, case: Case, *, seers: set[str], words: dict[str, set[str]]) -> None:
    """Assert who gets the pages of a case, and that each word of `words` reaches nobody but those named with it."""
    page, places = address("case", pk=case.pk), addresses(case)
    for name in EVERYBODY:
        client = house.client(name)
        allowed = {word for word, readers in words.items() if name in readers}
        for place in places:
            answer = client.get(place)
            text = answer.content.decode()
            assert answer.status_code in (200, 403, 404), (name, place)
            shown = {word for word in EVERY_WORD if word in text}
            assert shown <= allowed, (name, place, shown - allowed)
            if name not in seers:
                assert str(case.pk) not in main_of(answer), (name, place)
                assert answer.status_code == 404 or str(case.pk) not in place, (name, place)
        answer = client.get(page)
        assert (answer.status_code == 200) == (name in seers), name
        assert {word for word in words if word in main_of(answer)} == allowed, name
    for place in places:
        answer = house.client(None).get(place)
        assert answer.status_code == 302, place
        assert "/sign-in/?next=" in answer["Location"]


def check_acts(house: House, case: Case, *, seers: set[str]) -> None:
    """Assert that no act of a case is shown to or done by those for whom it is not; nothing changes."""
    case.refresh_from_db()  # the opener's receipt has given out a code
    before = case.revision
    for name in EVERYBODY:
        client, known = house.client(name), name in seers
        for action in ACTIONS:
            read, sent = (
                client.get(act_address(case, action)),
                client.post(act_address(case, action), {"revision": "987"}),
            )
            assert read.status_code in ((200, 403, 404) if known else (404,)), (name, action)
            assert sent.status_code in ((403, 404, 409) if known else (404,)), (name, action)
            if not known:
                assert not any(word in (read.content + sent.content).decode() for word in EVERY_WORD), (name, action)
    answers = {house.client(None).post(act_address(case, action)).status_code for action in ACTIONS}
    assert answers == {403}
    case.refresh_from_db()
    assert case.revision == before


def test_a_report_of_a_breach_is_seen_by_nobody_too_early_and_by_nobody_else_ever(house: House) -> None:
    case = house.breach(ACCOUNT)
    seers, readers = {people.OPENER, people.CHAIR}, {people.OPENER, people.CHAIR}
    check(house, case, seers=seers, words={ACCOUNT: readers})
    check_acts(house, case, seers=seers)

    house.act(people.CHAIR, case, "convene")
    seers, readers = seers | COMMISSION, readers | COMMISSION
    check(house, case, seers=seers, words={ACCOUNT: readers})

    house.act(people.CHAIR, case, "propose", proposal=PROPOSAL)
    seers, proposal = seers | {people.HEAD}, COMMISSION | {people.HEAD}
    words = {ACCOUNT: readers, PROPOSAL: proposal}
    check(house, case, seers=seers, words=words)

    house.act(people.HEAD, case, "open_case", reasons=REASONS)
    words |= {REASONS: proposal}
    check(house, case, seers=seers, words=words)
    sub = Case.objects.get(parent=case)
    check(house, sub, seers=COMMISSION, words={})

    house.act(people.CHAIR, sub, "decide", finding="breach", grounds=FINDING)
    case.refresh_from_db()
    check(house, sub, seers=COMMISSION, words={FINDING: COMMISSION})
    check(house, case, seers=seers | {people.PERSONNEL}, words=words)

    house.act(people.PERSONNEL, case, "inform", message=MESSAGE)
    outcome = {people.OPENER, people.PERSONNEL} | COMMISSION
    check(house, case, seers=seers | {people.PERSONNEL}, words=words | {MESSAGE: outcome})
    check_acts(house, case, seers=seers | {people.PERSONNEL})


def test_lists_tell_number_and_stage_and_nothing_that_somebody_wrote(house: House) -> None:
    case = house.breach(ACCOUNT)
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "propose", proposal=PROPOSAL)
    for name in EVERYBODY:
        for place in (address("mine"), address("desk"), address("desk-all")):
            for answer in (house.client(name).get(place), house.client(name).get(f"/en{place}")):
                text = main_of(answer)
                assert not any(word in text for word in EVERY_WORD), (name, place)
                assert people.ACCUSED not in text, (name, place)
                assert people.OPENER not in text, (name, place)


def test_the_letter_is_read_by_its_addressee_and_by_the_office_that_drafts_it(house: House) -> None:
    case = house.breach(ACCOUNT)
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "dismiss", result=FINDING)
    house.act(people.PERSONNEL, case, "inform", message=MESSAGE)
    place = address("letter", pk=case.pk, number=_letters(case)[0])
    for name in EVERYBODY:
        answer = house.client(name).get(place)
        assert (answer.status_code == 200) == (name in (people.OPENER, people.PERSONNEL)), name
    assert MESSAGE in main_of(house.client(people.OPENER).get(place))


def test_who_reported_is_told_to_the_commission_only(house: House) -> None:
    case = house.breach(ACCOUNT)
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "propose", proposal=PROPOSAL)
    house.act(people.HEAD, case, "decline_case", reasons=REASONS)
    page = address("case", pk=case.pk)
    for name, knows in ((people.CHAIR, True), (people.MEMBER, True), (people.HEAD, False), (people.PERSONNEL, False)):
        answer = house.client(name).get(page)
        assert answer.status_code == 200
        assert (people.OPENER in main_of(answer)) == knows, name


def test_the_deputy_acts_only_while_the_chair_is_marked_absent(house: House) -> None:
    case = house.breach(ACCOUNT)
    page, act = address("case", pk=case.pk), act_address(case, "convene")
    deputy, administrator = house.client(people.DEPUTY), house.client(people.ADMINISTRATOR)
    assert deputy.get(page).status_code == 404
    assert deputy.post(act, {"revision": case.revision}).status_code == 404
    today = case.opened_at.date().isoformat()
    marked = {"person": str(house.person(people.CHAIR).pk), "valid_from": today, "basis": "rīkojums Nr. 7"}
    assert administrator.post(address("absences"), marked).status_code == 302
    assert deputy.get(page).status_code == 200
    assert case.number in main_of(deputy.get(address("desk")))
    house.act(people.DEPUTY, case, "convene")
    assert "Dzērvesteina" in main_of(deputy.get(page))


def test_a_report_about_the_chair_goes_to_the_deputy_and_the_chair_learns_nothing(house: House) -> None:
    case = house.breach(ACCOUNT, about=people.CHAIR)
    page = address("case", pk=case.pk)
    assert house.client(people.CHAIR).get(page).status_code == 404
    assert str(case.pk) not in main_of(house.client(people.CHAIR).get(f"{address('desk-all')}?number={case.number}"))
    refused = house.client(people.CHAIR).post(act_address(case, "convene"), {"revision": case.revision})
    assert refused.status_code == 404
    assert ACCOUNT in main_of(house.client(people.DEPUTY).get(page))
    house.act(people.DEPUTY, case, "convene")


def test_the_number_in_the_register_opens_nothing(house: House) -> None:
    case = house.breach(ACCOUNT)
    for name in (people.OPENER, people.COLLEAGUE, None):
        for place in (f"/case/{case.number}/", f"/case/{case.number}/receipt/", f"/{case.number}/"):
            assert house.client(name).get(place).status_code == 404
    assert str(case.pk) not in main_of(house.client(people.HEAD).get(f"{address('desk')}?number={case.number}"))


def test_the_administrator_has_neither_a_desk_nor_content(house: House) -> None:
    house.breach(ACCOUNT)
    client = house.client(people.ADMINISTRATOR)
    assert client.get(address("desk")).status_code == 403
    for name in ("administration", "absences", "parameters", "appoint", "mine", "home", "services"):
        answer = client.get(address(name))
        assert answer.status_code == 200
        assert ACCOUNT not in answer.content.decode()


def test_the_administration_is_closed_to_everybody_else_and_ends_at_its_institution(house: House) -> None:
    mandate = house.person(people.CHAIR).mandates.first()
    assert mandate is not None
    end = address("end-mandate", pk=mandate.pk)
    ending = {"valid_to": "2030-01-01", "basis": "rīkojums Nr. 9"}
    pages = [address(name) for name in ("administration", "absences", "parameters", "appoint")]
    pages += [end, address("parameter", slug="ethics-report.sitting")]
    for name in EVERYBODY - {people.ADMINISTRATOR, people.OTHER_PERSONNEL}:
        client = house.client(name)
        assert {client.get(page).status_code for page in pages} == {403}, name
        assert client.post(end, ending).status_code == 403
    # The other institution's administrator holds the same office, elsewhere.
    assert house.client(people.OTHER_PERSONNEL).post(end, ending).status_code == 404
    mandate.refresh_from_db()
    assert mandate.valid_to is None
