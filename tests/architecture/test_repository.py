"""What stands in the repository: nothing of one machine, no official sentences, documents that are true and short."""

import re
from pathlib import Path

import pytest

from tests.architecture.house import PACKAGE, ROOT, repository, texts

SOURCES = ROOT.parent / "shared" / "sources"
# Home folders and work folders of somebody's machine. /tmp, /usr, /etc and the like are everybody's.
OF_ONE_MACHINE = re.compile(r"(?<![\w./:-])/(?:home|root|Users|work|farm|mnt|srv)/\w")
# So many words in a row are somebody's sentence; titles and names of offices are shorter.
SENTENCE = 11


def test_no_path_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if OF_ONE_MACHINE.search(line)
    ]
    assert not found


def test_nothing_made_by_a_run_is_kept() -> None:
    made = (".mo", ".pyc", ".sqlite3", ".lock")
    assert not [
        str(path.relative_to(ROOT))
        for path in repository()
        if (path.suffix in made and path.name != "procedures.lock") or "var" in path.parts[len(ROOT.parts) :]
    ]


# A long name of an indicator or a service is quoted as a name; the tests of the norms see that it is one.
PRINTED_NAME = re.compile(r"^printed = true\ntitle\.lv = .*$", re.MULTILINE)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"-\s*\n\s*", "", text).lower())


def test_no_official_sentence_is_copied() -> None:
    if not SOURCES.is_dir():
        pytest.skip("the official texts are not here (../shared/sources), so nothing can be compared")
    official: dict[tuple[str, ...], str] = {}
    for source in sorted(SOURCES.glob("*.txt")):
        words = _words(source.read_text(encoding="utf-8"))
        official |= {tuple(words[at : at + SENTENCE]): source.stem for at in range(len(words) - SENTENCE + 1)}
    copied = []
    for path in texts():
        words = _words(PRINTED_NAME.sub("", path.read_text(encoding="utf-8")))
        hits = [
            words[at : at + SENTENCE]
            for at in range(len(words) - SENTENCE + 1)
            if tuple(words[at : at + SENTENCE]) in official
        ]
        copied += [f"{path.relative_to(ROOT)}: {' '.join(hit)}" for hit in hits[:1]]
    assert not copied, "\n".join(copied)


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda path: path.stem[:4])
def test_decisions_are_short_numbered_and_whole(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 40
    assert re.match(r"\d{4}-[a-z0-9-]+$", path.stem)
    assert text.startswith(f"# {path.stem[:4]}: ")
    assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences"))


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.stem[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def _documents() -> list[Path]:
    return [path for path in repository() if path.suffix == ".md"]


@pytest.mark.parametrize("document", _documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documents_name_only_what_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [target.split("#")[0] for target in re.findall(r"\]\(([^)]+)\)", text) if "://" not in target]
    absent = [link for link in links if link and not (document.parent / link).exists()]
    # Paths in code marks; <slug>, * and var/ stand for what is there only at some time.
    named = re.findall(r"`((?:src|docs|tests|benchmarks|dienests)/[\w./-]+)`", text)
    absent += [name for name in named if not (ROOT / name).exists()]
    assert not absent, f"{document.name} names what is not there: {absent}"


def test_the_commands_of_the_readme_are_the_commands_there_are() -> None:
    from dienests.cli import COMMANDS

    told = set(
        re.findall(r"^\| `\./dienests (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    assert told == set(COMMANDS)


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text
    assert "15.Applicable Law" in text
    assert "Appendix" in text


def test_the_package_never_names_its_checkout() -> None:
    assert str(ROOT) not in "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
