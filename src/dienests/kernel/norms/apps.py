"""The norms as a Django app."""

from django.apps import AppConfig


class NormsConfig(AppConfig):
    """Registers the label that stands in the names of the tables."""

    name = "dienests.kernel.norms"
    label = "kernel_norms"
    verbose_name = "norms"
