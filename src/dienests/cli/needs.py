"""What the tests need beside Python packages, such as Chromium; brought by apt on Debian, else named."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from dienests.cli import postgres

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """Return the program of an installed Chromium, or None."""
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


def missing() -> dict[str, str]:
    """Return what is not installed: the name of Debian's package, and the tests that cannot run without it."""
    found: dict[str, str] = {}
    if chromium() is None:
        found["chromium"] = "the tests in a browser"
    if postgres.programs() is None:
        found["postgresql"] = "the run on PostgreSQL"
    if shutil.which("pdfsig") is None:
        found["poppler-utils"] = "the test of our seals by another reader"
    return found


def bring() -> dict[str, str]:
    """Install what is missing where that is possible; say what is still missing and what is skipped, and return it."""
    absent = missing()
    if absent and os.getuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get"):
        print(f"Installing {' and '.join(absent)} with apt-get, once.", flush=True)
        _apt("update")
        _apt("install", "-y", "--no-install-recommends", *absent)
        absent = missing()
    for package, tests in absent.items():
        print(
            f"dienests: {package} is missing, so {tests} are skipped (apt-get install {package})",
            file=sys.stderr,
        )
    return absent


def _apt(*words: str) -> None:
    surroundings = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", "-qq", *words], env=surroundings, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        print(f"dienests: apt-get {words[0]} failed; its message stands above.", file=sys.stderr)
