"""The house as the architecture tests see it: its root, its files, its modules."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "dienests"
# Packages of the house that are no domains; every other package holds modules.
NO_DOMAINS = ("kernel", "site", "cli", "rulebooks")


def module_of(name: str) -> str | None:
    """Return the domain module that a dotted name lies in: `dienests.conduct.ethics_cases` for all its files."""
    parts = name.split(".")
    return ".".join(parts[:3]) if len(parts) >= 3 and parts[1] not in NO_DOMAINS else None


def modules() -> list[Path]:
    """Return the folders of all domain modules."""
    domains = [path for path in PACKAGE.iterdir() if (path / "__init__.py").exists() and path.name not in NO_DOMAINS]
    return sorted(path for domain in domains for path in domain.iterdir() if (path / "__init__.py").exists())


def sources() -> list[Path]:
    """Return every Python file of the package that people write: no tests, no migrations."""
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if not {"tests", "migrations"} & set(path.relative_to(PACKAGE).parts)
    ]


def repository() -> list[Path]:
    """Return every file of the repository, tracked or new; in an export without git, all but what runs make."""
    if not (ROOT / ".git").exists():
        return [path for path in sorted(ROOT.rglob("*")) if path.is_file() and not _is_made(path)]
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in files if path.is_file()]


def _is_made(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    made = path.suffix in (".pyc", ".mo", ".lock") and path.name != "procedures.lock"
    return made or any(
        part in ("build", "var", "__pycache__") or (part.startswith(".") and part != ".ci") for part in parts[:-1]
    )


def texts() -> list[Path]:
    """Return the files of the repository that people read: everything that is UTF-8 and not minified."""
    return [path for path in repository() if _is_text(path)]


def _is_text(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return ".min." not in path.name
