"""A copy of the log for a stranger holds what is served under /log/, and nothing else of LOG_DIR."""

from pathlib import Path
from typing import Any

import pytest

from dienests.kernel.log.copying import EVENTS, copy
from dienests.kernel.log.sealing import seal
from dienests.kernel.log.tests.given import AT, a_stream


@pytest.mark.django_db
def test_the_list_of_erased_things_is_for_nobody_else(settings: Any, tmp_path: Path) -> None:
    settings.LOG_DIR, made = tmp_path / "log", tmp_path / "copy"
    a_stream()
    seal(at=AT)
    for name in ("erased", ".draft", "tile/.draft", "notes.txt"):
        (settings.LOG_DIR / name).write_text(
            "person 0b7a4a5e-6c5e-4a4c-8f0e-3a1f5d7c9b11 2026-11-02T09:00:00.000000Z\n"
        )
    copy(made, with_content=False)
    assert {each.name for each in made.iterdir()} == {"checkpoint", "checkpoints", "key", "tile", EVENTS}
    assert not list(made.rglob(".*"))
    assert (made / "tile/0/000.p/3").is_file()
