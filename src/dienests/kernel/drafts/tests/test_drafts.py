"""Drafts: only code, key store and person together open one; the last saving holds; what was sent is not sent again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import translation

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.tests.house.people import House, a_house, declared, later
from dienests.kernel.cases.tests.house.playing import visit
from dienests.kernel.cases.tests.test_canary import CANARY, places
from dienests.kernel.drafts import drafts
from dienests.kernel.drafts.draft import Draft
from dienests.kernel.drafts.drafts import AlreadySent, DraftRefused, Opened, Saved

PLACE = {"procedure": "visit", "action": "come"}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with declared():
        yield a_house()


def _person(house: House, who: str = "anna") -> UUID:
    return house.people[who].pk


def _save(house: House, typed: str = CANARY, *, who: str = "anna", hours: float = 1, **more: Any) -> Saved:
    given = {"submission": uuid4(), "place": PLACE, "answers": {"account": typed}} | more
    return drafts.save(person=_person(house, who), at=later(hours), **given)


def _open(house: House, code: str, *, who: str = "anna", hours: float = 2) -> Opened | None:
    return drafts.open_draft(code=code, person=_person(house, who), at=later(hours))


def test_the_code_opens_what_was_typed(house: House) -> None:
    saved = _save(house)
    assert len(saved.code.replace("-", "")) * 5 >= 128
    found = _open(house, f" {saved.code.lower().replace('-', ' ')}")
    assert found is not None
    assert (found.place, found.answers, found.code) == (PLACE, {"account": CANARY}, saved.code)


def test_neither_words_nor_code_nor_procedure_stand_in_the_database(house: House) -> None:
    place = {"procedure": f"{CANARY}-place", "action": "x"}
    saved = _save(house, place=place)
    assert places(CANARY, saved.code, saved.code.replace("-", "")) == set()


def test_another_person_and_a_wrong_code_get_nothing(house: House) -> None:
    saved = _save(house)
    other = _save(house, "theirs", who="berta")
    assert _open(house, saved.code, who="berta") is None
    assert _open(house, other.code) is None
    assert _open(house, saved.code[:-1]) is None
    assert _open(house, "") is None


def test_the_database_alone_opens_nothing(house: House, settings: Any, tmp_path: Any) -> None:
    """Another key store finds no draft, even with the right code."""
    saved = _save(house)
    settings.KEY_URL = f"file://{tmp_path / 'keys'}"
    assert _open(house, saved.code) is None


def test_a_changed_draft_opens_no_more(house: House) -> None:
    saved = _save(house)
    row = Draft.objects.get()
    row.content = bytes(row.content or b"")[:-1] + b"\0\0"
    row.save()
    assert _open(house, saved.code) is None


def test_a_draft_that_is_too_old_is_deleted(house: House) -> None:
    saved = _save(house)
    late = 1 + 24 * drafts.KEPT_DAYS
    assert saved.expires_at == later(late)
    assert _open(house, saved.code, hours=late) is None
    assert drafts.forget(at=later(late) - timedelta(seconds=1)) == 0
    assert drafts.forget(at=later(late)) == 1
    assert not Draft.objects.exists()


def test_opened_twice_the_last_saving_holds_and_is_told(house: House) -> None:
    form = uuid4()
    saved = _save(house, "one", submission=form)
    here, there = _open(house, saved.code), _open(house, saved.code)
    assert here
    assert there
    first = _save(house, "two", submission=form, code=here.code, revision=here.revision, hours=3)
    second = _save(house, "three", submission=form, code=there.code, revision=there.revision, hours=4)
    assert (first.replaced, second.replaced) == (None, later(3))
    assert first.code == second.code == saved.code
    found = _open(house, saved.code, hours=5)
    assert found is not None
    assert found.answers == {"account": "three"}


def test_saved_again_without_its_code_it_gets_a_new_one(house: House) -> None:
    form = uuid4()
    old, new = _save(house, "one", submission=form), _save(house, "two", submission=form)
    assert _open(house, old.code) is None
    assert _open(house, new.code) is not None
    with pytest.raises(DraftRefused):
        _save(house, "three", submission=form, code=old.code)


def test_what_was_sent_is_deleted_and_cannot_be_saved_or_opened(house: House) -> None:
    form, case = uuid4(), visit(house)
    saved = _save(house, submission=form)
    drafts.sent(submission=form, person=_person(house), case=case.pk)
    assert Draft.objects.get().content is None
    for again in (lambda: _open(house, saved.code), lambda: _save(house, submission=form, code=saved.code)):
        with pytest.raises(AlreadySent) as refused:
            again()
        assert refused.value.case == case.pk


def test_a_form_that_opened_a_case_counts_as_sent_even_if_nobody_said_so(house: House) -> None:
    case = visit(house)
    form = uuid4()
    Case.objects.filter(pk=case.pk).update(submission=form)
    with pytest.raises(AlreadySent):
        _save(house, submission=form)


def test_nobody_overwrites_the_draft_of_another(house: House) -> None:
    form = uuid4()
    saved = _save(house, submission=form)
    with pytest.raises(DraftRefused):
        _save(house, submission=form, who="berta")
    with pytest.raises(DraftRefused):
        _save(house, submission=form, who="berta", code=saved.code)


def test_drafts_are_few_and_of_a_bounded_size(house: House) -> None:
    for _number in range(drafts.MOST):
        _save(house)
    with pytest.raises(DraftRefused):
        _save(house)
    with pytest.raises(DraftRefused):
        _save(house, "x" * (drafts.MOST_SIGNS + 1), who="berta")
