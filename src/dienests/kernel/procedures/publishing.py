"""Publishing a version of a procedure: from then on it is frozen, and changes are written as an amendment."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from dienests.kernel.procedures.digest import digest, outline
from dienests.kernel.procedures.lock import LockError, Published, keep, kept_at, place, read, write
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.published import lock_faults
from dienests.kernel.procedures.registry import declared
from dienests.kernel.procedures.soundness import faults


def publish(*, slug: str, on: date, basis: str, lock: Path | None = None) -> Published:
    """Freeze the next version of a procedure and return its line; an empty `basis` is the procedure's own.

    Raises LockError when the version is unsound, when a number is missing before it, or when nothing is new.
    """
    lock = lock or place()
    known = _versions(slug)
    published = read(lock)
    last = max((each.version for each in published if each.slug == slug), default=0)
    procedure = known.get(last + 1)
    if procedure is None:
        raise LockError(_nothing_to_publish(slug, last, sorted(known)))
    # An amendment that waits for this very publication is no fault of what is published now.
    waits = f"before version {last + 1} is published"
    wrong = [each for each in lock_faults(lock) if each.startswith(f"{slug}: ") and waits not in each]
    wrong += list(faults(procedure))
    if wrong:
        raise LockError(f"{slug} cannot be published: {wrong[0].removeprefix(f'{slug}: ')}")
    line = Published(slug, procedure.version, digest(procedure), on, " ".join((basis or str(procedure.basis)).split()))
    keep(kept_at(procedure), outline(procedure))
    write(lock, [*published, line])
    return line


def withdraw(*, slug: str, begun: Callable[[str, int], int], lock: Path | None = None) -> Published:
    """Make the newest published version a draft again and return its line.

    `begun` tells how many cases began under a version. Raises LockError when there are any.
    """
    lock = lock or place()
    published = read(lock)
    line = max((each for each in published if each.slug == slug), key=Published.key, default=None)
    if line is None:
        raise LockError(f"No version of '{slug}' is published; ./dienests procedures check lists what is.")
    count = begun(slug, line.version)
    if count:
        raise LockError(
            f"{slug}: {count} cases began under version {line.version}, so it stays as it is; write an amendment."
        )
    write(lock, [each for each in published if each != line])
    procedure = _versions(slug).get(line.version)
    if procedure is not None:
        kept_at(procedure).unlink(missing_ok=True)
    return line


def _versions(slug: str) -> dict[int, type[Procedure]]:
    found = {procedure.version: procedure for procedure in declared() if procedure.slug == slug}
    if not found:
        raise LockError(f"There is no procedure '{slug}'; ./dienests procedures check lists those that are declared.")
    return found


def _nothing_to_publish(slug: str, last: int, known: list[int]) -> str:
    beyond = [version for version in known if version > last]
    if beyond:
        return f"{slug}: version {beyond[0]} is declared and version {last + 1} is not; number versions without a hole."
    return f"{slug}: version {last} is published already; write the change as a subclass with version={last + 1} first."
