"""`./dienests bench NAME [WORDS]`: runs benchmarks/NAME.py, which prints one line of JSON per comparison."""

import runpy
import sys
from pathlib import Path

from dienests.cli.failure import Failure

ROOT = Path(__file__).resolve().parents[3]


def run(arguments: list[str]) -> int:
    """Run one benchmark in this process; without a name, list those there are."""
    known = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if not path.stem.startswith("_"))
    if not arguments:
        print("\n".join(known))
        return 0
    if arguments[0] not in known:
        raise Failure(f"there is no benchmark '{arguments[0]}'; there are: {', '.join(known) or 'none yet'}.")
    sys.argv = [f"benchmarks/{arguments[0]}.py", *arguments[1:]]
    sys.path.insert(0, str(ROOT))
    runpy.run_path(str(ROOT / "benchmarks" / f"{arguments[0]}.py"), run_name="__main__")
    return 0
