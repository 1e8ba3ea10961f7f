"""Letters: rendered once for each act and addressee; read by the addressee and the drafting office."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.template import Template
from django.utils.translation import override

from dienests.kernel.cases import outbox
from dienests.kernel.cases.models import Case, Effect
from dienests.kernel.cases.tests.house.models import Visit
from dienests.kernel.cases.tests.house.people import AT, House, a_house
from dienests.kernel.cases.tests.house.procedure import Visits
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.letters import sending
from dienests.kernel.letters.models import Letter
from dienests.kernel.letters.reading import readable_letters
from dienests.kernel.norms.basis import rulebook
from dienests.kernel.procedures import START, Procedure, action, end, letter, role
from dienests.kernel.procedures.soundness import faults

VERDICT = "The room is granted."
WAY = [
    ("walter", "admit", {}),
    ("peter", "inspect", {}),
    ("walter", "pass_on", {}),
    ("walter", "decide", {"verdict": VERDICT}),
]  # fmt: skip
code = rulebook("vpd-ethics-code-2026")


def a_visit(house: House, who: str = "anna", way: list[tuple[str, str, dict[str, Any]]] = WAY) -> Case:
    """Return a visit that was walked along the way, with everything that follows."""
    fields = {"kind": "short", "reason": "rest", "secret": "snores"}
    case = start(procedure=Visits, action="ask", actor=house.actor(who), at=AT, fields=fields)
    Case.objects.filter(pk=case.pk).update(unit=house.units["north"])
    for actor, name, given in way:
        perform(case=case, action=name, actor=house.actor(actor), at=AT, fields=given)
        outbox.run_pending(at=AT)
    return Case.objects.get(pk=case.pk)


def test_an_act_sends_one_letter_to_its_addressee(house: House) -> None:
    case = a_visit(house)
    sent = Letter.objects.get()
    assert (sent.case_id, sent.slug, sent.sent_at) == (case.pk, "notice", AT)
    assert sent.participant.person_id == house.people["anna"].pk
    assert f"{case.number}: {VERDICT}" in sent.html


def test_a_sign_that_stands_for_an_object_is_a_sign_like_others(house: House) -> None:
    words = "\N{OBJECT REPLACEMENT CHARACTER} as pasted from a document \N{OBJECT REPLACEMENT CHARACTER}"
    a_visit(house, way=[*WAY[:-1], ("walter", "decide", {"verdict": words})])
    assert words in Letter.objects.get().html


def test_no_letter_before_the_act_that_sends_it(house: House) -> None:
    a_visit(house, way=WAY[:-1])
    assert not Letter.objects.exists()


def test_a_letter_is_rendered_once_and_its_words_are_kept(house: House) -> None:
    case = a_visit(house)
    words = Letter.objects.get().html
    Visit.objects.filter(pk=case.pk).update(verdict="Something else.")
    sending.sends(Effect.objects.select_related("case").get(kind="sends"))
    assert [each.html for each in Letter.objects.all()] == [words]


def test_a_letter_for_nobody_is_not_written(house: House) -> None:
    case = start(
        procedure=Visits, action="register", actor=house.actor("karl"), at=AT, fields={"reason": "found at the door"}
    )
    Case.objects.filter(pk=case.pk).update(unit=house.units["north"])
    for actor, name, given in WAY:
        perform(case=case, action=name, actor=house.actor(actor), at=AT, fields=given)
    outbox.run_pending(at=AT)
    assert Case.objects.get(pk=case.pk).stage == "done"
    assert not Letter.objects.exists()
    assert not Effect.objects.filter(done_at__isnull=True).exists()


def test_a_letter_is_in_the_language_of_the_institution_whoever_acts(house: House, settings: Any) -> None:
    settings.LANGUAGE_CODE = "lv"
    with override("en"):
        a_visit(house)
    assert Letter.objects.get().language == "lv"


def test_only_the_addressee_and_the_drafting_office_read_a_letter(house: House) -> None:
    case = a_visit(house)
    readers = {name for name in house.people if readable_letters(house.actor(name), case)}
    assert readers == {"anna", "karl"}, "karl is the clerk; the warden who recorded the act is not told"


def test_nobody_of_another_house_reads_a_letter(house: House) -> None:
    case, other = a_visit(house), a_house()
    assert not [name for name in other.people if readable_letters(other.actor(name), case)]


def test_letters_come_oldest_first(house: House) -> None:
    case, elses = a_visit(house), a_visit(house, "dace")
    sent = Letter.objects.get(case=case)
    earlier = Letter.objects.create(
        event=uuid4(), case=case, participant=sent.participant, slug="notice", sent_at=AT - timedelta(days=1),
        language="lv", html="<p>earlier</p>",
    )  # fmt: skip
    assert readable_letters(house.actor("anna"), case) == [earlier, sent]
    assert readable_letters(house.actor("anna"), elses) == []


def test_a_letter_without_a_text_is_a_fault_of_the_declaration() -> None:
    class Silent(
        Procedure, slug="silent", record=Visit, basis=code["20"], version=1, issued=date(2026, 1, 1), registered=False
    ):
        title = "Silent"
        guest = role("guest", code["21"], office="employee", opener=True)
        done = end("done")
        unwritten = letter("unwritten", code["28"], drafted_by=guest, to=guest)
        ask = action("ask", START, done, by=guest, basis=code["20"], asks=("reason",), sends=unwritten)

    assert [
        fault for fault in faults(Silent) if "'unwritten' has no text" in fault and "letters/unwritten.html" in fault
    ]
    assert not [fault for fault in faults(Visits) if "has no text" in fault]


def test_the_text_of_every_declared_letter_is_a_template_of_its_module() -> None:
    from django.template.loader import get_template

    from dienests.kernel.procedures.registry import declared

    letters = [each for procedure in declared() for each in procedure.letters.values()]
    assert letters
    for each in letters:
        assert isinstance(get_template(each.template).template, Template)
        assert each.template.endswith(f"letters/{each.name}.html")
