"""What other modules and the site may know of reports."""

from dienests.conduct.ethics_reports.demo import CHAIR_AWAY, Step, stories
from dienests.conduct.ethics_reports.procedure import EthicsReports, EthicsReports2

__all__ = ["CHAIR_AWAY", "EthicsReports", "EthicsReports2", "Step", "stories"]
