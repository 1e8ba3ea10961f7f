"""Pieces that are drawn once say what they would say if drawn each time, in either language, and escape text."""

import pytest
from django.template import Context, Template
from django.urls import set_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import override

from dienests.site.design.actions import navigation
from dienests.site.design.markup import Link
from dienests.site.design.once import _drawn, once

BOX = "site/design/pieces/search_box.html"


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("known", [True, False])
def test_a_piece_is_what_its_template_draws_in_each_language(language: str, known: bool) -> None:
    with override(language):
        plain = Template(f'{{% include "{BOX}" %}}').render(Context({"known": known}))
        assert once(BOX, known=known) == plain == once(BOX, known=known)
    assert ("/en/search/" in plain) == (language == "en")


def test_a_piece_is_drawn_once() -> None:
    once(BOX, known=True)
    before = _drawn.cache_info()
    once(BOX, known=True)
    assert (_drawn.cache_info().hits, _drawn.cache_info().misses) == (before.hits + 1, before.misses)


def test_a_house_below_another_address_has_pieces_of_its_own() -> None:
    try:
        set_script_prefix("/below/")
        assert 'action="/below/' in once(BOX, known=True)
    finally:
        set_script_prefix("/")
    assert 'action="/search/' in once(BOX, known=True)


@pytest.mark.parametrize("value", [SafeString("<b>"), 1, ["a"], object()])
def test_what_could_change_or_be_taken_for_markup_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="known"):
        once(BOX, known=value)


def test_text_and_markup_of_the_same_letters_are_two_labels() -> None:
    assert "&lt;b&gt;" in navigation([Link("<b>", "/a")])
    assert "<b>" in navigation([Link(SafeString("<b>"), "/a")])
    assert "&lt;b&gt;" in navigation([{"label": "<b>", "url": "/a", "active": True}])
    assert (
        navigation([Link("a", "/a", active=True), Link("b", "/?a=1&b")]).split()
        == (
            '<ul class="d-nav__list"> <li><a href="/a" aria-current="page">a</a></li> '
            '<li><a href="/?a=1&amp;b">b</a></li> </ul>'
        ).split()
    )
