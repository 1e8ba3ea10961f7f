"""What is open to everybody: the same as on the pages, as the schemas say it, and the same for everybody."""

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from dienests.kernel.norms import outline
from dienests.site.api import routes
from dienests.site.api.tests.given import LOOK, Program, program
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House

pytestmark = pytest.mark.django_db
GIVEN = {
    "act": "vpd-ethics-code-2026",
    "address": "25",
    "institution": "parauga-dienests",
    "procedure": "ethics-report",
    "indicator": "ethics.promises",
}


def faults(answers: str, told: Any) -> list[str]:
    """Return what a validator that was written elsewhere says of an answer."""
    document = routes.document()
    schema = {"$ref": f"#/components/schemas/{answers}", "components": document["components"]}
    checked = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in checked.iter_errors(told)]


def test_every_open_operation_answers_what_its_schema_says(house: House) -> None:
    for operation in (each for each in routes.operations() if not each.group):
        answer = Program().ask(operation.path.format(**GIVEN))
        assert answer.status_code == 200, operation.id
        assert not faults(operation.answers, answer.json()), operation.id
        assert "no-store" not in answer["Cache-Control"] or operation.id == "begin"
        assert not answer.cookies


def test_every_act_and_each_of_its_provisions_can_be_had(house: House) -> None:
    listed = Program().ask("/acts").json()["acts"]
    assert [each["slug"] for each in listed] == list(outline.slugs())
    for each in listed:
        told = Program().ask(f"/acts/{each['slug']}").json()
        assert len(told["provisions"]) == each["provisions"]
        first = Program().ask(told["provisions"][-1]["url"].removeprefix("/api/v1"))
        assert first.status_code == 200, first.content


def test_a_token_changes_nothing_of_what_is_open(house: House) -> None:
    house.breach("Ziņojums.")
    place = "/acts/vpd-ethics-code-2026/provisions/25"
    chair = program(house, people.CHAIR)
    assert chair.ask(place).json() == Program().ask(place).json()


def test_every_operation_on_a_case_answers_what_its_schema_says(house: House) -> None:
    case, opener = house.breach("Garš stāsts."), program(house, people.OPENER)
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "dismiss", result="Nav pārkāpuma.")
    house.act(people.PERSONNEL, case, "inform", message="Komisija lietu izskatīja.")
    number = opener.ask(f"/cases/{case.pk}/letters").json()["letters"][0]["number"]
    for who in (opener, program(house, people.CHAIR), program(house, people.PERSONNEL)):
        for operation in (each for each in routes.operations() if each.group and not each.writes):
            answer = who.ask(operation.path.format(case=case.pk, number=number), **(LOOK if operation.personal else {}))
            assert answer.status_code in (200, 404), operation.id
            assert not faults(operation.answers if answer.status_code == 200 else "Problem", answer.json()), (
                operation.id
            )


def test_nothing_is_read_that_the_page_does_not_show(house: House) -> None:
    case = house.breach("Vārdi, ko lasa tikai komisija.")
    house.act(people.CHAIR, case, "convene")
    house.act(people.CHAIR, case, "propose", proposal="Ierosinājums.")
    seen = program(house, people.HEAD).look(f"/cases/{case.pk}")
    assert seen.json()["fields"]["proposal"] == "Ierosinājums."
    assert "account" in seen.json()["hidden"]
    text = seen.content.decode()
    assert "ko lasa tikai" not in text
    assert house.person(people.OPENER).family_name not in text
    assert str(house.person(people.OPENER).pk) not in text
    assert house.person(people.ACCUSED).family_name not in text


def test_a_look_by_a_program_is_told_to_the_person_with_its_purpose(house: House) -> None:
    case = house.submit(people.OPENER, "advice", "Jautājums.")
    purpose = "termi%C5%86a p%C4%81rbaude"
    program(house, people.CHAIR).ask(f"/cases/{case.pk}", **LOOK | {"Dienests-Purpose": purpose})
    shown = house.client(people.OPENER).get("/account/reads/").content.decode()
    assert "termiņa pārbaude" in shown
    line = next(part for part in re.split("<li|<tr|<details", shown) if "termiņa pārbaude" in part)
    assert "programma" in line
