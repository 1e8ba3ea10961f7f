"""A basis is an address, written and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dienests.kernel.norms.basis import Basis, Unspecified, join, parse, rulebook, unspecified

CODE = rulebook("vpd-ethics-code-2026")
ADDRESS = st.from_regex(r"[0-9]{1,2}(\.[0-9]{1,2}){0,2}", fullmatch=True)
BASIS = st.builds(
    Basis,
    st.from_regex(r"[a-z]{2,8}(-[0-9]{4})?", fullmatch=True),
    st.lists(ADDRESS, min_size=1, max_size=4).map(tuple),
)


def test_a_rulebook_gives_one_or_several_addresses() -> None:
    assert CODE["25"] == Basis("vpd-ethics-code-2026", ("25",))
    assert str(CODE["20", "21"]) == "vpd-ethics-code-2026:20,21"


@given(st.lists(BASIS, max_size=4))
def test_a_basis_is_read_back_from_its_text(bases: list[Basis]) -> None:
    assert parse(join(*bases)) == tuple(bases)


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(TypeError, match="tuple of texts"):
        CODE[25]  # type: ignore[index]
    with pytest.raises(ValueError, match="at least one address"):
        CODE[()]
    with pytest.raises(ValueError, match="is no basis"):
        parse("vpd-ethics-code-2026")


def test_what_the_sources_leave_open_says_where_it_stands() -> None:
    by_laws = unspecified("by-laws of the Ethics Commission")
    assert by_laws == Unspecified("by-laws of the Ethics Commission")
    assert str(by_laws) == "by-laws of the Ethics Commission"
