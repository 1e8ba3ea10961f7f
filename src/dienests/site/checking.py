"""Where people check a letter: the address that is printed on it, as they open it from outside."""

from urllib.parse import urlencode

from dienests.kernel.letters.checking import checked_at
from dienests.site.founding.link import whole

PAGE = "check/"


def address(number: str, code: str, language: str) -> str:
    """Return the address of the page of verification, with number and code filled in where they are given."""
    path = f"/en/{PAGE}" if language == "en" else f"/{PAGE}"
    return whole(f"{path}?{urlencode({'number': number, 'code': code})}" if code else path)


checked_at(address)
