"""What is computed from a declaration: items, turns, sight, digest, amendments."""

import inspect
from datetime import date
from typing import Any

import pytest
from django.db.migrations.writer import MigrationWriter
from hypothesis import given
from hypothesis import strategies as st

from dienests.kernel.cases.tests.house.models import Kind, Line, Visit
from dienests.kernel.cases.tests.house.people import declared
from dienests.kernel.cases.tests.house.procedure import Matters, Visits, Visits2
from dienests.kernel.norms.claims import claims
from dienests.kernel.norms.declared import every
from dienests.kernel.procedures import START, action, letter, registry, role, rulebook, stage
from dienests.kernel.procedures.conditions import condition, conditions_of
from dienests.kernel.procedures.diagram import lines
from dienests.kernel.procedures.digest import digest, outline
from dienests.kernel.procedures.procedure import Procedure

code = rulebook("vpd-ethics-code-2026")


def same_but(**items: Any) -> type[Procedure]:
    """Declare the visits anew with some items changed."""
    how: Any = {"slug": "house-visit", "record": Visit, "basis": code["20"], "version": 1, "issued": date(2026, 1, 1)}
    return type("Visits", (Visits,), items, **{"local": True, "numbered": "HV"} | how, registered=False)


def test_items_keep_their_names_and_their_order() -> None:
    assert list(Visits.stages) == ["asked", "opened", "checked", "hearing", "waiting", "done", "dropped"]
    assert all(item.name == name for name, item in Visits.items.items())
    assert Visits.terms["sitting"].parameter == "house-visit.sitting"
    assert Visits.letters["notice"].template == "kernel/cases/tests/house/letters/notice.html"
    assert (Matters.numbered, Visits.numbered) == ("HOUSE-MATTER", "HV")


def test_an_amendment_overrides_adds_and_strikes_out() -> None:
    assert "pass_on" in Visits.actions
    assert "pass_on" not in Visits2.actions
    assert "close" in Visits2.actions
    assert Visits2.actions["inspect"].source is Visits.stages["opened"]
    assert Visits2.actions["admit"] is Visits.actions["admit"]
    assert list(Visits.actions) != list(Visits2.actions)


def test_whose_turn_each_stage_is() -> None:
    assert Visits.plan.turns == {
        "asked": "warden", "opened": ":host", "checked": "porter", "hearing": "warden", "waiting": ":system",
        "done": "", "dropped": "",
    }  # fmt: skip


def test_an_office_has_sight_from_the_stage_that_names_it() -> None:
    bits, sights = Visits.plan.bits, Visits.plan.sights
    named = {stage: {name for name, bit in bits.items() if bit & mask} for stage, mask in sights.items()}
    assert named["asked"] == {"warden", "porter"}
    assert named["hearing"] == {"warden", "council", "clerk"}
    assert named["done"] == set()
    assert "deputy" not in bits, "who merely stands in sees nothing by itself"
    assert not {"guest", "boss", "host", "neighbour"} & set(bits)
    assert len(set(bits.values())) == len(bits)


def test_the_digest_changes_with_the_meaning_and_not_with_the_words() -> None:
    assert digest(same_but()) == digest(Visits)
    inspect_ = Visits.actions["inspect"]
    reworded = type(inspect_)(**vars_of(inspect_) | {"label": "look around", "interpretation": "in other words"})
    reworded.name = "inspect"
    assert digest(same_but(inspect=reworded)) == digest(Visits)


@pytest.mark.parametrize(
    "change",
    [{"basis": code["26"]}, {"asks": ("reason",)}, {"accepts": ("note",)}, {"when": Visit.is_long},
     {"by": Visits.clerk}, {"target": Visits.hearing}, {"source": Visits.asked}, {"sets": {"kind": Kind.LONG}}],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_every_part_of_an_action_is_in_the_digest(change: dict[str, Any]) -> None:
    changed = type(Visits.inspect)(**vars_of(Visits.inspect) | change)
    changed.name = "inspect"
    assert digest(same_but(inspect=changed)) != digest(Visits)


def vars_of(action: Any) -> dict[str, Any]:
    """Return what an action was made of."""
    made = inspect.signature(type(action)).parameters
    return {name: action.follows if name == "consequences" else getattr(action, name) for name in made}


def test_the_digest_covers_types_and_options_of_asked_fields_and_bodies_of_conditions() -> None:
    asked = outline(Visits)["actions"]["ask"]
    assert asked["asks"]["kind"] == {
        "kind": "Choice", "basis": "vpd-ethics-code-2026:23", "options": ["short", "long"],
    }  # fmt: skip
    assert asked["asks_if"]["host"]["when"] == {
        "name": "is_long", "basis": "vpd-ethics-code-2026:23.1", "body": "return self.kind == Kind.LONG",
    }  # fmt: skip
    assert asked["accepts"]["accused"]["category"] == "house-secret"
    assert outline(Visits)["actions"]["settle"]["accepts"]["adviser"]["office"] == "councillor"


def test_the_digest_covers_what_a_condition_asks_of_its_record() -> None:
    report = registry.find("ethics-report", 1)
    helpers = outline(report)["actions"]["propose"]["when"]["helpers"]
    assert "effective(self.about_id" in helpers["offices_of_the_named"]


def test_what_a_declaration_does_not_use_leaves_no_trace_in_the_digest() -> None:
    def empty(value: Any, place: str = "") -> list[str]:
        if isinstance(value, dict):
            return [found for name, each in value.items() for found in empty(each, f"{place}.{name}")]
        return [] if value else [place]

    for procedure in (Visits, Matters, *registry.declared()):
        assert not empty(outline(procedure))


def test_the_order_of_roles_is_in_the_digest_for_masks_rest_on_it() -> None:
    swapped = {"clerk": None, "porter": None, "clerk_": Visits.clerk}
    assert list(same_but(**swapped).plan.bits) != list(Visits.plan.bits)
    assert digest(same_but(**swapped)) != digest(Visits)


def test_a_body_is_the_same_without_docstring_comment_and_layout() -> None:
    @condition("one", code["20"])
    def one(self: Any) -> bool:
        """Words."""
        return self.kind == "a" and self.note  # a comment

    @condition("other", code["20"])
    def other(self: Any) -> bool:
        return (
            self.kind == "a"
            and self.note
        )  # fmt: skip

    assert one.body() == other.body() == "return self.kind == 'a' and self.note"
    assert one.reads() == {"kind", "note"}


def test_a_condition_is_a_fact_of_a_record_and_itself_of_the_class() -> None:
    assert Visit(kind="long").is_long is True
    assert Visit(kind="short").is_long is False
    assert str(Visit.is_long.label) == "is long"
    assert set(conditions_of(Visit)) == {"is_long", "host_is_another", "has_its_hours"}


def test_migrations_see_fields_without_words() -> None:
    for name in ("kind", "host", "earlier", "answer_by", "hours", "secret"):
        written, _imports = MigrationWriter.serialize(Visit._meta.get_field(name))
        assert written.startswith("models."), written
        assert not any(word in written for word in ("verbose_name", "choices", "validators", "datum", "help_text")), (
            written
        )


def test_every_declared_basis_is_claimed_and_every_open_term_is_a_parameter() -> None:
    with declared(Visits):
        claimed = {each.declaration for each in claims() if each.declaration.startswith("house-visit")}
        assert {"house-visit", "house-visit.ask", "house-visit.guest", "house-visit.guest.identity"} <= claimed
        assert {"house-visit.field.host", "house-visit.condition.is_long", "house-visit.other_host"} <= claimed
        assert [each.slug for each in every() if each.slug.startswith("house")] == ["house-visit.sitting"]
    assert not [each for each in claims() if each.declaration.startswith("house")]


def test_the_newest_version_opens_and_every_version_is_found() -> None:
    with declared(Matters, Visits, Visits2):
        assert registry.newest()["house-visit"] is Visits2
        assert registry.find("house-visit", 1) is Visits
    with pytest.raises(LookupError, match="restore its file"):
        registry.find("house-visit", 1)


def test_the_diagram_tells_every_action_with_its_paragraphs() -> None:
    drawn = lines(Visits)
    assert "● → asked: ask (guest) § 20, 21" in drawn
    assert "asked / open → checked: inspect (porter) § 25" in drawn
    assert "∗ → ↺: note (warden) § 19" in drawn
    assert len(drawn) == len(Visits.actions)


@given(st.text(max_size=40))
def test_a_text_is_refused_exactly_when_no_database_keeps_it(text: str) -> None:
    from django.core.exceptions import ValidationError

    kept = "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
    try:
        Line._meta.get_field("remark").run_validators(text)
    except ValidationError:
        assert not kept
    else:
        assert kept or text == ""


def test_a_word_that_takes_one_thing_refuses_several_in_a_sentence() -> None:
    code, one = (
        rulebook("vpd-ethics-code-2026"),
        role("warden", rulebook("vpd-ethics-code-2026")["22"], office="warden"),
    )
    here = stage("here")
    for word, several in (("by", {"by": (one, one)}), ("when", {"by": one, "when": (1, 2)})):
        with pytest.raises(TypeError, match=rf"takes one (role|condition) in `{word}`, not tuple"):
            action("act", START, here, basis=code["20"], **several)
    with pytest.raises(TypeError, match="takes one role in `to`, not tuple"):
        letter("notice", code["28"], drafted_by=one, to=(one, one))
