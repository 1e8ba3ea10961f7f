"""The language as a Django app: it has no tables, only checks and claims."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """Registers the checks of soundness and of published versions, and the claims of all procedures."""

    name = "dienests.kernel.procedures"
    label = "kernel_procedures"
    verbose_name = "procedures"

    def ready(self) -> None:
        """Hand the declarations to the checks of Django and to the coverage of the rulebooks."""
        from dienests.kernel.procedures import claims, frozen, soundness  # noqa: PLC0415 - registers when apps are ready

        claims.register_all()
        soundness.register_check()
        frozen.register_check()
