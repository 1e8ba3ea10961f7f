"""The catalogue tooling on a small package of its own: what is found, what is kept, what is compiled."""

import gettext
import os
from pathlib import Path

import pytest

from dienests.site.i18n import catalogues, extraction, places
from dienests.site.i18n.update import read, update

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext

name = _("Case")
long = _("one sentence "
         "in two lines")
count = ngettext("%(n)d case", "%(n)d cases", 3)
may = pgettext("month", "May")
other = not_a_text("Never")
"""
TEMPLATE = """
{# a comment with 'a quote #}
<h1>{% translate "Case" %}</h1>
    <p>{% blocktranslate with name=person.name trimmed %}
        Hello, {{ name }}
    {% endblocktranslate %}</p>
  {{ value|default:_("nothing") }}
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(places, "PACKAGE", tmp_path)
    monkeypatch.setattr(extraction, "PACKAGE", tmp_path)
    for part in places.PARTS:
        (tmp_path / part).mkdir()
    (tmp_path / "kernel" / "nouns.py").write_text(PYTHON)
    (tmp_path / "site" / "page.html").write_text(TEMPLATE)
    return tmp_path


def test_texts_are_found_in_python_and_in_templates(package: Path) -> None:
    found = extraction.texts()
    assert set(found) == {
        (None, "Case"),
        (None, "one sentence in two lines"),
        (None, "%(n)d case"),
        ("month", "May"),
        (None, "Hello, %(name)s"),
        (None, "nothing"),
    }
    assert found[None, "%(n)d case"].plural == "%(n)d cases"


def test_a_text_used_in_two_parts_belongs_to_the_lower_one(package: Path) -> None:
    update([])
    assert (None, "Case") in read(places.catalogue("kernel"))
    assert (None, "Case") not in read(places.catalogue("site"))
    assert (None, "nothing") in read(places.catalogue("site"))


def test_translations_are_taken_in_kept_and_compiled(package: Path) -> None:
    translations = package / "lv.tsv"
    translations.write_text(
        "Case\tLieta\n%(n)d case\t%(n)d cases\t%(n)d lieta\t%(n)d lietas\t%(n)d lietu\n"
        "month\tMay\tmaijs\nGone\tProjām\n"
    )
    report = update([translations])
    assert [line.split(": ")[1] for line in report.unknown] == ["Gone\tProjām"]
    assert {text.key[1] for text in report.untranslated} == {"one sentence in two lines", "Hello, %(name)s", "nothing"}
    before = places.catalogue("kernel").read_text()
    update([])
    assert places.catalogue("kernel").read_text() == before

    assert len(catalogues.compile_changed()) == len(places.PARTS)
    with places.catalogue("kernel").with_suffix(".mo").open("rb") as compiled:
        latvian = gettext.GNUTranslations(compiled)
    assert latvian.gettext("Case") == "Lieta"
    assert latvian.pgettext("month", "May") == "maijs"
    assert [latvian.ngettext("%(n)d case", "%(n)d cases", n) for n in (1, 21, 11, 2, 0)] == [
        "%(n)d lieta", "%(n)d lieta", "%(n)d lietas", "%(n)d lietas", "%(n)d lietu",
    ]  # fmt: skip


def test_only_what_is_newer_is_compiled(package: Path) -> None:
    update([])
    assert len(catalogues.compile_changed()) == len(places.PARTS)
    assert catalogues.compile_changed() == []
    source = places.catalogue("site")
    later = source.with_suffix(".mo").stat().st_mtime_ns + 1_000_000_000
    os.utime(source, ns=(later, later))
    assert catalogues.compile_changed() == [source.with_suffix(".mo")]


def test_two_translations_of_one_text_are_reported(package: Path) -> None:
    (package / "a.tsv").write_text("Case\tLieta\n")
    (package / "b.tsv").write_text("Case\tGadījums\n")
    report = update([package / "a.tsv", package / "b.tsv"])
    assert report.conflicts == ["b.tsv:1: Case"]
    assert read(places.catalogue("kernel"))[None, "Case"].string == "Lieta"


def test_a_text_that_nobody_uses_any_more_leaves_its_catalogue(package: Path) -> None:
    update([])
    (package / "kernel" / "nouns.py").write_text("")
    (package / "site" / "page.html").write_text("")
    update([])
    assert not any(read(places.catalogue(part)) for part in places.PARTS)
