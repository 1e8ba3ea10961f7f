"""Every provision is claimed, not for software, or open; claims of what does not exist are shown."""

import json

import pytest
from django.utils import translation

from dienests.kernel.norms import claims
from dienests.kernel.norms.basis import rulebook
from dienests.kernel.norms.claims import Claim
from dienests.kernel.norms.command import coverage_command
from dienests.kernel.norms.coverage import Coverage, coverage

SLUG = "vpd-ethics-code-2026"
CODE = rulebook(SLUG)


@pytest.fixture(autouse=True)
def _no_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "_sources", [])


def _claim() -> None:
    claims.register(
        lambda: [
            Claim(CODE["25", "26"], "ethics-report.propose", "propose a breach case"),
            Claim(CODE["25"], "ethics-report.convene", "call a sitting"),
            Claim(CODE["99"], "ethics-report.wrong", "wrong"),
        ]
    )


def _code() -> Coverage:
    return next(each for each in coverage() if each.act.slug == SLUG)


def test_without_declarations_all_is_open_or_not_for_software() -> None:
    code = _code()
    assert code.claimed == {}
    assert len(code.open) + len(code.not_for_software) == 93
    assert sum(code.by_kind.values()) == 93


def test_a_claim_takes_its_provisions_from_what_is_open() -> None:
    open_before = len(_code().open)
    _claim()
    code = _code()
    assert {address: len(made) for address, made in code.claimed.items()} == {"25": 2, "26": 1}
    assert len(code.open) == open_before - 2
    assert list(code.unknown) == ["99"]


def test_a_claim_is_stronger_than_the_reason_against_one() -> None:
    excused = len(_code().not_for_software)
    claims.register(lambda: [Claim(CODE["14.2"], "listening", "listening")])
    assert len(_code().not_for_software) == excused - 1


def test_a_source_registered_twice_counts_once() -> None:
    def source() -> list[Claim]:
        return [Claim(CODE["25"], "x", "x")]

    claims.register(source)
    claims.register(source)
    assert len(claims.claims()) == 1


def test_the_json_is_complete() -> None:
    _claim()
    code = next(each for each in json.loads(coverage_command(json=True)) if each["act"] == SLUG)
    assert code["total"] == 93
    assert sum(code["counts"].values()) == 93
    assert code["claimed"] == {
        "25": ["ethics-report.convene", "ethics-report.propose"],
        "26": ["ethics-report.propose"],
    }
    assert set(code["not_for_software"]["14.2"]) == {"lv", "en"}
    assert "20" in code["open"]
    assert code["unknown"] == {"99": ["ethics-report.wrong"]}


def test_the_command_writes_for_readers() -> None:
    _claim()
    with translation.override("en"):
        text = coverage_command(json=False)
    assert f"{SLUG}: 93 provisions (" in text
    assert "25: ethics-report.convene, ethics-report.propose" in text
    assert "20: Ethics mailbox" in text
    assert "claimed, but not in the act: 99" in text
