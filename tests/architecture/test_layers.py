"""Who may import whom: the contracts of pyproject.toml, and the one that import-linter has no words for."""

import grimp
import pytest
from importlinter.cli import lint_imports

from tests.architecture.house import ROOT, module_of


def test_layers_kernel_order_and_no_circles(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_modules_meet_only_through_their_facade_and_never_in_a_circle() -> None:
    graph = grimp.build_graph("dienests", cache_dir=None)
    meetings = {
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if module_of(importer) and module_of(imported) and module_of(importer) != module_of(imported)
    }
    past_the_facade = sorted(f"{a} imports {b}" for a, b in meetings if b != f"{module_of(b)}.facade")
    assert not past_the_facade, "\n".join(past_the_facade)
    pairs = {(module_of(importer), module_of(imported)) for importer, imported in meetings}
    assert not _circle(pairs), f"these modules need each other: {_circle(pairs)}"


def _circle(pairs: set[tuple[str | None, str | None]]) -> list[str]:
    """Return what remains when modules that nobody needs, or that need nobody, are taken away again and again."""
    while pairs:
        needing, needed = {a for a, _ in pairs}, {b for _, b in pairs}
        left = {(a, b) for a, b in pairs if a in needed and b in needing}
        if left == pairs:
            return sorted({str(a) for a, _ in pairs})
        pairs = left
    return []


def test_a_circle_of_modules_is_found() -> None:
    assert _circle({("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")}) == ["a", "b", "c"]
    assert _circle({("a", "b"), ("b", "c"), ("a", "c")}) == []
