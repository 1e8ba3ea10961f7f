"""Occurrences: they appear once, are escalated once, and are fulfilled only with evidence."""

from datetime import UTC, date, datetime
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from dienests.kernel.duties.declaration import unsound
from dienests.kernel.duties.fulfilment import DutyRefusal, fulfil
from dienests.kernel.duties.language import Duties, duty, quarterly, rulebook, statement
from dienests.kernel.duties.occurrence import Occurrence
from dienests.kernel.duties.routine import run
from dienests.kernel.log.streams import SYSTEM, history
from dienests.kernel.log.verify import verify
from dienests.kernel.norms.declared import ParameterError
from dienests.kernel.norms.parameters import set_parameter

MAY, JULY, DECEMBER = (datetime(2026, month, 4, 9, 0, tzinfo=UTC) for month in (5, 7, 12))


def acts(occurrence: Occurrence) -> list[str]:
    """Return the steps of an occurrence."""
    return [each.act for each in history(occurrence.stream)]


def test_occurrences_appear_by_themselves_and_never_twice(house: Any, owed: Any) -> None:
    assert run(MAY) > 0
    found = Occurrence.objects.filter(duty="trial.report").order_by("begins")
    assert [each.begins for each in found] == [date(2026, 1, 1), date(2026, 4, 1)]
    assert [each.duty for each in Occurrence.objects.filter(duty="trial.plan")] == ["trial.plan"]
    assert run(MAY) == 0
    assert run(JULY) == 2, "the third quarter appears, the second is late"
    assert all(acts(each)[0] == "appeared" for each in Occurrence.objects.all())
    assert not verify().breaks


def test_what_is_past_due_goes_to_the_head_once(house: Any, owed: Any) -> None:
    run(MAY)
    first = Occurrence.objects.get(duty="trial.report", begins=date(2026, 1, 1))
    assert (first.due, first.escalated_on, first.escalated_to) == (date(2026, 3, 31), date(2026, 5, 4), "head")
    run(MAY)
    assert acts(first) == ["appeared", "escalated"]
    run(DECEMBER)
    plan = Occurrence.objects.get(duty="trial.plan")
    assert plan.escalated_on == date(2026, 12, 4)
    assert plan.escalated_to == "", "nobody stands above the head"


def test_only_the_office_that_owes_fulfils_and_only_with_evidence(house: Any, owed: Any) -> None:
    run(MAY)
    each = Occurrence.objects.get(duty="trial.report", begins=date(2026, 4, 1))
    given: dict[str, Any] = {"occurrence": each, "at": MAY}
    with pytest.raises(DutyRefusal, match=r"office|amats"):
        fulfil(**given, kind="statement", words="Nr. 1", actor=house.actor("other"))
    keeper = house.actor("keeper")
    for kind, words in (("statement", "done"), ("reference", "nowhere"), ("act", "Nr. 1"), ("statement", " ")):
        with pytest.raises(DutyRefusal):
            fulfil(**given, kind=kind, words=words, actor=keeper)
    done = fulfil(**given, kind="reference", words="https://example.org/1", actor=keeper)
    assert (done.done_on, done.evidence) == (date(2026, 5, 4), "reference")
    assert history(done.stream)[-1].mandate == keeper.offices[0].mandate
    with pytest.raises(DutyRefusal, match=r"already|jau"):
        fulfil(**given, kind="statement", words="Nr. 2", actor=keeper)
    assert acts(done) == ["appeared", "fulfilled"]


@pytest.mark.parametrize(
    "change", [{"done_on": date(2026, 5, 1)}, {"words": "Nr. 1"}, {"done_on": date(2026, 5, 1), "evidence": "act"},
               {"done_on": date(2026, 5, 1), "evidence": "statement"}, {"escalated_on": date(2026, 4, 1)},
               {"ends": date(2026, 1, 1)}]
)  # fmt: skip
def test_the_database_refuses_what_is_done_without_evidence(house: Any, owed: Any, change: dict[str, Any]) -> None:
    run(MAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Occurrence.objects.filter(begins=date(2026, 4, 1)).update(**change)


def test_a_rhythm_left_open_waits_for_a_parameter(house: Any, owed: Any) -> None:
    run(MAY)
    assert not Occurrence.objects.filter(duty="trial.check").exists()
    given: dict[str, Any] = {
        "institution": house.institution, "slug": "trial.check-rhythm", "basis": "rīk. 2", "by": SYSTEM, "at": MAY,
        "valid_from": date(2026, 5, 4),
    }  # fmt: skip
    with pytest.raises(ParameterError):
        set_parameter(**given, value="days:30")
    set_parameter(**given, value="months:1")
    run(MAY)
    assert Occurrence.objects.filter(duty="trial.check").count() == 1, "from the month on in which the value begins"


def test_a_rhythm_that_changes_never_reaches_back(house: Any, owed: Any) -> None:
    run(MAY)
    owed.items["report"].rhythm = owed.items["plan"].rhythm
    run(DECEMBER)
    begun = Occurrence.objects.filter(duty="trial.report").order_by("begins").values_list("begins", flat=True)
    assert list(begun) == [date(2026, 1, 1), date(2026, 4, 1)], "the year that holds the last quarter has begun before"
    run(datetime(2027, 1, 5, 9, 0, tzinfo=UTC))
    assert Occurrence.objects.filter(duty="trial.report").latest("begins").begins == date(2027, 1, 1)


def test_unsound_duties_are_told(house: Any, owed: Any) -> None:
    code = rulebook("vpd-ethics-code-2026")

    class Wrong(Duties, slug="trial"):
        report = duty("again", code["29"], rhythm=quarterly(), office="keeper", evidence=())
        lost = duty("lost", code["99"], rhythm=quarterly(), office="keeper", evidence=statement())

    found = "\n".join(unsound())
    assert "two duties are named trial.report" in found
    assert "trial.report does not say what proves it" in found
    assert "no paragraph 99" in found


@pytest.mark.django_db(transaction=True)
def test_two_processes_make_each_occurrence_once(house: Any, owed: Any) -> None:
    def work() -> None:
        try:
            run(MAY)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert Occurrence.objects.count() == 3
    assert all(
        acts(each)[0] == "appeared" and len(set(acts(each))) == len(acts(each)) for each in Occurrence.objects.all()
    )
