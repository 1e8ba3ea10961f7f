"""Cases as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers the heads of the streams of cases with the log, and the handlers of sub-cases with the outbox."""

    name = "dienests.kernel.cases"
    label = "kernel_cases"
    verbose_name = "cases"

    def ready(self) -> None:
        """Register what lower packages call."""
        from dienests.kernel.cases import heads, lapses, processing, subcases  # noqa: PLC0415 - registers when apps are ready

        heads.register()
        processing.register()
        subcases.register()
        lapses.register()
