"""Several at once: one takes the case and the other is told; a form is done once; links from both ends do not block."""

from uuid import uuid4

import pytest

from dienests.kernel.cases.tests.house.people import House
from dienests.kernel.cases.tests.house.playing import visit
from dienests.kernel.cases.tests.test_side_by_side import at_once
from dienests.kernel.handling.handler import Handler
from dienests.kernel.handling.posting import Posting
from dienests.kernel.handling.tests.given import acts, do
from dienests.kernel.log.verify import verify
from dienests.kernel.procedures.refusals import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_take_a_case_at_once_one_has_it(house: House) -> None:
    case = visit(house, "berta")
    answers = at_once(lambda: do(house, "take", case, "walter"), lambda: do(house, "take", case, "sonja"))
    assert sum(isinstance(each, Refusal) for each in answers) == 1
    assert Handler.objects.filter(case=case).count() == 1
    assert acts(case) == ["ask", "take_case"]
    assert not verify().breaks


def test_one_form_that_arrives_three_times_at_once_says_it_once(house: House) -> None:
    case, form = visit(house), uuid4()
    answers = at_once(*[lambda: do(house, "message", case, "anna", form=form, text="once")] * 3)
    assert answers == [None] * 3
    assert Posting.objects.filter(case=case).count() == 1
    assert not verify().breaks


def test_two_cases_linked_from_both_ends_at_once_are_linked_once(house: House) -> None:
    one, two = visit(house), visit(house, "berta")
    answers = at_once(
        lambda: do(house, "link", one, "walter", number=two.number),
        lambda: do(house, "link", two, "walter", number=one.number),
    )
    assert sum(isinstance(each, Refusal) for each in answers) == 1
    assert acts(one) == acts(two) == ["ask", "link_case"]
    assert not verify().breaks
