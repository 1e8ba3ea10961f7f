"""Mail as a Django app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Registers what is kept of people who want mail."""

    name = "dienests.kernel.mail"
    label = "kernel_mail"
    verbose_name = "mail"

    def ready(self) -> None:
        """Declare the entry of the record of processing."""
        from dienests.kernel.mail import checkpoints, processing  # noqa: PLC0415 - register when apps are ready

        checkpoints.declare()
        processing.register()
