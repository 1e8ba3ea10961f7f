"""`./dienests new procedure` in a copy of the checkout: the skeleton passes every check as it stands."""

from pathlib import Path

import pytest

from tests.checkout import Checkout, copied

BASIS = ("--basis", "vpd-ethics-code-2026:20")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return copied(tmp_path)


def test_a_skeleton_in_a_new_domain_passes_every_check(checkout: Checkout) -> None:
    title = ("--title", "Loan of a tool", "--title-lv", "Instrumenta aizdevums")
    done = checkout.dienests("new", "procedure", "allotments/tool_loans", *BASIS, *title)
    assert done.returncode == 0, done.stderr
    assert "publish tool-loan" in done.stdout
    module = checkout.root / "src/dienests/allotments/tool_loans"
    assert (module / "migrations/0001_initial.py").exists()
    assert ' : allotments"' in (checkout.root / "pyproject.toml").read_text()
    declared = [(module / name).read_text().splitlines() for name in ("procedure.py", "models.py")]
    assert sum(map(len, declared)) <= 60
    checkout.checked("src/dienests/allotments")


def test_a_second_one_in_the_same_domain_is_added_and_nothing_is_overwritten(checkout: Checkout) -> None:
    for name in ("boat_loans", "keys"):
        assert checkout.dienests("new", "procedure", f"conduct/{name}", *BASIS).returncode == 0
    modules = (checkout.root / "src/dienests/site/modules.py").read_text()
    assert modules.index("conduct.boat_loans") < modules.index("conduct.keys")
    again = checkout.dienests("new", "procedure", "conduct/keys", *BASIS)
    assert (again.returncode, "is there already" in again.stderr) == (1, True)
    assert (checkout.root / "src/dienests/site/modules.py").read_text() == modules
    checkout.passes("-W", "ignore", "-m", "dienests", "manage", "check")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("conduct/tool_loans",), "say which provision"), (("Tools", *BASIS), "name a domain and a module"),
     (("kernel/tools", *BASIS), "name a domain and a module"),
     (("conduct/tool_loans", "--basis", "vpd-ethics-code-2026:99"), "has no paragraph 99"),
     (("conduct/tool_loans", "--basis", "no-such-act:1"), "no rulebook no-such-act")],
)  # fmt: skip
def test_a_wrong_name_or_basis_is_refused_in_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    from dienests.cli import new
    from dienests.cli.failure import Failure

    with pytest.raises(Failure, match=sentence):
        new.run(["procedure", *words])
