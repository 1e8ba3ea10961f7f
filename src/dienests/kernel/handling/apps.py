"""Handling as a Django app."""

from django.apps import AppConfig


class HandlingConfig(AppConfig):
    """The tables of everyday work."""

    name = "dienests.kernel.handling"
    label = "kernel_handling"
    verbose_name = "handling"
