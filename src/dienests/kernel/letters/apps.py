"""Letters as a Django app."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Registers the handler of the effect `sends`."""

    name = "dienests.kernel.letters"
    label = "kernel_letters"
    verbose_name = "letters"

    def ready(self) -> None:
        """Make the handler known to the outbox."""
        from dienests.kernel.letters import sending  # noqa: PLC0415 - registers when apps are ready

        sending.register()
