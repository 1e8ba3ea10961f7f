"""What other modules and the site may know of reports."""

from dienests.conduct.ethics_reports.demo import play

__all__ = ["play"]
