"""The recurring duties of the code, and the indicators of its goal."""

from datetime import UTC, date, datetime

from dienests.conduct.ethics_reports.indicators import EthicsIndicators
from dienests.conduct.ethics_reports.procedure import EthicsReports
from dienests.conduct.ethics_reports.tests.given import AT, House
from dienests.kernel.cases.verbs import start
from dienests.kernel.duties import routine
from dienests.kernel.duties.occurrence import Occurrence
from dienests.kernel.indicators import measuring
from dienests.kernel.indicators.measurement import Measurement

NEXT_YEAR = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


def owed(house: House, duty: str) -> list[tuple[date, date]]:
    """Return the periods of a duty and the days by which it is due."""
    routine.run(AT)
    found = Occurrence.objects.filter(institution=house.institution, duty=duty).order_by("begins")
    return list(found.values_list("begins", "due"))


def test_E24_materials_are_owed_once_a_year(house: House) -> None:
    assert owed(house, "ethics.materials") == [(date(2026, 1, 1), date(2027, 1, 4))]  # 31 December is a day off


def test_E25_training_is_proposed_by_15_november_or_the_next_working_day(house: House) -> None:
    assert owed(house, "ethics.training") == [(date(2026, 1, 1), date(2026, 11, 16))]


def test_E44_the_code_is_reviewed_once_a_year_by_the_personnel_department(house: House) -> None:
    assert owed(house, "ethics.review") == [(date(2026, 1, 1), date(2027, 1, 4))]  # 31 December is a day off
    review = Occurrence.objects.get(institution=house.institution, duty="ethics.review").declared
    assert review is not None
    assert review.office == "personnel"


def test_p29_proposals_are_owed_every_quarter_and_p17_3_waits_for_a_rhythm(house: House) -> None:
    assert date(2026, 10, 1) in [begins for begins, _due in owed(house, "ethics.proposals")]
    assert owed(house, "ethics.hold-training") == []


def test_E02_the_goal_of_the_code_has_indicators_that_are_measured_from_events(house: House) -> None:
    assert all("2" in each.basis.addresses for each in EthicsIndicators.items.values())
    words = {"reason": "proposal", "account": "Ideja.", "reasoning": "Pamats."}
    start(procedure=EthicsReports, action="submit", actor=house.actor("Jekabs"), at=AT, fields=words)
    measuring.run(NEXT_YEAR)
    value = Measurement.objects.get(
        institution=house.institution, indicator="ethics.proposals", begins=date(2026, 10, 1)
    )
    assert (value.value, value.of) == (1, 1)
