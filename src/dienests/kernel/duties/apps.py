"""Duties as a Django app."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Registers claims, parameters, states of paragraphs, and the routine in which occurrences appear."""

    name = "dienests.kernel.duties"
    label = "kernel_duties"
    verbose_name = "duties"

    def ready(self) -> None:
        """Register what lower packages call."""
        from dienests.kernel.duties import claims, routine, states  # noqa: PLC0415 - registers when apps are ready

        claims.register_all()
        states.register()
        routine.register()
