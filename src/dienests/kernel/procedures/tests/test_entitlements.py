"""The matrix of representation (services.md 1.5), every cell against a table that was written down independently."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dienests.kernel.cases.tests.house.certificates import Certificates
from dienests.kernel.norms.basis import rulebook
from dienests.kernel.parties.facts import Facts, Relation
from dienests.kernel.parties.kinds import MEANINGS, Kind
from dienests.kernel.parties.standing import Standing
from dienests.kernel.procedures import ANYONE, SELF, cell, entitlement
from dienests.kernel.procedures.entitlements import Why, decide

standard = rulebook("ic-service-standard-2018")
SUBMIT, COLLECT, ARCHIVE = Certificates.asks_for, Certificates.collects, Certificates.searches
# Rows of the matrix as the requirements print them: who may submit, who may collect; "self" and "any" are people.
MAY_SUBMIT = {
    "adult": {"self", "any"},
    "minor": {"parent", "guardian"},
    "trusteeship": {"trustee"},
    "legal": {"legal-representative"},
    "dead": set(),
}
MAY_COLLECT = MAY_SUBMIT | {"adult": {"self", "notarised-proxy"}}
MAY_SEARCH = {"adult": {"self"}, "trusteeship": {"any"}, "dead": {"any"}, "minor": set(), "legal": set()}

relations = st.lists(
    st.builds(
        Relation, id=st.just(UUID(int=1)), kind=st.sampled_from(Kind), alone=st.booleans(), contested=st.booleans()
    ),
    max_size=4,
)


@st.composite
def all_facts(draw: st.DrawFn) -> Facts:
    """Draw a subject and somebody who acts; only rights that fit the subject are ever found in the database."""
    standing = draw(st.sampled_from(Standing))
    same = draw(st.booleans()) and standing is not Standing.LEGAL
    known = [each for each in draw(relations) if standing in MEANINGS[each.kind].serves]
    return Facts(standing, same, () if same else tuple(known))


def _expected(table: dict[str, set[str]], known: Facts) -> bool:
    if known.standing is Standing.UNKNOWN:
        return known.same and "self" in table["adult"]
    may = table[known.standing.value]
    if known.same:
        return "self" in may
    free = {each.kind.value for each in known.relations if each.alone and not each.contested}
    return "any" in may or bool(free & may)


@pytest.mark.parametrize(
    ("matrix", "table"), [(SUBMIT, MAY_SUBMIT), (COLLECT, MAY_COLLECT), (ARCHIVE, MAY_SEARCH)],
    ids=["submit", "collect", "archive"],
)  # fmt: skip
@given(all_facts())
def test_R1_R4_every_cell_decides_as_the_matrix_is_printed(
    matrix: object, table: dict[str, set[str]], known: Facts
) -> None:
    verdict = decide(matrix, known)  # type: ignore[arg-type]
    assert (verdict.cell is not None) is _expected(table, known)
    assert (verdict.why is None) is (verdict.cell is not None)


@given(all_facts())
def test_a_right_never_takes_another_away(known: Facts) -> None:
    """Whoever may act with some rights may act with more, unless the more is an objection."""
    more = Facts(known.standing, known.same, (*known.relations, *known.relations))
    for matrix in (SUBMIT, COLLECT, ARCHIVE):
        assert (decide(matrix, more).cell is None) is (decide(matrix, known).cell is None)


def test_R3_two_parents_in_conflict_get_the_reason() -> None:
    known = Facts(Standing.MINOR, relations=(Relation(UUID(int=1), Kind.PARENT, contested=True),))
    assert decide(SUBMIT, known).why is Why.CONTESTED


def test_a_shared_right_waits_for_the_others() -> None:
    known = Facts(Standing.TRUSTEESHIP, relations=(Relation(UUID(int=1), Kind.TRUSTEE, alone=False),))
    assert decide(COLLECT, known).why is Why.NOT_ALONE


def test_R2_any_person_submits_and_does_not_collect() -> None:
    stranger = Facts(Standing.ADULT)
    assert decide(SUBMIT, stranger).cell is not None
    refused = decide(COLLECT, stranger)
    assert refused.why is Why.NOT_ENTITLED
    assert {who for each in refused.cells for who in each.who} == {SELF, Kind.PROXY}


def test_nobody_acts_for_a_person_whose_age_is_not_known() -> None:
    assert decide(SUBMIT, Facts(Standing.UNKNOWN)).why is Why.BIRTH_UNKNOWN
    assert decide(SUBMIT, Facts(Standing.UNKNOWN, same=True)).cell is not None


def test_a_kind_that_cannot_serve_the_subject_is_no_cell() -> None:
    with pytest.raises(TypeError, match="parent never acts for a subject that is adult"):
        entitlement("x", standard["representation.1"], cell(Standing.ADULT, Kind.PARENT, standard["archive.1"]), of="a")


def test_where_no_cell_speaks_of_the_subject_the_sources_set_nothing() -> None:
    only = entitlement("x", standard["archive.1"], cell(Standing.ADULT, ANYONE, standard["archive.1"]), of="a")
    assert decide(only, Facts(Standing.DEAD)).why is Why.NO_RULE
