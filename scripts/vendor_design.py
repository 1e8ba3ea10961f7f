"""Fetches the design system with the npm client and writes what the site serves, cleaned and with checksums.

Run `python scripts/vendor_design.py` after raising a version below; needs node and npm. Nothing else needs them.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

SITE = Path(__file__).resolve().parents[1] / "src" / "dienests" / "site"
SERVED = SITE / "static" / "vendor"
TESTS = SITE / "design" / "tests"

GOVUK = "govuk-frontend@6.6.0"
MOJ = "@ministryofjustice/frontend@11.1.0"
AXE = "axe-core@4.14.1"

# The packages' licence files are not in their archives; this is the text of their repositories.
MIT = """The MIT License (MIT)

Copyright (c) {holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies
of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""

# System fonts only: the original font is licensed to one government and would have to be served by us.
FONTS = '"Noto Sans",system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif'

# The packages' own examples that our tags must reproduce, by component and name.
# fmt: off
EXAMPLES = {
    "back-link": ["default", "with custom text and link", "html as text"],
    "breadcrumbs": ["default", "with last breadcrumb as current page", "custom label", "html as text"],
    "button": ["default", "disabled", "link", "secondary", "warning", "name", "value", "prevent double click"],
    "character-count": ["default", "with hint", "with hint and error", "with default value", "with custom rows"],
    "checkboxes": [
        "default", "with hint", "with pre-checked values", "multiple hints", "with error message",
        "with conditional items", "with conditional item checked", "with error message and hint",
    ],
    "date-input": ["default", "with error message and hint", "with error on day input", "with values"],
    "details": ["default", "expanded", "id", "html as text"],
    "error-message": ["default", "id", "html as text"],
    "error-summary": [
        "default", "without links", "mixed with and without links", "with description only", "with everything",
        "error list with html as text",
    ],
    "file-upload": ["default", "with hint text", "with error message and hint"],
    "input": [
        "default", "with hint text", "with error message", "with error and hint", "with width-10 class",
        "with label as page heading", "custom type", "value", "zero value", "inputmode",
        "with autocomplete attribute", "disabled",
    ],
    "inset-text": ["default", "html as text"],
    "label": ["default", "with bold text", "as page heading xl", "html as text"],
    "notification-banner": ["default", "with type as success", "custom title", "html as text"],
    "pagination": ["default", "with many pages", "first page", "last page", "with prev and next only"],
    "panel": ["default", "custom heading level"],
    "password-input": ["default", "with error message"],
    "phase-banner": ["default"],
    "radios": [
        "default", "with hint", "with hints on parent and items", "with error message", "with conditional items",
        "with conditional item checked", "inline", "with legend as page heading",
    ],
    "select": ["default", "with hint text and error message", "hint", "error", "with label as page heading"],
    "skip-link": ["default"],
    "summary-list": ["default", "with actions", "with some actions", "with falsy values"],
    "table": ["default", "with head", "with head and caption", "with firstCellIsHeader true", "html as text"],
    "tabs": ["default", "html as text"],
    "tag": ["default", "grey", "red", "html as text"],
    "textarea": ["default", "with hint", "with error message", "with default value", "with hint and error message"],
    "warning-text": ["default"],
}
# fmt: on

# MoJ publishes no examples: its own templates are rendered with these options instead.
MOJ_EXAMPLES = {
    "sub-navigation": {
        "label": "Sub navigation",
        "items": [{"text": "Nav item 1", "href": "#1", "active": True}, {"text": "Nav item 2", "href": "#2"}],
    },
    "timeline": {
        "headingLevel": 3,
        "items": [
            {
                "label": {"text": "Application requires confirmation"},
                "html": "<p>Sent back</p>",
                "datetime": {"timestamp": "2019-06-14T14:01:00.000Z", "type": "datetime"},
                "byline": {"text": "Joe Bloggs"},
            },
            {
                "label": {"text": "Application review in progress"},
                "text": "Assigned",
                "datetime": {"timestamp": "2019-06-07T12:32:00.000Z", "type": "datetime"},
            },
        ],
    },
}
RENDER = """
const nunjucks = require('nunjucks'), [folder, examples] = process.argv.slice(1)
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(folder), {autoescape: true})
environment.addFilter('mojDate', moment => moment)
const rendered = Object.entries(JSON.parse(examples)).map(([name, params]) =>
  [name, environment.render(`moj/components/${name}/template.njk`, {params})])
console.log(JSON.stringify(Object.fromEntries(rendered)))
"""


def unpack(package: str, into: Path) -> Path:
    """Return the folder of the unpacked npm package."""
    packed = subprocess.run(
        ["npm", "pack", package, "--silent", "--pack-destination", str(into)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    folder = into / package.strip("@").replace("/", "-")
    folder.mkdir()
    shutil.unpack_archive(into / packed.stdout.split()[-1], folder, filter="data")
    return folder / "package"


def cleaned(css: str) -> str:
    """Return the style sheet with our fonts and without foreign fonts, crest, pictures and source maps."""
    css = re.sub(r"@font-face\s*{[^}]*}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", FONTS)
    css = re.sub(r"@supports [^{]*{\.govuk-footer__copyright-logo:before{[^}]*}}", "", css)
    css = re.sub(r"\.govuk-footer__copyright-logo:before{[^}]*}", "", css)
    css = re.sub(r"background-image:url\([^)]*\);?", "", css)
    return without_map(css)


def without_map(text: str) -> str:
    """Return the text without its reference to a source map that we do not serve."""
    return re.sub(r"(/\*#\s*sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+)\s*", "", text).rstrip() + "\n"


def fresh(folder: Path) -> Path:
    """Return the folder, emptied, so that nothing of an older version stays."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def write_govuk(package: Path) -> None:
    """Write style sheet, script and licence of govuk-frontend."""
    folder, source = SERVED / "govuk-frontend", package / "dist" / "govuk"
    folder.mkdir()
    (folder / "govuk-frontend.min.css").write_text(cleaned((source / "govuk-frontend.min.css").read_text()))
    (folder / "govuk-frontend.min.js").write_text(without_map((source / "govuk-frontend.min.js").read_text()))
    (folder / "LICENSE").write_text(MIT.format(holder="2017 Crown Copyright (Government Digital Service)"))


def write_moj(package: Path) -> None:
    """Write style sheet and licence of the MoJ frontend; its scripts serve components that we do not use."""
    folder = SERVED / "moj-frontend"
    folder.mkdir()
    (folder / "moj-frontend.min.css").write_text(cleaned((package / "moj" / "moj-frontend.min.css").read_text()))
    (folder / "LICENSE").write_text(MIT.format(holder="2019 Ministry of Justice"))


def write_axe(package: Path) -> None:
    """Write the accessibility checker, which only tests load."""
    folder = fresh(TESTS / "vendor")
    for name in ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt"):
        (folder / name).write_text((package / name).read_text())


def write_examples(package: Path) -> None:
    """Write the chosen examples of govuk-frontend, one file per component."""
    for component, names in EXAMPLES.items():
        whole = json.loads((package / "dist/govuk/components" / component / "fixtures.json").read_text())
        chosen = {example["name"]: example for example in whole["fixtures"] if example["name"] in names}
        if missing := set(names) - set(chosen):
            raise SystemExit(f"{component} has no example named {sorted(missing)}: choose others in EXAMPLES.")
        write_example_file(f"govuk-{component}", [
            {key: chosen[name][key] for key in ("name", "options", "html")} for name in names
        ])  # fmt: skip


def write_moj_examples(package: Path, work: Path) -> None:
    """Render MoJ's own templates with their template language and write the result as examples."""
    subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", str(work), "nunjucks@3"], check=True)
    answer = subprocess.run(
        ["node", "-e", RENDER, str(package), json.dumps(MOJ_EXAMPLES)],
        check=True, capture_output=True, text=True, cwd=work,
    )  # fmt: skip
    for component, html in json.loads(answer.stdout).items():
        example = {"name": "default", "options": MOJ_EXAMPLES[component], "html": html}
        write_example_file(f"moj-{component}", [example])


def write_example_file(name: str, examples: list[dict[str, Any]]) -> None:
    """Write examples readably, so that a new version shows its changes line by line."""
    text = json.dumps(examples, ensure_ascii=False, indent=1)
    (TESTS / "fixtures" / f"{name}.json").write_text(text + "\n")


def write_checksums(folder: Path) -> None:
    """Write SHA256SUMS beside the files, in the form that `sha256sum -c` reads."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines))


def main() -> None:
    """Fetch, clean and write everything anew."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        govuk, moj, axe = (unpack(package, work) for package in (GOVUK, MOJ, AXE))
        fresh(SERVED)
        fresh(TESTS / "fixtures")
        write_govuk(govuk)
        write_moj(moj)
        write_axe(axe)
        write_examples(govuk)
        write_moj_examples(moj, work)
    for folder in (SERVED, TESTS / "vendor", TESTS / "fixtures"):
        write_checksums(folder)


if __name__ == "__main__":
    main()
