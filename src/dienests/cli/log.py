"""`./dienests log seal | verify | receipt EVENT | key | copy DIR`: the sealed log from the command line.

`seal` gives every waiting act its place and signs a checkpoint, `verify` names every break, `receipt` writes the proof
of one act, `key` says how others check our signatures, `copy` copies the log for the stand-alone verifier.
"""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import django
from django.utils import translation

from dienests.cli.failure import Failure


def run(arguments: list[str]) -> int:
    """Do what is asked; return 1 when the log is broken."""
    options = _options(arguments)
    django.setup()
    commands = {"seal": _seal, "verify": _verify, "receipt": _receipt, "key": _key, "copy": _copy}
    with translation.override("en"):
        return commands[options.command](options)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dienests log", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    sealing = commands.add_parser(
        "seal", help="seal what waits and publish a checkpoint, as the worker does each minute"
    )
    sealing.add_argument("--rebuild", action="store_true", help="write LOG_DIR anew after it was lost for good")
    verifying = commands.add_parser("verify", help="tell every break in the log")
    verifying.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, help="one for each core unless you say"
    )
    receipt = commands.add_parser("receipt", help="write the receipt of one act")
    receipt.add_argument("event", type=UUID, help="the id of the event")
    receipt.add_argument("--with-content", action="store_true", help="what was written, too: only for who may read it")
    receipt.add_argument("--text", action="store_true", help="the short form that fits a letter")
    commands.add_parser("key", help="print the key that checks the signatures of this log, and its fingerprint")
    copying = commands.add_parser("copy", help="copy the log into a new folder, for verifier/verify_evidence.py")
    copying.add_argument("folder", type=Path)
    copying.add_argument("--without-content", action="store_true", help="who, when and what, not the words: for others")
    return parser.parse_args(arguments)


def _seal(options: argparse.Namespace) -> int:
    from dienests.kernel.log.refusals import SealingRefused  # noqa: PLC0415 - models only after Django is set up
    from dienests.kernel.log.sealing import seal  # noqa: PLC0415 - see above

    try:
        done = seal(at=datetime.now(UTC), rebuild=options.rebuild)
    except SealingRefused as refused:
        raise Failure(str(refused)) from None
    if done.busy:
        raise Failure("another process is sealing; nothing was done here.")
    print(f"{done.sealed} acts sealed; {done.size} entries in the tree")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from dienests.kernel.log.verify import verify  # noqa: PLC0415 - models can be loaded only after Django is set up

    walk = verify(processes=max(1, options.processes))
    for broken in walk.breaks:
        print(broken, file=sys.stderr)
    print(f"{walk.events} events in {walk.streams} streams, {len(walk.breaks)} breaks")
    if walk.entries:
        print(f"{walk.entries} entries in the tree, {walk.published} of them under {walk.checkpoints} checkpoints")
    if walk.lost:
        print(f"{len(walk.lost)} entries were lost with a restored older copy: {_ranges(walk.lost)}")
    if walk.erased:
        print(f"the content of {walk.erased} events was erased; that they happened stays proven")
    return 1 if walk.breaks else 0


def _ranges(numbers: list[int]) -> str:
    """Return numbers as ranges: 3-7, 12."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def _receipt(options: argparse.Namespace) -> int:
    from dienests.kernel.log.events import Event  # noqa: PLC0415 - models can be loaded only after Django is set up
    from dienests.kernel.log.receipts import receipt_of  # noqa: PLC0415 - see above
    from dienests.kernel.log.refusals import NotSealed, TreeBroken  # noqa: PLC0415 - see above

    try:
        found = receipt_of(options.event, with_content=options.with_content)
    except Event.DoesNotExist:
        raise Failure(f"there is no event {options.event}.") from None
    except (NotSealed, TreeBroken) as refused:
        raise Failure(str(refused)) from None
    sys.stdout.write(found.text() if options.text else found.json())
    return 0


def _key(_options: argparse.Namespace) -> int:
    from dienests.kernel.log.origin import verifier_key  # noqa: PLC0415 - models only after Django is set up

    key = verifier_key()
    if key is None:
        raise Failure("this log has no key yet; it is made at the first seal: ./dienests log seal")
    print(f"{key}\nfingerprint (SHA-256 of the public key): {key.fingerprint}")
    return 0


def _copy(options: argparse.Namespace) -> int:
    from dienests.kernel.log import copying  # noqa: PLC0415 - models can be loaded only after Django is set up

    try:
        made = copying.copy(options.folder, with_content=not options.without_content)
    except copying.CopyRefused as refused:
        raise Failure(str(refused)) from None
    print(f"{made.acts} acts copied to {options.folder}, {made.waiting} of them not yet sealed, {made.lost} lost")
    print(f"check them: python3 verify_evidence.py log {options.folder}")
    return 0
