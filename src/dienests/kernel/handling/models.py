"""The tables of everyday work, gathered for Django."""

from dienests.kernel.handling.attachment import Attachment
from dienests.kernel.handling.case_link import CaseLink
from dienests.kernel.handling.correction import Correction
from dienests.kernel.handling.feed_token import FeedToken
from dienests.kernel.handling.handler import Handler
from dienests.kernel.handling.posting import Posting
from dienests.kernel.handling.status_code import StatusCode

__all__ = ["Attachment", "CaseLink", "Correction", "FeedToken", "Handler", "Posting", "StatusCode"]
