"""The outline of the ethics code is whole, in order, and in our own words; a wrong outline is named."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from dienests.kernel.norms import outline
from dienests.kernel.norms.act import Kind
from dienests.kernel.norms.basis import Basis, rulebook
from dienests.kernel.norms.findings import find
from dienests.kernel.norms.marks import order
from dienests.kernel.norms.outline_file import OutlineError, load
from dienests.kernel.norms.tests.texts import CODE, code_text
from dienests.kernel.norms.text import fingerprint, normalise

SMALL = """
slug = "small"
title = {lv = "Mazā kārtība", en = "Small rules"}
form = {lv = "noteikumi", en = "rules"}
institution = {lv = "Izdomātā iestāde", en = "Invented office"}

[[chapter]]
address = "1"
title = {lv = "Vispārīgi", en = "General"}

[[provision]]
address = "1"
chapter = "1"
kind = "duty"
title = {lv = "Pirmais", en = "First"}
summary = {lv = "Dara.", en = "Does."}
"""


def _load(folder: Path, text: str) -> None:
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    load(path)


def test_E01_the_code_has_35_points_and_every_sub_point() -> None:
    code = outline.act(CODE)
    points = Counter(each.depth for each in code.provisions)
    assert [each.address for each in code.provisions if each.depth == 0] == [str(n) for n in range(1, 36)]
    assert points == {0: 35, 1: 51, 2: 7}
    sub_points = Counter(each.address.rpartition(".")[0] for each in code.provisions if each.depth)
    assert sub_points == {
        "1": 3, "9": 7, "12": 4, "12.4": 4, "13": 10, "14": 14, "14.8": 3, "16": 2, "17": 3, "23": 4, "31": 4,
    }  # fmt: skip


def test_provisions_stand_in_the_order_of_their_numbers_under_their_chapters() -> None:
    code = outline.act(CODE)
    assert [each.address for each in code.chapters] == ["1", "2", "3", "4", "4.1", "4.2", "4.3", "5"]
    addresses = [each.address for each in code.provisions]
    assert addresses == sorted(addresses, key=order)
    first = {each.chapter: each.address for each in reversed(code.provisions)}
    assert first == {"1": "1", "2": "9", "3": "12", "4.1": "15", "4.2": "18", "4.3": "30", "5": "34"}


def test_E47_the_heading_tells_what_the_document_tells() -> None:
    code = outline.act(CODE)
    assert (code.number, code.issued) == ("1110-1-01/INA2026/2/2", date(2026, 2, 27))
    assert code.in_force is None
    assert code.legal_ground is not None
    assert "72" in code.legal_ground.lv


def test_the_heading_names_the_redaction_that_was_replaced() -> None:
    (previous,) = outline.act(CODE).previous
    assert (previous.number, previous.issued) == ("1110-1-01/INA2019/45/45", date(2019, 11, 15))


def test_every_kind_of_the_code_is_read_as_it_should() -> None:
    kinds = {each.address: each.kind for each in outline.act(CODE).provisions}
    assert kinds["24"] is kinds["14.14"] is kinds["21"] is Kind.PROHIBITION
    assert kinds["26"] is kinds["7"] is Kind.POWER
    assert kinds["12.4.3"] is kinds["30"] is Kind.RIGHT
    assert {kinds[f"9.{n}"] for n in range(1, 8)} == {Kind.VALUE}


def test_what_procedures_duties_and_registers_can_carry_has_no_excuse() -> None:
    code = outline.act(CODE).by_address
    carried = ["2", "4", "5", "6", "7", "8", "12.2", "12.3", "12.4", "13.9", "13.10", "14.6", "14.7"]
    carried += [f"12.4.{n}" for n in range(1, 5)] + [each for each in code if order(each) >= order("15")]
    assert [address for address in carried if code[address].not_for_software] == []
    assert code["14.2"].not_for_software is not None
    assert code["9.1"].not_for_software is not None


def test_our_words_are_not_the_document_s_words() -> None:
    findings = find(outline.act(CODE), code_text())
    sentences = {each.address: f" {normalise(each.text)} " for each in findings.provisions}
    whole = " ".join(sentences.values())
    code = outline.act(CODE)
    for each in code.provisions:
        for words in (each.summary.lv, each.title.lv, each.not_for_software.lv if each.not_for_software else ""):
            ours = normalise(words).split()
            copied = [" ".join(six) for six in zip(*(ours[n:] for n in range(6)), strict=False)]
            assert [six for six in copied if f" {six} " in whole] == [], each.address
        assert normalise(each.summary.lv) != sentences[each.address].strip()


def test_every_fingerprint_is_that_of_the_official_text() -> None:
    texts = {each.address: each.text for each in find(outline.act(CODE), code_text()).provisions}
    assert {each.address: each.words for each in outline.act(CODE).provisions} == {
        address: fingerprint(text) for address, text in texts.items()
    }


def test_a_text_in_two_languages_follows_the_reader() -> None:
    title = outline.act(CODE).title
    with translation.override("en"):
        assert str(title) == title.en
    with translation.override("lv"):
        assert str(title) == title.lv
    assert title.en != title.lv


def test_what_a_basis_names_wrongly_is_told() -> None:
    code = rulebook(CODE)
    assert outline.missing(code["25", "14.8.3"]) == ()
    assert outline.missing(code["25", "99", "14.8.4"]) == ("99", "14.8.4")
    assert outline.complaints(code["99"]) == (f"{CODE} has no paragraph 99",)
    assert outline.missing(Basis("nothing", ("1",))) == ("1",)
    assert outline.complaints(Basis("nothing", ("1",))) == (
        "there is no rulebook nothing: add its outline, or correct the slug",
    )
    assert outline.provision("nothing", "1") is None
    with pytest.raises(outline.UnknownAct, match=rf"no outline is named nothing.*{CODE}"):
        outline.act("nothing")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('slug = "small"', 'slug = "large"', "slug must be the name of the file, 'small'"),
        ('kind = "duty"', 'kind = "wish"', "provision 1: kind 'wish' is unknown; one of duty, right"),
        ('summary = {lv = "Dara.", en = "Does."}', "", "provision 1: summary.lv and summary.en are missing"),
        ('en = "Does."', 'en = " "', "provision 1: summary.lv and summary.en are missing"),
        ('en = "First"', f'en = "{"word " * 11}"', "provision 1: the title has more than 10 words"),
        ('kind = "duty"', 'kind = "duty"\nprinted = "yes"', "provision 1: printed is true where the title is a name"),
        ('chapter = "1"', 'chapter = "7"', "provision 1: there is no chapter '7'"),
        ('kind = "duty"', 'kind = "duty"\nwords = "abc"', "provision 1: words is the SHA-256"),
        ('kind = "duty"', 'kind = "duty"\nsumary = "x"', "provision 1: unknown key 'sumary'"),
        ('slug = "small"', 'slug = "small"\naddresses = "paths"', "cannot be found in the text without a number"),
        ('slug = "small"', 'slug = "small"\naddresses = "names"', 'addresses are "numbers" or "paths"'),
        ('slug = "small"', 'slug = "small"\nissued = "2026"', "issued is a day such as 2026-02-27"),
        ("[[chapter]]", "[[chapter]", "small.toml is no TOML"),
        ('address = "1"\nchapter', 'address = "1,2"\nchapter', "address '1,2' must be a text"),
    ],
)
def test_a_wrong_outline_is_named_in_one_sentence(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in SMALL
    with pytest.raises(OutlineError, match=re.escape(sentence)):
        _load(tmp_path, SMALL.replace(old, new))


def test_a_printed_name_may_be_long_and_needs_no_summary_where_addresses_are_paths(tmp_path: Path) -> None:
    name = "a name that the document itself prints in more than ten words"
    named = SMALL.replace('kind = "duty"', f'kind = "duty"\nprinted = true\nwords = "{"0" * 64}"')
    named = named.replace('en = "First"', f'en = "{name}"').replace('summary = {lv = "Dara.", en = "Does."}', "")
    with pytest.raises(OutlineError, match=re.escape("provision 1: summary.lv and summary.en are missing")):
        _load(tmp_path, named)
    path = tmp_path / "small.toml"
    path.write_text(named.replace('slug = "small"', 'slug = "small"\naddresses = "paths"'), encoding="utf-8")
    act = load(path)
    assert not act.has_own_numbers
    assert act.provisions[0].printed
    assert act.provisions[0].summary == act.provisions[0].title
    assert act.provisions[0].title.en == name


def test_every_chapter_stands_below_a_chapter_that_exists() -> None:
    for act in outline.acts():
        known = {each.address for each in act.chapters}
        assert [each.address for each in act.chapters if each.parent and each.parent not in known] == []
        assert [item for item in act.items() if item not in act.chapters] == list(act.provisions)
        assert {each.chapter for each in act.provisions} - {None} <= known


def test_an_address_that_stands_twice_is_refused(tmp_path: Path) -> None:
    _load(tmp_path, SMALL)
    twice = SMALL + SMALL[SMALL.index("[[provision]]") :]
    with pytest.raises(OutlineError, match="provision 1: the address stands there twice"):
        _load(tmp_path, twice)
    with pytest.raises(OutlineError, match="there is no provision in it"):
        _load(tmp_path, SMALL[: SMALL.index("[[provision]]")])
