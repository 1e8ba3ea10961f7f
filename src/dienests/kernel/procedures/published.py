"""Published versions: what is frozen stays as it was published, numbers follow without a gap, drafts may change."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from dienests.kernel.procedures.differences import differences
from dienests.kernel.procedures.digest import digest, digest_of, outline
from dienests.kernel.procedures.lock import LockError, Published, kept, kept_at, place, read
from dienests.kernel.procedures.procedure import Procedure
from dienests.kernel.procedures.registry import declared

MOST = 5  # differences that a sentence names


def lock_faults(lock: Path | None = None) -> Iterator[str]:
    """Yield a sentence for each published version that is not what was published, and for each hole in the numbers."""
    try:
        published = read(lock or place())
    except LockError as error:
        yield str(error)
        return
    known = {procedure.key(): procedure for procedure in declared()}
    yield from _holes(published)
    for each in published:
        procedure = known.get(each.key())
        if procedure is None:
            yield (
                f"{each.slug}: version {each.version} is published and not declared; restore its file in versions/, "
                "for cases that began under it end under it."
            )
        elif digest(procedure) != each.digest:
            yield _changed(each, procedure)
    yield from _overtaken(published, known)


def drafts(lock: Path | None = None) -> list[type[Procedure]]:
    """Return what is declared and not published: it may still change."""
    published = {each.key() for each in read(lock or place())}
    return [procedure for procedure in declared() if procedure.key() not in published]


def _holes(published: list[Published]) -> Iterator[str]:
    for slug, rows in groupby(published, key=lambda each: each.slug):
        versions = [each.version for each in rows]
        for number in range(1, max(versions) + 1):
            if versions.count(number) > 1:
                yield f"{slug}: version {number} stands twice among the published ones; put back the file."
            elif number not in versions:
                yield (
                    f"{slug}: version {max(versions)} is published and version {number} is not; versions follow one "
                    "another without a hole: restore the line of the missing one."
                )


def _overtaken(published: list[Published], known: dict[tuple[str, int], type[Procedure]]) -> Iterator[str]:
    """A draft may stand above the published versions only, and right above them."""
    keys = {each.key() for each in published}
    for slug, version in sorted(known):
        if (slug, version) in keys or version == 1:
            continue
        if (slug, version - 1) not in known:
            yield (
                f"{slug}: version {version} is declared and version {version - 1} is not; number versions without a "
                "hole, and keep older ones in versions/."
            )
        elif (slug, version - 1) not in keys:
            yield (
                f"{slug}: version {version} is declared before version {version - 1} is published; publish that one "
                f"(./dienests procedures publish {slug}), or amend it in place while it is a draft."
            )


def _changed(each: Published, procedure: type[Procedure]) -> str:
    was = kept(kept_at(procedure))
    if was is None or digest_of(was) != each.digest:
        name = kept_at(procedure).name
        return (
            f"{each.slug}: version {each.version}, published on {each.on}, was changed, and versions/{name} does not "
            "hold any more what it was; put both back as they were published."
        )
    found = list(differences(was, outline(procedure)))
    named = "; ".join(str(difference) for difference in found[:MOST])
    more = f"; and {len(found) - MOST} more" if len(found) > MOST else ""
    return (
        f"{each.slug}: version {each.version} was published on {each.on} and has been changed since: {named}{more}. "
        f"Put it back, move the class to versions/v{each.version}.py and write the change as a subclass with "
        f"version={each.version + 1}; while no case began under it, ./dienests procedures withdraw {each.slug} makes "
        "it a draft again."
    )
