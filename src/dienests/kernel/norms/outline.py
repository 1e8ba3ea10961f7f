"""The outlines of all official documents in `rulebooks/<slug>.toml`: the acts, and whether they have an address."""

from functools import cache
from pathlib import Path

from dienests.kernel.norms.act import Act, Provision
from dienests.kernel.norms.basis import Basis
from dienests.kernel.norms.outline_file import load

__all__ = ["RULEBOOKS", "UnknownAct", "act", "acts", "complaints", "missing", "provision", "slugs"]

RULEBOOKS = Path(__file__).resolve().parents[2] / "rulebooks"


class UnknownAct(LookupError):
    """No outline has this slug."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"no outline is named {slug}; known acts: {', '.join(slugs())}")


@cache
def slugs() -> tuple[str, ...]:
    """Return the slugs of every act that has an outline."""
    return tuple(sorted(path.stem for path in RULEBOOKS.glob("*.toml")))


def acts() -> tuple[Act, ...]:
    """Return every act that has an outline, by slug."""
    return tuple(act(slug) for slug in slugs())


def act(slug: str) -> Act:
    """Return the act with this slug, or raise UnknownAct."""
    if slug not in slugs():
        raise UnknownAct(slug)
    return _read(slug)


def provision(slug: str, address: str) -> Provision | None:
    """Return one provision, or None where the act or the address does not exist."""
    return act(slug).by_address.get(address) if slug in slugs() else None


def missing(basis: Basis) -> tuple[str, ...]:
    """Return those addresses of a basis that its act does not have; all of them where there is no such act."""
    return tuple(address for address in basis.addresses if provision(basis.act, address) is None)


def complaints(basis: Basis) -> tuple[str, ...]:
    """Return one sentence for each thing that is wrong with a basis; none where it is right."""
    if basis.act not in slugs():
        return (f"there is no rulebook {basis.act}: add its outline, or correct the slug",)
    return tuple(f"{basis.act} has no paragraph {address}" for address in missing(basis))


@cache
def _read(slug: str) -> Act:
    """Read one outline: whoever needs one act at the start does not wait for the others."""
    return load(RULEBOOKS / f"{slug}.toml")
