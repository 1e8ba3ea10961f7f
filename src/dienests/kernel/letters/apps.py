"""Letters as a Django app."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Registers the handlers of the effects `sends` and `notifies`, and what letters ask of acts and of migrations."""

    name = "dienests.kernel.letters"
    label = "kernel_letters"
    verbose_name = "letters"

    def ready(self) -> None:
        """Make the handlers known to the outbox."""
        from dienests.kernel.letters import (  # noqa: PLC0415 - registers when apps are ready
            approval,  # noqa: F401 - declares parameters
            gate,
            notices,
            processing,
            sending,
            unfinished,
        )

        gate.register()
        sending.register()
        processing.register()
        notices.register()
        unfinished.register()
