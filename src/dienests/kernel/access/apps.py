"""Access as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registers what is kept of people to sign in."""

    name = "dienests.kernel.access"
    label = "kernel_access"
    verbose_name = "access"

    def ready(self) -> None:
        """Declare the entries of the record of processing."""
        from dienests.kernel.access import processing  # noqa: PLC0415 - registers when apps are ready

        processing.register()
