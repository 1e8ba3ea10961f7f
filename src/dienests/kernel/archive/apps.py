"""Archives as a Django app."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """The table of cases that other institutions handed over."""

    name = "dienests.kernel.archive"
    label = "kernel_archive"
    verbose_name = "archive"

    def ready(self) -> None:
        """Declare what is kept of people."""
        from dienests.kernel.archive import processing  # noqa: PLC0415 - registers when apps are ready

        processing.register()
