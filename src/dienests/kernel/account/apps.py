"""The account as a Django app: it has no tables, it counts those of others."""

from django.apps import AppConfig


class AccountConfig(AppConfig):
    """Registers the label."""

    name = "dienests.kernel.account"
    label = "kernel_account"
    verbose_name = "account"
