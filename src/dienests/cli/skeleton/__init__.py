"""What `./dienests new procedure` writes: the files of a module, from the patterns beside this file."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template

from dienests.cli.failure import Failure
from dienests.kernel.norms.basis import Basis

__all__ = ["Plan", "write"]

PATTERNS = Path(__file__).parent
FILES = {
    "procedure.py": "procedure.py",
    "models.py": "models.py",
    "apps.py": "apps.py",
    "facade.py": "facade.py",
    "demo.py": "demo.py",
    "reply.html": "letters/reply.html",
    "test_procedure.py": "tests/test_procedure.py",
}
LAYERS = re.compile(r'^(layers = \["cli", "site", ")([\w : |]+)(", "kernel"\])$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new module is called; all other names follow from the name of its folder."""

    domain: str
    name: str
    basis: Basis
    title: str
    title_lv: str
    issued: date

    @property
    def label(self) -> str:
        """Return the label of the app, which stands in the names of its tables."""
        return f"{self.domain}_{self.name}"

    @property
    def single(self) -> str:
        """Return the name of one case: `tool_loan` of `tool_loans`."""
        return re.sub(r"(?<=[a-z])ies$", "y", self.name) if self.name.endswith("ies") else self.name.removesuffix("s")

    @property
    def slug(self) -> str:
        """Return the slug of the procedure."""
        return self.single.replace("_", "-")

    def words(self) -> dict[str, str]:
        """Return what the patterns leave open."""
        record = _camel(self.single)
        initials = "".join(word[0] for word in self.single.split("_"))
        return {
            "domain": self.domain, "name": self.name, "slug": self.slug, "act": self.basis.act,
            "address": self.basis.addresses[0], "title": self.title, "Title": self.title[:1].upper() + self.title[1:],
            "Class": _camel(self.name) if self.name != self.single else f"{record}Procedure", "Record": f"{record}Case",
            "words": self.name.replace("_", " "), "year": str(self.issued.year), "month": str(self.issued.month),
            "day": str(self.issued.day), "numbered": (initials if len(initials) > 1 else self.single[:3]).upper(),
        }  # fmt: skip

    def translations(self) -> str:
        """Return the Latvian of the texts of a skeleton, one line each."""
        return _pattern("texts.tsv") + f"{self.title}\t{self.title_lv}\n"

    def declared(self) -> int:
        """Return how many lines the declarations have, the record among them."""
        return sum(len(_pattern(f"{name}.txt").splitlines()) for name in ("procedure.py", "models.py"))


def write(root: Path, plan: Plan) -> bool:
    """Write the module and enter it among the modules; return whether its domain is new.

    Raises Failure where a module of this name is there.
    """
    package = root / "src" / "dienests"
    domain = package / plan.domain
    module = domain / plan.name
    if module.exists():
        raise Failure(f"src/dienests/{plan.domain}/{plan.name} is there already; choose another name.")
    is_new = not (domain / "__init__.py").exists()
    if is_new:
        _layer(root / "pyproject.toml", plan.domain)
        _put(domain / "__init__.py", f'"""The domain {plan.domain}: {plan.basis.act}."""\n')
    _put(module / "__init__.py", f'"""{plan.words()["Title"]}: {plan.basis.act}, {plan.basis.addresses[0]}."""\n')
    _put(module / "tests" / "__init__.py", "")
    _put(module / "migrations" / "__init__.py", "")
    for pattern, name in FILES.items():
        _put(module / name, Template(_pattern(f"{pattern}.txt")).substitute(plan.words()))
    modules = package / "site" / "modules.py"
    text = modules.read_text(encoding="utf-8")
    entered = text.replace("\n]\n", f'\n    "dienests.{plan.domain}.{plan.name}",\n]\n', 1)
    modules.write_text(entered, encoding="utf-8")
    return is_new


def _layer(pyproject: Path, domain: str) -> None:
    """Enter a domain beside the others: it knows the kernel, and the site knows it."""
    text = pyproject.read_text(encoding="utf-8")
    if not LAYERS.search(text):
        raise Failure("pyproject.toml has no layers of domains; write the new domain into the contract 'layers' first.")
    pyproject.write_text(LAYERS.sub(rf"\g<1>\g<2> : {domain}\g<3>", text), encoding="utf-8")


def _pattern(name: str) -> str:
    return (PATTERNS / name).read_text(encoding="utf-8")


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
