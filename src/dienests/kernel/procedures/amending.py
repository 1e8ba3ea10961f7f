"""Amending: what a later version replaces is replaced wherever the version before it was named."""

from copy import copy
from dataclasses import is_dataclass, replace
from typing import Any

from dienests.kernel.procedures.items import Item


def amended(items: dict[str, Item], replaced: dict[int, Item]) -> dict[str, Item]:
    """Return the items of an amendment; `replaced` maps the identity of an item to the one that took its place.

    An item that names a replaced one is copied with the new name in it, and so on until nothing old is named.
    """
    found = dict(items)
    while replaced:
        copies: dict[int, Item] = {}
        for name, item in found.items():
            made = _naming(item, replaced)
            if made is not item:
                found[name] = copies[id(item)] = made
        replaced = copies
    return found


def _naming(item: Item, replaced: dict[int, Item]) -> Item:
    changed = {name: _renewed(value, replaced) for name, value in vars(item).items()}
    if all(changed[name] is value for name, value in vars(item).items()):
        return item
    made = copy(item)
    vars(made).update(changed)
    return made


def _renewed(value: Any, replaced: dict[int, Item]) -> Any:
    """Return a value with every replaced item in it renewed; the very same value where it names none."""
    if id(value) in replaced:
        return replaced[id(value)]
    if isinstance(value, tuple):
        renewed = tuple(_renewed(each, replaced) for each in value)
        return value if all(new is old for new, old in zip(renewed, value, strict=True)) else renewed
    if is_dataclass(value) and not isinstance(value, type):
        held = {name: getattr(value, name) for name in value.__dataclass_fields__}
        changes = {name: new for name, old in held.items() if (new := _renewed(old, replaced)) is not old}
        return replace(value, **changes) if changes else value
    return value
