"""The log as a Django app."""

from django.apps import AppConfig


class LogConfig(AppConfig):
    """Registers the label that stands in the names of the tables."""

    name = "dienests.kernel.log"
    label = "kernel_log"
    verbose_name = "log"
