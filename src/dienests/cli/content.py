"""What the database must hold before it is served: guard, official texts, demonstration, left-over effects, books."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import translation

from dienests.cli.failure import Failure
from dienests.kernel.access.demonstration import check_databases
from dienests.kernel.account.booking import book
from dienests.kernel.cases import outbox, searching
from dienests.kernel.parties.models import Institution
from dienests.kernel.search.entry import Entry
from dienests.site import demonstration


def bring(*, sources: Path | None, at: datetime) -> None:
    """Refuse a forbidden mixture, take in the texts, fill an empty database, carry out what a killed process left."""
    with translation.override("en"):
        forbidden = check_databases()
    if forbidden:
        raise Failure(forbidden)
    if settings.HTTPS and not Institution.objects.exists():
        raise Failure(
            "the database is empty, and a demonstration is never served to others: run ./dienests init first."
        )
    if not Institution.objects.exists():
        print("The database is empty: loading the demonstration, once.", flush=True)
        demonstration.load(at=at)
        demonstration.seal_past(at=at)
    if sources is not None:
        _import(sources, at)
    outbox.run_pending(at=at)
    book()
    if Entry.objects.exists():
        searching.keep_up()
    else:
        searching.rebuild()


def _import(sources: Path, at: datetime) -> None:
    from dienests.kernel.norms import outline  # noqa: PLC0415 - reads large texts, seldom needed
    from dienests.kernel.norms.command import import_command  # noqa: PLC0415 - see above

    texts = sorted(sources.glob("*.txt"))
    if not texts:
        raise Failure(f"the folder {sources} holds no official text; name the files <slug>.txt.")
    known = {act.slug for act in outline.acts()}
    for text in texts:
        if text.stem not in known:
            print(f"{text.name}: there is no outline of this act, so it is left out.", flush=True)
            continue
        with translation.override("en"):
            status, words = import_command(text, act=text.stem, at=at)
        if status:
            raise Failure(words)
        print(words, flush=True)
