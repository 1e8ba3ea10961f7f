"""Verification as a Django app; it has no tables."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """Lets files be recognised."""

    name = "dienests.kernel.verification"
    label = "kernel_verification"
    verbose_name = "verification"

    def ready(self) -> None:
        """Register with the examination of files."""
        from dienests.kernel.verification import recognising  # noqa: PLC0415 - registers when apps are ready

        recognising.register()
