"""What other modules and the site may know of complaints from outside."""

from dienests.conduct.outside_complaints.demo import OUTSIDER, stories
from dienests.conduct.outside_complaints.procedure import OutsideComplaints

demonstration = OutsideComplaints, stories

__all__ = ["OUTSIDER", "OutsideComplaints", "demonstration"]
