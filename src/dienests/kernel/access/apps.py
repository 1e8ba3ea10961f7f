"""Access as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registers the label that stands in the names of the tables."""

    name = "dienests.kernel.access"
    label = "kernel_access"
    verbose_name = "access"
