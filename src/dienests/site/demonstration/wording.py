"""The wording of invented texts: a text may hold alternatives, written [one|another]."""

import re
from random import Random

ALTERNATIVES = re.compile(r"\[([^\]]+)\]")


def worded(text: str, chance: Random) -> str:
    """Return the text with each of its alternatives decided by chance."""
    return ALTERNATIVES.sub(lambda found: chance.choice(found[1].split("|")), text)


def about(text: str, name: str) -> str:
    """Return the text with a colleague in it as woman or man, by the given name."""
    woman = name.split()[0].endswith(("a", "e"))
    return text.replace("olēģis", "olēģe", 1) if woman else text
