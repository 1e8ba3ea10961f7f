"""The operator's guide and the units: what they name is there, and systemd finds nothing to say."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

GUIDE = ROOT / "docs" / "operate.md"
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())


def _commands() -> set[str]:
    """Return every command that the guide and the units write out, with its words."""
    texts = [GUIDE.read_text(encoding="utf-8"), *(unit.read_text(encoding="utf-8") for unit in UNITS)]
    return {
        found.strip() for text in texts for found in re.findall(r"(?:\./|/opt/dienests/)dienests ([^`\n;&)]+)", text)
    }


def test_every_command_of_the_guide_exists_and_takes_its_words() -> None:
    from dienests.cli import COMMANDS

    commands = _commands()
    assert len(commands) >= 8
    for words in commands:
        name, *rest = words.split()
        name = name.rstrip(",.:")
        assert name in COMMANDS, f"there is no ./dienests {name}"
        flags = {each for each in rest if each.startswith("--")} - {"--help"}
        if flags:
            verbs = [each for each in rest[:1] if each.isalpha()]
            told = _help(name, verbs)
            assert all(flag in told for flag in flags), f"./dienests {name} does not know {flags}"


def _help(name: str, verbs: list[str]) -> str:
    words = [sys.executable, "-m", "dienests", name, *verbs, "--help"]
    done = subprocess.run(words, cwd=ROOT, env=_surroundings(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _surroundings() -> dict[str, str]:
    import os

    return os.environ | {"PYTHONPATH": str(ROOT / "src")}


def test_every_setting_of_the_guide_exists() -> None:
    described = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name in re.findall(r"`([A-Z]+_[A-Z]+)(?:=1)?`", GUIDE.read_text(encoding="utf-8")):
        assert f"`{name}`" in described, name


def test_the_figures_of_the_guide_exist() -> None:
    from dienests.site.watch.exposition import FAMILIES

    for name in re.findall(r"`(dienests_\w+)`", GUIDE.read_text(encoding="utf-8")):
        assert name in FAMILIES, name


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_nothing_to_say_about_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/dienests/dienests", str(ROOT / "dienests"))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda path: path.stem)
def test_every_service_is_hardened(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    for line in (
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "UMask=0077",
        "CapabilityBoundingSet=",
        "User=dienests",
    ):
        assert line in text.splitlines(), line
