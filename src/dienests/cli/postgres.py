"""A throw-away PostgreSQL cluster for tests and benchmarks: private, on loopback, gone afterwards."""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from dienests.cli.failure import Failure

USER = "dienests"
_KERNEL = ctypes.CDLL(None)
# Nothing here must survive a crash, so nothing waits for the disk; one line per error keeps the output readable.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "log_error_verbosity": "terse",
    "log_min_messages": "fatal",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
}


def programs() -> Path | None:
    """Return the directory of the newest installed PostgreSQL server, or None."""
    found = [Path(place).resolve().parent for name in ("initdb",) if (place := shutil.which(name))]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin_: int(bin_.parent.name), reverse=True)
    return next((bin_ for bin_ in found if (bin_ / "postgres").exists() and (bin_ / "initdb").exists()), None)


class Cluster:
    """A running cluster; `url` is its DATABASE_URL. A context manager: leaving it stops the server it started."""

    def __init__(self) -> None:
        bin_ = programs()
        if bin_ is None:
            raise Failure("PostgreSQL is not installed; on Debian: apt-get install postgresql")
        self._bin = bin_
        self._place = Path(tempfile.mkdtemp(prefix="dienests-postgresql-"))
        # PostgreSQL refuses to run as root; Debian's package brings the user postgres for that.
        self._as: dict[str, Any] = {}
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            self._as = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            os.chown(self._place, account.pw_uid, account.pw_gid)
        self._password = secrets.token_hex(16)
        self._port = _free_port()
        self._server: subprocess.Popen[bytes] | None = None
        self.url = f"postgresql://{USER}:{self._password}@127.0.0.1:{self._port}/postgres"

    def start(self) -> "Cluster":
        """Create the cluster and wait until it answers."""
        try:
            self._create()
            self._run()
        except BaseException:
            self.stop()
            raise
        return self

    def _create(self) -> None:
        # Other people of this machine reach loopback too, so it has a password; its file lies in a private folder.
        secret = self._place / "password"
        secret.write_text(self._password)
        if self._as:
            os.chown(secret, self._as["user"], self._as["group"])
        command: list[str | Path] = [
            self._bin / "initdb", "-D", self._place / "data", "-U", USER, "-A", "scram-sha-256", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync", "--no-instructions", f"--pwfile={secret}",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, cwd=self._place, text=True, check=False, **self._as)
        secret.unlink()
        if done.returncode:
            raise Failure(f"initdb could not make a cluster for the tests: {done.stderr.strip().splitlines()[-1]}")

    def _run(self) -> None:
        settings = OPTIONS | {"port": str(self._port), "unix_socket_directories": str(self._place)}
        command = [str(self._bin / "postgres"), "-D", str(self._place / "data")]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        # A session of its own: Ctrl-C reaches the tests, and they stop the server when they are done with it.
        self._server = subprocess.Popen(
            command, cwd=self._place, start_new_session=True, stdout=subprocess.DEVNULL,
            preexec_fn=_stop_with_parent, **self._as,
        )  # fmt: skip
        for _ in range(200):
            if self._server.poll() is not None:
                raise Failure("the PostgreSQL server for the tests did not start; its message stands above.")
            ready = [str(self._bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self._port)]
            if subprocess.run(ready, check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise Failure("the PostgreSQL server for the tests did not answer within ten seconds.")

    def stop(self) -> None:
        """Stop the server that this object started and remove its files."""
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGINT)
            try:
                self._server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._server.send_signal(signal.SIGQUIT)
                self._server.wait()
        shutil.rmtree(self._place, ignore_errors=True)

    def __enter__(self) -> "Cluster":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _stop_with_parent() -> None:
    """Ask the kernel to stop the server when the process that started it is killed outright (Linux only)."""
    if sys.platform == "linux":
        stop_when_parent_dies = 1
        _KERNEL.prctl(stop_when_parent_dies, signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
