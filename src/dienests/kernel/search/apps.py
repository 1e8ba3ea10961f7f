"""Search as a Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Has the table of the index; kinds are indexed by the packages that own them."""

    name = "dienests.kernel.search"
    label = "kernel_search"
    verbose_name = "search"
