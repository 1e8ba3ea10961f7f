"""What other modules and the site may know of consultations."""

from dienests.conduct.consultations.demo import stories
from dienests.conduct.consultations.procedure import Consultations

demonstration = Consultations, stories

__all__ = ["Consultations", "demonstration"]
