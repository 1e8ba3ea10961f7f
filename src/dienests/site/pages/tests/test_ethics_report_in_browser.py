"""A whole ethics report as its people do it, with and without scripts, and by the keyboard alone."""

from typing import Any

import pytest

from dienests.kernel.cases.case import Case
from dienests.kernel.procedures.registry import find
from dienests.site.pages.tests import house as people
from dienests.site.pages.tests.house import House, act_address, address, loaded
from dienests.site.pages.tests.looking import Look, looking

SUBMIT = {"slug": "ethics-report", "action": "submit"}
STORY = "Sanāksmē kolēģis vairākkārt izsmēja apmeklētāju."


class Walk:
    """One tab in which one person after another does the next step."""

    def __init__(self, look: Look, name: str) -> None:
        self.look, self.tab, self.name, self.step = look, look.tab, name, 0

    def seen(self, what: str) -> None:
        """Keep a picture of a step."""
        self.step += 1
        self.look.picture(f"{self.name}-{self.step:02}-{what}")

    def send(self) -> None:
        """Press the button of the page's form."""
        self.tab.locator("main form button[type=submit]:not([name=later])").last.click()
        self.tab.wait_for_load_state()

    def open(self, who: str, case: Case) -> None:
        """Sign in and open the case from the desk."""
        self.look.sign_in(who)
        assert self.tab.url.endswith("/desk/")
        self.tab.get_by_role("link", name=case.number, exact=True).click()
        self.tab.wait_for_load_state()

    def act(self, case: Case, action: str, **fields: str) -> None:
        """Press the button of an act, fill in its form, and read that it is recorded."""
        place = act_address(case, action)
        if find(case.procedure, case.version).actions[action].by.ballot:  # the vote has a walk of its own
            House().voted(people.CHAIR, case, action)
            self.tab.reload()
        self.tab.locator(f"a[href='{place}'], form[action='{place}'] button").first.click()
        self.tab.wait_for_load_state()
        for name, value in fields.items():
            control = self.tab.locator(f"main [name={name}]").first
            if control.get_attribute("type") == "radio":
                self.tab.locator(f"main [name={name}][value='{value}']").check()
            elif control.evaluate("each => each.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        if fields:
            self.send()
        assert self.tab.url.endswith("#done")
        assert self.tab.locator("#done").is_visible()
        case.refresh_from_db()


def report(walk: Walk, accused: str) -> Case:
    """Report a breach, first with mistakes; the receipt and the own list name the case."""
    tab = walk.tab
    tab.goto(address("start", **SUBMIT))
    tab.locator("[name=reason][value=breach]").check()
    tab.locator("[name=account]").fill(STORY)
    walk.send()
    assert tab.locator(".govuk-error-summary").is_visible()
    assert tab.locator("[name=account]").input_value() == STORY
    assert tab.locator("[name=reason][value=breach]").is_checked()
    walk.seen("errors")
    tab.locator("[name=about]").select_option(accused)
    walk.send()
    assert tab.url.endswith("/receipt/")
    case = Case.objects.latest("opened_at")
    assert case.number in tab.locator(".govuk-panel").inner_text()
    walk.seen("receipt")
    tab.goto(address("mine"))
    assert case.number in tab.locator("main").inner_text()
    return case


@pytest.mark.parametrize("scripts", [True, False])
def test_a_breach_from_the_form_to_the_letter(browser: Any, live_server: Any, scripts: bool) -> None:
    house = loaded()
    with looking(browser, live_server.url, scripts=scripts) as look:
        walk = Walk(look, "breach" if scripts else "breach-without-scripts")
        look.sign_in(people.OPENER)
        case = report(walk, str(house.person(people.ACCUSED).pk))
        walk.open(people.CHAIR, case)
        walk.seen("chair")
        walk.act(case, "convene")
        walk.act(case, "propose", proposal="Iespējams 13.3. apakšpunkta pārkāpums.")
        walk.seen("proposed")
        walk.open(people.HEAD, case)
        assert STORY not in look.tab.content()
        walk.act(case, "open_case", reasons="Ierosinājums ir pamatots.")
        sub = Case.objects.get(parent=case)
        walk.open(people.CHAIR, sub)
        walk.act(sub, "decide", finding="breach", grounds="Rīcība bija pazemojoša.")
        case.refresh_from_db()
        assert case.stage == "informing"
        walk.open(people.PERSONNEL, case)
        walk.act(case, "inform", message="Lieta ir izskatīta, un lēmums ir pieņemts.")
        look.sign_in(people.OPENER)
        look.tab.goto(address("case", pk=case.pk))
        walk.seen("answered")
        look.tab.locator(f"a[href*='/case/{case.pk}/letter/']").click()
        assert "Lieta ir izskatīta, un lēmums ir pieņemts." in look.tab.locator("main").inner_text()
        walk.seen("letter")
        assert look.complaints == []


def test_the_other_ways_and_the_administration(browser: Any, live_server: Any) -> None:
    house = loaded()
    with looking(browser, live_server.url) as look:
        walk = Walk(look, "other")
        _advice(walk)
        _dispute(walk, str(house.person(people.ACCUSED).pk))
        _proposal(walk)
        _reprisal(walk, str(house.person(people.ACCUSED).pk))
        _absence(walk, str(house.person(people.CHAIR).pk))
        _parameter_and_office(walk, str(house.person(people.NEWCOMER).pk))
        assert look.complaints == []


def _start(walk: Walk, who: str, way: str, **fields: str) -> Case:
    walk.look.sign_in(who)
    walk.tab.goto(address("start", slug="ethics-report", action=way))
    for name, value in fields.items():
        control = walk.tab.locator(f"main [name={name}]").first
        if control.get_attribute("type") == "radio":
            walk.tab.locator(f"main [name={name}][value='{value}']").check()
        elif control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    walk.send()
    assert walk.tab.url.endswith("/receipt/")
    return Case.objects.latest("opened_at")


def _advice(walk: Walk) -> None:
    case = _start(walk, people.OPENER, "submit", reason="advice", account="Vai drīkst pieņemt ziedus?")
    walk.open(people.CHAIR, case)
    walk.act(case, "promise", answer_promised="2031-03-03")
    assert "03.03.2031." in walk.tab.locator("main").inner_text()
    walk.act(case, "advise", answer="Pateicieties un nepieņemiet.")
    walk.seen("advice")


def _dispute(walk: Walk, party: str) -> None:
    case = _start(walk, people.MANAGER, "bring", party=party, account="Strīds par grafiku.", tried="Divas sarunas.")
    walk.open(people.CHAIR, case)
    assert "Divas sarunas." in walk.tab.locator("main").inner_text()


def _proposal(walk: Walk) -> None:
    asked = {"reason": "proposal", "account": "Papildināt kodeksu.", "reasoning": "Prakse ir dažāda."}
    case = _start(walk, people.COLLEAGUE, "submit", **asked)
    walk.open(people.CHAIR, case)
    walk.act(case, "collect")
    assert case.due is not None
    walk.seen("proposal")


def _reprisal(walk: Walk, accused: str) -> None:
    earlier = Case.objects.filter(opener__family_name=people.OPENER).latest("opened_at")
    case = _start(walk, people.OPENER, "complain", earlier=str(earlier.pk), about=accused, account="Pārcelts.")
    walk.open(people.CHAIR, case)
    walk.seen("reprisal")


def _absence(walk: Walk, chair: str) -> None:
    """The chair goes away: the deputy acts; the chair returns: the deputy may no longer."""
    case = _start(walk, people.OPENER, "submit", reason="advice", account="Vai drīkst pieņemt grāmatu?")
    tab, today = walk.tab, case.opened_at.date().isoformat()
    walk.look.sign_in(people.ADMINISTRATOR)
    tab.goto(address("absences"))
    tab.locator("[name=person]").select_option(chair)
    tab.locator("[name=valid_from]").fill(today)
    tab.locator("[name=basis]").fill("Rīkojums Nr. 7")
    walk.send()
    assert tab.locator("#done").is_visible()
    walk.seen("absence")
    walk.open(people.DEPUTY, case)
    walk.act(case, "advise", answer="Drīkst, ja tā ir zinātniska.")
    assert people.DEPUTY in tab.locator(".moj-timeline").inner_text()
    walk.look.sign_in(people.ADMINISTRATOR)
    tab.goto(address("absences"))
    tab.locator("a[href*='/return/']").first.click()
    tab.locator("[name=on]").fill(today)
    tab.locator("[name=basis]").fill("Rīkojums Nr. 8")
    walk.send()
    walk.look.sign_in(people.DEPUTY)
    assert tab.goto(address("case", pk=case.pk)).status == 404


def _parameter_and_office(walk: Walk, newcomer: str) -> None:
    tab = walk.tab
    walk.look.sign_in(people.ADMINISTRATOR)
    tab.goto(address("parameter", slug="ethics-case.examination"))
    tab.locator("[name=unit][value=working_days]").check()
    tab.locator("[name=n]").fill("15")
    tab.locator("[name=valid_from]").fill("2020-01-01")
    tab.locator("[name=basis]").fill("Reglaments, 4. punkts")
    walk.send()
    assert tab.url.endswith("/administration/parameters/#done")
    walk.seen("parameter")
    walk.look.sign_in(people.HEAD)
    tab.goto(address("confirmations"))
    tab.locator("main a[href*='/proposals/']").click()
    tab.locator("[name=decision][value=approve]").check()
    walk.send()
    walk.seen("proposal")
    walk.look.sign_in(people.ADMINISTRATOR)
    tab.goto(address("parameters"))
    assert "Reglaments, 4. punkts" in tab.locator("main").inner_text()
    tab.goto(address("appoint"))
    tab.locator("[name=office]").select_option(index=1)
    tab.locator("[name=person]").select_option(newcomer)
    tab.locator("[name=valid_from]").fill("2020-01-01")
    tab.locator("[name=basis]").fill("Rīkojums Nr. 9")
    walk.send()
    row = tab.locator("tr", has_text="Rīkojums Nr. 9").locator("div", has_text="Rīkojums Nr. 9")
    row.get_by_role("link").click()
    tab.locator("[name=valid_to]").fill("2020-02-01")
    tab.locator("[name=basis]").fill("Rīkojums Nr. 10")
    walk.send()
    assert "Rīkojums Nr. 9" not in tab.locator("main").inner_text()
    walk.seen("offices")


def test_a_report_is_sent_with_the_keyboard_alone(browser: Any, live_server: Any) -> None:
    house = loaded()
    accused = house.person(people.ACCUSED)
    with looking(browser, live_server.url) as look:
        tab = look.tab
        look.sign_in(people.OPENER)
        tab.goto(address("start", **SUBMIT))
        order = _tab_until(tab, "[name=reason]")
        assert order[0] == "#main"
        assert order.index("/services/") < order.index("reason")
        tab.keyboard.press("Space")
        for _step in range(2):
            tab.keyboard.press("ArrowDown")
        assert tab.locator("[name=reason][value=breach]").is_checked()
        _tab_until(tab, "main button[type=submit]")
        tab.keyboard.press("Enter")
        tab.wait_for_selector(".govuk-error-summary")
        assert tab.evaluate("document.activeElement.classList.contains('govuk-error-summary')")
        _tab_until(tab, ".govuk-error-summary a")
        tab.keyboard.press("Enter")
        tab.wait_for_function("document.activeElement.name === 'account'")
        tab.keyboard.press("Shift+Tab")
        assert tab.evaluate("document.activeElement.name") == "about"
        while tab.locator("[name=about]").input_value() != str(accused.pk):
            tab.keyboard.press("ArrowDown")
        _tab_until(tab, "[name=account]")
        tab.keyboard.type(STORY)
        _tab_until(tab, "main button[type=submit]")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/receipt/")
        assert STORY in tab.locator("main").inner_text()
        assert accused.name in tab.locator("main").inner_text()


def _tab_until(tab: Any, wanted: str) -> list[str]:
    """Press Tab until the wanted control has the focus; every stop on the way shows that it has it."""
    passed = []
    for _step in range(40):
        tab.keyboard.press("Tab")
        passed.append(tab.evaluate(
            "() => { const at = document.activeElement; return at.name || at.getAttribute('href') || at.tagName }"
        ))  # fmt: skip
        assert tab.evaluate(VISIBLE), f"the focus on {passed} cannot be seen"
        if tab.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return passed
    raise AssertionError(f"{wanted} is not reached by the keyboard: {passed}")


# The focus is drawn by an outline, a shadow or a background; radios draw it on the label's own circle.
VISIBLE = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect()
  const outlined = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
  const drawn = style => outlined(style) || style.boxShadow !== 'none'
  const label = at.labels && at.labels[0]
  return box.width > 0 && (drawn(getComputedStyle(at)) || (label && drawn(getComputedStyle(label, '::before'))))
}"""
