"""Indicators as a Django app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Registers claims, states of paragraphs, and the routine that keeps each quarter and year that is over."""

    name = "dienests.kernel.indicators"
    label = "kernel_indicators"
    verbose_name = "indicators"

    def ready(self) -> None:
        """Register what lower packages call."""
        from dienests.kernel.indicators import claims, measuring, snapshots, states  # noqa: PLC0415 - registers when apps are ready

        claims.register_all()
        states.register()
        measuring.register()
        snapshots.register()  # after the quarters, which it rests on
