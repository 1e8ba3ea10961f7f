"""The module as a Django app."""

from django.apps import AppConfig


class OutsideComplaintsConfig(AppConfig):
    """Loads the declaration when the apps are ready."""

    name = "dienests.conduct.outside_complaints"
    label = "conduct_outside_complaints"

    def ready(self) -> None:
        """Declare the procedure."""
        from dienests.conduct.outside_complaints import procedure  # noqa: F401, PLC0415 - declares when apps are ready
