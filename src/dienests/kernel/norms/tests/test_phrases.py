"""Where a provision may start in an act without numbers of its own."""

from dienests.kernel.norms.phrases import phrases
from dienests.kernel.norms.text import PAGE, clean, fingerprint, words

LIST = ("pirmais vienums", "otrs vienums ar vairākiem vārdiem te", "trešais", "ceturtais", "piektais")


def _starts(text: str, *wanted: str, forgive: bool = False) -> list[tuple[str, str | None, str]]:
    prints = {fingerprint(each) for each in wanted}
    found = phrases(text, prints, lost={each: [range(len(text))] for each in prints} if forgive else {})
    return [(words(text[mark.body :])[0].text, mark.number, mark.sign) for mark in found if mark.fingerprints]


def test_words_are_found_behind_every_label_and_line_break() -> None:
    text = "Saraksts: 1) pirmais\nvienums; • otrs vienums ar\nvairākiem vārdiem te 2. trešais; a. ceturtais\n- piektais"
    assert _starts(text, *LIST) == [
        ("pirmais", "1", ""),
        ("otrs", None, "•"),
        ("trešais", "2", ""),
        ("ceturtais", "a", ""),
        ("piektais", None, "-"),
    ]


def test_a_time_and_a_dash_in_a_sentence_are_no_labels() -> None:
    text = "Pieņem no 12.30 – 16.30. pirmais vienums, un viens sods - trešais - paliek."
    assert _starts(text, *LIST) == [("pirmais", None, ""), ("trešais", None, "")]


def test_a_mark_begins_with_its_label_and_its_quotation_mark() -> None:
    text = "Ievads. 2) “trešais” beidzas"
    (mark,) = [each for each in phrases(text, {fingerprint("trešais")}) if each.fingerprints]
    assert (text[mark.start : mark.start + 2], text[mark.body]) == ("2)", "“")


def test_few_words_are_whole_only_where_a_provision_can_end() -> None:
    prints = fingerprint("pirmais vienums")
    whole = [mark.fingerprints[prints] for mark in phrases("pirmais vienums; un pirmais vienums tālāk", {prints})]
    assert whole == [True, False]


def test_words_in_pieces_are_found_where_they_are_sought() -> None:
    text = "APKALPOŠANAS VIE TA UN LA IKS šeit"
    wanted = "Apkalpošanas vieta un laiks šeit"
    assert _starts(text, wanted) == []
    assert _starts(text, wanted, forgive=True) == [("apkalpošanas", None, "")]


def test_forgiveness_stays_where_the_words_could_stand() -> None:
    text = "Pirms tam VIE TA šeit. Pēc tam VIE TA tur."
    prints = fingerprint("vieta šeit"), fingerprint("vieta tur")
    found = phrases(text, prints, lost={each: [range(20, len(text))] for each in prints})
    assert [text[mark.body :] for mark in found if mark.fingerprints] == ["VIE TA tur."]


def test_a_footnote_between_the_first_words_is_stepped_over() -> None:
    page = "Iestāde atbild katram,\n\n1 Skat. likumu par atbildēm,\nkas ir garš.\n\fkas to lūdz rakstiski.\n"
    wanted = "Iestāde atbild katram, kas to lūdz"
    assert _starts(clean(page), wanted) == []
    assert _starts(clean(page), wanted, forgive=True) == [("iestāde", None, "")]


def test_the_number_of_a_footnote_is_known_from_the_number_of_a_provision() -> None:
    text = clean("pirmais vienums1.\n1 trešais ir piezīme\n\f2) ceturtais\n")
    assert PAGE in text
    marks = {mark.is_note: mark.number for mark in phrases(text, {fingerprint("trešais"), fingerprint("ceturtais")})}
    assert marks == {True: None, False: "2"}
