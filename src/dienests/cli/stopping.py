"""Being told to stop: a signal is noted at once and obeyed between two pieces of work."""

import os
import select
import signal


class Stop:
    """Whether this process was told to stop, by TERM or by Ctrl-C.

    A pipe keeps it, not an Event: a handler that sets the Event for which its own thread is about to wait may find the
    lock of the Event taken by that very thread, and wait for ever.
    """

    def __init__(self) -> None:
        self._told, tell = os.pipe()
        os.set_blocking(tell, False)
        signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, lambda _number, _frame: None)

    def within(self, seconds: float) -> bool:
        """Wait so long or until told to stop; return whether it was told, now or before."""
        return bool(select.select([self._told], [], [], seconds)[0])
