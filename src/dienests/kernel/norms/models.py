"""The tables of the norms, gathered for Django."""

from dienests.kernel.norms.imported_text import ImportedText, ProvisionText
from dienests.kernel.norms.parameter import Parameter
from dienests.kernel.norms.proposal import Proposal

__all__ = ["ImportedText", "Parameter", "Proposal", "ProvisionText"]
