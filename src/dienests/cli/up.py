"""`./dienests up [--port N] [--sources DIR] [--check]`: prepare everything that is missing, then serve."""

import argparse
from pathlib import Path

from dienests.cli import prepare, serve, visit
from dienests.cli.failure import Failure


def run(arguments: list[str]) -> int:
    """Prepare and serve; return 0 when the server was told to stop."""
    options = _options(arguments)
    serve.refuse_taken(options.host, options.port)
    prepare.all_of_it(sources=options.sources)
    if options.check:
        return visit.check(options.host)
    # Reads the database, so it can be loaded only after Django was set up.
    from dienests.cli import lease, welcome  # noqa: PLC0415 - see above

    with lease.serving():
        return serve.forever(options.host, options.port, ready=welcome.words(options.host, options.port))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dienests up", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="8000 unless you say otherwise")
    parser.add_argument("--host", default="127.0.0.1", help="loopback unless you say otherwise")
    parser.add_argument("--sources", type=Path, help="a folder of official texts, <slug>.txt, to import first")
    parser.add_argument("--check", action="store_true", help="prepare, start, fetch the main pages and stop")
    options = parser.parse_args(arguments)
    if not 0 <= options.port <= 65535:
        raise Failure(f"{options.port} is no port; name one between 1024 and 65535.")
    if options.sources is not None and not options.sources.is_dir():
        raise Failure(f"there is no folder {options.sources}; name the folder that holds the official texts.")
    return options
