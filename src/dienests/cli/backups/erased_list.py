"""The list of erased things beside the checkpoints: a copy never holds it, only how long it was."""

import hashlib

from dienests.cli.backups import disk
from dienests.cli.backups.manifest import LogState
from dienests.cli.failure import Failure
from dienests.kernel.retention.erased_list import path, private

LACKING = (
    "{place} is missing: put the folder LOG_DIR back as it was last, from where you keep it beside the backups; "
    "without its files erased data would come back, and the log could be shortened unseen."
)


def state() -> tuple[int, str]:
    """Return length in bytes and SHA-256 (hex) of the whole lines; a list that is not there yet is made, empty."""
    fresh, place = not path().exists(), private()
    if fresh:
        disk.flush(place)
        disk.flush(place.parent)
    whole = _whole()
    return len(whole), hashlib.sha256(whole).hexdigest()


def lines(log: LogState) -> list[str]:
    """Return the lines of the list for a copy; raises a Failure when it is missing, or is not the list of that log."""
    if not path().exists():
        raise Failure(LACKING.format(place=path()))
    whole = _whole()
    if hashlib.sha256(whole[: log.erased]).hexdigest() != log.erased_sha256:
        raise Failure(
            f"{path()} is older than the copy, or belongs to another installation: put back the newest one; with this "
            "one erased data would come back."
        )
    return whole.decode().splitlines()


def _whole() -> bytes:
    text = path().read_bytes()
    return text[: text.rfind(b"\n") + 1]
