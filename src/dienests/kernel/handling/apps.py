"""Handling as a Django app."""

from django.apps import AppConfig


class HandlingConfig(AppConfig):
    """The tables of everyday work."""

    name = "dienests.kernel.handling"
    label = "kernel_handling"
    verbose_name = "handling"

    def ready(self) -> None:
        """Let cases go back to their office when their handler leaves; declare what is kept of people."""
        from dienests.kernel.handling import leavers, processing  # noqa: PLC0415 - models can be loaded only now

        leavers.register()
        processing.register()
