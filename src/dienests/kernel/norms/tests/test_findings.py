"""Every provision of an outline is found in the official text, however the page has broken it."""

import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dienests.kernel.norms import outline
from dienests.kernel.norms.findings import Report, find
from dienests.kernel.norms.outline_file import load
from dienests.kernel.norms.tests.texts import CODE, POLICY, code_text, source, without
from dienests.kernel.norms.text import clean, fingerprint

ALL = tuple(each.address for each in outline.act(CODE).provisions)


def _report(text: str) -> Report:
    return find(outline.act(CODE), text).report


def _without_surprises(report: Report) -> bool:
    return (report.found, report.missing, report.extra, report.renumbered, report.reworded) == (ALL, (), (), (), ())


def _plain() -> dict[str, str]:
    return {each.address: each.text for each in find(outline.act(CODE), code_text()).provisions}


def test_the_whole_code_is_found() -> None:
    assert _without_surprises(_report(code_text()))


def test_a_provision_ends_where_the_next_point_chapter_or_signature_begins() -> None:
    texts = _plain()
    endings = {
        "8": "kārtībā.",
        "9.7": "pārvaldē.",
        "14.14": "valsti.",
        "17.3": "jomā.",
        "29": "Komisijai.",
        "35": 'kodekss".',
    }
    assert {address: texts[address].rsplit(" ", 1)[-1] for address in endings} == endings
    assert "mailto" not in texts["30"]
    assert texts["30"].endswith("adresi.")


def test_a_removed_point_is_missing_and_nothing_else() -> None:
    report = _report(without(code_text(), "20", "21"))
    assert report.missing == ("20",)
    assert (report.extra, report.renumbered, report.reworded) == ((), (), ())


def test_points_that_moved_up_after_a_removed_one_are_renumbered() -> None:
    text = without(code_text(), "20", "21")
    for number in range(21, 36):
        text = re.sub(rf"(?m)^(\s*){number}\.(?=(\d+\.)* (?!novembra))", rf"\g<1>{number - 1}.", text)
    report = _report(text)
    assert report.missing == ("20",)
    assert report.extra == ()
    later = [address for address in ALL if int(address.split(".")[0]) > 20]
    assert report.renumbered == tuple(
        (address, re.sub(r"^\d+", lambda found: str(int(found[0]) - 1), address)) for address in later
    )


def test_an_inserted_point_is_extra() -> None:
    text = code_text()
    sub_point = text.replace("\n24. ", "\n23.5. lai pastāstītu par kaut ko izdomātu.\n\n24. ", 1)
    assert _report(sub_point).extra == ("23.5",)
    inserted = text.replace("\n24. ", "\n23.¹ Izdomāts punkts, kas iesprausts vēlāk.\n\n24. ", 1)
    assert _report(inserted).extra == ("23.¹",)
    last = text.replace("\nVadītājs ", "\n36. Izdomāts punkts pašās beigās.\n\nVadītājs ", 1)
    assert _report(last).extra == ("36",)
    for changed in (sub_point, inserted, last):
        assert changed != text
        assert _report(changed).found == ALL


def test_a_date_or_a_room_at_the_start_of_a_line_is_no_extra_point() -> None:
    text = code_text().replace("noteikumi). ", "noteikumi), kā teikts\n4. novembrī. ", 1) + "\n72. kabinets\n"
    assert text.count("4. novembrī") == 1
    assert _without_surprises(_report(text))


def test_a_cited_number_is_not_taken_for_a_removed_point() -> None:
    text = without(code_text(), "22", "23").replace("var nosūtīt", "var, kā teikts 22. punktā, nosūtīt", 1)
    assert "teikts 22. punktā" in text
    assert _report(text).missing == ("22",)


def test_a_renumbered_chapter_is_no_part_of_the_point_before_it() -> None:
    text = re.sub(r"(?m)^5\. (?=Noslēguma)", "6. ", code_text())
    assert text != code_text()
    findings = find(outline.act(CODE), text)
    assert _without_surprises(findings.report)
    assert {each.address: each.text for each in findings.provisions} == _plain()


def test_an_inserted_point_that_shifts_the_rest() -> None:
    text = code_text()
    for number in range(35, 23, -1):
        text = re.sub(rf"(?m)^(\s*){number}\.(?=(\d+\.)* )", rf"\g<1>{number + 1}.", text)
    text = text.replace("\n25. ", "\n24. Izdomāts jauns punkts stāv šeit.\n\n25. ", 1)
    report = _report(text)
    assert (report.missing, report.extra) == ((), ("24",))
    assert [old for old, _new in report.renumbered] == [each for each in ALL if int(each.split(".")[0]) >= 24]


def test_a_reworded_point_is_found_by_its_number() -> None:
    text = code_text()
    changed = re.sub(r"(?m)^(\s*24\. )\w+ \w+", r"\g<1>Pavisam citi vārdi", text)
    assert changed != text
    report = _report(changed)
    assert report.found == ALL
    assert report.reworded == ("24",)


def test_a_point_that_moved_elsewhere_is_known_by_its_words() -> None:
    text = code_text()
    moved = re.search(r"(?ms)^24\. (.+?)(?=^25\. )", text)
    assert moved is not None
    elsewhere = without(text, "24", "25").replace("\nVadītājs ", f"\n36. {moved[1]}\nVadītājs ", 1)
    report = _report(elsewhere)
    assert report.renumbered == (("24", "36"),)
    assert report.found == ALL


@pytest.mark.parametrize("width", [24, 60, 100, 100_000])
@pytest.mark.parametrize("line_end", ["\n", "\n\n", "\r\n", " \n \n"])
def test_another_line_breaking_finds_the_same_words(width: int, line_end: str) -> None:
    lines = textwrap.wrap(" ".join(clean(code_text()).split()), width, break_long_words=False, break_on_hyphens=False)
    findings = find(outline.act(CODE), line_end.join(lines))
    assert _without_surprises(findings.report)
    assert {each.address: each.text for each in findings.provisions} == _plain()


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_soft_hyphens_and_divided_words_change_nothing(data: st.DataObject) -> None:
    every = data.draw(st.integers(1, 9))
    sign = data.draw(st.sampled_from(["\u00ad", "\u00ad\n", "-\n", "-\n\n"]))
    words = re.compile(r"(?<=[a-zāčēģīķļņšūž]{2})(?=[a-zāčēģīķļņšūž]{2})")
    text = clean(code_text())
    places = [found.start() for found in words.finditer(text)][::every]
    pieces = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
    findings = find(outline.act(CODE), sign.join(pieces))
    assert _without_surprises(findings.report)
    assert {each.address: each.text for each in findings.provisions} == _plain()


def test_page_numbers_and_a_table_of_contents_change_nothing() -> None:
    text = code_text()
    headings = re.findall(r"(?m)^(?:[1-5]|4\.[1-3])\. [A-ZĀĒ][^;:.]+$", text)
    assert len(headings) >= 8
    contents = "\n".join(f"{heading.strip()} ..... {page}" for page, heading in enumerate(headings, 2))
    paged = re.sub(r"(?m)^(?=\s*(?:7|14\.6|25)\. )", "\n\n 3 \n\n\f", text)
    assert _without_surprises(_report(contents + "\n" + paged))


def test_another_act_is_not_taken_for_this_one() -> None:
    for slug in (POLICY, "interior-strategy-2023", "ogp-action-plan-2015", "ic-service-standard-2018"):
        assert not _report(source(slug).read_text(encoding="utf-8")).is_this_act


def test_numbers_alone_do_not_make_another_act_this_one() -> None:
    other = "\n".join(f"{address}. Šeit rakstīts kaut kas pilnīgi cits par to." for address in ALL)
    report = _report(other)
    assert len(report.reworded) == len(ALL)
    assert not report.is_this_act


def test_an_act_without_numbers_is_found_by_its_words(tmp_path: Path) -> None:
    items = {
        "aims": "Mērķis",
        "aims.1": "Iestāde palīdz katram, kas to lūdz rakstiski.",
        "aims.2": "ātri un laipni",
        "rights": "Tiesības",
        "rights.1": "Ikviens drīkst jautāt, kas par viņu pierakstīts.",
    }
    outline_text = 'slug = "invented"\naddresses = "paths"\n' + "\n".join(
        f'{key} = {{lv = "x", en = "x"}}' for key in ("title", "form", "institution")
    )
    for address, words in items.items():
        outline_text += (
            f'\n[[provision]]\naddress = "{address}"\nkind = "information"\nwords = "{fingerprint(words)}"\n'
            'title = {lv = "x", en = "x"}\nsummary = {lv = "x", en = "x"}\n'
        )
    path = tmp_path / "invented.toml"
    path.write_text(outline_text, encoding="utf-8")
    lines = ["Ievads", "", "Mērķis", " • Iestāde palīdz katram,", "kas to lūdz rakstiski.", " • ātri un laipni", ""]
    lines += ["Tiesības", " - Ikviens drīkst jautāt,", "kas par viņu pierakstīts."]
    findings = find(load(path), "\n".join(lines))
    assert findings.report.found == tuple(items)
    assert {each.address: each.text for each in findings.provisions}["aims.1"] == items["aims.1"]
