"""The site: shell, pages and command line."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Holds no models; it is an app so that its checks are run."""

    name = "dienests.site"
    label = "site"

    def ready(self) -> None:
        """Declare the parameters of pages and looks (a package without tables), and where letters are checked."""
        from dienests.kernel.looks import delays  # noqa: PLC0415 - reads models
        from dienests.site import checking, contacts  # noqa: F401, PLC0415 - reads models

        delays.register()
