"""What other modules and the site may know of reports."""

from dienests.conduct.ethics_reports.demo import CHAIR_AWAY, Step, stories
from dienests.conduct.ethics_reports.procedure import EthicsReports

__all__ = ["CHAIR_AWAY", "EthicsReports", "Step", "stories"]
