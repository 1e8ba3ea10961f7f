"""Every table is erased with a case or stays for a reason, and every column of an erased one is decided."""

from django.apps import apps

from dienests.kernel.cases.record import Entry, Record
from dienests.kernel.norms.erasing import erasers, house_slugs, staying
from dienests.kernel.norms.processing import every


def ours() -> list[type]:
    """Return the models of the house, without those of procedures, which are wiped by category."""
    found = [each for each in apps.get_models() if each.__module__.startswith("dienests")]
    return [each for each in found if not issubclass(each, Record | Entry) and ".tests." not in each.__module__]


def test_every_table_has_an_eraser_or_a_reason_to_stay() -> None:
    erased = {each.model._meta.label for each in erasers()}
    labels = {each._meta.label for each in ours()}
    undecided = labels - erased - set(staying())
    assert not undecided, f"{undecided}: declare an Eraser, or why the table stays (kernel/norms/erasing.py)"
    assert set(staying()) <= labels
    assert not erased & set(staying())


def test_every_column_of_a_wiped_table_is_decided() -> None:
    assert {each.model._meta.label: names for each in erasers() if (names := each.undecided())} == {}


def test_an_eraser_names_columns_that_there_are() -> None:
    for each in erasers():
        columns = {field.name for field in each.model._meta.concrete_fields}
        assert {*each.wipes, *each.leaves, each.at.partition("__")[0]} <= columns, each


def test_every_kind_of_the_house_stands_in_the_record_of_processing() -> None:
    assert set(house_slugs()) <= {each.slug for each in every()}
