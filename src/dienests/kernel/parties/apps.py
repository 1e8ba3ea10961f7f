"""The parties as a Django app."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Registers the label that stands in the names of the tables."""

    name = "dienests.kernel.parties"
    label = "kernel_parties"
    verbose_name = "parties"
