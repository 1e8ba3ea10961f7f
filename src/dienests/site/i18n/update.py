"""Bringing the catalogues up to the code: new texts come in, unused ones go, translations stay."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from dienests.site.i18n.extraction import Key, Text, texts
from dienests.site.i18n.places import LANGUAGE, PARTS, catalogue

# The plural forms are those of Django's own Latvian catalogue: 1, 21, 31 ... | all others | none.
HEADER = """msgid ""
msgstr ""
"Language: lv\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);\\n"

"""
PLURALS = 3

Translation = str | tuple[str, ...]


@dataclass
class Report:
    """What an update found: texts without a translation, and lines of the merged files that fit nothing."""

    untranslated: list[Text] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def update(merge: list[Path]) -> Report:
    """Write all catalogues anew from the code, the translations they hold and those of the merged files."""
    report = Report()
    wanted = texts()
    known = _known() | _merged(merge, wanted, report)
    for part in PARTS:
        own = [text for text in wanted.values() if text.part == part]
        _write(catalogue(part), own, known)
        report.untranslated += [text for text in own if not _translated(known.get(text.key))]
    return report


def read(path: Path) -> dict[Key, Message]:
    """Return the messages of one catalogue by context and singular."""
    if not path.exists():
        return {}
    with path.open("rb") as source:
        messages = read_po(source, abort_invalid=True)
    return {_key(message): message for message in messages if message.id}


def _key(message: Message) -> Key:
    singular = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or None, str(singular)


def _known() -> dict[Key, Translation]:
    found: dict[Key, Translation] = {}
    for part in PARTS:
        for key, message in read(catalogue(part)).items():
            if _translated(message.string):
                found.setdefault(
                    key, message.string if isinstance(message.string, str) else tuple(message.string or ())
                )
    return found


def _translated(string: str | Sequence[str] | None) -> bool:
    return bool(string) and all(string or ())


def _merged(files: list[Path], wanted: dict[Key, Text], report: Report) -> dict[Key, Translation]:
    found: dict[Key, Translation] = {}
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            entry = _line(line)
            if entry is None or entry[0] not in wanted:
                report.unknown.append(f"{file.name}:{number}: {line[:80]}")
                continue
            key, translation = entry
            if found.setdefault(key, translation) != translation:
                report.conflicts.append(f"{file.name}:{number}: {key[1][:60]}")
    return found


def _line(line: str) -> tuple[Key, Translation] | None:
    """Read `text, translation`, `context, text, translation` or `text, plural, one, other, none` between tabs."""
    columns = [column.strip().replace("\\n", "\n").replace("\\t", "\t") for column in line.rstrip("\t").split("\t")]
    if len(columns) == 2:
        return (None, columns[0]), columns[1]
    if len(columns) == 3:
        return (columns[0], columns[1]), columns[2]
    if len(columns) == 2 + PLURALS:
        return (None, columns[0]), tuple(columns[2:])
    return None


def _write(path: Path, own: list[Text], known: dict[Key, Translation]) -> None:
    messages = Catalog(locale=LANGUAGE)
    for text in own:
        context, singular = text.key
        translation = known.get(text.key, "")
        if text.plural is not None and isinstance(translation, str):
            translation = ("",) * PLURALS
        if text.plural is None and not isinstance(translation, str):
            translation = ""
        messages.add(
            singular if text.plural is None else (singular, text.plural),
            translation,
            locations=[(place, 0) for place in text.places],
            context=context,
        )
    out = io.BytesIO()
    write_po(out, messages, width=116, omit_header=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + out.getvalue().decode(), encoding="utf-8")
