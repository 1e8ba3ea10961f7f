"""The outlines of the documents without numbers of their own are whole, in our own words, and survive a bad page."""

import re
import textwrap
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dienests.kernel.norms import outline
from dienests.kernel.norms.act import Kind, Provision
from dienests.kernel.norms.findings import Report, find
from dienests.kernel.norms.tests.texts import POLICY, source
from dienests.kernel.norms.text import clean, normalise

STANDARD = "ic-service-standard-2018"
PLAN = "ogp-action-plan-2015"
STRATEGY = "interior-strategy-2023"
ALL = (POLICY, STANDARD, PLAN, STRATEGY)


def _text(slug: str) -> str:
    return source(slug).read_text(encoding="utf-8")


def _report(slug: str, text: str) -> Report:
    return find(outline.act(slug), text).report


def _is_whole(report: Report) -> bool:
    whole = tuple(each.address for each in outline.act(report.act).provisions)
    return (report.found, report.missing, report.extra, report.renumbered, report.reworded) == (whole, (), (), (), ())


def _changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def _below(slug: str, path: str) -> list[Provision]:
    return [each for each in outline.act(slug).provisions if re.fullmatch(path, each.address)]


@pytest.mark.parametrize("slug", ALL)
def test_every_provision_is_found_and_nothing_else(slug: str) -> None:
    assert _is_whole(_report(slug, _text(slug)))


@pytest.mark.parametrize(
    ("slug", "path", "count"),
    [
        (POLICY, r"functions\.\d+", 8),
        (POLICY, r"tasks\.\d+", 5),
        (POLICY, r"further-tasks\.\d+", 6),
        (POLICY, r"rights\.\d+", 3),
        (POLICY, r"persons\.\d+", 6),
        (POLICY, r"categories\.\d+", 23),
        (POLICY, r"commitments\.\d+", 7),
        (POLICY, r"recipients\.\d+", 12),
        (POLICY, r"access\.\d+", 4),
        (STANDARD, r"values\.\d+", 5),
        (STANDARD, r"employee\.\d+", 7),
        (STANDARD, r"e-services\.\d+", 10),
        (STANDARD, r"services\.\d+", 11),
        (STANDARD, r"submission\.\d+", 5),
        (STANDARD, r"stand\.\d+", 6),
        (STANDARD, r"hours\.\d+", 5),
        (STANDARD, r"representation\.\d+", 4),
        (STANDARD, r"cooperation\.\d+", 7),
        (STANDARD, r"feedback\.\d+", 3),
        (PLAN, r"\d+", 10),
        (PLAN, r"\d+\.milestones\.\d+", 11),
        (PLAN, r"\d+\.indicators\.\d+", 17),
        (PLAN, r"5\.tasks\.\d+", 5),
        (PLAN, r"9\.tasks\.\d+", 8),
        (STRATEGY, r"[1-5H]\d?\.goals\.\d+", 12),
        (STRATEGY, r"[1-5H]\d?\.indicators\.\d+", 34),
        (STRATEGY, r"(?:[1-5]|H[12])\.\d+", 33),
        (STRATEGY, r"(?:[1-5]|H[12])\.\d+\.\d+", 97),
        (STRATEGY, r"(?:[1-5]|H[12])\.\d+\.\d+\.(?:\d+|[a-e])", 12),
        (STRATEGY, r"(?:opportunities|threats|strengths|weaknesses)\.\d+", 17),
        (STRATEGY, r"footnotes\.\d+", 21),
    ],
)
def test_the_lists_of_the_documents_are_whole(slug: str, path: str, count: int) -> None:
    assert len(_below(slug, path)) == count


def test_tasks_and_indicators_of_the_strategy_stand_in_their_blocks() -> None:
    tasks = Counter(each.address.split(".")[0] for each in _below(STRATEGY, r"(?:[1-5]|H[12])\.\d+\.\d+"))
    assert tasks == {"1": 12, "2": 14, "3": 16, "4": 13, "5": 11, "H1": 14, "H2": 17}
    directions = Counter(each.address.split(".")[0] for each in _below(STRATEGY, r"(?:[1-5]|H[12])\.\d+"))
    assert directions == {"1": 5, "2": 5, "3": 6, "4": 5, "5": 3, "H1": 5, "H2": 4}
    indicators = Counter(each.address.split(".")[0] for each in _below(STRATEGY, r".+\.indicators\.\d+"))
    assert indicators == {"1": 6, "2": 5, "3": 7, "4": 5, "5": 6, "H1": 2, "H2": 3}
    assert [each.number for each in _below(STRATEGY, r"2\.3\.1(?:\.\d)?")] == ["1", "1.1", "1.2"]
    assert [each.number for each in _below(STRATEGY, r"3\.3\.1\..")] == ["a", "b", "c", "d", "e"]


def test_fields_that_the_plan_leaves_out_are_not_invented() -> None:
    having = {
        field: {int(each.address.split(".")[0]) for each in _below(PLAN, rf"\d+\.{field}")}
        for field in ("lead", "others", "problem", "goal", "values", "milestones", "indicators", "period", "origin")
    }
    everywhere = set(range(1, 11))
    assert having == {
        "lead": everywhere, "others": everywhere - {1, 5, 9}, "problem": everywhere, "goal": everywhere,
        "values": everywhere, "milestones": everywhere - {6, 7, 9}, "indicators": everywhere - {5},
        "period": everywhere - {7}, "origin": {7},
    }  # fmt: skip


def test_a_defect_of_the_source_is_told_and_not_mended() -> None:
    for address in ("3.milestones.1", "3.milestones.2"):
        milestone = outline.act(PLAN).by_address[address]
        assert "4" in milestone.summary.lv
        assert "Defect of the source" in milestone.summary.en
    assert "VSC" in outline.act(STRATEGY).by_address["H2.3.2"].summary.lv


def test_kinds_are_read_as_a_lawyer_would() -> None:
    policy = outline.act(POLICY).by_address
    assert policy["disclosure.2"].kind is policy["abroad.2"].kind is policy["commitments.4"].kind is Kind.PROHIBITION
    assert policy["cooperation"].kind is policy["recipients.1"].kind is Kind.POWER
    assert policy["access.4"].kind is policy["complaints.2"].kind is Kind.RIGHT
    assert policy["personal-data.2"].kind is policy["categories.23"].kind is Kind.DEFINITION
    assert {each.kind for each in _below(STANDARD, r"values\.\d+")} == {Kind.VALUE}
    assert {each.kind for each in _below(STRATEGY, r"(?:[1-5]|H[12])\.\d+\.\d+")} == {Kind.DUTY}


def test_what_a_system_can_carry_has_no_excuse() -> None:
    for slug, path in (
        (POLICY, r"(?:functions|tasks|categories|persons|recipients|access|commitments)\.\d+"),
        (STANDARD, r"(?:e-services|services|stand|hours|representation|feedback)\.\d+"),
        (PLAN, r"\d+(?:\.(?:milestones|indicators|tasks)\.\d+)?"),
        (STRATEGY, r"(?:[1-5]|H[12])\.\d+(?:\.\d+)?|.+\.indicators\.\d+"),
    ):
        assert [each.address for each in _below(slug, path) if each.not_for_software] == []


@pytest.mark.parametrize("slug", ALL)
def test_no_sentence_of_the_document_stands_in_the_outline(slug: str) -> None:
    text = _text(slug)
    whole = f" {normalise(text)} "
    # Figures, abbreviations of bodies and printed names are facts; six other words in a row would be a quotation.
    facts = {normalise(word) for word in re.findall(r"\b\w*[A-ZĀČĒĢĪĶĻŅŠŪŽ]{2,}\w*\b", text)} | {"iem"}
    for each in outline.act(slug).items():
        ours = [] if each.printed else [each.title.lv]
        if isinstance(each, Provision):
            ours += [each.not_for_software.lv] if each.not_for_software else []
            ours += [each.summary.lv] if each.summary != each.title else []
        for sentence in ours:
            words = normalise(sentence).split()
            for six in zip(*(words[n:] for n in range(6)), strict=False):
                is_quoted = f" {' '.join(six)} " in whole
                assert not is_quoted or any(word in facts or word[0].isdigit() for word in six), (each.address, six)


@pytest.mark.parametrize("slug", ALL)
def test_a_name_that_is_called_printed_is_printed(slug: str) -> None:
    whole = normalise(re.sub(r"\bkriminālproces\s+u\b", "kriminālprocesu", _text(slug))).replace(" ", "")
    printed = [each for each in outline.act(slug).provisions if each.printed]
    missing = [each.address for each in printed if normalise(each.title.lv).replace(" ", "") not in whole]
    assert missing == []


@pytest.mark.parametrize("slug", ALL)
@pytest.mark.parametrize("width", [24, 100, 100_000])
@pytest.mark.parametrize("line_end", ["\n", " \r\n \r\n"])
def test_another_line_breaking_finds_the_same_provisions(slug: str, width: int, line_end: str) -> None:
    words = " ".join(clean(_text(slug)).split())
    lines = textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False)
    assert _is_whole(_report(slug, line_end.join(lines)))


@settings(max_examples=6, deadline=None)
@given(st.sampled_from((POLICY, STANDARD)), st.integers(1, 9), st.sampled_from(["\u00ad", "\u00ad\n", "-\n", "-\n\n"]))
def test_soft_hyphens_and_divided_words_change_nothing(slug: str, every: int, sign: str) -> None:
    text = clean(_text(slug))
    places = [found.start() for found in re.finditer(r"(?<=[a-zāčēģīķļņšūž]{2})(?=[a-zāčēģīķļņšūž]{2})", text)][::every]
    pieces = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
    assert _is_whole(_report(slug, sign.join(pieces)))


def test_a_footnote_in_the_middle_of_a_provision_does_not_hide_it() -> None:
    text = _text(POLICY)
    note = "\n\n4 Izdomāta piezīme, kas stāv lapas apakšā.\n\f"
    for before, after in (("ne retāk kā reizi ", "trijos gados"), ("drošības ", "iestādes;")):
        torn = _changed(text, before + after, before + note + after)
        assert _is_whole(_report(POLICY, torn)), after


def test_a_table_that_goes_on_behind_a_footnote_keeps_its_rows() -> None:
    texts = {each.address: each.text for each in find(outline.act(STRATEGY), _text(STRATEGY)).provisions}
    assert texts["H1.indicators.2"].rstrip().endswith("IeM VSC: 75% IeM VSC: 75%")
    assert texts["footnotes.16"].endswith("normatīvie akti.")


def test_headings_with_odd_spaces_are_found_as_they_are_meant() -> None:
    texts = {each.address: each.text for each in find(outline.act(STANDARD), _text(STANDARD)).provisions}
    assert texts["services.11"].endswith("pārbaude.")
    assert texts["archive-collection.1"].endswith("16.30.")
    mended = _changed(_text(STANDARD), "VIE TA UN PIEŅEMŠANAS LA IKS", "VIETA UN PIEŅEMŠANAS LAIKS")
    assert _is_whole(_report(STANDARD, mended))


def test_two_provisions_with_the_same_words_keep_their_order() -> None:
    findings = find(outline.act(PLAN), _text(PLAN))
    texts = {each.address: each.text for each in findings.provisions}
    assert texts["4.milestones.1"].endswith("2015.gads")
    assert texts["4.indicators.1"].endswith("kārtība.")
    assert "Providus" not in texts["8.others"]
    places = find(outline.act(STANDARD), _text(STANDARD)).provisions
    by_address = {each.address: each.text for each in places}
    assert by_address["archive-submission.1"].endswith(";")


def test_the_same_heading_twice_is_told_apart_by_what_stands_around() -> None:
    text = _text(POLICY)
    doubled = _changed(text, "Personas datu nosūtīšana ārpus", "Sūdzības  \n\nPersonas datu nosūtīšana ārpus")
    assert _is_whole(_report(POLICY, doubled))


@pytest.mark.parametrize(
    ("slug", "begin", "end", "gone"),
    [
        (POLICY, "Tiesību subjekti, kam mēs", "Personas datu nosūtīšana", [f"recipients.{n}" for n in range(1, 13)]),
        (STANDARD, "KLIENTU ATSAUKSMES", None, ["feedback.1", "feedback.2", "feedback.3"]),
        (POLICY, "• ieslodzījumu vietas;", "• nevalstiskās", ["recipients.3"]),
    ],
)
def test_a_missing_part_is_missing_and_nothing_else(slug: str, begin: str, end: str | None, gone: list[str]) -> None:
    text = _text(slug)
    at = text.index(begin)
    report = _report(slug, text[:at] + (text[text.index(end, at) :] if end else ""))
    assert list(report.missing) == gone
    assert (report.extra, report.renumbered, report.reworded) == ((), (), ())


def test_a_strategy_without_its_last_block_misses_just_that_block() -> None:
    text = _text(STRATEGY)
    report = _report(STRATEGY, text[: text.index("Prioritārais horizontālais mērķis: Kvalitatīva")])
    lost = [each.address for each in outline.act(STRATEGY).provisions if each.address.startswith("H2.")]
    assert list(report.missing) == [
        *lost[: lost.index("H2.1.4") + 1],
        "footnotes.21",
        *lost[lost.index("H2.1.4") + 1 :],
    ]
    assert (report.extra, report.renumbered, report.reworded) == ((), (), ())


def test_an_item_that_a_redaction_adds_is_extra() -> None:
    bullet = _changed(_text(POLICY), "• ziņas par prasmēm;", "• ziņas par prasmēm;\n\n• ziņas par izdomāto;")
    assert _report(POLICY, bullet).extra == ("categories.12+",)
    number = _changed(_text(POLICY), "uzraudzība – izpildi.", "uzraudzība – izpildi;\n9) darīt ko izdomātu.")
    assert _report(POLICY, number).extra == ("functions.8+",)


def test_a_redaction_that_renumbers_is_seen() -> None:
    text = _text(POLICY)
    for number in range(7, 0, -1):
        text = re.sub(rf"(?m)^{number}\) (?=sniegt|nodr|organ|pārb|uzraudzīt p)", f"{number + 1}) ", text, count=1)
    text = _changed(text, "8) nodrošināt papildsoda", "1) nodrošināt papildsoda")
    report = _report(POLICY, text)
    assert (report.missing, report.extra) == ((), ())
    assert report.renumbered == tuple((f"functions.{n}", str(n % 8 + 1)) for n in range(1, 9))


def test_a_task_that_a_redaction_rewords_is_known_by_its_number() -> None:
    changed = _changed(
        _text(STRATEGY), "2. Ieviest un pastāvīgi attīstīt", "2. Izdomāt pavisam citu kārtību un attīstīt"
    )
    report = _report(STRATEGY, changed)
    assert (report.missing, report.extra, report.renumbered) == ((), (), ())
    assert report.reworded == ("1.3.2",)


def test_no_document_is_taken_for_another() -> None:
    for slug in ALL:
        text = _text(slug)
        assert [each for each in outline.slugs() if _report(each, text).is_this_act] == [slug]
