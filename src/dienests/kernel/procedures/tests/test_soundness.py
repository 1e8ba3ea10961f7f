"""Each fault of a declaration is told in one clear sentence that begins with its slug; a sound one has none."""

from collections.abc import Callable  # noqa: I001 - the words of the language stand side by side
from datetime import date
from typing import Any

import pytest
from django.core import checks

from dienests.kernel.calendar.terms import working_days
from dienests.kernel.cases.tests.house.models import Line, Matter, Visit
from dienests.kernel.cases.tests.house.people import declared
from dienests.kernel.cases.tests.house.procedure import Matters, Visits, Visits2
from dienests.kernel.procedures import (
    ANYWHERE, BEGINS_ANEW, START, STAYS, Procedure, action, condition, end, excluded, group, letter, manager_of,
    outsider, promised, role, rule, rulebook, stage, system, term, unspecified,
)  # fmt: skip
from dienests.kernel.procedures.soundness import all_faults, check, faults

code = rulebook("vpd-ethics-code-2026")
warden = role("warden", code["22"], office="warden")
begun, done = stage("begun"), end("done")
open_ = action("open", START, begun, by=warden, basis=code["20"], asks=("reason",))
close = action("close", begun, done, by=warden, basis=code["22"])
SOUND: dict[str, Any] = {
    "title": "Sound", "warden": warden, "begun": begun, "done": done, "open_": open_, "close": close,
}  # fmt: skip
neighbour = outsider("neighbour", code["28"])
stranger = role("stranger", code["22"], office="stranger")
elsewhere = stage("elsewhere")
reply = term("reply", promised("answer_by"), code["19"])
check_ = term("check", working_days(10), code["25"])
longer = term("longer", working_days(10), code["25"], extends_by=working_days(5))
notice = letter("notice", code["28"], drafted_by=warden, to=warden)


def declare(slug: str = "sound", record: Any = Visit, version: int = 1, base: Any = Procedure, **items: Any) -> Any:
    """Declare a procedure out of the sound one and more items, without registering it; None strikes an item out."""
    how = {"slug": slug, "record": record, "basis": code["20"], "version": version, "issued": date(2026, 1, 1)}
    kept = {name: item for name, item in {**SOUND, **items}.items() if item is not None or base is not Procedure}
    return type("Sound", (base,), kept, **how, registered=False)


def do(source: Any, target: Any, **how: Any) -> Any:
    return action("do", source, target, **{"by": warden, "basis": code["22"], **how})


@condition("is foreign", code["22"])
def is_foreign(record: Any) -> bool:
    return True


FAULTS: dict[str, tuple[Callable[[], Any], str]] = {
    "unknown paragraph": (
        lambda: declare(do=do(begun, done, basis=code["99"])),
        "sound: do: vpd-ethics-code-2026 has no paragraph 99.",
    ),
    "unknown act": (
        lambda: declare(do=do(begun, done, basis=rulebook("no-such-act")["1"])),
        "sound: do: there is no rulebook no-such-act: add its outline, or correct the slug.",
    ),
    "unreachable stage": (
        lambda: declare(elsewhere=elsewhere, do=do(elsewhere, done)),
        "sound: no action leads to the stage 'elsewhere'; add one or strike the stage out.",
    ),
    "stage without a way out": (
        lambda: declare(elsewhere=elsewhere, do=do(begun, elsewhere)),
        "sound: from the stage 'elsewhere' no way leads to an end; add an action that leaves it.",
    ),
    "stage that only stays": (
        lambda: declare(elsewhere=elsewhere, do=do(begun, elsewhere), more=do(elsewhere, STAYS)),
        "sound: from the stage 'elsewhere' no way leads to an end; add an action that leaves it.",
    ),
    "no beginning": (
        lambda: declare(open_=None),
        "sound: no action opens a case; write one that begins at START.",
    ),
    "unknown asked field": (
        lambda: declare(do=do(begun, done, asks=("nothing",))),
        "sound: 'do' asks for 'nothing', which Visit does not have; add the field or correct the name.",
    ),
    "unknown accepted field": (
        lambda: declare(do=do(begun, done, accepts=("nothing",))),
        "sound: 'do' asks for 'nothing', which Visit does not have; add the field or correct the name.",
    ),
    "unknown set field": (
        lambda: declare(do=do(begun, done, sets={"nothing": 1})),
        "sound: 'do' asks for 'nothing', which Visit does not have; add the field or correct the name.",
    ),
    "unknown conditional field": (
        lambda: declare(do=do(begun, done, asks_if={"nothing": Visit.is_long})),
        "sound: 'do' asks for 'nothing', which Visit does not have; add the field or correct the name.",
    ),
    "field of the record in an entry": (
        lambda: declare(do=do(begun, STAYS, adds=Line, asks=("reason",))),
        "sound: 'do' asks for 'reason', which Line does not have; add the field or correct the name.",
    ),
    "a column that is no field": (
        lambda: declare(do=do(begun, done, asks=("salts",))),
        "sound: 'do' asks for 'salts', which Visit does not have; add the field or correct the name.",
    ),
    "reserved name of a verb": (
        lambda: declare(perform=do(begun, done)),
        "sound: 'perform' is a name of the engine; give the item another name.",
    ),
    "reserved name that the class sets": (
        lambda: _reserved("slug"),
        "sound: 'slug' is a name of the engine; give the item another name.",
    ),
    "letter without text": (
        lambda: declare(notice=letter("unwritten", code["28"], drafted_by=warden, to=warden)),
        "sound: the letter 'notice' has no text; write kernel/procedures/tests/letters/notice.html.",
    ),
    "missing sub-case": (
        lambda: declare(do=do(begun, done, opens="house-matter")),
        "sound: 'do' names the procedure 'house-matter', which is not declared; add its module to modules.py.",
    ),
    "missing end of a sub-case": (
        lambda: declare(do=do(begun, done, by=system, after="house-matter")),
        "sound: 'do' names the procedure 'house-matter', which is not declared; add its module to modules.py.",
    ),
    "end of a sub-case by a person": (
        lambda: declare(do=do(begun, done, after="house-matter")),
        "sound: 'do' follows the end of a sub-case, which only the system can do; write by=system.",
    ),
    "second running term": (
        lambda: declare(
            check_=check_, reply=reply, do=do(begun, STAYS, starts=check_),
            close=do(begun, done, stops=(check_, reply)),
            more=do(begun, STAYS, asks=("answer_by",), starts=reply),
        ),
        "sound: 'more' starts the term 'reply', which may run already; let it stop that one first.",
    ),
    "one of several terms that is never stopped": (
        lambda: declare(
            check_=check_, reply=reply, close=do(begun, done, stops=check_),
            do=do(begun, STAYS, asks=("answer_by",), starts=(check_, reply), stops=(check_, reply)),
        ),
        "sound: 'close' closes the case while the term 'reply' may run; let it stop that one.",
    ),
    "suspension of what never runs": (
        lambda: declare(check_=check_, do=do(begun, STAYS, suspends=check_)),
        "sound: 'do' suspends the term 'check_', which never runs there; start it before, or leave it.",
    ),
    "resumption of what never stands still": (
        lambda: declare(
            check_=check_, open_=do(START, begun, starts=check_), do=do(begun, STAYS, resumes=check_),
            close=do(begun, done, stops=check_),
        ),
        "sound: 'do' resumes the term 'check_', which never runs there; start it before, or leave it.",
    ),
    "extension of what never runs": (
        lambda: declare(longer=longer, do=do(begun, STAYS, extends=longer, asks=("note",), notifies=warden)),
        "sound: 'do' extends the term 'longer', which never runs there; start it before, or leave it.",
    ),
    "extension that no term allows": (
        lambda: declare(check_=check_, do=do(begun, STAYS, extends=check_, asks=("note",), notifies=warden)),
        "sound: 'do' extends 'check_', which says no extension; write extends_by= there.",
    ),
    "extension without a reason": (
        lambda: declare(longer=longer, do=do(begun, STAYS, extends=longer, notifies=warden)),
        "sound: 'do' extends 'longer' without a reason; let it ask for one.",
    ),
    "extension without a notice": (
        lambda: declare(longer=longer, do=do(begun, STAYS, extends=longer, asks=("note",))),
        "sound: 'do' extends 'longer' and tells nobody; write notifies= or sends=.",
    ),
    "lapse by a person": (
        lambda: declare(check_=check_, do=do(begun, done, lapses=check_)),
        "sound: 'do' lets 'check_' lapse, which only the system can do; write by=system.",
    ),
    "lapse that asks": (
        lambda: declare(check_=check_, do=do(begun, done, by=system, lapses=check_, asks=("note",))),
        "sound: 'do' is done by the machine when a term lapses; it opens no case and asks nothing.",
    ),
    "lapse of what never runs": (
        lambda: declare(check_=check_, do=do(begun, done, by=system, lapses=check_)),
        "sound: 'do' lapses the term 'check_', which never runs there; start it before, or leave it.",
    ),
    "promise that begins anew": (
        lambda: declare(anew=term("reply", promised("answer_by"), code["19"], resumption=BEGINS_ANEW)),
        "sound: 'anew' is promised for a day and cannot begin anew; let it go on.",
    ),
    "notice to an outsider": (
        lambda: declare(neighbour=neighbour, do=do(begun, done, notifies=neighbour)),
        "sound: 'do' notifies 'neighbour', who has no account; send a letter instead.",
    ),
    "stranger who is notified": (
        lambda: declare(do=do(begun, done, notifies=stranger)),
        "sound: 'do' names the <role stranger>, which this procedure does not have; declare it here.",
    ),
    "stranger term that is suspended": (
        lambda: declare(do=do(begun, done, suspends=Visits.check)),
        "sound: 'do' names the <term check>, which this procedure does not have; declare it here.",
    ),
    "term that is never stopped": (
        lambda: declare(check_=check_, do=do(begun, STAYS, starts=check_, stops=check_)),
        "sound: 'close' closes the case while the term 'check_' may run; let it stop that one.",
    ),
    "stranger stage": (
        lambda: declare(do=do(elsewhere, done)),
        "sound: 'do' names the <stage elsewhere>, which this procedure does not have; declare it here.",
    ),
    "stranger role": (
        lambda: declare(do=do(begun, done, by=stranger)),
        "sound: 'do' names the <role stranger>, which this procedure does not have; declare it here.",
    ),
    "stranger term": (
        lambda: declare(do=do(begun, done, stops=Visits.check)),
        "sound: 'do' names the <term check>, which this procedure does not have; declare it here.",
    ),
    "stranger letter": (
        lambda: declare(do=do(begun, done, sends=Visits.notice)),
        "sound: 'do' names the <letter notice>, which this procedure does not have; declare it here.",
    ),
    "stranger who stands in": (
        lambda: declare(other=role("other", code["22"], office="other", stand_in=stranger)),
        "sound: 'other' names the <role stranger>, which this procedure does not have; declare it here.",
    ),
    "stranger who records": (
        lambda: declare(body=group("body", code["7"], members="m", quorum=unspecified("x"), recorded_by=stranger)),
        "sound: 'body' names the <role stranger>, which this procedure does not have; declare it here.",
    ),
    "stranger who is awaited": (
        lambda: declare(elsewhere=stage("elsewhere", awaits=stranger), do=do(begun, elsewhere)),
        "sound: 'elsewhere' names the <role stranger>, which this procedure does not have; declare it here.",
    ),
    "outsider who acts": (
        lambda: declare(neighbour=neighbour, do=do(begun, done, by=neighbour)),
        "sound: 'do' is done by 'neighbour', an outsider who never acts; name another role.",
    ),
    "party that is no field": (
        lambda: declare(host=role("host", code["8"], party="nobody")),
        "sound: the role 'host' rests on the field 'nobody', which the record does not have; add it.",
    ),
    "manager of no field": (
        lambda: declare(boss=manager_of("boss", code["8"], field="nobody")),
        "sound: the role 'boss' rests on the field 'nobody', which the record does not have; add it.",
    ),
    "exclusion of no field": (
        lambda: declare(out=excluded("out", code["25"], field="nobody")),
        "sound: 'out' excludes the person in 'nobody', a field that the record does not have; add it.",
    ),
    "condition of another record": (
        lambda: declare(record=Matter, open_=do(START, begun), do=do(begun, done, when=Visit.is_long)),
        "sound: 'do' looks at <condition is_long>, which is no condition of its record; declare it there.",
    ),
    "rule of no record": (
        lambda: declare(no=rule("no", code["24"], holds=is_foreign)),
        "sound: 'no' looks at <condition is_foreign>, which is no condition of its record; declare it there.",
    ),
    "promise that is not asked": (
        lambda: declare(
            reply=reply, do=do(begun, STAYS, starts=reply, stops=reply), close=do(begun, done, stops=reply)
        ),
        "sound: 'do' starts 'reply', promised in 'answer_by'; let it ask for that field.",
    ),
}  # fmt: skip


def _reserved(name: str) -> Any:
    """Declare an item of a name that the class itself sets."""
    items = {**SOUND, name: action("do", begun, done, by=warden, basis=code["22"])}
    how: Any = {"slug": "sound", "record": Visit, "basis": code["20"], "version": 1, "issued": date(2026, 1, 1)}
    return type("Sound", (Procedure,), items, **how, registered=False)


def test_a_sound_declaration_has_no_fault() -> None:
    assert list(faults(declare())) == []


def test_the_guest_house_is_sound() -> None:
    with declared():
        assert list(all_faults([Matters, Visits, Visits2])) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_one_sentence(name: str) -> None:
    make, sentence = FAULTS[name]
    assert sentence in list(faults(make()))
    assert len(list(faults(make()))) == len(set(faults(make())))


def test_a_slug_that_is_declared_twice_is_told() -> None:
    assert list(all_faults([declare(), declare()])) == [
        "sound: version 1 is declared 2 times; give one of them another slug or version."
    ]


def test_a_version_that_is_no_amendment_is_told() -> None:
    first, second = declare(), declare(version=2)
    assert list(all_faults([first, second])) == [
        "sound: version 2 does not amend version 1; "
        "write it as a subclass with the same record, or give it another slug."
    ]
    assert list(all_faults([first, declare(version=2, base=first)])) == []


def test_a_sub_case_that_cannot_be_opened_is_told() -> None:
    with declared(Matters, Visits):
        nowhere = declare(do=do(begun, done, opens="house-visit"))
        assert "which the system cannot open" in " ".join(faults(nowhere))
        bare = declare(do=do(begun, done, opens="house-matter"))
        assert list(faults(bare)) == [
            "sound: 'do' does not carry 'secret', without which 'house-matter' cannot be opened."
        ]
        wrong = declare(do=do(begun, done, opens="house-matter", carries={"secret": "secret", "note": "finding"}))
        told = "sound: 'do' carries 'note' to 'finding', which is not asked there; correct carries."
        assert list(faults(wrong)) == [told]


def test_an_action_that_opens_a_case_must_lead_somewhere() -> None:
    with pytest.raises(TypeError, match="must lead to a stage"):
        do(START, STAYS)


def test_a_role_names_an_office_or_a_relation() -> None:
    with pytest.raises(TypeError, match="names no office and no relation"):
        role("nobody", code["22"])


def do_nothing(label: str, **how: Any) -> Any:
    return action(label, START, begun, **how)


@pytest.mark.parametrize("declaring", [role, group, do_nothing, term, letter, rule, manager_of, outsider, excluded])
def test_what_rests_on_nothing_is_an_error_of_python(declaring: Any) -> None:
    with pytest.raises(TypeError, match="basis"):
        declaring("label")


def test_the_faults_are_errors_of_the_check_of_django() -> None:
    broken = declare(do=do(begun, done, asks=("nothing",)))
    with declared(broken):
        found = [each for each in check() if "nothing" in each.msg]
        assert [(each.id, each.level) for each in found] == [("procedures.E001", checks.ERROR)]
    assert not [each for each in check() if "nothing" in each.msg]


def test_several_terms_may_run_at_once() -> None:
    sound = declare(
        check_=check_, reply=reply, do=do(begun, STAYS, starts=check_, stops=check_),
        more=do(begun, STAYS, asks=("answer_by",), starts=reply, stops=reply),
        close=do(begun, done, stops=(check_, reply)),
    )  # fmt: skip
    assert list(faults(sound)) == []


def test_a_walk_without_bound_is_refused() -> None:
    many: dict[str, Any] = {f"term_{n}": term(f"term {n}", working_days(1), code["25"]) for n in range(16)}
    starts = {f"do_{n}": do(begun, STAYS, starts=each, stops=each) for n, each in enumerate(many.values())}
    endless = declare(**many, **starts, close=do(begun, done, stops=tuple(many.values())))
    told = "sound: its terms may run in more than 20000 combinations; stop some of them earlier."
    assert list(faults(endless)) == [told]


def test_anywhere_leaves_every_stage_that_is_no_end() -> None:
    everywhere = do(ANYWHERE, STAYS)
    assert everywhere.leaves(begun)
    assert not everywhere.leaves(done)
