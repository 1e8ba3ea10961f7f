"""What other modules and the site may know of reports."""

from dienests.conduct.ethics_reports.demo import CHAIR_AWAY, play

__all__ = ["CHAIR_AWAY", "play"]
