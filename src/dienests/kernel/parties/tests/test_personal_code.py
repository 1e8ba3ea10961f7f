"""Personal codes are checked, found and shown, and stand nowhere in plain."""

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from dienests.kernel.keys import store as keys
from dienests.kernel.log.models import Event
from dienests.kernel.parties import personal_code
from dienests.kernel.parties.models import Person
from dienests.kernel.parties.organisations import register_organisation
from dienests.kernel.parties.people import give_personal_code, register_person, rename
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.tests.dump import everything, traces
from dienests.kernel.parties.tests.given import HOW, NEW_CODE, OLD_CODE, a_person


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Settings) -> Path:
    settings.KEY_URL = (tmp_path / "keys").as_uri()
    return tmp_path / "keys"


@pytest.mark.parametrize("code", [OLD_CODE, NEW_CODE, "16117519997", " 328673 00679 "])
def test_both_forms_of_a_code_are_accepted(code: str) -> None:
    assert personal_code.verify(code) == "".join(c for c in code if c.isdigit())


@pytest.mark.parametrize(
    "code",
    ["", "161175-19998", "161375-19997", "328673-00677", "40003521600", "1611751999", "161175-1999x", "٣٢٨٦٧٣٠٠٦٧٩"],
)
def test_anything_else_is_refused_without_repeating_it(code: str) -> None:
    with pytest.raises(PartiesError, match=r"eleven digits|vienpadsmit") as refusal:
        personal_code.verify(code)
    assert not code or code not in str(refusal.value)


@given(st.text(max_size=14))
def test_no_text_breaks_the_check(text: str) -> None:
    try:
        digits = personal_code.verify(text)
    except PartiesError:
        return
    assert len(digits) == 11


@pytest.mark.django_db
def test_a_code_is_found_and_shown() -> None:
    person = a_person(personal_code="16117519997")
    a_person(family_name="Liepa", personal_code=NEW_CODE)
    assert personal_code.search("161175 19997") == person
    assert personal_code.search("328673-00687") is None
    assert personal_code.show(Person.objects.get(pk=person.pk)) == OLD_CODE
    assert personal_code.show(a_person()) == ""


@pytest.mark.django_db
def test_one_code_belongs_to_one_person() -> None:
    a_person(personal_code=OLD_CODE)
    other = a_person(family_name="Liepa")
    with pytest.raises(PartiesError) as refusal:
        give_personal_code(person=other, personal_code=OLD_CODE, **HOW)
    assert refusal.value.__cause__ is None
    assert not traces(OLD_CODE, str(refusal.value))
    assert Person.objects.get(pk=other.pk).code_search is None


@pytest.mark.django_db
def test_a_ciphertext_is_worth_nothing_in_another_row() -> None:
    one, other = a_person(personal_code=OLD_CODE), a_person(family_name="Liepa", personal_code=NEW_CODE)
    other.code_cipher = one.code_cipher
    with pytest.raises(PartiesError):
        personal_code.show(other)


@pytest.mark.django_db
def test_the_same_code_gives_another_ciphertext_each_time() -> None:
    person = a_person(personal_code=OLD_CODE)
    again = give_personal_code(person=person, personal_code=OLD_CODE, **HOW)
    assert again.code_search is not None
    assert person.code_search is not None
    assert bytes(again.code_search) == bytes(person.code_search)
    assert again.code_cipher != person.code_cipher


@pytest.mark.django_db
def test_planted_codes_stand_in_no_table_payload_repr_or_log_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    person = a_person(personal_code=OLD_CODE)
    give_personal_code(person=person, personal_code=NEW_CODE, **HOW)
    rename(person=person, given_name="Ilze", family_name="Ozola", **HOW)
    found = personal_code.search(NEW_CODE)
    protected = personal_code.protect(OLD_CODE, person=person.id)
    with pytest.raises(PartiesError) as refusal:
        register_organisation(registration_number=OLD_CODE, name="Persona, kas nav firma", **HOW)
    seen = "\n".join([everything(), caplog.text, repr(found), repr(vars(found)), repr(protected), str(refusal.value)])
    assert "Ozola" in seen
    assert Event.objects.count() >= 3
    for code in (OLD_CODE, NEW_CODE):
        assert traces(code, seen) == []


@pytest.mark.django_db
def test_the_dump_would_find_a_planted_code() -> None:
    """The proof above is worth something only if a code in plain is found in a text and in a bytes column."""
    person = a_person()
    Person.objects.filter(pk=person.pk).update(given_name=OLD_CODE)
    assert traces(OLD_CODE, everything()) == [OLD_CODE]
    Person.objects.filter(pk=person.pk).update(
        given_name="Ilze", code_search=b"16117519997", code_cipher=b"328673-00679"
    )
    assert "16117519997" in traces(OLD_CODE, everything())
    assert NEW_CODE in traces(NEW_CODE, everything())


@pytest.mark.django_db
def test_a_lost_key_is_reported_and_never_replaced(store: Path) -> None:
    a_person(personal_code=OLD_CODE)
    (store / "codes-search.key").unlink()
    keys._read.cache_clear()
    with pytest.raises(keys.KeyStoreError, match="codes-search is missing"):
        personal_code.search(OLD_CODE)
    assert not (store / "codes-search.key").exists()


@pytest.mark.django_db
def test_a_foreign_key_store_shows_no_code(store: Path, tmp_path: Path, settings: Settings) -> None:
    person = a_person(personal_code=OLD_CODE)
    settings.KEY_URL = (tmp_path / "other").as_uri()
    keys.key("codes-show")
    with pytest.raises(PartiesError):
        personal_code.show(person)


@pytest.mark.django_db
def test_the_name_is_tidied_and_derived_columns_follow_it() -> None:
    person = register_person(given_name="  Anna  Marija ", family_name="Šķēle", **HOW)
    assert (person.name, person.folded) == ("Anna Marija Šķēle", "anna marija skele")
    person.family_name = "Ābele"
    person.save(update_fields=["family_name"])
    fresh = Person.objects.get(pk=person.pk)
    assert fresh.folded == "anna marija abele"
    assert fresh.sort_key != Person(given_name="x", family_name="Šķēle").sort_key
    with pytest.raises(PartiesError):
        register_person(given_name=" ", family_name="Liepa", **HOW)
