"""Pace: how many requests a token may send; counted in the memory of each worker, since a read must write nothing."""

import math
from threading import Lock
from time import monotonic
from uuid import UUID

PER_SECOND, BURST = 20.0, 200.0
MOST = 10_000  # tokens that are remembered; the table is emptied beyond, which only forgives


class Pace:
    """A bucket for each token: it holds BURST requests and fills with PER_SECOND of them."""

    def __init__(self, per_second: float = PER_SECOND, burst: float = BURST) -> None:
        self.per_second, self.burst = per_second, burst
        self._full_at: dict[UUID, float] = {}
        self._lock = Lock()

    def take(self, token: UUID, *, now: float | None = None) -> int:
        """Take one request; return 0, or after how many seconds the next one is let in."""
        moment = monotonic() if now is None else now
        with self._lock:
            if len(self._full_at) > MOST:
                self._full_at.clear()
            full_at = max(self._full_at.get(token, moment), moment) + 1 / self.per_second
            wait = full_at - moment - self.burst / self.per_second
            if wait > 1e-9:
                return max(1, math.ceil(wait))
            self._full_at[token] = full_at
        return 0
