"""Letters: how many are set and sealed a second on one core by level, how long a verdict and hurtful files take.

Run by `./dienests bench letters [--letters N] [--rounds N]`. A letter of two pages is set as PDF/A-2a and PDF/UA-1 and
sealed by the development authority, time stamp included; the rounds alternate the order of the levels. The whole chain
takes the approved letters of the demonstration to their sealed PDF in the vault; then the shipped server is asked to
check one of them by file. Every sealed letter is examined, and one of each level is given to OpenSSL, before any time
is printed. The output is JSON lines.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> None:
    """Read the command line and print the lines."""
    parser = argparse.ArgumentParser(prog="./dienests bench letters", description=__doc__)
    parser.add_argument("--letters", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="bench-letters-") as folder:
        os.environ |= {"DATA_DIR": f"{folder}/data", "KEY_URL": f"file://{folder}/keys", "TSA_URL": ""}
        os.environ["DJANGO_SETTINGS_MODULE"] = "dienests.site.settings"
        import django  # noqa: PLC0415 - reads the environment

        django.setup()
        from benchmarks.letters_load import chain, hurtful, sealing, served, verdicts  # noqa: PLC0415 - after set-up

        parts = (
            sealing.lines(options.letters, options.rounds, Path(folder)),
            verdicts.lines(options.letters),
            chain.lines(options.letters),
            served.lines(Path(folder), options.letters),
            hurtful.lines(),
        )
        for part in parts:
            for line in part:
                told = {"rounds": options.rounds, "load": [round(load, 2) for load in os.getloadavg()]}
                told["python"] = platform.python_version()
                print(json.dumps({"name": "letters"} | line | told), flush=True)


if __name__ == "__main__":
    main()
