"""Remembering what was computed from the data until the data has changed."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")
KEPT = 512


class Memory(Generic[Value]):
    """Values by key, the last used ones; each is computed anew as soon as the mark of the data is another one."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept: OrderedDict[Hashable, tuple[Hashable, Value]] = OrderedDict()
        self._lock, self._most = threading.Lock(), kept

    def get(self, key: Hashable, *, mark: Callable[[], Hashable], count: Callable[[], Value]) -> Value:
        """Return the value of `key`, computed by `count` unless one of the same mark is kept."""
        current = mark()
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept[0] == current:
                self._kept.move_to_end(key)
                return kept[1]
        value = count()
        with self._lock:
            self._kept[key] = (current, value)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value
