"""The module as a Django app."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """Loads the declaration when the apps are ready."""

    name = "dienests.conduct.consultations"
    label = "conduct_consultations"

    def ready(self) -> None:
        """Declare the procedure."""
        from dienests.conduct.consultations import procedure  # noqa: F401, PLC0415 - declares when apps are ready
