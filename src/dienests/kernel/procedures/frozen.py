"""The system check of published versions: an error for each that was changed, a note for each draft."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from dienests.kernel.procedures.published import drafts, lock_faults


def register_check() -> None:
    """Make it a system check of Django."""
    checks.register(check)


def check(app_configs: Sequence[AppConfig] | None = None, **_options: Any) -> list[checks.CheckMessage]:
    """Return an error for every fault of what is published, else a warning for every draft."""
    wrong: list[checks.CheckMessage] = [checks.Error(sentence, id="procedures.E002") for sentence in lock_faults()]
    return wrong or [checks.Warning(_draft(*each.key()), id="procedures.W001") for each in drafts()]


def _draft(slug: str, version: int) -> str:
    return (
        f"{slug}: version {version} is a draft that may still change; before real cases begin under it: "
        f"./dienests procedures publish {slug}"
    )
