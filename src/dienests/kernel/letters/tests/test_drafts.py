"""Drafts: written, agreed to, approved; each step by its office, on the state that the person saw, and logged."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dienests.kernel.cases import outbox
from dienests.kernel.cases.models import Case
from dienests.kernel.cases.sight import visible
from dienests.kernel.cases.tests.house.people import AT, House, later
from dienests.kernel.cases.verbs import perform
from dienests.kernel.letters import agreeing, approving, awaiting, drafting
from dienests.kernel.letters.awaiting import concerning, taking_part
from dienests.kernel.letters.draft import Draft
from dienests.kernel.letters.held_draft import told
from dienests.kernel.letters.letter import STREAM
from dienests.kernel.letters.models import Letter, Opinion
from dienests.kernel.letters.parts import Part, Place, parts
from dienests.kernel.letters.reading import readable_letters
from dienests.kernel.letters.tests.correspondence import a_case, a_draft
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import Stream, history
from dienests.kernel.log.verify import verify
from dienests.kernel.procedures.refusals import Refusal


def _step(verb: Any, house: House, who: str, draft: Draft, **given: Any) -> Draft:
    verb(draft=draft.pk, actor=house.actor(who), at=AT, seen=given.pop("seen", draft.revision), **given)
    return Draft.objects.get(pk=draft.pk)


def _approved(house: House, draft: Draft) -> Draft:
    draft = _step(agreeing.submit, house, "karl", draft, further=[])
    draft = _step(agreeing.agree, house, "dace", draft)
    return _step(approving.approve, house, "walter", draft)


def test_a_letter_that_is_approved_first_cannot_be_sent_by_its_act_alone(house: House) -> None:
    case = a_case(house)
    with pytest.raises(Refusal, match="approved before it goes out"):
        perform(case=case, action="answer", actor=house.actor("karl"), at=AT, fields={"verdict": "yes"})
    assert not Letter.objects.exists()
    perform(case=case, action="refuse", actor=house.actor("karl"), at=AT, fields={"verdict": "no"})


def test_approval_does_the_act_numbers_the_letter_and_keeps_the_words(house: House) -> None:
    draft = _approved(house, a_draft(house))
    letter, case = Letter.objects.get(), Case.objects.get(pk=draft.case_id)
    assert (case.stage, draft.state, letter.state) == ("done", "approved", "approved")
    assert (letter.number, letter.serial, letter.draft_id) == ("V/2026/1", 1, draft.pk)
    assert "The room is granted." in letter.html
    assert letter.signatory.endswith(house.people["walter"].name)
    act = Event.objects.get(pk=letter.event)
    assert (act.act, act.mandate) == ("answer", house.actor("karl").holds("clerk", house.institution.pk).mandate)
    outbox.run_pending(at=later(1))
    assert Letter.objects.count() == 1, "the effect of the act finds the letter issued"


def test_every_step_stands_in_the_log_and_no_word_of_the_letter_does(house: House) -> None:
    draft = _approved(house, a_draft(house, "a canary sings"))
    events = history(Stream(STREAM, draft.pk))
    assert [each.act for each in events] == ["opened", "written", "submitted", "agreed", "approved"]
    assert all(each.mandate and each.basis == "vpd-ethics-code-2026:28" for each in events)
    assert [each.to_state for each in events] == ["drafting", "drafting", "agreeing", "approving", "approved"]
    assert "canary" not in json.dumps(list(Event.objects.values_list("payload", flat=True)))
    assert not verify().breaks


def test_what_is_awaited_is_told_by_three_questions_however_many_drafts_are_open(house: House) -> None:
    asked, to_agree = [], set()
    for more in (1, 4):
        for _number in range(more):
            a_draft(house)
            about = a_draft(house, accused=house.people["dace"].pk)
            _step(agreeing.submit, house, "karl", about, further=[])
            to_agree.add(_step(agreeing.submit, house, "karl", a_draft(house), further=[]).pk)
        for who in ("karl", "dace", "walter"):
            actor = house.actor(who)
            with CaptureQueriesContext(connection) as queries:
                taking_part(actor, at=AT)
            asked.append(len(queries))
    assert asked == [3] * 6, "the drafts, the opinions, and whom their cases exclude"
    mine, _others = taking_part(house.actor("dace"), at=AT)
    assert {each.place.draft.pk for each in mine} == to_agree, "nobody agrees to a letter of a case about oneself"
    assert {str(each.todo) for each in mine} == {"agree or object"}


def test_what_waits_for_others_hides_nothing_that_waits_for_oneself(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(awaiting, "MOST", 2)
    for _number in range(5):
        a_draft(house)
    last = [_step(agreeing.submit, house, "karl", a_draft(house), further=[]).pk for _number in range(3)]
    mine, _others = taking_part(house.actor("dace"), at=AT)
    assert len(mine) == 2
    assert {each.place.draft.pk for each in mine} <= set(last)
    assert len(taking_part(house.actor("karl"), at=AT)[0]) == 2


def test_E20_an_objection_offers_other_wording_which_is_taken(house: House) -> None:
    draft = _step(agreeing.submit, house, "karl", a_draft(house, "No."), further=[])
    draft = _step(agreeing.object_to, house, "dace", draft, words="too short", field="verdict", wording="We regret.")
    opinion = Opinion.objects.get()
    assert (draft.state, opinion.wording, opinion.field) == ("agreeing", "We regret.", "verdict")
    draft = _step(agreeing.take_wording, house, "karl", draft, opinion=opinion.pk)
    assert (draft.state, draft.text) == ("approving", 2)
    assert draft.texts.get(number=2).fields == {"verdict": "We regret."}
    assert draft.texts.get(number=1).fields == {"verdict": "No."}, "every version is kept"
    assert Opinion.objects.get(text=2).verdict == "agreed", "who offered the wording agrees to it"


def test_E20_an_objection_without_wording_is_answered_and_both_reach_who_approves(house: House) -> None:
    draft = _step(agreeing.submit, house, "karl", a_draft(house), further=["porter"])
    draft = _step(agreeing.object_to, house, "dace", draft, words="not now", field="", wording="")
    assert draft.state == "agreeing"
    with pytest.raises(Refusal, match="offers no wording"):
        _step(agreeing.take_wording, house, "karl", draft, opinion=Opinion.objects.get(office="deputy").pk)
    draft = _step(agreeing.answer, house, "karl", draft, opinion=Opinion.objects.get(office="deputy").pk, words="it is")
    assert draft.state == "agreeing", "the porter was asked too"
    Case.objects.filter(pk=draft.case_id).update(unit=house.units["north"])
    draft = _step(agreeing.agree, house, "peter", draft)
    assert draft.state == "approving"
    kept = Opinion.objects.get(office="deputy")
    assert (kept.words, kept.answer, kept.taken) == ("not now", "it is", False)


def test_an_objection_without_a_reason_is_no_objection(house: House) -> None:
    draft = _step(agreeing.submit, house, "karl", a_draft(house), further=[])
    with pytest.raises(Refusal, match="what you object to"):
        _step(agreeing.object_to, house, "dace", draft, words=" ", field="", wording="Better.")


def test_who_approves_may_send_the_draft_back_with_other_wording(house: House) -> None:
    draft = _step(agreeing.submit, house, "karl", a_draft(house), further=[])
    draft = _step(agreeing.agree, house, "dace", draft)
    draft = _step(
        approving.send_back, house, "walter", draft, words=" name the day", wording=" From Monday.\r\nAt noon. "
    )
    assert draft.state == "drafting"
    kept = Opinion.objects.get(office="warden")
    assert kept.wording == "From Monday.\nAt noon."
    payload = Event.objects.get(stream=draft.pk, act="sent_back").payload
    assert payload["words"] == told((kept.words, kept.wording), kept.salt)[0], "the log proves the words that are kept"
    draft = _step(drafting.write, house, "karl", draft, fields={"verdict": "From Monday."}, language="en")
    assert _approved(house, draft).state == "approved"


def test_new_words_are_agreed_to_anew(house: House) -> None:
    draft = _step(agreeing.submit, house, "karl", a_draft(house), further=[])
    draft = _step(agreeing.agree, house, "dace", draft)
    draft = _step(drafting.write, house, "karl", draft, fields={"verdict": "Otherwise."}, language="en")
    assert draft.state == "drafting"
    assert _step(agreeing.submit, house, "karl", draft, further=[]).state == "agreeing"


def test_a_stale_step_is_refused(house: House) -> None:
    draft = a_draft(house)
    with pytest.raises(Refusal, match="changed this draft meanwhile") as refused:
        _step(drafting.write, house, "karl", draft, fields={"verdict": "x"}, language="en", seen=draft.revision - 1)
    assert refused.value.kind == "revision"
    assert Draft.objects.get(pk=draft.pk).text == 1


def test_the_second_of_two_who_approve_is_told(house: House) -> None:
    draft = _step(agreeing.submit, house, "karl", a_draft(house), further=[])
    draft = _step(agreeing.agree, house, "dace", draft)
    _step(approving.approve, house, "walter", draft)
    with pytest.raises(Refusal, match="approved already"):
        _step(approving.approve, house, "walter", draft)
    assert Letter.objects.count() == 1


def test_nobody_does_what_is_not_his_part(house: House) -> None:
    draft = _step(agreeing.submit, house, "karl", a_draft(house), further=[])
    for who, verb in (("karl", agreeing.agree), ("walter", agreeing.agree), ("dace", approving.approve)):
        with pytest.raises(Refusal, match=r"asked to agree|approves the letter"):
            _step(verb, house, who, draft)
    for who in ("anna", "berta", "kora", "cilda"):
        with pytest.raises(Refusal, match="no such draft"):
            _step(agreeing.agree, house, who, draft)


def test_who_drafted_does_not_approve_unless_the_by_laws_let_one_person_do_both(house: House) -> None:
    draft = _step(agreeing.submit, house, "karl", a_draft(house), further=[])
    draft = _step(agreeing.agree, house, "dace", draft)
    Draft.objects.filter(pk=draft.pk).update(owner=house.people["walter"])
    with pytest.raises(Refusal, match="does not approve it"):
        _step(approving.approve, house, "walter", draft)


def test_whom_the_case_excludes_has_no_part_whatever_the_office(house: House) -> None:
    draft = a_draft(house, accused=house.people["walter"].pk)
    place = Place.of(Draft.objects.select_related("case").get(pk=draft.pk))
    assert not parts(house.actor("walter"), place, [], at=AT)
    assert parts(house.actor("karl"), place, [], at=AT).keys() == {Part.OWN, Part.WRITE}


def test_the_brief_holds_what_the_giver_reads_and_nothing_sealed(house: House) -> None:
    draft = a_draft(house, note="by the window")
    given = drafting.may_be_given(house.actor("karl"), Case.objects.get(pk=draft.case_id), AT)
    assert "reason" in given
    assert "secret" not in given
    with pytest.raises(Refusal, match="not sealed"):
        _step(drafting.give_brief, house, "karl", draft, fields=["secret"], words="", office="porter")
    draft = _step(drafting.give_brief, house, "karl", draft, fields=["reason"], words="Say yes.", office="councillor")
    assert (draft.brief.fields, draft.brief.words) == ({"reason": "rest"}, "Say yes.")


def test_who_was_briefed_drafts_and_neither_sends_nor_sees_the_case(house: House) -> None:
    draft = a_draft(house)
    draft = _step(drafting.give_brief, house, "karl", draft, fields=["reason"], words="", office="councillor")
    assert not visible(house.actor("kora"), among=[draft.case_id]).exists()
    draft = _step(drafting.write, house, "kora", draft, fields={"verdict": "By Kora."}, language="en")
    assert draft.texts.get(number=2).author_id == house.people["kora"].pk
    with pytest.raises(Refusal, match="office that sends the letter"):
        _step(agreeing.submit, house, "kora", draft, further=[])


def test_what_cannot_be_printed_is_told_before_anybody_is_asked(house: House) -> None:
    with pytest.raises(Refusal, match="lacks: verdict"):
        _step(agreeing.submit, house, "karl", a_draft(house, " "), further=[])
    assert not Opinion.objects.exists()


def test_signs_without_a_picture_are_told_before_anybody_is_asked(house: House) -> None:
    with pytest.raises(Refusal, match="漢"):
        _step(agreeing.submit, house, "karl", a_draft(house, "room 漢"), further=[])


def test_a_draft_sent_back_a_second_time_waits_for_an_answer_again(house: House) -> None:
    draft = _step(agreeing.submit, house, "karl", a_draft(house), further=[])
    draft = _step(agreeing.agree, house, "dace", draft)
    for time in ("first", "second"):
        draft = _step(approving.send_back, house, "walter", draft, words=f"the {time} time", wording="")
        draft = _step(agreeing.submit, house, "karl", draft, further=[])
        assert draft.state == "agreeing", time
        sent_back = Opinion.objects.get(office=draft.approver_office)
        assert (sent_back.words, sent_back.answer) == (f"the {time} time", "")
        draft = _step(agreeing.answer, house, "karl", draft, opinion=sent_back.pk, words="it stays")
        assert draft.state == "approving"


def test_a_dropped_draft_makes_room_for_another(house: House) -> None:
    draft = _step(drafting.drop, house, "karl", a_draft(house))
    again = drafting.open_draft(
        case=Case.objects.get(pk=draft.case_id), action="answer", actor=house.actor("karl"), at=AT
    )
    assert again.pk != draft.pk
    same = drafting.open_draft(
        case=Case.objects.get(pk=draft.case_id), action="answer", actor=house.actor("karl"), at=AT
    )
    assert same.pk == again.pk, "one draft is open at a time"


def test_approval_is_refused_when_the_case_has_moved_on(house: House) -> None:
    draft = _step(agreeing.submit, house, "karl", a_draft(house), further=[])
    draft = _step(agreeing.agree, house, "dace", draft)
    perform(
        case=Case.objects.get(pk=draft.case_id), action="refuse", actor=house.actor("karl"), at=AT,
        fields={"verdict": "no"},
    )  # fmt: skip
    with pytest.raises(Refusal, match="not possible now"):
        _step(approving.approve, house, "walter", draft)
    assert Draft.objects.get(pk=draft.pk).state == "approving"
    assert not Letter.objects.filter(slug="reply").exists()


def test_the_number_on_a_desk_betrays_no_case_about_oneself(house: House) -> None:
    _step(agreeing.submit, house, "karl", a_draft(house, accused=house.people["dace"].pk), further=[])
    assert (concerning(house.actor("karl"), at=AT), concerning(house.actor("dace"), at=AT)) == (1, 0)
    assert taking_part(house.actor("dace"), at=AT) == ([], [])


def test_addressee_drafter_and_who_approved_read_the_letter(house: House) -> None:
    draft = _approved(house, a_draft(house))
    readers = {name for name in house.people if readable_letters(house.actor(name), draft.case)}
    assert readers == {"anna", "karl", "walter"}


def test_a_desk_counts_the_open_drafts_that_concern_an_office(house: House) -> None:
    draft = _step(agreeing.submit, house, "karl", a_draft(house), further=[])
    counted = {name: concerning(house.actor(name), at=AT) for name in ("karl", "dace", "walter", "anna", "peter")}
    assert counted == {"karl": 1, "dace": 1, "walter": 1, "anna": 0, "peter": 0}
    shown = {name: [len(part) for part in taking_part(house.actor(name), at=AT)] for name in counted}
    assert shown == {"karl": [0, 1], "dace": [1, 0], "walter": [0, 1], "anna": [0, 0], "peter": [0, 0]}
    draft = _step(agreeing.agree, house, "dace", draft)
    for name in counted:
        assert concerning(house.actor(name), at=AT) == sum(map(len, taking_part(house.actor(name), at=AT))), name
    _step(approving.approve, house, "walter", draft)
    assert concerning(house.actor("karl"), at=AT) == 0
