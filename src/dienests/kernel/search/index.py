"""Putting things into the index, and asking which of a kind match; the newest first."""

from collections.abc import Iterable, Sequence

from django.db import connection

from dienests.kernel.language.lemmas import indexed, words
from dienests.kernel.search.entry import Entry

AT_ONCE = 500


def put(kind: str, texts: Iterable[tuple[str, str, int]]) -> int:
    """Index (key, text, revision) of a kind, anew where it stands already, and return how many; the order is kept."""
    entries = [Entry(kind=kind, key=key, words=indexed(text), revision=revision) for key, text, revision in texts]
    for first in range(0, len(entries), AT_ONCE):
        Entry.objects.bulk_create(
            entries[first : first + AT_ONCE], update_conflicts=True, unique_fields=["kind", "key"],
            update_fields=["words", "revision"],
        )  # fmt: skip
    return len(entries)


def revisions(kind: str, keys: Sequence[str]) -> dict[str, int]:
    """Return the revision in which each of these keys was indexed; what was never indexed is left out."""
    found: dict[str, int] = {}
    for first in range(0, len(keys), AT_ONCE):
        part = Entry.objects.filter(kind=kind, key__in=keys[first : first + AT_ONCE])
        found |= dict(part.values_list("key", "revision"))
    return found


def matching(kind: str, asked: str, *, most: int, before: int | None = None) -> list[tuple[int, str]]:
    """Return (place, key) of what holds every word that was asked for, as it stands or in another form.

    The newest come first, at most `most`; with `before` only those of a lower place, to go on.
    """
    query = _query(asked)
    if not query:
        return []
    place = "w.rowid" if connection.vendor == "sqlite" else "e.id"
    limits, values = (f" AND {place} < %s", [before]) if before is not None else ("", [])
    statement = f"{_MATCHES[connection.vendor]}{limits} ORDER BY {place} DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(statement, [query, kind, *values, most])
        return [(int(place), str(key)) for place, key in cursor.fetchall()]


def among(kind: str, asked: str, keys: Sequence[str]) -> list[str]:
    """Return which of these keys match."""
    query, found = _query(asked), []
    for first in range(0, len(keys) if query else 0, AT_ONCE):
        part = list(keys[first : first + AT_ONCE])
        marks = ", ".join(["%s"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(f"{_MATCHES[connection.vendor]} AND e.key IN ({marks})", [query, kind, *part])
            found += [str(key) for _place, key in cursor.fetchall()]
    return found


_MATCHES = {
    "sqlite": (
        "SELECT e.id, e.key FROM kernel_search_words w CROSS JOIN kernel_search_entry e ON e.id = w.rowid "
        "WHERE w.words MATCH %s AND e.kind = %s"
    ),
    "postgresql": (
        "SELECT e.id, e.key FROM kernel_search_entry e "
        "WHERE to_tsvector('simple', e.words) @@ to_tsquery('simple', %s) AND e.kind = %s"
    ),
}


def _query(asked: str) -> str:
    """Return the question in the language of the database; words hold letters and digits only, so nothing escapes."""
    if connection.vendor == "sqlite":
        return " AND ".join(f'("{lemma}" OR "{plain}"*)' for plain, lemma in words(asked))
    return " & ".join(f"({lemma} | {plain}:*)" for plain, lemma in words(asked))
