"""The module as a Django app."""

from django.apps import AppConfig


class EthicsCasesConfig(AppConfig):
    """Loads the declaration when the apps are ready."""

    name = "dienests.conduct.ethics_cases"
    label = "conduct_ethics_cases"

    def ready(self) -> None:
        """Declare the procedure."""
        from dienests.conduct.ethics_cases import procedure  # noqa: F401, PLC0415 - declares when apps are ready
