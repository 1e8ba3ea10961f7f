"""The guest house whose letters are checked."""

from dienests.kernel.letters.tests.conftest import _english, house

__all__ = ["_english", "house"]
