"""In whatever order kinds of data are erased, held and rectified: the log holds, and what is gone stays gone."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.tests.house.people import House, a_house, declared, later
from dienests.kernel.cases.tests.house.playing import record_of
from dienests.kernel.cases.tests.test_canary import CANARY
from dienests.kernel.log.verify import verify
from dienests.kernel.procedures.refusals import Refusal
from dienests.kernel.procedures.registry import find
from dienests.kernel.retention import wiping
from dienests.kernel.retention.erasure import Erasure
from dienests.kernel.retention.hold import Hold
from dienests.kernel.retention.reapplying import reapply
from dienests.kernel.retention.tests.given import full, list_of_lines
from dienests.kernel.retention.tests.officer import LATER, do, keep_for, lift, place, put_right, with_officer

KINDS = ("house-secret", "house-note", "house-verdict", "letters", "messages", "participants", "case-content", "votes")
STEPS = st.lists(
    st.one_of(
        st.sets(st.sampled_from(KINDS), min_size=1), st.sampled_from(["hold", "lift", "rectify", "repeat"])
    ),
    min_size=1, max_size=8,
)  # fmt: skip


class Undo(Exception):
    """Takes everything back after one example."""


@pytest.mark.django_db
@given(STEPS)
@settings(max_examples=12)
def test_any_order(steps: list[Any]) -> None:
    with declared(), tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.LOG_DIR", Path(folder))
        try:
            with transaction.atomic():
                _walk(with_officer(a_house()), steps)
                raise Undo
        except Undo:
            pass


def _walk(house: House, steps: list[Any]) -> None:
    case, gone, held = full(house), set(), False
    case.refresh_from_db()
    for kind in KINDS:
        keep_for(house, kind)
    Effect.objects.filter(case=case).update(done_at=later(10))  # nothing runs after a commit that never comes
    assert set(KINDS) <= set(wiping.kinds(find(case.procedure, case.version)))
    for step in steps:
        try:
            with transaction.atomic():
                held = _step(house, case, step, gone, held)
        except Refusal:
            pass
        assert not verify().breaks
        assert set(Erasure.objects.filter(case=case).values_list("slug", flat=True)) == gone
        assert Hold.objects.filter(case=case, lifted_at__isnull=True).exists() == held
        record = record_of(case)
        for kind, name in (("house-secret", "secret"), ("house-note", "note"), ("house-verdict", "verdict")):
            assert (getattr(record, name) == "") == (kind in gone) or CANARY not in getattr(record, name)


def _step(house: House, case: Any, step: Any, gone: set[str], held: bool) -> bool:
    if step == "hold":
        place(house, case)
        return True
    if step == "lift":
        lift(house, case)
        return False
    if step == "rectify":
        put_right(house, case, "walter", LATER, field="reason", value=f"right {len(list_of_lines())}", erases=True)
    elif step == "repeat":
        done = reapply(list_of_lines(), at=LATER).done
        assert not {kind: n for kind, n in done.items() if n and kind != "key"}  # keys go after a commit
    else:
        do(house, case, *step)
        assert not held
        gone |= step
    return held
