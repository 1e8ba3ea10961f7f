"""All checks of a production installation, in the order in which an operator mends them."""

from datetime import datetime

from dienests.site.production import configuration, database, institution, sealed_log
from dienests.site.production.finding import Check, Finding
from dienests.site.production.seals import seals

CHECKS: tuple[Check, ...] = (
    configuration.settings_of_pages, configuration.keys, configuration.machine, configuration.moved_days, seals,
    database.kind, database.tables, database.server,
)  # fmt: skip
# These read the tables, which have to fit first.
OF_THE_HOUSE: tuple[Check, ...] = (
    institution.founded,
    institution.administrators,
    institution.worker,
    institution.contact,
    sealed_log.apart,
    sealed_log.published,
)


def findings(at: datetime) -> list[Finding]:
    """Return every finding; what needs tables that are not there is left out."""
    found = [finding for check in CHECKS for finding in check(at)]
    if any(finding.name == "migrations" and finding.level != "ok" for finding in found):
        return found
    return found + [finding for check in OF_THE_HOUSE for finding in check(at)]
