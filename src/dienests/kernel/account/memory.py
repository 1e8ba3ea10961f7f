"""Remembering counts: always fresh while they are cheap, and dear ones at a twentieth of the time at most."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")
SHARE = 20  # a dear count that took t seconds is used for at least 20 t
CHEAP = 0.1  # seconds; a cheaper count is made anew as soon as the data has changed
KEPT = 512


class Memory(Generic[Value]):
    """Values by key; each is counted again when the mark of the data has changed (a dear one: and is paid off).

    The clock is the machine's monotone one: nothing of it is ever shown or stored.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Hashable, float, Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, *, mark: Callable[[], Hashable], count: Callable[[], Value]) -> Value:
        """Return the value of `key`, counted by `count` unless a fresh one is kept."""
        now = time.monotonic()
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and now < kept[1]:
            return kept[2]
        current = mark()
        if kept is not None and kept[0] == current:
            return kept[2]
        value = count()
        spent = time.monotonic() - now
        with self._lock:
            self._kept[key] = (current, time.monotonic() + (SHARE * spent if spent > CHEAP else 0), value)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return value
