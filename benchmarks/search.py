"""Search with 100,000 cases and 500,000 events behind it: server time and number of queries of the page.

Run by `./dienests bench search [--postgresql] [--cases N] [--rounds N]`. The cases are those of `caselist`; they are
indexed anew, which is timed. What an official who sees nearly all and an employee who sees few find is compared with a
walk over every case before any time is printed. The output is JSON lines.
"""

from __future__ import annotations

from benchmarks.caselist import main_of

WANTED = 100  # milliseconds, p95
MOST_QUERIES = 16  # the shell of the page among them
GOALS = {
    f"{work}, {who}": WANTED
    for work in ("a word of every case", "a rarer word", "two words", "a number", "nothing", "a person")
    for who in ("chair", "employee")
}


def main() -> None:
    """Read the command line and print the lines."""
    main_of("search", "benchmarks.caselist_load.searching", GOALS, MOST_QUERIES)


if __name__ == "__main__":
    main()
