"""A request on one's own data by paragraph, and how a granted erasing lets the data protection officer erase."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from dienests.kernel.cases import outbox
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.institution import AT, House, a_house
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.letters import sealing
from dienests.kernel.letters.models import Letter
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.retention.erasing import erase
from dienests.personal_data.subject_requests.models import SubjectRequest
from dienests.personal_data.subject_requests.procedure import SubjectRequests

pytestmark = pytest.mark.django_db
STAFF = {"Anna": (), "Dana": ("data-protection-officer",), "Hugo": ("head",)}


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> House:
    settings.LOG_DIR = tmp_path
    return a_house(staff=STAFF)


def entered(house: House, wish: str = "erase") -> Case:
    fields = {"wish": wish, "channel": "by-hand", "applicant": "Zane Ziediņa", "words": "Lūdzu dzēst."}
    return start(procedure=SubjectRequests, action="enter", actor=house.actor("Dana"), at=AT, fields=fields)


def act(house: House, case: Case, who: str, action: str, *, days: int = 1, **fields: Any) -> Case:
    at = AT + timedelta(days=days)
    done = perform(case=case, action=action, actor=house.actor(who, at), at=at, fields=fields)
    outbox.run_pending(at=at)
    sealing.run(at=at)
    return done


def decided(house: House, action: str, wish: str = "erase") -> Case:
    case = act(house, entered(house, wish), "Dana", "advise", advice="Drīkst.")
    return act(house, case, "Hugo", action, days=2, message="Tā.")


def erased(house: House, case: Case, decision: str, who: str = "Dana") -> None:
    at = AT + timedelta(days=9)
    erase(
        case=case.pk, kinds=["data-request"], actor=house.actor(who, at), at=at, submission=uuid4(), decision=decision
    )  # fmt: skip


def test_D13_every_request_is_examined_and_answered_by_letter(house: House) -> None:
    case = decided(house, "grant", wish="learn")
    assert (case.stage, case.closed_at is not None) == ("granted", True)
    assert Letter.objects.filter(case=case).count() == 1


def test_D18_the_answer_names_the_way_to_the_inspectorate(house: House) -> None:
    assert "Datu valsts inspekcij" in Letter.objects.get(case=decided(house, "refuse")).html


def test_the_officer_advises_and_only_the_head_decides(house: House) -> None:
    case = act(house, entered(house), "Dana", "advise", advice="Drīkst.")
    with pytest.raises(Refusal):
        act(house, case, "Dana", "grant_erasing", message="Tā.")
    with pytest.raises(Refusal):
        act(house, case, "Hugo", "grant", message="Tā.")  # an erasing is granted as one


def test_a_granted_erasing_lets_the_officer_erase_before_the_time(house: House) -> None:
    old, decision = decided(house, "refuse"), decided(house, "grant_erasing")
    with pytest.raises(Refusal, match=r"nav beidzies|not over"):
        erased(house, old, "")
    with pytest.raises(Refusal, match=r"Nav apmierināta|No request"):
        erased(house, old, old.number)
    erased(house, old, decision.number)
    assert SubjectRequest.objects.get(pk=old.pk).words == ""
    event = Event.objects.get(stream=old.pk, act="erased")
    assert event.basis == f"{decision.number}; vpd-client-data-policy:commitments.6"
    assert event.payload["how"] == "decided"
