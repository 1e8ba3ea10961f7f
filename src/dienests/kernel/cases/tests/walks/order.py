"""What holds of every case of every procedure after every step, read from the tables and the items of declarations."""

import json
from datetime import date
from typing import Any

from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.terms import parse
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.sight import roles_in, visible
from dienests.kernel.cases.term_run import TermRun
from dienests.kernel.cases.tests.house.oracle import Words
from dienests.kernel.cases.tests.walks.town import Town
from dienests.kernel.cases.tests.walks.typing import SECRET
from dienests.kernel.cases.tests.walks.walker import Walker
from dienests.kernel.cases.todo import todo
from dienests.kernel.log.events import Event
from dienests.kernel.procedures.registry import find, of_event


def in_order(walker: Walker, strangers: Town) -> None:
    """Assert everything that must hold."""
    words, cases = Words(walker.on), walker.cases()
    for case in cases:
        events = list(Event.objects.filter(stream_kind="case", stream=case.pk).order_by("position"))
        _stands_where_its_plan_says(case, events)
        _is_due_as_its_terms_say(case)
        _was_led_by_its_declaration(case, events)
        _takes_no_acts_once_closed(walker, case)
    _is_seen_as_the_words_say(walker, words, cases)
    _is_seen_by_nobody_outside(walker, strangers, cases)
    _effects_ran_once(cases)
    for refusal in walker.refused:
        assert len(str(refusal)) > 10, "a refusal is a sentence"
        assert not str(refusal).startswith("{"), "with its places filled"
    walker.refused.clear()


def _stands_where_its_plan_says(case: Case, events: list[Event]) -> None:
    procedure = find(case.procedure, case.version)
    stage = procedure.stages[case.stage]
    assert events[-1].to_state == case.stage
    assert case.turn == procedure.plan.turns[case.stage]
    assert bool(case.closed_at) == stage.ends
    seen = 0
    for event in events:
        seen |= procedure.plan.sights[event.to_state]
    assert case.sight == seen


def _is_due_as_its_terms_say(case: Case) -> None:
    runs = list(TermRun.objects.filter(case=case))
    counted = [run.due for run in runs if run.stopped_on is None and run.suspended_on is None and run.due]
    assert case.due == min(counted, default=None)
    assert len({run.slug for run in runs if run.stopped_on is None}) == sum(run.stopped_on is None for run in runs)
    if case.closed_at:
        assert all(run.stopped_on for run in runs), "nothing runs in a closed case"
    for run in runs:
        moved = run.suspended_on or run.suspended_days or run.extensions
        if run.value and not moved and not run.value.startswith("promised:"):
            assert run.due == _reckoned(run.value, run.started_on), (run.slug, run.value)
        assert run.due is not None or not run.value


def _reckoned(value: str, start: date) -> date:
    return parse(value).due(start).on


def _was_led_by_its_declaration(case: Case, events: list[Event]) -> None:
    assert case.revision == len(events) == events[-1].position
    assert bytes(case.leaf) == bytes(events[-1].leaf)
    stage = ""
    for event in events:
        procedure = of_event(event.version)
        assert procedure is not None
        action = procedure.actions[event.act]
        assert event.from_state == stage
        assert action.starts_case if not stage else action.leaves(procedure.stages[stage])
        assert event.to_state == (action.goes(procedure.stages[stage]).name if stage else action.target.name)  # type: ignore[union-attr]
        assert event.basis == str(action.basis)
        stage = event.to_state
        _keeps_secrets(procedure, action, event.payload)


def _keeps_secrets(procedure: Any, action: Any, payload: Any) -> None:
    model = action.follows.adds or procedure.record
    for name in action.fields:
        if model._meta.get_field(name).datum.category and name in payload:
            assert SECRET not in json.dumps(payload[name]), name
            assert set(payload[name]) == {"sha256"}


def _takes_no_acts_once_closed(walker: Walker, case: Case) -> None:
    procedure = find(case.procedure, case.version)
    stage = procedure.stages[case.stage]
    if stage.ends and not any(each.leaves(stage) for each in procedure.actions.values() if not each.starts_case):
        record = procedure.record.objects.select_related("case").get(pk=case.pk)
        actor = walker.random.choice(walker.town.actors(walker.at))
        assert not todo(case, record, actor, at=walker.at)


def _is_seen_as_the_words_say(walker: Walker, words: Words, cases: list[Case]) -> None:
    for actor in walker.random.sample(walker.town.actors(walker.at), 4):
        shown = set(visible(actor).values_list("pk", flat=True))
        for case in cases:
            expected = words.may_see(actor.person, case)
            assert (case.pk in shown) == expected, (actor.name, case.number, case.stage)
            if not expected:
                assert not roles_in(actor, find(case.procedure, case.version), case)


def _is_seen_by_nobody_outside(walker: Walker, strangers: Town, cases: list[Case]) -> None:
    stranger: Actor = walker.random.choice(strangers.actors(walker.at))
    assert not visible(stranger).filter(pk__in=[case.pk for case in cases]).exists()


def _effects_ran_once(cases: list[Case]) -> None:
    effects = list(Effect.objects.filter(case__in=cases))
    assert all(each.done_at and not each.failure for each in effects), [each.failure for each in effects]
    opened = [each for each in effects if each.kind == "opens"]
    assert len(opened) == sum(1 for case in cases if case.parent_id), "each sub-case was opened by one effect, once"
