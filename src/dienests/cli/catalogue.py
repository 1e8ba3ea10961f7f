"""`./dienests catalogue [--merge FILE.tsv ...]`: brings the catalogues up to the code, names what is untranslated."""

import argparse
from pathlib import Path

import django

from dienests.site.i18n import catalogues
from dienests.site.i18n.update import update


def run(arguments: list[str]) -> int:
    """Write the catalogues; return 1 when a text has no translation."""
    parser = argparse.ArgumentParser(prog="./dienests catalogue", description=__doc__)
    parser.add_argument("--merge", type=Path, nargs="+", default=[], metavar="FILE.tsv", help="translations to take in")
    options = parser.parse_args(arguments)
    # Templates can be read only with Django's settings.
    django.setup()
    report = update(options.merge)
    catalogues.compile_changed()
    for line in report.unknown:
        print(f"no such text: {line}")
    for line in report.conflicts:
        print(f"two translations, the first was taken: {line}")
    for text in report.untranslated:
        print(f"untranslated: {text.places[0]}: {text.key[1]!r}")
    return 1 if report.untranslated else 0
