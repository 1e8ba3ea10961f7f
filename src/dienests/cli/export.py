"""`./dienests export CASE [--out FILE] [--by LOGIN] [--institution SLUG]`: a case in one file that proves itself."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.utils import translation

from dienests.cli.failure import Failure


def run(arguments: list[str]) -> int:
    """Write the archive of a case, as its institution may hand it on or as an official may read it."""
    options = _options(arguments)
    django.setup()
    with translation.override("en"):
        archive = _made(options)
    out = options.out or Path(archive.name)
    try:
        # It holds personal data, and what was written down once is not written over.
        with open(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(archive.content)
    except FileExistsError:
        raise Failure(f"{out} is there already; name another file by --out.") from None
    print(f"{out}: {archive.acts} acts, SHA-256 {archive.sha256}")
    print(f"check it: python3 verify_evidence.py case {out}")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dienests export", description=__doc__)
    parser.add_argument("case", help="its number in the register")
    parser.add_argument("--out", type=Path, help="the file to write; without it named after the case, here")
    parser.add_argument("--by", default="", metavar="LOGIN", help="as this official may read it, sealed parts too")
    parser.add_argument("--institution", default="", help="its short name, where two have a case of this number")
    return parser.parse_args(arguments)


def _made(options: argparse.Namespace) -> Any:
    # These read models, so they can be imported only after Django was set up.
    from django.http import Http404  # noqa: PLC0415 - see above

    from dienests.kernel.access.refusals import NotRecorded  # noqa: PLC0415 - see above
    from dienests.kernel.archive.acts import ExportRefused  # noqa: PLC0415 - see above
    from dienests.site.export import exporting  # noqa: PLC0415 - see above

    at, case = datetime.now(UTC), _case(options)
    try:
        if options.by:
            return exporting.export(case=case, actor=_actor(options.by, at), at=at)
        return exporting.export_whole(case=case, at=at)
    except Http404:
        raise Failure(f"{options.by} sees no case {options.case}; name somebody who does.") from None
    except (ExportRefused, NotRecorded) as refused:
        raise Failure(str(refused)) from None


def _case(options: argparse.Namespace) -> Any:
    from dienests.kernel.cases.case import Case  # noqa: PLC0415 - see above

    found = Case.objects.filter(number__iexact=options.case)
    if options.institution:
        found = found.filter(institution__slug=options.institution)
    keys = list(found.values_list("pk", flat=True)[:2])
    if len(keys) == 1:
        return keys[0]
    if keys:
        raise Failure(f"two institutions have a case {options.case}; say which by --institution.")
    raise Failure(f"there is no case {options.case}; the number stands on the page of the case.")


def _actor(login: str, at: datetime) -> Any:
    from dienests.kernel.access.account import Account, normalise  # noqa: PLC0415 - see above
    from dienests.kernel.access.actor import actor_for  # noqa: PLC0415 - see above
    from dienests.kernel.calendar.zone import local_date  # noqa: PLC0415 - see above

    account = Account.objects.select_related("person").filter(login=normalise(login)).first()
    if account is None:
        raise Failure(f"nobody signs in as {login}; look at the list of people.")
    return actor_for(account, local_date(at))
