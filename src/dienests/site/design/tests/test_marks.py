"""Marks lead to the paragraph, days read as people write them, states are told by shape and word."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from dienests.site.design import cells, days, marks


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


def test_a_mark_leads_to_its_provision_and_says_whose_it_is() -> None:
    html = marks.mark(SimpleNamespace(act="vpd-ethics-code-2026", addresses=("25",)))
    address = reverse("provision", kwargs={"act": "vpd-ethics-code-2026", "address": "25"})
    said = '<span class="govuk-visually-hidden">vpd-ethics-code-2026 point </span>'
    assert html == f'<a class="d-mark" href="{address}">{said}25.</a>'


def test_text_and_lists_are_marked_like_a_basis() -> None:
    basis = SimpleNamespace(act="a-code", addresses=("20", "21"))
    other = SimpleNamespace(act="other", addresses=("3",))
    assert marks.mark("a-code:20,21; other:3") == marks.mark([basis, other])
    assert marks.mark("a-code:20,21; other:3").count("<a ") == 3


def test_nothing_has_no_mark_and_an_open_value_is_marked_as_such() -> None:
    assert marks.mark("") == marks.mark(None) == ""
    assert marks.mark(SimpleNamespace(where="the rules of procedure")) == marks.mark_unset("the rules of procedure")
    assert "not set in the sources" in marks.mark_unset("x")
    assert "interpretation" in marks.mark_interpretation("x")


def test_marks_escape_what_they_show() -> None:
    assert "<b>" not in marks.mark_unset("<b>")
    assert "<b>" not in marks.mark_interpretation("<b>")
    assert "<b>" not in marks.mark("a-code:3", name="<b>")


@pytest.mark.parametrize(("language", "day", "moment"), [
    ("lv", "21.11.2026.", "21.11.2026. 09:12"),
    ("en", "21 November 2026", "21 November 2026, 09:12"),
])  # fmt: skip
def test_days_read_in_the_language_of_the_page(language: str, day: str, moment: str) -> None:
    at = datetime(2026, 11, 21, 7, 12, tzinfo=UTC)
    with translation.override(language):
        assert days.lv_day(date(2026, 11, 21)) == day
        assert days.lv_moment(at) == moment
        assert days.lv_time(at) == "09:12"
        assert engines["django"].from_string("{{ day|lv_day }}").render({"day": at}) == day


def test_the_day_is_the_day_in_riga() -> None:
    with translation.override("lv"):
        assert days.lv_day(datetime(2026, 11, 20, 22, 30, tzinfo=UTC)) == "21.11.2026."


def test_a_stamp_is_read_by_machines() -> None:
    assert days.stamp(date(2026, 11, 2)) == '<time datetime="2026-11-02">2 November 2026</time>'
    assert days.lv_day(None) == ""


@pytest.mark.parametrize("state", cells.STATES)
def test_a_cell_says_its_state_in_words(state: str) -> None:
    html = cells.cell(state.replace("-", "_"), "/x/", "Point 20")
    assert f"d-cell--{state}" in html
    assert f'aria-label="Point 20: {cells.STATES[state]}"' in html


def test_an_unknown_state_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="No cell shows the state 'lost': use one of done, running"):
        cells.cell("lost")


@pytest.mark.parametrize(("left", "colour", "text"), [
    (-1, "red", "late by 1 working day"), (-2, "red", "late by 2 working days"), (0, "blue", "today"),
    (5, "blue", "5 working days"), (6, "green", "6 working days"), (None, "grey", "no term"),
])  # fmt: skip
def test_a_term_says_how_much_is_left(left: int | None, colour: str, text: str) -> None:
    assert cells.due(left) == f'<strong class="govuk-tag govuk-tag--{colour}">{text}</strong>'


def test_the_stage_of_now_is_spoken() -> None:
    html = cells.stages([{"label": "a", "state": "done"}, {"label": "b", "state": "now"}])
    assert 'aria-current="step">b<span class="govuk-visually-hidden"> (now)</span>' in html
    assert html.count("aria-current") == 1


def test_pages_keep_the_rest_of_the_query() -> None:
    template = engines["django"].from_string("{% pagination page %}")
    request = RequestFactory().get("/?q=a%26b&page=2")
    html = template.render({"page": Paginator(range(30), 10).page(2), "request": request}, request)
    assert 'href="?q=a%26b&amp;page=3"' in html
    assert 'aria-current="page"' in html
    assert template.render({"page": Paginator(range(3), 10).page(1)}, request) == ""
