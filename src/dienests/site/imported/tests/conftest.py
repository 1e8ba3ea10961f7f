"""The loaded demonstration, as for the tests of pages."""

from dienests.site.pages.tests.conftest import _demonstration, house

__all__ = ["_demonstration", "house"]
