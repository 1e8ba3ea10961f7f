"""The guest house and its procedures, as the tests of cases know them."""

from dienests.kernel.cases.tests.conftest import house, other_house, procedures

__all__ = ["house", "other_house", "procedures"]
