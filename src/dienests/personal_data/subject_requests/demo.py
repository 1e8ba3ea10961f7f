"""Requests of invented people, told as (days ago, action, who, fields) with the day of loading as their end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dienests.kernel.parties.person import Person

Ago = tuple[int, str, str, dict[str, Any]]
OFFICER, HEAD = "data-protection-officer", "head"


def stories(people: Mapping[str, Person], now: datetime) -> list[list[Ago]]:
    """Return what happens, case by case: one is answered, one refused, one waits."""

    def enter(days: int, who: str, wish: str, words: str, channel: str) -> Ago:
        fields = {"wish": wish, "channel": channel, "applicant": who, "words": words}
        return days, "enter", OFFICER, fields

    return [
        [enter(90, "Dzidra Kļavlapa", "learn", "Kuri mani dati jums ir?", "by-hand"),
         (88, "advise", OFFICER, {"advice": "Dati ir divās lietās; izsniedzami izraksti."}),
         (84, "grant", HEAD, {"message": "Nosūtām izrakstus no divām lietām."})],
        [enter(40, "Voldemārs Zīlgalvis", "erase", "Dzēsiet manu sūdzību.", "electronic"),
         (37, "advise", OFFICER, {"advice": "Glabāšanas termiņš nav noteikts, lieta nav pabeigta."}),
         (33, "refuse", HEAD, {"message": "Sūdzības izskatīšana nav pabeigta; līdz tam dati vajadzīgi."})],
        [enter(3, "Austra Vizbulīte", "rectify", "Mana adrese ir nepareiza.", "orally")],
    ]  # fmt: skip
