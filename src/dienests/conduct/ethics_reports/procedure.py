"""A report to the Ethics Commission: VPD ethics code, paragraphs 8 and 18-29; the Commission decides by ballot."""

from datetime import date

from dienests.conduct.ethics_reports.models import WITHDRAWAL
from dienests.conduct.ethics_reports.models import EthicsReport as Report
from dienests.conduct.ethics_reports.versions.v1 import EVERYTHING, EthicsReports, by_laws, code
from dienests.kernel.procedures import group

__all__ = ["EthicsReports", "EthicsReports2"]


# fmt: off
class EthicsReports2(EthicsReports, slug="ethics-report", record=Report, basis=code["20"], version=2,
                     issued=date(2026, 11, 25), numbered="EK", withdrawal=WITHDRAWAL):
    # Members vote on what the first version let the chair enter; how they decide, the by-laws say.
    commission = group(EthicsReports.commission.label, code["7"], members="ethics-member", quorum=by_laws,
        majority=by_laws, tie=by_laws, ballot=True, recorded_by=EthicsReports.chair, reads=EVERYTHING)
# fmt: on
