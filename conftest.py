"""Every run gets a database, keys and folders of its own; nothing leaves the machine; the browser is Chromium."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT / "src")] if str(ROOT / "src") not in sys.path else []

import django  # noqa: E402
import hypothesis  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import translation  # noqa: E402

from dienests.cli import needs  # noqa: E402
from dienests.cli.postgres import Cluster  # noqa: E402

PAGES = ROOT / "src" / "dienests" / "site" / "pages" / "tests"
# Tests of pages whose statements, locks or order are not told by a test of the kernel on both databases already.
ASKING = {
    "test_audit", "test_case_page", "test_everyday", "test_faults", "test_gate", "test_head", "test_indicator_years",
    "test_later", "test_queries", "test_reads", "test_representation", "test_retention", "test_search", "test_work",
}  # fmt: skip
LONGEST = {"test_barriers", "test_write_a_procedure"}  # minutes each: begun last, they would be waited for alone
WALKS = 2  # random walks of one kind on PostgreSQL; SQLite takes all of them
TESTED = "tests-own.sqlite3"  # the file, to which pytest-xdist adds the name of each worker
LOCAL = ("127.0.0.1", "::1", "localhost", "")
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]  # fmt: skip


def _by_sqlite_only(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse to open the tests' SQLite file: when the system closes it, this process loses its locks on it.

    Another process that leaves takes the journal away then, and who reads here meets an error of the disk, tests later
    (How To Corrupt An SQLite Database File, section 2.2).
    """
    if event == "open" and TESTED in str(arguments[0]):
        raise PermissionError(f"{arguments[0]} is the tests' database: read it through SQLite, or in another process")


def _only_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse every connection and look-up beyond this machine, in whatever library it is tried (ST14)."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if name is not None and name not in LOCAL and not name.startswith("127."):
        raise ConnectionRefusedError(f"a test tried to reach {name}; tests talk to this machine only")


class _Run:
    """What this run made and takes away again; worker processes of pytest-xdist find it made in the environment."""

    def __init__(self) -> None:
        self.owner = "DIENESTS_TEST_DIR" not in os.environ
        self.cluster: Cluster | None = None
        if self.owner:
            os.environ["DIENESTS_TEST_DIR"] = tempfile.mkdtemp(prefix="dienests-test-")
            self._surroundings(Path(os.environ["DIENESTS_TEST_DIR"]))
        self.place = Path(os.environ["DIENESTS_TEST_DIR"])

    def _surroundings(self, place: Path) -> None:
        if os.environ.get("DIENESTS_TEST_DB", "sqlite") == "postgresql":
            self.cluster = Cluster().start()
            os.environ["DATABASE_URL"] = self.cluster.url
        else:
            os.environ["DATABASE_URL"] = f"sqlite:///{place / 'dienests.sqlite3'}"
        os.environ["DATA_DIR"] = str(place / "data")
        os.environ["KEY_URL"] = f"file://{place / 'keys'}"
        # Playwright runs an event loop in the thread of the test; the database calls beside it are meant.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

    def prepare(self) -> None:
        """Load Django with other settings: quick passwords, a test database in a file, no waiting for disks, an app."""
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dienests.site.settings")
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
            # In a file, as in service: threads and processes lock each other as they really do.
            settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(self.place / TESTED)
            # No test turns the power off; the server of PostgreSQL does not wait for the disk here either.
            settings.DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"
        if settings.STATIC_ROOT is not None:
            Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        # An app of procedures that use every property of the language.
        settings.INSTALLED_APPS += ["dienests.kernel.cases.tests.house"]
        django.setup()

    def clear(self) -> None:
        if not self.owner:
            return
        if self.cluster is not None:
            self.cluster.stop()
        shutil.rmtree(self.place, ignore_errors=True)


RUN = _Run()
try:
    sys.addaudithook(_only_loopback)
    sys.addaudithook(_by_sqlite_only)
    RUN.prepare()
except BaseException:
    RUN.clear()
    raise

from django.db import connections  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402

from dienests.kernel.access import append_only as reads_append_only  # noqa: E402
from dienests.kernel.letters import unchanging as letters_unchanging  # noqa: E402
from dienests.kernel.log import append_only, sealed_triggers  # noqa: E402

APPEND_ONLY = ("kernel_indicators_measurement", "kernel_indicators_snapshot")
_empty = TransactionTestCase._fixture_teardown


def _empty_with_log(case: TransactionTestCase) -> None:
    """Empty the database after a test with real transactions: the log allows that only without its triggers."""
    for connection in connections.all(initialized_only=True):
        append_only.remove(connection)
        sealed_triggers.remove(connection)
        reads_append_only.remove(connection)
        for table in APPEND_ONLY:
            reads_append_only.remove(connection, table=table)
        letters_unchanging.remove(connection)
    try:
        _empty(case)
    finally:
        for connection in connections.all(initialized_only=True):
            append_only.install(connection)
            sealed_triggers.install(connection)
            reads_append_only.install(connection)
            for table in APPEND_ONLY:
                reads_append_only.install(connection, table=table)
            letters_unchanging.install(connection)


TransactionTestCase._fixture_teardown = _empty_with_log  # type: ignore[method-assign]


# No test asserts time: a busy machine is no failure. A build server draws the same examples each time, people new ones.
hypothesis.settings.register_profile(
    "suite", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """Workers set up Django here as well: with the settings named in the environment, the plugin did it before us."""
    if config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput"):
        os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_unconfigure() -> None:
    """Stop the server and remove the folders that this run made."""
    RUN.clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is alike on both databases so that it runs on one: browser tests, most pages, what touches no database.

    What takes longest comes first, then whole installations: no processor shall wait for the last of them.
    """
    items.sort(
        key=lambda item: (item.path.stem not in LONGEST, ROOT / "tests" not in item.path.parents or bool(_asks(item)))
    )
    for item in items:
        alike = item.path.parent == PAGES and item.path.stem not in ASKING
        walked = getattr(item, "callspec", None) and item.callspec.params.get("seed", 0) >= WALKS
        if _in_browser(item) or alike or walked or not (_asks(item) or item.get_closest_marker("each_database")):
            item.add_marker(pytest.mark.once)


def _asks(item: pytest.Item) -> bool:
    """Tell whether a test asks for the database of the run."""
    return item.get_closest_marker("django_db") is not None or bool({"db", "transactional_db"} & _given(item))


def _in_browser(item: pytest.Item) -> bool:
    """Tell whether a test looks at pages in the browser."""
    return bool({"page", "browser"} & _given(item))


def _given(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Put aside the loop that the browser keeps in this thread, before any fixture of a test without browser.

    Examining a document runs a loop of its own; and Django has another connection where a loop runs: what a file
    loaded once would be out of reach of its tests.
    """
    loop = None if _in_browser(item) else asyncio._get_running_loop()
    if loop is not None:
        asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        if loop is not None:
            asyncio._set_running_loop(loop)


@pytest.fixture(autouse=True)
def _log_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an empty folder of the log: the database of the test before it is gone, its checkpoint is not."""
    monkeypatch.setattr(settings, "LOG_DIR", RUN.place / "logs" / uuid4().hex)


@pytest.fixture(autouse=True)
def _language_of_the_house() -> None:
    """Begin each test in the first language, whatever page the test before it asked for last."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for the run; tests take `page`, or open contexts of their own (`java_script_enabled=False`)."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - starts a driver, only browser tests need it

    program = needs.chromium()
    if program is None:
        pytest.skip("Chromium is not installed; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    """A fresh page in a context of its own; addresses are relative to the live server, the language is Latvian."""
    context = browser.new_context(base_url=live_server.url, locale="lv-LV", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
