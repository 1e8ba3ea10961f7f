"""Codes: 160 random bits, kept as a keyed hash; number and code open the state of a case, neither alone."""

import pytest

from dienests.kernel.cases.tests.house.people import House
from dienests.kernel.cases.tests.house.playing import visit
from dienests.kernel.cases.tests.test_canary import places
from dienests.kernel.handling.status_codes import found
from dienests.kernel.handling.tests.given import do
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db


def test_number_and_code_together_find_the_case(house: House) -> None:
    case, other = visit(house), visit(house)
    code, theirs = do(house, "code", case, "anna"), do(house, "code", other, "anna")
    assert len(code.replace("-", "")) * 5 >= 128
    assert found(number=case.number, code=code) == case
    assert found(number=f" {case.number.lower()} ", code=code.lower().replace("-", " ").replace("O", "0")) == case
    for number, guess in ((case.number, theirs), (other.number, code), (case.number, ""), ("", code), ("", "")):
        assert found(number=number, code=guess) is None


def test_the_code_stands_nowhere(house: House) -> None:
    case = visit(house)
    code = do(house, "code", case, "anna")
    assert places(code, code.replace("-", "")) == set()


def test_a_new_code_takes_the_place_of_the_old(house: House) -> None:
    case = visit(house)
    old, new = do(house, "code", case, "anna"), do(house, "code", case, "anna", 21)
    assert found(number=case.number, code=old) is None
    assert found(number=case.number, code=new) == case


@pytest.mark.parametrize("who", ["walter", "berta", "karl"])
def test_nobody_else_gets_one(house: House, who: str) -> None:
    with pytest.raises(Refusal):
        do(house, "code", visit(house), who)
