"""Compiling catalogues: .po files are kept in the repository, .mo files are made from them when they are older."""

import os
from pathlib import Path

from dienests.site.i18n.places import PARTS, catalogue


def compile_changed() -> list[Path]:
    """Compile every catalogue that is newer than its compiled form; return the files that were written."""
    return [_compile(source) for source in map(catalogue, PARTS) if source.exists() and _is_stale(source)]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - costs a start nothing when no catalogue changed
    from babel.messages.pofile import read_po  # noqa: PLC0415 - see above

    with source.open("rb") as texts:
        messages = read_po(texts, abort_invalid=True)
    compiled = source.with_suffix(".mo")
    # Two starts at the same moment must not leave a half-written file.
    part = compiled.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as out:
        write_mo(out, messages)
    part.replace(compiled)
    return compiled
