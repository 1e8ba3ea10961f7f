"""The settings and the machine: HTTPS, hosts, keys, disk, clock."""

import ctypes
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from dienests.kernel.calendar.moved_days import LATVIA_MOVED
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.files.scanner import scanner
from dienests.kernel.mail.server import server
from dienests.site.production.finding import Finding, judged

GIGABYTE = 1024**3
_KERNEL = ctypes.CDLL(None)


def settings_of_pages(at: datetime) -> Iterator[Finding]:
    """Judge what an operator sets for the pages."""
    yield judged(
        "https", settings.HTTPS, "HTTPS is on: cookies go over HTTPS only.",
        "HTTPS is off: passwords and cookies would travel in the open. Set HTTPS=1 behind a server that speaks HTTPS.",
    )  # fmt: skip
    hosts = set(settings.ALLOWED_HOSTS)
    yield judged(
        "hosts", bool(hosts - {"localhost", "127.0.0.1", "[::1]"}) and "*" not in hosts,
        "ALLOWED_HOSTS names the hosts of this site.",
        "ALLOWED_HOSTS names no public host, or all: set it to the names of this site, such as dienests.example.lv.",
    )  # fmt: skip
    wrong = _wrong(server, settings.MAIL_URL)
    right = "The mail server is set, or none is wanted."
    yield judged("mail", not wrong, right, f"{wrong} Nobody would be told by mail.")
    wrong = _wrong(scanner, settings.SCAN_URL)
    right = "The virus scanner is set, or none is wanted."
    yield judged("scanner", not wrong, right, f"{wrong} No file could be opened.")
    token = settings.METRICS_TOKEN
    yield judged(
        "metrics-token", not token or len(token) >= 24, "The figures are open to the token only, or to nobody.",
        "METRICS_TOKEN is short enough to be guessed: take at least 24 random characters.",
    )  # fmt: skip


def _wrong(read: Callable[[str], object], url: str) -> str:
    """Return what is wrong with an address; "" where it can be read."""
    try:
        read(url)
    except ImproperlyConfigured as wrong:
        return str(wrong)
    return ""


def keys(at: datetime) -> Iterator[Finding]:
    """Judge where the keys lie and who may read them."""
    place = Path(unquote(urlsplit(settings.KEY_URL).path))
    data = [settings.DATA_DIR, settings.DATA_DIR.parent / "backups"]
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        data.append(Path(settings.DATABASES["default"]["NAME"]).parent)
    inside = [folder for folder in data if place.resolve().is_relative_to(folder.resolve())]
    yield judged(
        "keys-apart", not inside, "The keys lie apart from the database and its copies.",
        f"The keys in {place} lie within {inside[0] if inside else ''}: a copy of that folder would open every "
        "personal code. Move them and name the new folder in KEY_URL.",
    )  # fmt: skip
    yield judged(
        "keys-there", (place / "pages-sign.key").exists(), "The key store holds its keys.",
        f"The key store {place} holds no key yet: start ./dienests up once, then keep a copy of it apart.",
    )  # fmt: skip
    open_ = sorted(str(path) for path in _store(place) if stat.S_IMODE(path.stat().st_mode) & 0o077)
    yield judged(
        "keys-closed", not open_, "Only their owner reads the keys.",
        f"Others may read {', '.join(open_[:3])}: run chmod 700 on the folder and chmod 600 on the keys.",
    )  # fmt: skip


def _store(place: Path) -> list[Path]:
    return [place, *place.glob("*.key")] if place.is_dir() else []


def machine(at: datetime) -> Iterator[Finding]:
    """Judge disk, clock and time zone."""
    free = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else Path("/")).free
    words = f"{free / GIGABYTE:.1f} GB are free where the data lie"
    if free < GIGABYTE:
        yield Finding("disk", "error", f"{words}: make room before acts are refused.")
    else:
        low = f"{words}: make room in time."
        yield judged("disk", free >= 5 * GIGABYTE, f"{words}.", low, level="warning")
    try:
        there = ZoneInfo(settings.TIME_ZONE).utcoffset(at) is not None
    except ZoneInfoNotFoundError:
        there = False
    lost = "The time zone Europe/Riga is missing: install tzdata."
    yield judged("time-zone", there, "The time zone of Latvia is known.", lost)
    yield judged(
        "clock", _synchronised(), "The clock is kept by a time server.",
        "The clock is kept by no time server: terms would begin on wrong days. Switch it on: timedatectl set-ntp true.",
        level="warning",
    )  # fmt: skip


def _synchronised() -> bool:
    """Ask the kernel whether something steers its clock (Linux; elsewhere nobody can tell)."""
    if sys.platform != "linux":
        return True
    asked = ctypes.create_string_buffer(256)  # struct timex with modes = 0 only reads
    unsynchronised = 5
    return bool(_KERNEL.adjtimex(asked) != unsynchronised)


def moved_days(at: datetime) -> Iterator[Finding]:
    """Judge whether the moved working days of the coming year are known to this version."""
    year = local_date(at).year + 1
    due = local_date(at) >= date(year - 1, 7, 1)
    yield judged(
        "moved-days", not due or year in LATVIA_MOVED, "The moved working days are known as far as they are published.",
        f"The moved working days of {year} are not in this version: terms that reach into {year} are shown as "
        "provisional. Upgrade once a version brings them.",
        level="warning",
    )  # fmt: skip
