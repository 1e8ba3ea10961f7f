"""The module as a Django app."""

from django.apps import AppConfig


class EthicsReportsConfig(AppConfig):
    """Loads the declaration when the apps are ready."""

    name = "dienests.conduct.ethics_reports"
    label = "conduct_ethics_reports"

    def ready(self) -> None:
        """Declare the procedure, the duties and the indicators."""
        from dienests.conduct.ethics_reports import duties, indicators, procedure  # noqa: F401, PLC0415 - when ready
