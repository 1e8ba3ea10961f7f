"""The system checks, the soundness of every declaration among them, told one sentence each."""

import sys

from django.core import checks
from django.utils import translation

from dienests.cli.failure import Failure


def run() -> None:
    """Print what is worth a note; raise a Failure with one line per error."""
    found = [message for message in checks.run_checks() if not message.is_silenced()]
    with translation.override("en"):
        errors = [str(message.msg) for message in found if message.is_serious()]
        notes = [str(message.msg) for message in found if not message.is_serious()]
    for note in notes:
        print(f"dienests: note: {note}", file=sys.stderr)
    if errors:
        raise Failure("\ndienests: ".join(errors))
