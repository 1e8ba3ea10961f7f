"""Drafts as a Django app."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Registers what is kept of people in drafts."""

    name = "dienests.kernel.drafts"
    label = "kernel_drafts"
    verbose_name = "drafts"

    def ready(self) -> None:
        """Declare the entries of the record of processing."""
        from dienests.kernel.drafts import processing  # noqa: PLC0415 - registers when apps are ready

        processing.register()
