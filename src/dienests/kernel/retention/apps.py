"""Retention as a Django app."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """The tables of holds and of what was erased."""

    name = "dienests.kernel.retention"
    label = "kernel_retention"
    verbose_name = "retention"

    def ready(self) -> None:
        """Say which tables stay, and declare the parameters that distinguish results."""
        from dienests.kernel.retention import periods, tables  # noqa: PLC0415 - registers when apps are ready

        tables.register()
        periods.register_parameters()
