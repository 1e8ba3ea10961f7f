"""A request with a key is carried out once, whatever happens: sent again, changed, refused before."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F

from dienests.kernel.cases.case import Case
from dienests.kernel.exchange.kept_answer import KeptAnswer
from dienests.kernel.log.events import Event
from dienests.site.api.tests.given import program
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House

START = "/procedures/ethics-report/start/submit"
GOOD = {"reason": "advice", "account": "May I?"}


@pytest.mark.django_db
def test_a_request_that_is_sent_again_does_nothing_and_hears_the_same(house: House) -> None:
    opener, key, before = program(house, people.OPENER), str(uuid4()), Case.objects.count()
    first = opener.send(START, GOOD, key=key)
    again = opener.send(START, GOOD, key=key)
    quoted = opener.send(START, GOOD, key=f'"{key}"')
    assert Case.objects.count() == before + 1
    for answer in (again, quoted):
        assert (answer.status_code, answer.json()) == (201, first.json())
        assert answer["Idempotency-Replayed"] == "true"
        assert answer["Location"] == first["Location"]
    assert not first.has_header("Idempotency-Replayed")


@pytest.mark.django_db
def test_an_act_that_is_sent_again_is_done_once_though_the_case_has_moved_on(house: House) -> None:
    case, chair, key = house.submit(people.OPENER, "advice", "Jautājums."), program(house, people.CHAIR), str(uuid4())
    place = f"/cases/{case.pk}/acts/ethics-report/advise"
    first = chair.send(place, {"answer": "Jā."}, key=key, **{"If-Match": '"1"'})
    again = chair.send(place, {"answer": "Jā."}, key=key, **{"If-Match": '"1"'})
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert Event.objects.filter(stream=case.pk).count() == 2


@pytest.mark.django_db
def test_another_request_under_the_same_key_is_refused(house: House) -> None:
    opener, key = program(house, people.OPENER), str(uuid4())
    opener.send(START, GOOD, key=key)
    other = opener.send(START, GOOD | {"account": "Or may I not?"}, key=key)
    assert other.status_code == 422
    assert other.json()["type"].endswith("#problem-key-reused")
    elsewhere = opener.send("/procedures/ethics-report/start/complain", GOOD, key=key)
    assert elsewhere.status_code == 422


@pytest.mark.django_db
def test_keys_belong_to_their_token(house: House) -> None:
    key, before = str(uuid4()), Case.objects.count()
    for name in (people.OPENER, people.COLLEAGUE):
        assert program(house, name).send(START, GOOD, key=key).status_code == 201
    assert Case.objects.count() == before + 2


@pytest.mark.django_db
def test_a_refused_request_did_nothing_and_may_be_mended_under_its_key(house: House) -> None:
    opener, key = program(house, people.OPENER), str(uuid4())
    assert opener.send(START, {"reason": "breach", "account": "?"}, key=key).status_code == 422
    assert not KeptAnswer.objects.filter(key=key).exists()
    assert opener.send(START, GOOD, key=key).status_code == 201


@pytest.mark.django_db
def test_a_key_is_free_again_after_a_day(house: House) -> None:
    opener, key, before = program(house, people.OPENER), str(uuid4()), Case.objects.count()
    opener.send(START, GOOD, key=key)
    KeptAnswer.objects.update(kept_at=F("kept_at") - timedelta(days=1))
    assert opener.send(START, GOOD, key=key).status_code == 201
    assert Case.objects.count() == before + 2


@pytest.mark.django_db
def test_what_is_kept_holds_no_personal_data(house: House) -> None:
    program(house, people.OPENER).send(START, GOOD | {"account": "Mans noslēpums."})
    kept = KeptAnswer.objects.latest("pk").body
    assert "noslēpums" not in kept
    assert house.person(people.OPENER).family_name not in kept
