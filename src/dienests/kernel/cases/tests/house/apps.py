"""The guest house as a Django app of the tests."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Has tables like a module; its procedures are declared by the fixture alone."""

    name = "dienests.kernel.cases.tests.house"
    label = "tests_house"
