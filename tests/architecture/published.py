"""The migrations that are published, with their digests: `python -m tests.architecture.published` adds the new ones."""

import hashlib
from pathlib import Path

from tests.architecture.house import PACKAGE

LIST = Path(__file__).with_name("migrations.txt")


def digests() -> dict[str, str]:
    """Return the digest of every migration in the package by its path."""
    return {
        path.relative_to(PACKAGE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(PACKAGE.rglob("migrations/0*.py"))
        if "tests" not in path.relative_to(PACKAGE).parts
    }


def listed() -> dict[str, str]:
    """Return what the list says."""
    pairs = (line.split("  ", 1) for line in LIST.read_text(encoding="utf-8").splitlines())
    return {path: digest for digest, path in pairs}


if __name__ == "__main__":
    both = digests() | listed()
    LIST.write_text("".join(f"{both[path]}  {path}\n" for path in sorted(both)), encoding="utf-8")
