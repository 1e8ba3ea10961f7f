"""The audit of the tree names whatever was changed, removed or moved: entry, event, queue, tile, checkpoint, key."""

import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.utils.timezone import localtime

from dienests.cli import log as command
from dienests.kernel.keys import store
from dienests.kernel.log import tree_audit
from dienests.kernel.log.append_only import TABLE
from dienests.kernel.log.canonical import NOTHING
from dienests.kernel.log.entry import leaf_of
from dienests.kernel.log.events import Event, Head
from dienests.kernel.log.joining import stream_of
from dienests.kernel.log.origin import signing_key, verifier_key
from dienests.kernel.log.sealed import Sealed, Tree, Unsealed
from dienests.kernel.log.sealing import seal
from dienests.kernel.log.streams import Stream, append, history
from dienests.kernel.log.tests.given import AT, a_stream, column, key, tamper
from dienests.kernel.log.verify import verify
from dienests.kernel.tree.checkpoint import Checkpoint, opened
from dienests.kernel.tree.notes import SigningKey, VerifierKey

pytestmark = pytest.mark.django_db(transaction=True)
SEALED, UNSEALED = Sealed._meta.db_table, Unsealed._meta.db_table


def found() -> list[str]:
    """Return every break as it is told."""
    return [str(each) for each in verify().breaks]


def told(*words: str) -> bool:
    """Tell whether one break holds all these words."""
    return any(all(word in each for word in words) for each in found())


@pytest.fixture(autouse=True)
def _in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 323 entries be read in parts, flawless ones and others, as a million are."""
    monkeypatch.setattr(tree_audit, "AT_ONCE", 50)


@pytest.fixture(autouse=True)
def _sealed() -> None:
    """Seal 300 events on one day, 20 on the next, and let 3 wait."""
    for _stream in range(3):
        a_stream(100)
    seal(at=AT)
    for _stream in range(2):
        a_stream(10)
    seal(at=AT + timedelta(days=1))
    a_stream(3)


def test_what_was_sealed_holds() -> None:
    walk = verify()
    assert (walk.breaks, walk.events, walk.entries, walk.published, walk.checkpoints) == ([], 323, 320, 320, 3)
    seal(at=AT + timedelta(days=2))
    assert verify().breaks == []


def test_who_acted_changed_with_every_hash_after_it_made_anew_is_found() -> None:
    """Whoever has database and code can write a chain that is sound in itself; the tree tells the difference."""
    stream = Event.objects.get(pk=Sealed.objects.get(index=5).event).stream
    events = list(Event.objects.filter(stream=stream).order_by("position"))
    previous = NOTHING
    for event in events:
        event.at -= timedelta(days=3)
        event.previous = previous
        names = ("stream_kind", "stream", "version", "digest", "at", "mandate", "participant", "act", "basis")
        event.leaf = previous = leaf_of(
            **{name: getattr(event, name) for name in names}, from_state=event.from_state, to_state=event.to_state,
            commitment=bytes(event.commitment), previous=event.previous,
        )  # fmt: skip
        tamper(
            f"UPDATE {TABLE} SET at = %s, previous = %s, leaf = %s WHERE stream = %s AND position = %s",
            Event._meta.get_field("at").get_db_prep_save(event.at, connection), event.previous, event.leaf,
            Event._meta.get_field("stream").get_db_prep_value(stream, connection), event.position,
        )  # fmt: skip
    Head.objects.filter(stream=stream).update(leaf=previous)
    breaks = verify().breaks
    assert len(breaks) == len(events)
    assert all("it is not the entry that was sealed" in str(each) for each in breaks)
    tamper(
        f"UPDATE {SEALED} SET leaf = (SELECT e.leaf FROM {TABLE} e WHERE e.id = {SEALED}.event) WHERE event IN "
        f"(SELECT e.id FROM {TABLE} e WHERE e.stream = %s)",
        Event._meta.get_field("stream").get_db_prep_value(stream, connection),
    )  # fmt: skip
    assert told("entry 5", "its leaf is not the one that was published")
    assert told("checkpoint", "the first 320 entries are not those over which it was signed")


def test_tiles_that_were_made_anew_as_well_are_found_by_the_checkpoints() -> None:
    tamper(f"""UPDATE {SEALED} SET leaf = (SELECT leaf FROM {SEALED} s WHERE s."index" = 6) WHERE "index" = 5""")
    shutil.rmtree(settings.LOG_DIR / "tile")
    from dienests.kernel.log.taking import leaves
    from dienests.kernel.tree import folder
    from dienests.kernel.tree.tiles import grown

    folder.write(settings.LOG_DIR, grown(settings.LOG_DIR, 0, leaves(0, 320)))
    assert told("checkpoints/2026-03-29", "the first 300 entries are not those over which it was signed")


def test_entries_that_changed_places_are_found() -> None:
    for old, new in ((299, 999), (300, 299), (999, 300)):
        tamper(f'UPDATE {SEALED} SET "index" = %s WHERE "index" = %s', new, old)
    assert told("entry 299", "its leaf is not the one that was published")
    assert told("entry 300", "its leaf is not the one that was published")


def test_a_removed_entry_is_found() -> None:
    tamper(f'DELETE FROM {SEALED} WHERE "index" = 17')
    assert told("entry 17", "it is missing")
    assert told("it is neither sealed nor does it wait to be sealed")


def test_a_removed_event_is_found_by_its_entry() -> None:
    event = Sealed.objects.get(index=299).event
    tamper(f"DELETE FROM {TABLE} WHERE id = %s", Event._meta.pk.get_db_prep_value(event, connection))
    assert told("entry 299", "its event was removed")


def test_a_whole_stream_that_was_removed_is_found_by_its_entries() -> None:
    stream = Event.objects.get(pk=Sealed.objects.get(index=310).event).stream
    prepared = Event._meta.get_field("stream").get_db_prep_value(stream, connection)
    tamper(f"DELETE FROM {TABLE} WHERE stream = %s", prepared)
    Head.objects.filter(stream=stream).delete()
    assert sum("its event was removed" in each for each in found()) == 10


def test_an_event_that_waited_and_was_removed_is_found() -> None:
    stream = a_stream(1)
    tamper(f"DELETE FROM {TABLE} WHERE stream = %s", key(stream))
    Head.objects.filter(stream=stream.id).delete()
    assert told("it was removed before it was sealed")


def test_an_event_that_was_kept_from_the_queue_is_found() -> None:
    event = history(a_stream(1))[0]
    Unsealed.objects.filter(event=event.pk).delete()
    assert told(str(event.stream), "it is neither sealed nor does it wait to be sealed")


def test_an_event_that_waits_is_guarded_by_its_chain() -> None:
    stream = a_stream(3)
    tamper(f"UPDATE {TABLE} SET act = 'forged' WHERE stream = %s AND position = 2", key(stream))
    assert told(f"{stream.id}, event 2", "who, when, what or why was changed")


def test_a_shrunken_log_is_found() -> None:
    tamper(f'DELETE FROM {SEALED} WHERE "index" >= 300')
    assert told("checkpoint: it covers 320 entries, but only 300 are there: the log was cut off")
    assert not told("checkpoints/2026-03-29")


@pytest.mark.parametrize("tile", ["tile/0/000", "tile/0/001.p/64", "tile/1/000.p/1"])
def test_a_changed_cut_or_missing_tile_is_named(tile: str) -> None:
    place: Path = settings.LOG_DIR / tile
    content = place.read_bytes()
    place.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert told(tile, "the tile does not hold what the entries make")
    place.write_bytes(content[:-1])
    assert told(tile, "the tile is missing or cut")
    place.unlink()
    assert told(tile, "the tile is missing or cut")


def _write(name: str, note: str) -> None:
    (settings.LOG_DIR / name).write_text(note)


@pytest.mark.parametrize("name", ["checkpoint", "checkpoints/2026-03-29"])
def test_a_changed_checkpoint_is_named(name: str) -> None:
    note = (settings.LOG_DIR / name).read_text()
    _write(name, note.replace("\n3", "\n2"))
    assert told(name, "does not fit the text")
    _write(name, "nothing")
    assert told(name, "no signed note")


def test_a_checkpoint_with_another_key_or_of_another_log_is_named() -> None:
    own = verifier_key()
    assert own is not None
    last = opened((settings.LOG_DIR / "checkpoint").read_text(), own)
    _write("checkpoints/2026-03-29", last.signed(SigningKey(own.name, b"x" * 32)))
    assert told("checkpoints/2026-03-29", "bears no signature of the key")
    _write("checkpoints/2026-03-29", last.signed(SigningKey("other.example/log-000000", b"x" * 32)))
    assert told("checkpoints/2026-03-29", "bears no signature of the key")


def test_a_forked_checkpoint_of_our_own_key_is_named() -> None:
    """Whoever stole the key can sign what never was."""
    tree = Tree.objects.get()
    forked = Checkpoint(tree.origin, 300, b"x" * 32).signed(signing_key(tree))
    _write("checkpoints/2026-03-29", forked)
    assert told("checkpoints/2026-03-29", "the first 300 entries are not those over which it was signed")
    _write("checkpoints/2026-03-29", Checkpoint(tree.origin, 400, b"x" * 32).signed(signing_key(tree)))
    assert told("checkpoints/2026-03-29", "it covers 400 entries, more than the last checkpoint")


def test_a_checkpoint_that_is_lost_or_was_put_back_is_named() -> None:
    earlier = (settings.LOG_DIR / "checkpoints/2026-03-29").read_text()
    _write("checkpoint", earlier)
    assert told("checkpoint", "320 entries were published, but the last checkpoint is lost or an older one")
    (settings.LOG_DIR / "checkpoint").unlink()
    assert told("checkpoint", "320 entries were published, but the last checkpoint is lost or an older one")


def test_another_published_key_is_named() -> None:
    _write("key", "other+00000000+AA==\n")
    assert told("key", "the published key is not the key of this log")


def test_the_row_about_the_tree_cannot_be_taken_away() -> None:
    row = Tree.objects.values().get()
    Tree.objects.all().delete()
    assert told("the row about the tree: it was removed, although acts were sealed")
    shutil.rmtree(settings.LOG_DIR)
    [named] = found()
    assert named.endswith("although acts were sealed: nothing that was published could be compared")
    Tree.objects.create(**row)
    assert not told("the row about the tree")


@pytest.mark.parametrize("name", ["key", "checkpoint"])
def test_a_published_log_without_any_row_is_named(name: str) -> None:
    tamper(f"DELETE FROM {SEALED}")
    Tree.objects.all().delete()
    kept = (settings.LOG_DIR / name).read_text()
    shutil.rmtree(settings.LOG_DIR)
    assert not told("the row about the tree")
    settings.LOG_DIR.mkdir()
    _write(name, kept)
    assert told("the row about the tree: it was removed")


def test_a_key_that_is_not_that_of_the_key_store_is_named() -> None:
    """Whoever has the database and the folder can sign the log anew with a key of his own."""
    tree = Tree.objects.get()
    other = SigningKey(tree.origin, b"x" * 32)
    Tree.objects.update(key=str(other.verifier))
    last = opened((settings.LOG_DIR / "checkpoint").read_text(), VerifierKey.read(tree.key))
    shutil.rmtree(settings.LOG_DIR / "checkpoints")
    _write("checkpoint", last.signed(other))
    _write("key", f"{other.verifier}\n")
    assert found() == ["the key in the database: it is not the key in the key store, with which this log signs"]


def test_an_audit_without_the_key_store_compares_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "existing", lambda _name: None)
    assert found() == []


def _lose(index: int) -> None:
    """Remove the event of an entry, the last of its stream, and mark its place as a restore would."""
    event = Sealed.objects.get(index=index).event
    stream = Event.objects.get(pk=event).stream
    tamper(f'UPDATE {SEALED} SET event = NULL WHERE "index" = %s', index)
    tamper(f"DELETE FROM {TABLE} WHERE id = %s", Event._meta.pk.get_db_prep_value(event, connection))
    last = Event.objects.filter(stream=stream).order_by("-position")[0]
    Head.objects.filter(stream=stream).update(position=last.position, leaf=last.leaf)


def _say(**told: Any) -> None:
    payload = {"copied": 319, "published": 320, "lost": 1, "found": 0} | told
    append(stream=stream_of(Tree.objects.get().origin), act="restored", at=AT, payload=payload)


def test_lost_entries_are_told_for_ever_and_are_no_break(capsys: pytest.CaptureFixture[str]) -> None:
    """As `restore` writes them: the leaf was published, the older copy has no event for it, and an act says so."""
    _lose(319)
    _say()
    walk = verify()
    assert (walk.breaks, walk.lost) == ([], [319])
    assert command.run(["verify"]) == 0
    assert "1 entries were lost with a restored older copy: 319" in capsys.readouterr().out


def test_a_removed_event_whose_place_is_marked_as_lost_is_a_break_unless_a_restore_admits_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _lose(319)
    named = "entry {}: it is marked as lost with a restored copy, but no act of the log says so"
    assert found() == [named.format(319)]
    assert command.run(["verify"]) == 1
    assert "were lost with a restored older copy" not in capsys.readouterr().out
    append(stream=Stream("matter", uuid4()), act="restored", at=AT, payload={"copied": 0, "published": 320, "lost": 9})
    _say(published=319)
    _say(lost=0)
    _say(lost="many")
    assert found() == [named.format(319)]
    _say()
    _lose(309)
    assert found() == [named.format(309)]


def test_a_restore_admits_no_more_than_it_told() -> None:
    _lose(319)
    _lose(318)
    _say(copied=310)
    assert len(found()) == 2
    _say(copied=310, lost=2)
    assert found() == []


def test_a_walk_in_two_processes_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dienests.kernel.log.stretches.WORTH_A_PROCESS", 10)
    stream = a_stream(30)
    walk = verify(processes=3)
    assert (walk.events, walk.streams, walk.breaks) == (353, 7, [])
    tamper(f"UPDATE {TABLE} SET {column('act')} = 'forged' WHERE stream = %s AND position = 30", key(stream))
    [broken] = verify(processes=3).breaks
    assert "who, when, what or why was changed" in str(broken)


def test_the_commands_seal_show_the_key_and_write_a_receipt(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["seal"]) == 0
    assert capsys.readouterr().out == "3 acts sealed; 323 entries in the tree\n"
    assert command.run(["key"]) == 0
    assert capsys.readouterr().out.startswith(f"{verifier_key()}\nfingerprint")
    event = Sealed.objects.get(index=322).event
    assert command.run(["receipt", str(event), "--text"]) == 0
    assert capsys.readouterr().out.startswith("c2sp.org/tlog-proof@v1\n")
    assert command.run(["verify"]) == 0
    assert "323 entries in the tree, 323 of them under 4 checkpoints" in capsys.readouterr().out


KILLED = """
import os, signal, sys
from datetime import datetime
import django
django.setup()
from django.conf import settings
from pathlib import Path
from dienests.kernel.log.sealing import seal
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.LOG_DIR = Path(sys.argv[2])
left = [int(sys.argv[3])]
def killing(plain):
    def run(*args, **more):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(*args, **more)
    return run
os.fsync, Path.replace = killing(os.fsync), killing(Path.replace)
seal(at=datetime.fromisoformat(sys.argv[4]))
"""


@pytest.mark.parametrize("steps", [0, 1, 3, 4, 5, 6, 7, 8, 9])
def test_a_sealer_that_is_killed_in_earnest_leaves_nothing_half_done(steps: int) -> None:
    at = AT + timedelta(days=2)
    a_stream(300)
    before = (settings.LOG_DIR / "checkpoint").read_text()
    words = [str(connection.settings_dict["NAME"]), str(settings.LOG_DIR), str(steps), at.isoformat()]
    done = subprocess.run([sys.executable, "-c", KILLED, *words], env=_environment(), check=False, timeout=120)
    assert done.returncode in (-signal.SIGKILL, 0)
    if steps == 0:
        assert done.returncode == -signal.SIGKILL
        assert (settings.LOG_DIR / "checkpoint").read_text() == before
    assert verify().breaks == []
    assert not seal(at=at + timedelta(minutes=6)).busy
    walk = verify()
    assert (walk.breaks, walk.entries, walk.published) == ([], 623, 623)
    assert localtime(at).date().isoformat() in {each.name for each in (settings.LOG_DIR / "checkpoints").iterdir()}


def _environment() -> dict[str, Any]:
    path = os.pathsep.join(each for each in sys.path if each)
    return os.environ | {"DJANGO_SETTINGS_MODULE": "dienests.site.settings", "PYTHONPATH": path}
