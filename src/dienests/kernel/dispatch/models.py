"""Tables of the package."""

from dienests.kernel.dispatch.batch import PostBatch
from dienests.kernel.dispatch.choice import DeliveryChoice
from dienests.kernel.dispatch.dispatch import Dispatch

__all__ = ["DeliveryChoice", "Dispatch", "PostBatch"]
