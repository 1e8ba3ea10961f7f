"""Every text has a Latvian translation, in one catalogue, and nothing in a catalogue is stale or doubtful."""

import re
from collections import defaultdict

import pytest
from babel.messages.catalog import Message

from dienests.site.i18n.extraction import Key, Text, texts
from dienests.site.i18n.places import PARTS, catalogue
from dienests.site.i18n.update import HEADER, read

FIX = "run ./dienests catalogue and fill in what it names"


@pytest.fixture(scope="module")
def wanted() -> dict[Key, Text]:
    return texts()


@pytest.fixture(scope="module")
def held() -> dict[str, dict[Key, Message]]:
    return {part: read(catalogue(part)) for part in PARTS}


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", text))


def test_texts_are_found_in_python_files_and_in_templates(wanted: dict[Key, Text]) -> None:
    places = [place for text in wanted.values() for place in text.places]
    assert any(place.endswith(".py") for place in places)
    assert any(place.endswith(".html") for place in places)


def test_every_text_is_translated(wanted: dict[Key, Text], held: dict[str, dict[Key, Message]]) -> None:
    missing = [
        f"{text.places[0]}: {text.key[1]!r}"
        for key, text in wanted.items()
        if key not in held[text.part] or not all(_strings(held[text.part][key]))
    ]
    assert not missing, f"{len(missing)} texts without Latvian; {FIX}\n" + "\n".join(missing[:40])


def test_a_text_stands_in_one_catalogue_only(held: dict[str, dict[Key, Message]]) -> None:
    places: dict[Key, list[str]] = defaultdict(list)
    for part, messages in held.items():
        for key in messages:
            places[key].append(part)
    assert not {key: parts for key, parts in places.items() if len(parts) > 1}


def test_catalogues_hold_nothing_else(wanted: dict[Key, Text], held: dict[str, dict[Key, Message]]) -> None:
    stale = [
        f"{part}: {key[1]!r}" for part in PARTS for key in held[part] if key not in wanted or wanted[key].part != part
    ]
    assert not stale, f"{FIX}\n" + "\n".join(stale)
    assert not [key for part in PARTS for key, message in held[part].items() if message.fuzzy]


def test_placeholders_survive_the_translation(held: dict[str, dict[Key, Message]]) -> None:
    broken = []
    for part, messages in held.items():
        for message in messages.values():
            singular, *plural = (message.id,) if isinstance(message.id, str) else message.id
            for string in filter(None, _strings(message)):
                # "No case" and "one case" may leave the number out; a name that is not offered is always wrong.
                offered = _placeholders(singular) | _placeholders("".join(plural))
                exact = not plural
                if (exact and _placeholders(string) != offered) or not _placeholders(string) <= offered:
                    broken.append(f"{part}: {singular!r} -> {string!r}")
    assert not broken, "\n".join(broken)


def test_a_latvian_text_says_something_else_than_the_english(held: dict[str, dict[Key, Message]]) -> None:
    """A text copied untranslated would pass the tests above; names and abbreviations are alike in both languages."""
    alike = [key[1] for messages in held.values() for key, message in messages.items() if message.string == key[1]]
    assert not [text for text in alike if len(text.split()) > 2], alike


def test_catalogues_count_as_django_does(held: dict[str, dict[Key, Message]]) -> None:
    for part in PARTS:
        if held[part]:
            assert catalogue(part).read_text(encoding="utf-8").startswith(HEADER)


def test_a_word_has_one_translation_or_a_context(held: dict[str, dict[Key, Message]]) -> None:
    """The same text may differ only where a context says why: without one it stands once, in one catalogue."""
    plain = [key[1] for messages in held.values() for key in messages if key[0] is None]
    assert len(plain) == len(set(plain))
