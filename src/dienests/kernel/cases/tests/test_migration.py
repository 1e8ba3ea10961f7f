"""Running cases end under the version they began with, unless they are moved: mapped, on a basis, one event each."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dienests.kernel.cases import migrating
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.forecast import forecast
from dienests.kernel.cases.migrating import Outcome, migrate, to_move
from dienests.kernel.cases.migration import Migration, MigrationError, faults, same_names
from dienests.kernel.cases.moving import moves
from dienests.kernel.cases.sight import roles_in, visible
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.cases.tests.house import migrant
from dienests.kernel.cases.tests.house.migrant import STAGES
from dienests.kernel.cases.tests.house.oracle import Words
from dienests.kernel.cases.tests.house.people import House, a_house, declared, later
from dienests.kernel.cases.tests.house.playing import act, day, visit, visit_at
from dienests.kernel.cases.tests.house.procedure import Matters, Visits, Visits2, Visits3
from dienests.kernel.cases.tests.house.walk import Walk
from dienests.kernel.cases.tests.test_faults import SOURCES, url
from dienests.kernel.cases.verbs import perform, start, todo
from dienests.kernel.log.events import Event
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.log.verify import verify
from dienests.kernel.procedures import registry
from dienests.kernel.procedures.digest import digest
from dienests.kernel.procedures.lock import Published, write
from dienests.kernel.procedures.refusals import Refusal

PLAN = Migration("house-visit", 1, 3, "order 9", STAGES)


@pytest.fixture(autouse=True)
def _published(tmp_path: Path, settings: Any) -> None:
    settings.ROOT = tmp_path
    write(tmp_path / "procedures.lock", [Published("house-visit", n, "a" * 64, day(0), "order 1") for n in (1, 2, 3)])


@pytest.fixture
def procedures() -> Iterator[None]:
    """All versions of the visit are declared."""
    with declared(Matters, Visits, Visits2, Visits3):
        yield


pytestmark = pytest.mark.django_db


def move(plan: Migration = PLAN, hours: float = 30, **how: Any) -> Outcome:
    return migrate(migration=plan, by=SYSTEM, at=later(hours), **how)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_case_goes_on_under_its_version_while_new_ones_begin_under_the_newest(house: House) -> None:
    with declared(Visits):
        case = visit_at(house, "checked")
    assert registry.newest()["house-visit"] is Visits3
    assert act(house, case, "pass_on", "walter", 9).stage == "hearing", "which version 2 struck out"
    newer = visit(house, procedure=registry.newest()["house-visit"])
    assert newer.version == 3
    newer = act(house, newer, "admit", "walter", plate="AB-1")
    assert newer.stage == "arranged"
    with pytest.raises(Refusal, match="is not asked here"):
        act(house, visit(house), "admit", "walter", plate="AB-1")
    with pytest.raises(Refusal, match="knows no such act"):
        act(house, newer, "inspect", "peter", 10)
    assert verify().breaks == []


def test_a_changed_term_runs_as_its_version_says(house: House) -> None:
    old = act(house, visit(house), "inspect", "peter")
    new = act(house, act(house, visit(house, procedure=Visits3), "admit", "walter"), "agree", "karl", 2)
    assert old.due is not None
    assert new.due is not None
    assert new.due < old.due, "five working days instead of ten"


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"target": 4}, "has no version 4"),
    ({"slug": "house-garden"}, "“house-garden” has no version 1"),
    ({"source": 3, "target": 1}, "newer version only"),
    ({"source": 1, "target": 1}, "newer version only"),
    ({"basis": "  "}, "The basis is missing"),
    ({"stages": {key: value for key, value in STAGES.items() if key != "opened"}}, "“open” is not mapped"),
    ({"stages": STAGES | {"opened": ""}}, "“open” is not mapped"),
    ({"stages": STAGES | {"opened": "opened"}}, "“opened” is no stage of version 3"),
    ({"stages": STAGES | {"opened": "done"}}, "“done” is an end"),
    ({"stages": STAGES | {"done": "hearing"}}, "“done” is no open stage of version 1"),
    ({"stages": STAGES | {"nowhere": "hearing"}}, "“nowhere” is no open stage of version 1"),
]


@pytest.mark.parametrize(("change", "sentence"), FAULTS)
def test_a_migration_that_is_not_whole_moves_nothing(house: House, change: dict[str, Any], sentence: str) -> None:
    case = visit(house)
    for attempt in (move, lambda plan: forecast(migration=plan)):
        with pytest.raises(MigrationError, match=sentence):
            attempt(replace(PLAN, **change))
    assert fresh(case).version == 1


def test_no_case_moves_to_a_draft(house: House, tmp_path: Path) -> None:
    (tmp_path / "procedures.lock").unlink()
    assert ["is a draft" in each for each in faults(PLAN)] == [True]


def test_whoever_takes_part_must_go_on_taking_part(procedures: None) -> None:
    lonely = type("V4", (Visits3,), {"host": None}, slug="house-visit", record=Visits.record, basis=Visits.basis,
                  version=4, issued=Visits.issued, registered=False)  # fmt: skip
    with declared(lonely):
        assert any("no role “host”" in each for each in faults(replace(PLAN, target=4)))


def test_a_case_moves_with_stage_turn_and_one_event(house: House) -> None:
    case = visit_at(house, "opened")
    assert move() == Outcome(1, 0)
    after = fresh(case)
    assert (after.version, after.stage, after.turn, after.revision) == (3, "arranged", "clerk", case.revision + 1)
    event = Event.objects.get(stream=case.pk, position=after.revision)
    assert (event.act, event.from_state, event.to_state, event.basis) == ("migrated", "opened", "arranged", "")
    assert (event.version, event.digest) == ("house-visit:3", digest(Visits3))
    assert event.payload["basis"] == "order 9"
    assert (event.payload["from_version"], event.payload["to_version"]) == (1, 3)
    assert verify().breaks == []
    assert act(house, after, "agree", "karl", 40, plate="AB-1").stage == "checked"
    assert verify().breaks == []


def test_an_official_moves_under_a_mandate_and_a_provision_stands_as_basis(house: House) -> None:
    case, walter = visit(house), house.actor("walter").offices[0].mandate
    by = house.actor("walter").ref(walter)
    migrate(migration=replace(PLAN, basis="vpd-ethics-code-2026: 25"), by=by, at=later(30))
    event = Event.objects.get(stream=case.pk, act="migrated")
    assert (event.mandate, event.basis) == (walter, "vpd-ethics-code-2026:25")


def test_closed_cases_and_those_of_another_house_stay(house: House, other_house: House) -> None:
    closed, elsewhere, here = visit_at(house, "done"), visit(other_house), visit(house)
    assert move(institution=house.institution.pk) == Outcome(1, 0)
    assert [fresh(each).version for each in (closed, elsewhere, here)] == [1, 1, 3]


def test_cases_about_the_official_are_neither_moved_nor_counted(house: House) -> None:
    visit(house)
    about = visit(house, "dace", accused=house.people["walter"].pk)
    walter = house.people["walter"].pk
    assert forecast(migration=PLAN, person=walter).count == 1
    assert move(person=walter) == Outcome(1, 0)
    assert fresh(about).version == 1
    assert move() == Outcome(1, 0), "the command, or somebody else, moves it"


def test_a_second_run_moves_nothing_twice(house: House) -> None:
    for who in ("anna", "berta", "dace"):
        visit(house, who)
    assert move(most=2) == Outcome(2, 1)
    assert move(most=2) == Outcome(1, 0)
    assert move() == Outcome(0, 0)
    assert Event.objects.filter(act="migrated").count() == 3
    assert verify().breaks == []


def test_terms_that_are_no_more_end_and_others_keep_running(house: House) -> None:
    promised = act(house, visit(house), "promise", "walter", answer_by=day(24 * 9))
    checked = act(house, visit(house, "berta"), "inspect", "paula")
    assert (promised.due, checked.due) == (day(24 * 9), fresh(checked).due)
    seen = forecast(migration=PLAN)
    assert [each.terms_end for each in seen.standing if each.stage == "asked"] == [{"reply": 1}]
    assert [each.terms_go_on for each in seen.standing if each.stage == "checked"] == [{"check": 1}]
    move()
    assert fresh(promised).due is None
    run = TermRun.objects.get(case=promised)
    assert run.stopped_on == day(30)
    assert fresh(checked).due == checked.due, "what began under version 1 is due as it was"
    assert TermRun.objects.get(case=checked).stopped_on is None
    assert act(house, fresh(checked), "settle", "walter", 40).stage == "hearing"
    assert TermRun.objects.filter(case=checked, slug="check", stopped_on__isnull=False).exists()


def test_a_dry_run_tells_what_changes_and_changes_nothing(house: House) -> None:
    visit(house), visit(house, "berta"), visit_at(house, "hearing"), visit_at(house, "done")
    before = list(Case.objects.order_by("pk").values())
    seen = forecast(migration=PLAN)
    assert list(Case.objects.order_by("pk").values()) == before
    assert not Event.objects.filter(act="migrated").exists()
    assert (seen.count, seen.waiting) == (3, 0)
    asked, opened, _checked, hearing, _waiting = seen.standing
    assert (asked.stage, asked.to, asked.count) == ("asked", "asked", 2)
    assert (asked.gain_sight, asked.lose_sight) == ({"clerk": 2}, {"porter": 2})
    assert asked.acts_gone == ["promise", "inspect"]
    assert asked.acts_new == ["close"]
    assert asked.fields_new == ["plate"]
    assert (opened.to, opened.count, opened.turn_was, opened.turn_now) == ("arranged", 0, ":host", "clerk")
    assert (hearing.count, hearing.lose_sight) == (1, {"council": 1})
    assert seen.as_json()["cases"] == 3


def test_nobody_gains_or_loses_sight_wrongly_though_bits_have_other_places(house: House) -> None:
    assert Visits.plan.bits["clerk"] != Visits3.plan.bits["clerk"]
    cases = {stage: visit_at(house, stage) for stage in ("asked", "opened", "checked", "hearing")}
    move()
    for case in cases.values():
        _as_the_words_say(house, fresh(case))
    karl = set(visible(house.actor("karl", later(50))).values_list("pk", flat=True))
    assert {case.pk for case in cases.values()} == karl, "the clerk is awaited, or may act, at each of them"
    assert cases["hearing"].pk not in set(visible(house.actor("kora", later(50))).values_list("pk", flat=True))


def _as_the_words_say(house: House, case: Case) -> None:
    words = Words(day(50))
    for name in house.people:
        actor = house.actor(name, later(50))
        expected = words.may_see(actor.person, case)
        assert visible(actor, among=[case.pk]).exists() == expected, (name, case.stage)
        if not expected:
            assert not roles_in(actor, registry.find(case.procedure, case.version), case)


def test_two_migrations_one_after_the_other_see_what_one_would(house: House) -> None:
    case = visit_at(house, "checked")
    first = Migration("house-visit", 1, 2, "order 8", same_names("house-visit", 1, 2))
    second = Migration("house-visit", 2, 3, "order 9", STAGES)
    assert move(first, 20) == Outcome(1, 0)
    assert move(second, 30) == Outcome(1, 0)
    assert fresh(case).sight == Visits3.plan.sights["asked"] | Visits3.plan.sights["checked"]
    _as_the_words_say(house, fresh(case))
    assert [event.act for event in Event.objects.filter(stream=case.pk).order_by("position")][-2:] == ["migrated"] * 2
    assert verify().breaks == []


@pytest.mark.parametrize("seed", range(4))
def test_sight_is_as_the_words_say_on_any_walk_with_a_migration(db: None, seed: int) -> None:
    with declared(Matters, Visits, Visits2):
        house = a_house()
        walk = Walk(Random(seed), [house])
        for _step in range(25):
            walk.step()
    with declared(Matters, Visits, Visits2, Visits3):
        for source in (1, 2):
            migrate(migration=replace(PLAN, source=source), by=SYSTEM, at=walk.at)
        assert not to_move(PLAN, institution=None, person=None).exists()
        for _step in range(10):
            walk.step()
        words = Words(walk.on)
        for actor in walk.actors():
            shown = set(visible(actor).values_list("pk", flat=True))
            for case in walk.cases():
                assert (case.pk in shown) == words.may_see(actor.person, case), (actor.name, case.number, case.stage)
    assert verify().breaks == []


def test_who_acts_meanwhile_goes_first_and_the_case_waits_for_the_next_run(house: House) -> None:
    case = visit(house)
    (planned,) = moves(PLAN, [case])
    act(house, case, "admit", "walter")
    assert migrating._carried_out(PLAN, planned, by=SYSTEM, at=later(30)) is False
    assert fresh(case).version == 1
    assert move() == Outcome(1, 0)
    assert fresh(case).stage == "arranged"


def test_an_official_who_looked_before_the_move_is_told_of_it(house: House) -> None:
    case = visit(house)
    move()
    with pytest.raises(Refusal, match="Meanwhile somebody else acted"):
        act(house, fresh(case), "admit", "walter", 40, revision=1)


def test_a_case_whose_effects_wait_is_moved_after_them(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    case = visit_at(house, "waiting")
    event = Event.objects.filter(stream=case.pk).latest("position")
    Effect.objects.create(
        event=event.pk, case=case, kind="sends", what="notice", written_at=later(9), not_before=later(99)
    )
    assert forecast(migration=PLAN).waiting == 1
    assert move() == Outcome(0, 1)
    assert fresh(case).version == 1


def test_a_sub_case_brings_back_a_case_that_was_moved(house: House, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        case = visit_at(house, "waiting")
    assert move() == Outcome(1, 0)
    sub, walter = Case.objects.get(parent=case), house.actor("walter", later(40))
    with django_capture_on_commit_callbacks(execute=True):
        perform(case=sub, action="decide", actor=walter, at=later(40), fields={"finding": "found"})
    assert (fresh(case).version, fresh(case).stage) == (3, "hearing")


def test_the_machine_offers_what_the_new_version_allows(house: House) -> None:
    case = visit(house)
    move()
    record, karl = Visits.record.objects.get(pk=case.pk), house.actor("karl", later(40))
    assert [each.action.name for each in todo(fresh(case), record, karl, at=later(40)) if each.allowed] == ["close"]
    assert (
        start(
            procedure=Visits3, action="register", actor=house.actor("karl"), at=later(0), fields={"reason": "a rest"}
        ).version
        == 3
    )


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_is_killed_half_way_goes_on_where_it_was(house: House, tmp_path: Path) -> None:
    cases = [visit(house, who) for who in ("anna", "berta", "dace", "kora", "sonja")]
    command = [sys.executable, "-m", migrant.__name__, "3", later(30).isoformat(), os.fspath(tmp_path)]
    surroundings = os.environ | {"DATABASE_URL": url(), "PYTHONPATH": os.fspath(SOURCES)}
    ended = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert sorted(fresh(each).version for each in cases) == [1, 1, 1, 3, 3]
    assert Event.objects.filter(act="migrated").count() == 2, "the third was not committed"
    assert verify().breaks == []
    assert forecast(migration=PLAN).count == 3
    assert move() == Outcome(3, 0)
    assert Event.objects.filter(act="migrated").values("stream").distinct().count() == 5
    assert Event.objects.filter(act="migrated").count() == 5
    assert verify().breaks == []
