"""A letter as its people meet it: written, agreed to, approved, sealed, sent, opened, and checked by a stranger."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils.text import capfirst
from pypdf import PdfReader

from dienests.kernel.cases.participant import Participant
from dienests.kernel.dispatch import rounds
from dienests.kernel.dispatch.dispatch import Dispatch
from dienests.kernel.dispatch.rounds import Carriers
from dienests.kernel.letters import sealing
from dienests.kernel.letters.draft import Draft
from dienests.kernel.letters.letter import Letter
from dienests.site.demonstration import load
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, address
from dienests.site.pages.tests.looking import NARROW, WIDE, Look, looking

WORDS = "Esam izskatījuši Jūsu sūdzību un atvainojamies par garo gaidīšanu."


class Walk:
    """One tab in which one person after another does the next step; each is kept as a picture."""

    def __init__(self, look: Look, name: str, width: int) -> None:
        self.look, self.tab, self.name, self.step = look, look.tab, name, 0
        self.tab.set_viewport_size({"width": width, "height": 900})

    def seen(self, what: str) -> None:
        """Keep a picture of a step."""
        self.step += 1
        self.look.picture(f"{self.name}-{self.step:02}-{what}")

    def press(self, step: str, **fields: str) -> None:
        """Fill in the form of one step of a draft and send it."""
        form = self.tab.locator(f"main form:has(input[name=step][value={step}])")
        for name, words in fields.items():
            form.locator(f"[name={name}]").fill(words)
        form.locator("button[type=submit]").click()
        self.tab.wait_for_load_state()
        assert self.tab.locator("#done").is_visible()

    def waiting(self, who: str, draft: Draft) -> None:
        """Sign in and open the draft from the list of letters that wait."""
        self.look.sign_in(who)
        self.tab.goto(address("letters"))
        self.tab.locator(f"main a[href='{address('letter-draft', pk=draft.pk)}']").click()
        self.tab.wait_for_load_state()


def _a_draft() -> Draft:
    """Return a draft of the demonstration that is being written, to somebody who has an account."""
    load(at=datetime.now(UTC), cases="few")
    draft = Draft.objects.filter(state="drafting").latest("opened_at")
    Participant.objects.create(case=draft.case, role="complainant", person=House().person(people.OPENER))
    return draft


def _chosen(walk: Walk, way: str) -> None:
    walk.look.sign_in(people.OPENER)
    walk.tab.goto(address("delivery"))
    walk.tab.locator(f"[name=way][value={way}]").check()
    walk.tab.locator("main form button[type=submit]").click()
    assert walk.tab.locator("#done").is_visible()
    walk.seen("way")


def _approved(walk: Walk, draft: Draft) -> Letter:
    walk.waiting(people.PERSONNEL, draft)
    walk.press("write", message=WORDS)
    walk.seen("written")
    walk.press("submit")
    walk.waiting(people.CHAIR, draft)
    walk.seen("asked")
    walk.press("agree")
    walk.waiting(people.HEAD, draft)
    walk.seen("to-approve")
    walk.press("approve")
    walk.seen("approved")
    return Letter.objects.get(draft=draft)


def _by_machine(letter: Letter) -> None:
    """What `./dienests work` does in its rounds: seal, arrange, hand over to carriers, of which there is none here."""
    at = datetime.now(UTC)
    sealing.seal_letter(letter.pk, at=at)
    rounds.run(Carriers(None, None, ""), at=at)


def _handed_over(walk: Walk, letter: Letter) -> None:
    walk.look.sign_in(people.PERSONNEL)
    walk.tab.goto(address("sending"))
    walk.tab.get_by_role("link", name=letter.number).click()
    form = walk.tab.locator("main form[action$='/hand/']")
    walk.seen("to-hand-over")
    for box in form.locator("[name=ticked]").all():
        box.check()
    form.locator("button[type=submit]").click()
    assert walk.tab.locator("#done").is_visible()


def _opened(walk: Walk, letter: Letter) -> bytes:
    walk.look.sign_in(people.OPENER)
    walk.tab.goto(address("mine"))
    walk.tab.get_by_role("link", name=letter.case.number).first.click()
    walk.tab.locator(f"main a[href='{address('letter', pk=letter.case_id, number=letter.pk)}']").first.click()
    assert WORDS in walk.tab.locator("main").inner_text()
    way = capfirst(Dispatch.objects.get(letter=letter).way_label)
    assert f"{way}: nosūtīta" in walk.tab.locator("main").inner_text()
    walk.seen("letter")
    with walk.tab.expect_download() as download:
        walk.tab.locator(f"main a[href='{address('letter-pdf', pk=letter.case_id, number=letter.pk)}']").click()
    return Path(download.value.path()).read_bytes()


def _checked(walk: Walk, pdf: bytes) -> None:
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    code, number = re.search(r"[A-Z0-9]{4}(-[A-Z0-9]{4}){3}", text), re.search(r"[A-Z]+/\d{4}/\d+", text)
    assert code, text
    assert number, text
    walk.tab.goto(address("check"))
    walk.tab.locator("#number").fill(number[0])
    walk.tab.locator("#code").fill(code[0])
    walk.tab.locator("main form[method=get] button").click()
    assert "Īsta un šodien spēkā" in walk.tab.locator("main").inner_text()
    walk.seen("by-code")
    for name, content, words in (
        ("same.pdf", pdf, number[0]),
        ("altered.pdf", _altered(pdf), "Dokuments pēc parakstīšanas ir mainīts."),
    ):
        walk.tab.goto(address("check"))
        given = {"name": name, "mimeType": "application/pdf", "buffer": content}
        walk.tab.locator("main [name=file]").set_input_files(given)
        walk.tab.locator("main form[enctype] button").click()
        walk.tab.wait_for_load_state()
        walk.seen(name.removesuffix(".pdf"))
        assert words in walk.tab.locator("main").inner_text()


def _altered(pdf: bytes) -> bytes:
    """Return the file with one changed byte, in the words that a page shows."""
    place = pdf.index(b"stream") + 200
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


@pytest.mark.parametrize(("scripts", "way", "width"), [(True, "site", NARROW), (False, "hand", WIDE)])
def test_a_letter_from_its_draft_to_a_stranger_who_checks_it(
    browser: Any, live_server: Any, scripts: bool, way: str, width: int
) -> None:
    draft = _a_draft()
    with (
        looking(browser, live_server.url, scripts=scripts) as look,
        looking(browser, live_server.url, scripts=scripts) as stranger,
    ):
        walk = Walk(look, f"letter-{way}", width)
        _chosen(walk, way)
        letter = _approved(walk, draft)
        _by_machine(letter)
        if way == "hand":
            _handed_over(walk, letter)
        pdf = _opened(walk, letter)
        assert Dispatch.objects.get(letter=letter).state == "delivered"
        _checked(Walk(stranger, f"letter-{way}-stranger", width), pdf)
        assert look.complaints == stranger.complaints == []
