"""Dictionary forms: scored on words that the exceptions were not made from; folding; paradigms."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dienests.kernel.language.lemmas import TERMS, folded, indexed, lemma, words
from dienests.kernel.language.paradigms import forms, guess

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("words.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
HALF = len(ROWS) // 2
WANTED = 0.9


def _right(rows: list[list[str]]) -> float:
    return sum(lemma(word) == expected for word, expected in rows) / len(rows)


def test_nine_words_of_ten_are_right_in_the_half_that_was_not_looked_at() -> None:
    assert len(ROWS) == 300
    assert _right(ROWS[HALF:]) >= WANTED


def test_every_word_of_the_first_half_is_right() -> None:
    assert _right(ROWS[:HALF]) == 1


def test_the_terms_come_from_the_first_half_only() -> None:
    terms = [line for line in TERMS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert set(terms) <= {expected for _word, expected in ROWS[:HALF]}
    assert len(terms) == len(set(terms))


def test_paradigms_hold_the_forms_that_grammar_gives() -> None:
    assert {"aizbildņa", "aizbildņu", "aizbildņiem", "aizbildnim"} <= forms("aizbildnis")
    assert {"licences", "licencēm", "licenču"} <= forms("licence")
    assert {"notiesātajam", "notiesātā", "notiesātie", "notiesātajai"} <= forms("notiesātais")
    assert {"tiesību", "tiesībām", "tiesībās"} <= forms("tiesības")
    assert {"noteikumos", "noteikumiem"} <= forms("noteikumi")


@given(st.text(max_size=30))
def test_no_text_breaks_it_and_folding_is_stable(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert isinstance(lemma(text), str)
    assert guess(text) or not text
    for plain, form in words(text):
        assert plain.isalnum()
        assert form.isalnum()
    indexed(text)


@given(st.sampled_from([word for word, _expected in ROWS]))
def test_what_is_indexed_is_found_with_and_without_marks(word: str) -> None:
    kept = indexed(word).split()
    for asked in (word, folded(word), word.upper()):
        plain, form = words(asked)[0]
        assert plain in kept or form in kept
