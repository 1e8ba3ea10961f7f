"""Loading a copy, in an order in which nothing erased is ever served: marked, loaded, cleaned, joined, verified, freed.

Each step may be repeated: a restore that was stopped anywhere goes on when it is said again.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from dienests.cli import migrating
from dienests.cli.backups import contents, making, mark, postgresql, published, sqlite
from dienests.cli.backups.preflight import Plan
from dienests.cli.failure import Failure
from dienests.kernel.access.open_session import OpenSession
from dienests.kernel.cases import searching
from dienests.kernel.files import storing
from dienests.kernel.log.joining import join
from dienests.kernel.log.origin import KEY
from dienests.kernel.log.refusals import SealingRefused
from dienests.kernel.log.sealing import seal
from dienests.kernel.log.verify import verify
from dienests.kernel.retention.reapplying import reapply

Tell = Callable[[str], None]


def restore(plan: Plan, *, at: datetime, tell: Tell) -> None:
    """Do everything that is left to do; raises a Failure, and leaves the database marked, when the log is broken."""
    if not plan.loaded:
        _load(plan)
    put = contents.load(plan.folder, plan.manifest.files)
    tell(f"Loaded: the database of {plan.manifest.made_at}, {put} files.")
    count = migrating.apply()
    if count:
        tell(f"Brought to this version: {count} migrations.")
    if not plan.joined:
        _clean(plan, at=at, tell=tell)
        _join(plan, at=at, tell=tell)
    # A restore that goes on put contents back that the one before had taken out.
    storing.sweep(at=at, alone=True)
    making.database().tidy()
    _seal(plan, at=at, tell=tell)
    found = verify()
    if found.breaks:
        raise Failure(
            f"the restored log is broken, {len(found.breaks)} times; first: {found.breaks[0]}. It is not served; take "
            "another copy."
        )
    mark.lift()
    tell(f"Verified: {found.events} events in {found.streams} streams and the tree over them. Start: ./dienests up")


def _load(plan: Plan) -> None:
    place, digest = plan.folder / plan.manifest.database.path, plan.manifest.digest()
    if plan.manifest.vendor == "sqlite":
        sqlite.load(place, digest=digest)
    else:
        mark.put(digest)
        postgresql.load(place, grants=plan.grants)


def _clean(plan: Plan, *, at: datetime, tell: Tell) -> None:
    """Take out what was erased since, the keys too that lie in a restored key store, and end what was signed in."""
    done = reapply(plan.lines, at=at)
    OpenSession.objects.all().delete()
    Session.objects.all().delete()
    if plan.lines:
        searching.rebuild()
    what = ", ".join(f"{count} {kind}" for kind, count in sorted(done.done.items()) if count)
    tell(f"Erased again, by the list of {len(plan.lines)} lines: {what or 'nothing that this copy held'}.")
    for sentence in done.refused:
        tell(sentence)


@transaction.atomic
def _join(plan: Plan, *, at: datetime, tell: Tell) -> None:
    last, key = published.checkpoint()
    told = {"copy": plan.manifest.digest(), "made_at": plan.manifest.made_at, "keys_missing": len(plan.keys)}
    try:
        joined = join(Path(settings.LOG_DIR), last, key, at=at, told=told)
    except SealingRefused as why:
        raise Failure(str(why)) from None
    mark.reached(mark.JOINED)
    if joined.lost:
        tell(
            f"The copy is older than the last checkpoint: {joined.lost} events are lost; their places in the log stay, "
            "and the log says so for ever."
        )


def _seal(plan: Plan, *, at: datetime, tell: Tell) -> None:
    """Publish the event of the restore; a log whose key is lost for good can only be read from now on."""
    try:
        seal(at=at)
    except SealingRefused as why:
        if KEY not in plan.keys:
            raise Failure(str(why)) from None
        tell(str(why))
