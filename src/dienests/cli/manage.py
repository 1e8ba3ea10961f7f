"""`./dienests manage COMMAND`: Django's own commands."""

import django
from django.core.management import ManagementUtility

from dienests.cli import checks
from dienests.site.i18n import catalogues


def run(arguments: list[str]) -> int:
    """Run one of Django's commands; `check` tells each error as one sentence."""
    catalogues.compile_changed()
    if arguments == ["check"]:
        django.setup()
        checks.run()
        print("checked: the declarations and the settings are sound.")
        return 0
    ManagementUtility(["./dienests manage", *arguments]).execute()
    return 0
