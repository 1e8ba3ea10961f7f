"""The shape of the data in an archive: a page may rely on what was matched here, whoever wrote the archive."""

from typing import Any
from uuid import UUID

LANGUAGES = ("lv", "en")
ROW2, ROW3, ROW5 = [(str, str)], [(str, str, str)], [(str, str, str, str, str)]
FILE = {"name": str, "size": int, "sha256": str, "salt": str}
WORDS = {
    "title": str, "institution": str, "stage": str, "opener": str, "answers": ROW2, "hidden": [str],
    "participants": ROW2, "terms": ROW2, "said": ROW3, "letters": [str], "acts": ROW5, "links": ROW2,
}  # fmt: skip
CASE = {
    "id": UUID, "number": str, "acts": int, "reader": str, "institution": {"slug": str, "name": str},
    "procedure": {"slug": str, "version": int, "digest": str},
    "participants": [{"id": UUID, "role": str}],
    "said": [{"position": int, "kind": str, "text": str, "salt": str, "files": [FILE]}],
    "letters": [{"path": str}], "words": dict.fromkeys(LANGUAGES, WORDS),
}  # fmt: skip
LONGEST = {"number": 40, "institution.name": 200, "procedure.slug": 80, "procedure.digest": 64}


def misshapen(case: Any) -> str:
    """Return the place of the first thing that is not as an export writes it; empty when everything is."""
    found = _odd(case, CASE, "")
    if found:
        return found
    for place, most in LONGEST.items():
        value = case
        for name in place.split("."):
            value = value[name]
        if len(value) > most:
            return place
    for language in LANGUAGES:
        words = case["words"][language]
        for name in ("said", "letters"):
            if len(words[name]) != len(case[name]):
                return f"words.{language}.{name}"
    return "" if 0 < case["procedure"]["version"] < 30_000 else "procedure.version"


def _odd(value: Any, shape: Any, place: str) -> str:
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return place or "case"
        inner = (_odd(value.get(name), each, f"{place}.{name}".lstrip(".")) for name, each in shape.items())
        return next(filter(None, inner), "")
    if isinstance(shape, list):
        if not isinstance(value, list):
            return place
        return next(filter(None, (_odd(each, shape[0], place) for each in value)), "")
    if isinstance(shape, tuple):
        good = isinstance(value, list) and len(value) == len(shape)
        return "" if good and all(type(one) is kind for one, kind in zip(value, shape, strict=True)) else place
    if shape is UUID:
        return "" if _is_uuid(value) else place
    return "" if type(value) is shape else place


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False
