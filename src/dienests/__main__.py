"""Runs the command line: `python -m dienests COMMAND`, started by the script `dienests` in the checkout."""

import sys

from dienests.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
