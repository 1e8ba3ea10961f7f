"""Our components draw what the design systems' own examples show."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from dienests.site.design.tests.examples import DRAWN
from dienests.site.design.tests.normal import normal

FIXTURES = Path(__file__).parent / "fixtures"
EXAMPLES = [
    (path.stem, example) for path in sorted(FIXTURES.glob("*.json")) for example in json.loads(path.read_text())
]


@pytest.mark.parametrize(("component", "example"), EXAMPLES, ids=[f"{name}: {each['name']}" for name, each in EXAMPLES])
def test_a_component_draws_its_own_packages_example(component: str, example: dict[str, Any]) -> None:
    with translation.override("en"):
        drawn = DRAWN[component](example["options"])
    assert normal(drawn) == normal(example["html"])


def test_every_component_that_we_draw_has_an_example() -> None:
    assert set(DRAWN) == {name for name, _example in EXAMPLES}


def test_a_missing_class_is_noticed() -> None:
    assert normal('<p class="a b">x</p>') != normal('<p class="a">x</p>')
    assert normal('<p class="a"  id="b"> x\n y </p>') == normal('<p id="b" class="a">x y</p>')
