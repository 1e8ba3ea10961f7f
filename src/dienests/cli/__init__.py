"""The command line: one small file per command, loaded only when it is asked for."""

import os
import sys
from importlib import import_module

from dienests.cli.failure import Failure, told

__all__ = ["COMMANDS", "main"]

# name -> (module, what it does); the order is the order of the help.
COMMANDS = {
    "up": ("dienests.cli.up", "prepare the database and serve the institution"),
    "init": ("dienests.cli.init", "found a real institution in an empty database"),
    "upgrade": ("dienests.cli.upgrade", "bring a founded institution to this version, with a copy first"),
    "backup": (
        "dienests.cli.backup",
        "copy database and files while the server runs; backup --check DIR reads one back",
    ),
    "restore": ("dienests.cli.restore", "load a copy into an empty database, without what was erased since"),
    "check": ("dienests.cli.check", "check declarations and settings; check --production before real people come in"),
    "work": ("dienests.cli.work", "carry out what acts left to be done; work --forever as a service"),
    "staff": ("dienests.cli.staff", "import the staff list: staff import FILE"),
    "test": ("dienests.cli.test", "check and test everything; further words go to pytest"),
    "norms": ("dienests.cli.norms", "import an official text, show how much of it the software carries"),
    "procedures": ("dienests.cli.procedures", "publish a version of a procedure, check what is published"),
    "new": ("dienests.cli.new", "write the skeleton of a procedure: new procedure DOMAIN/NAME --basis ACT:ADDRESS"),
    "verify": ("dienests.cli.verify", "tell who sealed or signed a PDF, and whether it was changed: verify FILE"),
    "log": ("dienests.cli.log", "seal, verify and copy the log of acts; receipts"),
    "letters": (
        "dienests.cli.letters",
        "letters verify: numbers and files; letters returned < MAIL: what came back",
    ),
    "export": ("dienests.cli.export", "write one case into an archive that proves itself: export NUMBER"),
    "import": ("dienests.cli.importing", "take in a case that another institution handed over: import FILE"),
    "account": ("dienests.cli.account", "verify the counts of the account, make them anew"),
    "retention": ("dienests.cli.retention", "tell what falls due to be erased; repeat an erasing that was cut off"),
    "bench": ("dienests.cli.bench", "measure against peers: bench NAME"),
    "catalogue": ("dienests.cli.catalogue", "gather the texts to translate, take in translations"),
    "accessibility": ("dienests.cli.accessibility", "take the results of the tests of barriers into the statement"),
    "pin": ("dienests.cli.pin", "write the requirements files anew from pyproject.toml"),
    "manage": ("dienests.cli.manage", "Django's own commands, such as check and makemigrations"),
}


def main(arguments: list[str]) -> int:
    """Run one command and return its exit status; a failure is one sentence on the error stream."""
    name = arguments[0] if arguments else "help"
    if name not in COMMANDS:
        return _help(known=name in ("help", "-h", "--help"), name=name)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dienests.site.settings")
    try:
        return told(import_module(COMMANDS[name][0]).run, arguments[1:])
    except Failure as failure:
        print(f"dienests: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`dienests ... | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _help(*, known: bool, name: str) -> int:
    if not known:
        print(f"dienests: there is no command '{name}'; these are the commands:", file=sys.stderr)
    for command, (_, purpose) in COMMANDS.items():
        print(f"  ./dienests {command:<10} {purpose}", file=sys.stdout if known else sys.stderr)
    return 0 if known else 2
