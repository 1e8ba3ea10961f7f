"""`./dienests import FILE --office SLUG --basis ORDER --key KEY [--dry-run]`: takes in a case from elsewhere."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.utils import translation

from dienests.cli.failure import Failure

MOST = 1 << 30


def run(arguments: list[str]) -> int:
    """Verify an archive, tell what it holds, and keep it unless this is a dry run."""
    options = _options(arguments)
    try:
        with options.file.open("rb") as file:
            content = file.read(MOST + 1)
    except FileNotFoundError:
        raise Failure(f"there is no file {options.file}; name the archive.") from None
    if len(content) > MOST:
        raise Failure(f"{options.file} is larger than 1 GB; no case is.")
    django.setup()
    with translation.override("en"):
        return _import(options, content)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dienests import", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", help="public key of the log it comes from, text or file: not the one in the archive")
    parser.add_argument("--office", default="", help="slug of the office that is to read the case")
    parser.add_argument("--basis", default="", help="the order or norm on which it is taken in")
    parser.add_argument("--institution", default="", help="its short name, where there are several")
    parser.add_argument("--dry-run", action="store_true", help="only verify, and tell what would happen")
    return parser.parse_args(arguments)


def _import(options: argparse.Namespace, content: bytes) -> int:
    # These read models, so they can be imported only after Django was set up.
    from dienests.cli.staffing import institution_of  # noqa: PLC0415 - see above
    from dienests.kernel.archive import importing, verification  # noqa: PLC0415 - see above
    from dienests.kernel.log.entry import SYSTEM  # noqa: PLC0415 - see above

    place = institution_of(options.institution)
    try:
        archive = verification.verified(content, key=options.key, name=options.file.name)
        _tell(archive)
        known = importing.same(place, content)
        if known is not None:
            print(f"taken in before, on {known.at:%Y-%m-%d}; nothing was changed")
            return 0
        for each in importing.earlier(place, archive):
            print(f"another archive of this case, {each.acts} acts, came in on {each.at:%Y-%m-%d}; both are kept")
        if options.dry_run:
            print("dry run: nothing was kept")
            return 0
        _asked(options, archive)
        kept = importing.take_in(
            institution=place, office=options.office, archive=archive, basis=options.basis, by=SYSTEM,
            at=datetime.now(UTC),
        )  # fmt: skip
    except verification.ArchiveRefused as refused:
        raise Failure("\ndienests: ".join(refused.sentences)) from None
    print(f"kept for the office {kept.office}; SHA-256 {kept.sha256}")
    return 0


def _tell(archive: Any) -> None:
    from dienests.kernel.procedures.registry import declared  # noqa: PLC0415 - see above

    case, procedure = archive.case, archive.case["procedure"]
    known = {(each.slug, each.version) for each in declared()}
    print(f"{case['number']} of {case['institution']['name']}: {case['words']['en']['title']}, {archive.acts} acts")
    print(f"log {archive.origin}, {archive.size} acts under the checkpoint; everything agrees")
    here = "known here" if (procedure["slug"], procedure["version"]) in known else "not known here"
    print(f"procedure {procedure['slug']}, version {procedure['version']}: {here}")
    for note in archive.notes:
        print(note)


def _asked(options: argparse.Namespace, archive: Any) -> None:
    if not archive.compared:
        raise Failure(
            f"compare this key with one that you got elsewhere, and give it by --key, else a forger's would do: "
            f"{archive.key}"
        )
    if not options.office or not options.basis:
        raise Failure("say by --office who is to read the case, and by --basis why it is taken in.")
