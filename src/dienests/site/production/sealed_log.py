"""The sealed log: whether its folder lies apart, whether it is sealed, and whether checkpoints leave the house."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from dienests.kernel.log.sealed import Unsealed
from dienests.kernel.mail import checkpoints
from dienests.kernel.tree import folder
from dienests.site.production.finding import Finding, judged

LATE, LONG_AGO = timedelta(hours=1), timedelta(days=3)


def apart(at: datetime) -> Iterator[Finding]:
    """Judge that one broken or forged disk does not hold both the log and what proves it."""
    place, data = _existing(Path(settings.LOG_DIR)), _existing(settings.DATA_DIR)
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        data = _existing(Path(settings.DATABASES["default"]["NAME"]).parent)
    yield judged(
        "log-apart", place.stat().st_dev != data.stat().st_dev, "The folder of the log lies on a disk of its own.",
        f"LOG_DIR ({settings.LOG_DIR}) lies on the disk of the database: what is lost or forged there takes the proof "
        "with it. Name a folder on another disk, and copy it elsewhere each day.",
        level="warning",
    )  # fmt: skip


def published(at: datetime) -> Iterator[Finding]:
    """Judge that acts are sealed and that somebody outside keeps checkpoints."""
    checkpoint, late = Path(settings.LOG_DIR) / folder.CHECKPOINT, at - LATE
    fresh = checkpoint.exists() and (
        not Unsealed.objects.exists() or checkpoint.stat().st_mtime > late.timestamp()
    )  # fmt: skip
    yield judged(
        "log-sealed", fresh, "Acts are sealed, and a checkpoint is published.",
        "Acts wait to be sealed, or nothing was ever published: see that ./dienests work --forever runs, and try "
        "./dienests log seal, which says what is wrong.",
    )  # fmt: skip
    sent = checkpoints.last_sent()
    yield judged(
        "log-mailed", sent is not None and sent > at - LONG_AGO, "Checkpoints leave the house by mail.",
        "No checkpoint was mailed in the last three days: set MAIL_URL and the parameter log.checkpoint.recipients, "
        "best to an auditor and to another institution.",
        level="warning",
    )  # fmt: skip


def _existing(place: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next(each for each in (place, *place.parents) if each.exists())
