"""`./dienests account verify|rebuild`: compares the counts with what happened, or makes them anew."""

import sys

import django

from dienests.cli.failure import Failure


def run(arguments: list[str]) -> int:
    """Verify the books of the account or make them anew; return 1 when they are wrong."""
    if arguments not in (["verify"], ["rebuild"]):
        raise Failure("write: ./dienests account verify, or ./dienests account rebuild")
    django.setup()
    # Models can be loaded only after Django is set up.
    from dienests.kernel.account import audit, booking  # noqa: PLC0415 - see above

    if arguments == ["rebuild"]:
        booking.begin_anew()
        print(f"{booking.book()} cases booked")
        return 0
    cases, sums = list(audit.wrong_cases()), audit.wrong_sums()
    for case in cases:
        print(f"the case {case} is not booked as it went", file=sys.stderr)
    for row in sums:
        print(f"the sum {', '.join(map(str, row))} is not that of the cases", file=sys.stderr)
    if cases or sums:
        print("make the counts anew: ./dienests account rebuild", file=sys.stderr)
    print(f"{len(cases)} cases and {len(sums)} sums are wrong")
    return 1 if cases or sums else 0
