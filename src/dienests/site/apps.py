"""The site: shell, pages and command line."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Holds no models; it is an app so that its checks are run."""

    name = "dienests.site"
    label = "site"
