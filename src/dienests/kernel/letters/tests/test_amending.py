"""A sealed letter is corrected or revoked by another letter, on the word of two people, and both name each other."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dienests.kernel.cases.tests.house.models import Visit
from dienests.kernel.cases.tests.house.people import AT, House, later
from dienests.kernel.letters import sealing
from dienests.kernel.letters.amending import approve, drop, propose
from dienests.kernel.letters.amendment import Amendment
from dienests.kernel.letters.awaiting import concerning
from dienests.kernel.letters.held_draft import told
from dienests.kernel.letters.letter import STREAM
from dienests.kernel.letters.models import Letter
from dienests.kernel.letters.proposals import to_decide
from dienests.kernel.letters.tests.test_letters import a_visit
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM, Stream, history
from dienests.kernel.norms.parameters import set_parameter
from dienests.kernel.procedures.refusals import Refusal

GIVEN = {"kind": "corrects", "words": "The room is number five.", "basis": "order 7"}


def a_sealed(house: House) -> Letter:
    a_visit(house)
    sealing.run(at=AT)
    return Letter.objects.get()


def proposed(house: House, letter: Letter, **more: str) -> Amendment:
    return propose(letter=letter, actor=house.actor("karl"), at=later(1), **(GIVEN | more))


def appoint_second_clerk(house: House) -> None:
    """Let peter, a porter, hold the clerk's office too."""
    from dienests.kernel.cases.tests.house.people import LONG_AGO
    from dienests.kernel.parties.appointments import appoint

    appoint(
        office=house.offices[("clerk", "")], person=house.people["peter"], valid_from=LONG_AGO, order_number="2",
        by=SYSTEM, at=AT,
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "act"), [("corrects", "corrected"), ("revokes", "revoked")])
def test_another_letter_is_numbered_sealed_and_linked_both_ways(house: House, kind: str, act: str) -> None:
    first = a_sealed(house)
    appoint_second_clerk(house)
    made = approve(amendment=proposed(house, first, kind=kind).pk, actor=house.actor("peter"), at=later(2))
    assert (made.number, getattr(made, kind), made.participant) == ("V/2026/2", first, first.participant)
    assert getattr(first, {"corrects": "corrections", "revokes": "revocations"}[kind]).get() == made
    assert "V/2026/1" in made.html
    assert "number five" in made.html
    sealing.run(at=later(3))
    made.refresh_from_db()
    assert made.state == "sealed"
    told = [event.act for event in history(Stream(STREAM, first.uid))]
    assert told[-2:] == ["amendment-proposed", act]
    assert made.event == Event.objects.get(act=act).pk


def test_a_sealed_letter_itself_never_changes(house: House) -> None:
    first = a_sealed(house)
    with pytest.raises(IntegrityError, match="never removed or changed"), transaction.atomic():
        Letter.objects.filter(pk=first.pk).update(sha256="0" * 64)


def test_who_proposes_does_not_approve_unless_the_by_laws_let_one_person(house: House) -> None:
    first = a_sealed(house)
    waiting = proposed(house, first)
    with pytest.raises(Refusal, match="somebody else does"):
        approve(amendment=waiting.pk, actor=house.actor("karl"), at=later(2))
    drop(amendment=waiting.pk, actor=house.actor("karl"), at=later(2))
    set_parameter(
        institution=house.institution, slug="letters.one-person", value="yes", basis="by-laws 1",
        valid_from=AT.date(), by=SYSTEM, at=AT,
    )  # fmt: skip
    assert approve(amendment=proposed(house, first).pk, actor=house.actor("karl"), at=later(3)).corrects == first


@pytest.mark.parametrize("who", ["anna", "walter", "dace"])
def test_nobody_else_proposes_or_decides(house: House, who: str) -> None:
    first = a_sealed(house)
    waiting = proposed(house, first)
    for act in (
        lambda: propose(letter=first, actor=house.actor(who), at=AT, **GIVEN),
        lambda: approve(amendment=waiting.pk, actor=house.actor(who), at=AT),
        lambda: drop(amendment=waiting.pk, actor=house.actor(who), at=AT),
    ):
        with pytest.raises(Refusal, match="no part in it"):
            act()


def test_of_two_who_decide_the_second_is_told(house: House) -> None:
    waiting = proposed(house, a_sealed(house))
    appoint_second_clerk(house)
    approve(amendment=waiting.pk, actor=house.actor("peter"), at=later(2))
    for verb in (approve, drop):
        with pytest.raises(Refusal, match="decided already"):
            verb(amendment=waiting.pk, actor=house.actor("peter"), at=later(2))
    assert Letter.objects.count() == 2


def test_one_proposal_at_a_time_and_none_after_a_revocation(house: House) -> None:
    first = a_sealed(house)
    waiting = proposed(house, first, kind="revokes")
    with pytest.raises(Refusal, match="waits already"):
        proposed(house, first)
    appoint_second_clerk(house)
    approve(amendment=waiting.pk, actor=house.actor("peter"), at=later(2))
    with pytest.raises(Refusal, match="revoked already"):
        proposed(house, first)


def test_a_revocation_that_was_revoked_itself_stands_in_no_way(house: House) -> None:
    first = a_sealed(house)
    appoint_second_clerk(house)
    letter = first
    for hour in (2, 3):
        waiting = proposed(house, letter, kind="revokes")
        letter = approve(amendment=waiting.pk, actor=house.actor("peter"), at=later(hour))
        letter = sealing.seal_letter(letter.pk, at=later(hour))
    assert letter.revokes is not None
    assert letter.revokes.revokes == first
    assert proposed(house, first).letter == first


def test_what_is_not_sealed_yet_or_says_nothing_is_refused(house: House) -> None:
    a_visit(house)
    with pytest.raises(Refusal, match="not sealed yet"):
        proposed(house, Letter.objects.get())
    sealing.run(at=AT)
    with pytest.raises(Refusal) as refused:
        proposed(house, Letter.objects.get(), words=" ", basis="")
    assert set(refused.value.fields) == {"words", "basis"}


def test_the_log_proves_the_words_that_are_kept(house: House) -> None:
    waiting = proposed(house, a_sealed(house), basis=f" {'order 7 ' * 50}")
    payload = Event.objects.get(act="amendment-proposed").payload
    assert payload["words"] == told((waiting.words, waiting.basis), waiting.salt)[0]
    assert len(waiting.basis) == 300


def test_no_word_of_a_correction_stands_in_the_log(house: House) -> None:
    waiting = proposed(house, a_sealed(house), words="a canary sings")
    appoint_second_clerk(house)
    approve(amendment=waiting.pk, actor=house.actor("peter"), at=later(2))
    assert "canary" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_words_that_cannot_be_printed_are_refused_before_anything_is_numbered(house: House) -> None:
    first = a_sealed(house)
    appoint_second_clerk(house)
    for given in ({"words": "go \N{RIGHTWARDS WHITE ARROW} five"}, {"words": "welcome \N{SLIGHTLY SMILING FACE}"}):
        with pytest.raises(Refusal, match="cannot be printed"):
            proposed(house, first, **given)
    assert not Amendment.objects.exists()
    waiting = proposed(house, first)
    Amendment.objects.filter(pk=waiting.pk).update(words="welcome \N{SLIGHTLY SMILING FACE}")
    with pytest.raises(Refusal, match="cannot be printed"):
        approve(amendment=waiting.pk, actor=house.actor("peter"), at=later(2))
    assert (Letter.objects.count(), Event.objects.filter(act="corrected").count()) == (1, 0)


def test_a_proposal_is_told_to_who_may_approve_it_and_to_nobody_else(house: House) -> None:
    waiting = proposed(house, a_sealed(house))
    appoint_second_clerk(house)
    asked = {name: to_decide(house.actor(name), at=later(2)) for name in house.people}
    assert {name: found for name, found in asked.items() if found} == {"peter": [waiting]}
    counted = {name: concerning(house.actor(name), at=later(2)) for name in house.people}
    assert {name: number for name, number in counted.items() if number} == {"peter": 1}
    approve(amendment=waiting.pk, actor=house.actor("peter"), at=later(2))
    assert to_decide(house.actor("peter"), at=later(2)) == []


def test_a_proposal_is_not_told_to_whom_the_case_is_about(house: House) -> None:
    letter = a_sealed(house)
    proposed(house, letter)
    appoint_second_clerk(house)
    Visit.objects.filter(pk=letter.case_id).update(accused=house.people["peter"])
    assert to_decide(house.actor("peter"), at=later(2)) == []


def test_proposals_are_told_by_as_many_questions_however_many_there_are(house: House) -> None:
    appoint_second_clerk(house)
    asked, peter = [], house.actor("peter")
    for more in (0, 1, 4):
        for _number in range(more):
            a_visit(house)
        sealing.run(at=AT)
        for letter in Letter.objects.filter(amendments__isnull=True):
            proposed(house, letter)
        with CaptureQueriesContext(connection) as queries:
            found = to_decide(peter, at=later(2))
        asked.append((len(found), len(queries)))
    assert asked == [(0, 1), (1, 4), (5, 4)]
