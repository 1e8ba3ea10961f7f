"""What `staff import` does once Django is set up."""

from datetime import datetime

from dienests.cli.failure import Failure
from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.refusals import PartiesError
from dienests.site.staffing.problems import FileRefused
from dienests.site.staffing.table import read
from dienests.site.staffing.taking_in import Report, take_in


def import_list(
    content: bytes, *, institution: str, basis: str, new_units: bool, dry: bool, at: datetime
) -> tuple[int, str]:
    """Import a list and return the exit status and what to print."""
    place = institution_of(institution)
    try:
        report = take_in(
            table=read(content), institution=place, basis=basis, by=SYSTEM, at=at, new_units=new_units, dry=dry
        )
    except (FileRefused, PartiesError) as refused:
        raise Failure(str(refused)) from None
    if report.problems:
        lines = [str(each) for each in report.problems]
        return 1, "\n".join([*lines, f"{len(lines)} problems: nothing was taken in."])
    return 0, _told(report, dry=dry)


def _told(report: Report, *, dry: bool) -> str:
    lines = [
        f"{report.rows} rows: {report.registered} people registered, {report.changed} changed, "
        f"{report.unchanged} as they were; {report.appointed} appointments."
    ]
    lines += [f"new unit: {each}" for each in report.units] + [f"new office: {each}" for each in report.offices]
    return "\n".join([*lines, "Nothing was written: this was a dry run."] if dry else lines)


def institution_of(slug: str) -> Institution:
    """Return the institution that is named, or the only one there is; raises Failure."""
    found = list(Institution.objects.filter(**({"slug": slug} if slug else {}))[:2])
    if len(found) != 1:
        known = ", ".join(Institution.objects.order_by("slug").values_list("slug", flat=True)) or "none"
        raise Failure(f"name one institution with --institution; there are: {known}.")
    return found[0]
