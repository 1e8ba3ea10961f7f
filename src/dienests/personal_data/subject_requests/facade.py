"""What other modules and the site may know of requests on one's own data."""

from dienests.personal_data.subject_requests.demo import stories
from dienests.personal_data.subject_requests.procedure import SubjectRequests

demonstration = SubjectRequests, stories

__all__ = ["SubjectRequests", "demonstration"]
