"""Normalising and cleaning: what a page does to a text must not change its words."""

import hashlib
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from dienests.kernel.norms.text import clean, fingerprint, normalise, running

WORD = st.text(alphabet="aābcčdeēfgģhiīkķzž", min_size=2, max_size=9)
SENTENCE = st.lists(WORD, min_size=1, max_size=20)
LINE_END = st.sampled_from([" ", "\n", "\r\n", "  \n\n ", "\t"])


@settings(deadline=None)
@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@settings(deadline=None)
@given(st.text())
def test_only_letters_digits_and_single_spaces_are_left(text: str) -> None:
    words = normalise(text).split(" ")
    assert words == [""] or all(word and word.isalnum() for word in words)


@settings(deadline=None)
@given(SENTENCE, st.data())
def test_another_line_breaking_changes_nothing(words: list[str], data: st.DataObject) -> None:
    wrapped = words[0]
    for word in words[1:]:
        wrapped += data.draw(LINE_END) + word
    assert normalise(wrapped) == " ".join(words)


@settings(deadline=None)
@given(SENTENCE, st.data())
def test_divided_words_are_whole_again(words: list[str], data: st.DataObject) -> None:
    divided = []
    for word in words:
        at = data.draw(st.integers(1, len(word) - 1))
        divided.append(
            word[:at] + data.draw(st.sampled_from(["", "\u00ad", "-\n", "\u00ad\n  ", "\u2010 \n"])) + word[at:]
        )
    assert normalise(" ".join(divided)) == " ".join(words)


def test_signs_case_and_compatibility_forms_vanish() -> None:
    assert normalise("„ĒTIKA” – ﬁnanses,\u00a0Nr. 5!") == "ētika finanses nr 5"


def test_a_hyphen_parts_numbers_but_not_words() -> None:
    assert normalise("e-pasts, e-\nadrese, 1110-1-01, 2019-\n2020, vārds - vārds") == (
        "epasts eadrese 1110 1 01 2019 2020 vārds vārds"
    )


def test_a_fingerprint_takes_six_words_or_all() -> None:
    six = hashlib.sha256("viens divi trīs četri pieci seši".encode()).hexdigest()
    assert fingerprint("Viens, divi, trīs, četri,\npieci, seši, septiņi") == six
    assert fingerprint("Viens divi!") == hashlib.sha256(b"viens divi").hexdigest()


def test_links_and_page_numbers_of_the_page_go_and_numbers_of_the_text_stay() -> None:
    page = (
        "pirmā rinda\nmailto:kaste@example.org\nmailto:kaste@example.org\notrā rinda\n\n  – 7 –  \n\f trešā\n5\nceturtā"
    )
    assert running(clean(page)) == "pirmā rinda otrā rinda trešā 5 ceturtā"


@settings(deadline=None)
@given(st.text())
def test_cleaning_keeps_lines_tidy(text: str) -> None:
    assert re.search(r"[^\S\n]\n|\n[^\S\n]|\n{3}|\r|\f", clean(text)) is None


def test_running_text_joins_what_a_line_end_divided() -> None:
    assert running("no-\nteikumi un no\u00ad\nteikumi,  un\ne-adrese") == "noteikumi un noteikumi, un e-adrese"
