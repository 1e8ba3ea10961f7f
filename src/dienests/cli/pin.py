"""`./dienests pin`: writes requirements*.txt from pyproject.toml, every file with its hashes and without addresses."""

import re
import shutil
import subprocess
from pathlib import Path

from dienests.cli.failure import Failure

ROOT = Path(__file__).resolve().parents[3]
OUTPUTS = {"requirements.txt": None, "requirements-test.txt": "test", "requirements-bench.txt": "bench"}
OPTIONS = [
    "--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate",
    "--python-version", "3.11", "--only-binary", ":all:", "--quiet",
]  # fmt: skip


def run(arguments: list[str]) -> int:
    """Resolve and write; `--upgrade` takes newer releases, without it what stands in the files is kept."""
    program = shutil.which("uv")
    if program is None:
        raise Failure("pinning needs uv on the path; install it with your packages (pip install uv).")
    for name, extra in OUTPUTS.items():
        command = [program, "pip", "compile", "pyproject.toml", *OPTIONS, "--output-file", name, *arguments]
        if subprocess.run(command + (["--extra", extra] if extra else []), cwd=ROOT, check=False).returncode:
            raise Failure(f"{name} could not be resolved; the reason stands above.")
        if re.search(r"://|--(extra-)?index-url|--find-links", (ROOT / name).read_text()):
            raise Failure(f"{name} names the address of a registry; remove it before you commit.")
    return 0
