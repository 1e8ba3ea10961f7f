"""Counting votes, against an oracle in fractions and over every small body."""

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dienests.kernel.procedures.votes import (
    ABSTAIN,
    Count,
    Failure,
    Majority,
    Rules,
    Share,
    Tie,
    decide,
    least,
    quorums,
)

CHOICES = ("yes", "no", "later")
RULES = [Rules(q, m, t) for q in (*Share.values, "1", "3") for m in Majority.values for t in (*Tie.values, "")]
ANSWERS = st.lists(st.sampled_from([*CHOICES, ABSTAIN]), max_size=9)


def count(answers: list[str] | tuple[str, ...], members: int, casting: str = "") -> Count:
    """Count what was answered, in the order in which it came."""
    votes = Counter(each for each in answers if each != ABSTAIN)
    return Count(members, dict(votes), answers.count(ABSTAIN), casting)


@pytest.mark.parametrize("members", range(1, 60))
def test_a_quorum_is_the_least_number_with_the_share(members: int) -> None:
    shares = {
        Share.MORE_THAN_HALF: lambda n: Fraction(n, members) > Fraction(1, 2),
        Share.HALF: lambda n: Fraction(n, members) >= Fraction(1, 2),
        Share.TWO_THIRDS: lambda n: Fraction(n, members) >= Fraction(2, 3),
        Share.ALL: lambda n: n == members,
    }
    for share, enough in shares.items():
        assert least(share, members) == min(n for n in range(1, members + 1) if enough(n)), share


def test_a_quorum_is_never_nobody() -> None:
    assert {least(quorum, 0) for quorum in Share.values} == {1}
    assert [least(value, 7) for value, _words in quorums()[len(Share) :]] == list(range(1, 26))


def has_majority(majority: str, votes: int, cast: int, present: int, members: int) -> bool:
    """The words of each majority as a fraction."""
    of = {"votes": cast, "present": present, "members": members}
    if majority == "most":
        return True
    share, _of, base = majority.partition("_of_")
    part = Fraction(votes, of[base])
    return part > Fraction(1, 2) if share == "more_than_half" else part >= Fraction(2, 3)


@pytest.mark.parametrize("rules", RULES, ids=lambda rules: f"{rules.quorum}-{rules.majority}-{rules.tie or 'unset'}")
def test_every_body_of_up_to_five_decides_as_the_words_say(rules: Rules) -> None:
    for members in range(1, 6):
        for present in range(members + 1):
            for answers in product(("yes", "no", ABSTAIN), repeat=present):
                judge(rules, answers, members, casting=answers[0] if answers else "")


def judge(rules: Rules, answers: tuple[str, ...], members: int, casting: str) -> None:
    """Compare one vote with the words of the rules; the first to answer presides."""
    yes, no, decided = answers.count("yes"), answers.count("no"), decide(rules, count(answers, members, casting))
    present, cast = len(answers), yes + no
    if present < least(rules.quorum, members):
        assert decided.failure == Failure.QUORUM
    elif yes == no > 0:
        enough = has_majority(rules.majority, yes + 1, cast + 1, present + 1, members)
        if rules.tie == Tie.CHAIR and casting != ABSTAIN and enough:
            assert (decided.choice, decided.by_casting) == (casting, True)
        else:
            assert (decided.choice, decided.failure) == ("", Failure.TIE)
    elif yes == no == 0 or not has_majority(rules.majority, max(yes, no), cast, present, members):
        assert (decided.choice, decided.failure) == ("", Failure.MAJORITY)
    else:
        assert (decided.choice, decided.by_casting) == ("yes" if yes > no else "no", False)


@given(ANSWERS, st.sampled_from(RULES), st.integers(0, 4), st.randoms(use_true_random=False))
def test_the_order_of_votes_does_not_matter(answers: list[str], rules: Rules, missing: int, chance: object) -> None:
    members, shuffled = len(answers) + missing, list(answers)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    for casting in ("", *CHOICES):
        assert decide(rules, count(answers, members, casting)) == decide(rules, count(shuffled, members, casting))


@given(ANSWERS, st.sampled_from(RULES), st.integers(0, 4))
def test_a_recusal_takes_a_voter_away_and_never_a_seat(answers: list[str], rules: Rules, missing: int) -> None:
    """Whoever drops out never helps a quorum, and never helps the own choice."""
    members = len(answers) + missing
    before = decide(rules, count(answers, members))
    for place, gone in enumerate(answers):
        after = decide(rules, count(answers[:place] + answers[place + 1 :], members))
        if before.failure == Failure.QUORUM:
            assert after.failure == Failure.QUORUM
        if after.choice and after.choice == gone:
            assert before.choice == gone


@given(ANSWERS, st.sampled_from(RULES), st.integers(0, 4), st.sampled_from(["", *CHOICES]))
def test_what_is_decided_led_and_had_votes(answers: list[str], rules: Rules, missing: int, casting: str) -> None:
    counted = count(answers, len(answers) + missing, casting)
    decided = decide(rules, counted)
    assert bool(decided.choice) != bool(decided.failure)
    if decided.choice:
        assert counted.votes[decided.choice] == max(counted.votes.values())
    if decided.by_casting:
        assert (decided.choice, rules.tie) == (casting, Tie.CHAIR)


def test_a_majority_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="is no majority; choose one of"):
        decide(Rules("1", "loudest"), count(["yes"], 1))
