"""Exchange as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Tokens, systems and kept answers."""

    name = "dienests.kernel.exchange"
    label = "kernel_exchange"
    verbose_name = "exchange"
