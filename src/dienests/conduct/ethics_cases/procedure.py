"""A breach case before the Ethics Commission: VPD ethics code, paragraphs 26-27; the Commission decides by ballot."""

from datetime import date

from dienests.conduct.ethics_cases.models import EthicsCase
from dienests.conduct.ethics_cases.versions.v1 import EVERYTHING, EthicsCases, by_laws, code
from dienests.kernel.procedures import group

__all__ = ["EthicsCases", "EthicsCases2"]


# fmt: off
class EthicsCases2(EthicsCases, slug="ethics-case", record=EthicsCase, basis=code["26", "27"], version=2,
                   issued=date(2026, 11, 25), numbered="EP"):
    commission = group(EthicsCases.commission.label, code["7"], members="ethics-member", quorum=by_laws,
        majority=by_laws, tie=by_laws, ballot=True, recorded_by=EthicsCases.chair, reads=EVERYTHING)
# fmt: on
