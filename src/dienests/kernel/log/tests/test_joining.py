"""Joining an older copy: the tree goes on where it was published; lost entries stay lost, found ones keep places."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from dienests.kernel.log.events import Event, Head
from dienests.kernel.log.joining import Joined, join, stream_of
from dienests.kernel.log.origin import verifier_key
from dienests.kernel.log.refusals import SealingRefused
from dienests.kernel.log.sealed import Sealed, Tree, Unsealed
from dienests.kernel.log.sealing import seal
from dienests.kernel.log.streams import Stream, history
from dienests.kernel.log.tests.given import AT, a_stream, column, key, tamper
from dienests.kernel.log.verify import verify
from dienests.kernel.tree import folder
from dienests.kernel.tree.checkpoint import Checkpoint
from dienests.kernel.tree.notes import SigningKey, VerifierKey
from dienests.kernel.tree.tiles import TileBroken

pytestmark = pytest.mark.django_db(transaction=True)
SEALED, EVENT, INDEX = Sealed._meta.db_table, Event._meta.db_table, column("index")


def published() -> tuple[Checkpoint, VerifierKey]:
    signer = verifier_key()
    assert signer is not None
    last = folder.latest(Path(settings.LOG_DIR), signer)
    assert last is not None
    return last, signer


def joined(last: Checkpoint, signer: VerifierKey) -> Joined:
    return join(Path(settings.LOG_DIR), last, signer, at=AT, told={"made_at": "then"})


def go_back(size: int, *lost: Stream) -> None:
    """Let the database be an older copy: with so many sealed entries and without these streams."""
    gone = [row.event for row in Sealed.objects.filter(index__gte=size)]
    tamper(f"DELETE FROM {SEALED} WHERE {INDEX} >= %s", size)
    for stream in lost:
        tamper(f"DELETE FROM {EVENT} WHERE stream = %s", key(stream))
        Head.objects.filter(stream=stream.id).delete()
    there = Event.objects.filter(pk__in=gone).order_by("position").values_list("pk", flat=True)
    Unsealed.objects.bulk_create(Unsealed(event=event) for event in there)
    Tree.objects.update(published=size)


def places() -> dict[int, Any]:
    return dict(Sealed.objects.values_list("index", "event"))


def test_what_was_published_after_the_copy_is_lost_and_named_and_the_tree_goes_on() -> None:
    a_stream(5)
    seal(at=AT)
    lost = a_stream(300)
    seal(at=AT)
    last, signer = published()
    go_back(5, lost)
    with pytest.raises(SealingRefused, match="older copy"):
        seal(at=AT)
    made = joined(last, signer)
    assert (made.copied, made.published, made.lost, made.found) == (5, 305, 300, 0)
    a_stream(2)
    assert seal(at=AT).size == 308, "the event of the restore, and two more"
    walk = verify()
    assert (walk.breaks, walk.lost) == ([], list(range(5, 305)))
    (event,) = history(stream_of(last.origin))
    assert event.act == "restored"
    assert event.payload == {"made_at": "then", "copied": 5, "published": 305, "lost": 300, "found": 0}


def test_events_that_waited_in_the_copy_keep_the_places_under_which_they_were_published() -> None:
    a_stream(3)
    seal(at=AT)
    waited = a_stream(4)
    seal(at=AT)
    lost = a_stream(2)
    seal(at=AT)
    before, (last, signer) = places(), published()
    go_back(3, lost)
    made = joined(last, signer)
    assert (made.lost, made.found) == (2, 4)
    after = places()
    assert {index: after[index] for index in range(7)} == {index: before[index] for index in range(7)}
    assert not Unsealed.objects.filter(event__in=[each.pk for each in history(waited)]).exists()
    seal(at=AT)
    assert (verify().breaks, verify().lost) == ([], [7, 8])


def test_a_copy_from_before_the_first_seal_takes_over_name_and_key() -> None:
    stream = a_stream(3)
    seal(at=AT)
    last, signer = published()
    go_back(0)
    Tree.objects.all().delete()
    assert joined(last, signer).found == 3
    assert Tree.objects.get().origin == last.origin
    assert len(history(stream)) == 3
    seal(at=AT)
    assert verify().breaks == []


def test_a_copy_that_lacks_nothing_is_noted_and_whoever_sealed_then_is_gone() -> None:
    a_stream(3)
    seal(at=AT)
    last, signer = published()
    Tree.objects.update(held_until=AT)
    assert joined(last, signer).lost == 0
    assert not seal(at=AT).busy
    assert [each.act for each in history(stream_of(last.origin))] == ["restored"]


def test_a_copy_of_another_log_or_with_another_history_changes_nothing() -> None:
    a_stream(3)
    seal(at=AT)
    last, signer = published()
    other = SigningKey("elsewhere/log-000000", bytes(32)).verifier
    with pytest.raises(SealingRefused, match="another installation"):
        joined(Checkpoint(other.name, 3, last.root), other)
    tamper(f"UPDATE {SEALED} SET leaf = %s WHERE {INDEX} = 1", bytes(32))
    with pytest.raises(SealingRefused, match="not those that were published"):
        joined(last, signer)
    assert not Event.objects.filter(act="restored").exists()


def test_a_missing_tile_is_named_and_changes_nothing() -> None:
    a_stream(3)
    seal(at=AT)
    last, signer = published()
    go_back(1)
    for tile in (Path(settings.LOG_DIR) / "tile" / "0").rglob("3"):
        tile.unlink()
    with pytest.raises(TileBroken):
        joined(last, signer)
    assert Sealed.objects.count() == 1
