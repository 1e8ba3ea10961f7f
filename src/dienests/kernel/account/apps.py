"""The account as a Django app: its tables can be made anew from those of others at any time."""

from django.apps import AppConfig


class AccountConfig(AppConfig):
    """Registers the label."""

    name = "dienests.kernel.account"
    label = "kernel_account"
    verbose_name = "account"
