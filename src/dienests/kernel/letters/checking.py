"""Where a letter is checked: the address that stands on it, as the site tells it."""

from collections.abc import Callable

from dienests.kernel.letters.codes import code_of
from dienests.kernel.letters.letter import Letter

Address = Callable[[str, str, str], str]  # of a number, a code and a language
_addresses: list[Address] = []


def checked_at(address: Address) -> None:
    """Register how the site makes the address of the page of verification; with an empty code it is that page alone."""
    _addresses[:] = [address]


def address_of(letter: Letter) -> str:
    """Return the address that the picture on a letter leads to."""
    return _addresses[0](letter.number, code_of(letter.uid), letter.language)


def page_for(letter: Letter) -> str:
    """Return the address of the page where number and code are typed."""
    return _addresses[0]("", "", letter.language)
