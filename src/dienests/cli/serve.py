"""The server: worker processes with blocking threads, all made from one prepared process."""

import ctypes
import errno
import gc
import multiprocessing
import os
import signal
import socket
import sys

from dienests.cli.failure import Failure

# Two hanging requests must not stop the site; more threads only wait for each other.
WORKERS = 2
THREADS = 4
BACKLOG = 1024


def refuse_taken(host: str, port: int) -> None:
    """Raise a Failure when something answers on the port already; the server itself would share it silently."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except PermissionError:
        raise Failure(f"port {port} belongs to the system; choose one above 1023: ./dienests up --port 8000") from None
    except socket.gaierror:
        raise Failure(f"there is no host {host}; name an address of this machine, such as 127.0.0.1.") from None
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise Failure(f"{host} is no address of this machine; name one that is, such as 127.0.0.1.") from None
        raise Failure(
            f"port {port} of {host} is taken, perhaps by another Dienests; stop that or choose another: "
            f"./dienests up --port {port + 1 if port < 65535 else 8000}"
        ) from None


def free_port(host: str) -> int:
    """Return a port that nobody uses at this moment."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def forever(host: str, port: int, *, ready: str = "") -> int:
    """Serve until Ctrl-C or a TERM signal; all worker processes are gone when this returns."""
    # Heavy, and needed by no other command.
    from django.db import connections  # noqa: PLC0415 - see above
    from granian.constants import Interfaces  # noqa: PLC0415 - see above
    from granian.log import LogLevels  # noqa: PLC0415 - see above
    from granian.server import Server  # noqa: PLC0415 - see above

    from dienests.kernel.signatures.warden import WARDEN  # noqa: PLC0415 - see above

    _warm()
    # A connection must not be shared with the workers that are forked from here.
    connections.close_all()
    server = Server(
        "dienests.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        backlog=BACKLOG,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
        log_access=False,
    )
    if ready:
        server.on_startup(lambda: print(ready, flush=True))
    if sys.platform == "linux":  # where workers are forked, they share what this process has started
        server.on_startup(WARDEN.share)
    server.serve()
    return 0


def _warm() -> None:
    """Load what every worker needs before they part, so that they share its memory; the home page is fetched once."""
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
        _tie_workers_to_this_process()
    from django.test import Client  # noqa: PLC0415 - the way to ask for a page without a network

    from dienests.site.wsgi import application  # noqa: PLC0415 - sets Django up

    del application
    Client(headers={"host": "localhost"}).get("/")
    gc.collect()
    gc.freeze()


def _tie_workers_to_this_process() -> None:
    """Let the kernel end the workers when this process is killed outright; else they would keep the port.

    They are killed, not told: one that is told may wait for itself (in the server's own handler of signals), and only
    this process, which is gone, would have ended it. Every act is whole or not at all, so no request loses by it.
    """
    kernel, end_when_parent_dies, parent = ctypes.CDLL(None), 1, os.getpid()

    def in_worker() -> None:
        # Ctrl-C goes to the whole group of a terminal; a worker is told to stop by this process, once, not twice.
        os.setpgid(0, 0)
        kernel.prctl(end_when_parent_dies, signal.SIGKILL)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    os.register_at_fork(after_in_child=in_worker)
