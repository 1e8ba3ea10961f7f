"""What browsers are given: unchanged vendored files, nothing foreign, nothing that the content policy forbids."""

import hashlib
import re
from pathlib import Path

import pytest
from django.utils import translation

from dienests.site.design.tests import gallery

TESTS = Path(__file__).parent
SITE = TESTS.parents[1]
STATIC = SITE / "static"
SUMMED = [STATIC / "vendor", TESTS / "vendor", TESTS / "fixtures"]
SERVED = [path for path in sorted(STATIC.rglob("*")) if path.suffix in {".css", ".js", ".svg"}]
TEMPLATES = sorted(SITE.parent.rglob("*.html"))

ADDRESS = re.compile(r"(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
# Names of vocabularies, which no browser fetches.
NAMES = {"http://www.w3.org"}
INLINE = re.compile(r"\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("folder", SUMMED, ids=lambda path: str(path.relative_to(SITE)))
def test_the_checksums_hold_and_name_every_file(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    expected = {name: digest for digest, _space, name in (line.partition("  ") for line in lines)}
    files = [
        path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS" and path.suffix != ".gz"
    ]
    assert {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == expected


@pytest.mark.parametrize("path", SERVED, ids=lambda path: str(path.relative_to(STATIC)))
def test_no_served_file_asks_another_host(path: Path) -> None:
    text = path.read_text()
    assert set(ADDRESS.findall(text)) <= NAMES
    assert "@import" not in text
    assert "sourceMappingURL" not in text


@pytest.mark.parametrize("path", [each for each in SERVED if each.suffix == ".css"], ids=lambda path: path.name)
def test_style_sheets_bring_no_font_and_no_picture(path: Path) -> None:
    text = path.read_text()
    assert "@font-face" not in text
    assert "GDS Transport" not in text
    assert "url(" not in text
    assert text.count("{") == text.count("}")


def test_no_crown_and_no_crest_is_served() -> None:
    assert not [path for path in STATIC.rglob("*") if re.search(r"crest|crown|logotype", path.name)]
    assert not [path for path in STATIC.rglob("*") if path.suffix in {".png", ".ico", ".woff", ".woff2"}]


def test_each_vendored_package_keeps_its_licence() -> None:
    packages = [path for path in (STATIC / "vendor").iterdir() if path.is_dir()]
    assert [path for path in packages if "Permission is hereby granted" in (path / "LICENSE").read_text()] == packages
    assert "Mozilla Public License" in (TESTS / "vendor" / "LICENSE").read_text()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SITE.parent)))
def test_templates_hold_no_inline_style_or_script(path: Path) -> None:
    if path.parent.name == "export":
        # Pages of an archive are opened from a disk, where no other file may be needed; they hold no script either.
        assert not re.findall(r"<script|javascript:", path.read_text())
        return
    assert not INLINE.findall(path.read_text())


def test_the_components_hold_no_inline_style_or_script() -> None:
    for language in ("lv", "en"):
        with translation.override(language):
            assert not INLINE.findall(gallery.drawn())


@pytest.mark.parametrize("wrong", ['<p style="x">', "<style>", "<script>1</script>", '<a onclick="x()">'])
def test_inline_parts_are_noticed(wrong: str) -> None:
    assert INLINE.search(wrong)
