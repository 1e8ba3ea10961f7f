"""An upgrade establishes the offices that a newer version names, once, and leaves their appointment to people."""

from datetime import timedelta

import pytest

from dienests.kernel.access.auditor import AUDITOR
from dienests.kernel.log.streams import history
from dienests.kernel.parties.founding import stream_of
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.tests.given import AT
from dienests.site.founding import founding
from dienests.site.founding.completing import complete

pytestmark = pytest.mark.django_db


def test_an_office_that_is_missing_is_established_once_and_vacant() -> None:
    plan = founding.Plan(
        slug="ezera-dienests", name_lv="Ezera dienests", name_en="Lake Service", registration_number="",
        given_name="Anna", family_name="Smilga", login="anna", basis="Rīk. 1",
    )  # fmt: skip
    made = founding.found(plan, at=AT)
    assert complete(at=AT) == [], "a house that was just founded lacks nothing"
    Office.objects.filter(slug=AUDITOR).delete()  # as an earlier version founded it
    (office,) = complete(at=AT + timedelta(days=1))
    assert (office.slug, office.unit, office.leads) == (AUDITOR, None, False)
    assert office.title_lv == "personas datu skatījumu auditors"
    assert not Mandate.objects.filter(office=office).exists()
    last = history(stream_of(made.institution))[-1]
    assert (last.act, last.payload["office"]) == ("office-established", AUDITOR)
    assert complete(at=AT + timedelta(days=2)) == []
