"""One URL names the database: `sqlite:///path` (the embedded default) or `postgresql://user:password@host:port/name`."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# WAL lets readers work beside one writer; FULL makes an acknowledged act survive a power cut.
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA mmap_size=268435456; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY"
)


def configuration(url: str, data_dir: Path) -> dict[str, Any]:
    """Return Django's settings of the database that `url` names; an empty url is the embedded database in `data_dir`.

    Raises ValueError with one sentence when the url names no database that Dienests knows.
    """
    parts = urlsplit(url or f"sqlite:///{data_dir / 'dienests.sqlite3'}")
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path)[1:] if parts.path.startswith("//") else unquote(parts.path))
    if parts.scheme in ("postgresql", "postgres"):
        return _postgresql(parts)
    raise ValueError(
        f"DATABASE_URL begins with '{parts.scheme}:', which is no database that Dienests knows; "
        "write sqlite:///path/to/file or postgresql://user:password@host:port/name."
    )


def _sqlite(path: str) -> dict[str, Any]:
    if not path.strip("/"):
        raise ValueError("DATABASE_URL names SQLite without a file; write sqlite:///path/to/file.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": SQLITE_START},
    }


def _postgresql(parts: Any) -> dict[str, Any]:
    if not parts.path.strip("/"):
        raise ValueError("DATABASE_URL names no database; write postgresql://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)) | {"connect_timeout": 5},
    }
