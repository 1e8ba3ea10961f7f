"""Templates are named by their place in the package, such as `site/pages/home.html`."""

from collections.abc import Iterator
from typing import Any

from django.template import Origin
from django.template.loaders.filesystem import Loader

SUFFIXES = (".html", ".typ")


class PackageLoader(Loader):
    """Loads a template by package path and refuses every file that is no template, so that no code can be read."""

    def get_template_sources(self, template_name: str) -> Iterator[Any]:
        """Yield the one place where the template may lie; none for a name that is no template."""
        origins: Iterator[Origin] = super().get_template_sources(template_name)
        return iter(list(origins) if str(template_name).endswith(SUFFIXES) else [])
