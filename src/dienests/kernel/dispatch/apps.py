"""Dispatch as a Django app."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """Registers what is kept of people, and the parameters of delivery."""

    name = "dienests.kernel.dispatch"
    label = "kernel_dispatch"
    verbose_name = "dispatch"

    def ready(self) -> None:
        """Declare the entries and parameters."""
        from dienests.kernel.dispatch import notified, processing  # noqa: PLC0415 - registers when apps are ready

        processing.register()
        notified.register_parameters()
