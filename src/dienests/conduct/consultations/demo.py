"""Consultations of invented people, told as (days ago, action, who, fields) with the day of loading as their end."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.parties.person import Person

Ago = tuple[int, str, str, dict[str, Any]]
JEKABS, LIVA, PETERIS, ERIKA = "Jēkabs Ozolgravis", "Līva Ceriņsala", "Pēteris Akmeņlauks", "Ērika Šķēpkalne"
GATIS, ILGA, AIVIS, MARA, DZINTRA = (
    "Gatis Ūdensroze", "Ilga Vējdzirnava", "Aivis Liepziediņš", "Māra Dzērvesteina", "Dzintra Lazdugāja",
)  # fmt: skip


def stories(people: Mapping[str, Person], now: datetime) -> list[list[Ago]]:
    """Return what happens, case by case; one promised day is still to come, one question waits."""
    kept, soon = (local_date(now - timedelta(days=days)) for days in (414, -4))

    def ask(days: int, who: str, whom: str, question: str) -> Ago:
        return days, "ask", who, {"consultant": people[whom], "question": question}

    return [
        [ask(500, JEKABS, ILGA, "Vai drīkstu pieņemt klienta uzdāvinātu grāmatu?"),
         (499, "advise", ILGA, {"advice": "Pateicies un nepieņem; par piedāvājumu pastāsti nodaļas sanāksmē."})],
        [ask(420, GATIS, LIVA, "Mana radiniece piesakās darbā mūsu nodaļā. Kas man jādara?"),
         (420, "promise", LIVA, {"answer_promised": kept}),
         (416, "advise", LIVA, {"advice": "Pasaki to vadītājam rakstiski un atlasē nepiedalies."})],
        [ask(310, ERIKA, AIVIS, "Vai man pienākas piemaksa par prombūtnē esoša kolēģa darbu?"),
         (309, "decline", AIVIS, {"declined_because": "Tas nav ētikas jautājums; palīdzēs personāla departaments."})],
        [ask(260, LIVA, MARA, "Kā pateikt vadītājam, ka nepiekrītu viņa tonim?"),
         (259, "advise", MARA, {"advice": "Sarunā divatā pasaki, ko tu dzirdēji un kā to uztvēri."})],
        [ask(150, PETERIS, LIVA, "Kolēģis lūdz pārbaudīt reģistrā savu kaimiņu. Kā atteikt?"),
         (148, "turn_elsewhere", PETERIS, {"consultant": people[MARA]}),
         (147, "advise", MARA, {"advice": "Atsaki mierīgi: reģistru lieto tikai lietas vajadzībām."})],
        [ask(60, ERIKA, DZINTRA, "Vai drīkstu vadīt kursus biedrībā brīvajā laikā?"),
         (58, "advise", DZINTRA, {"advice": "Vispirms saņem amatu savienošanas atļauju."})],
        [ask(6, GATIS, DZINTRA, "Klients raksta uz manu privāto tālruni. Vai drīkstu atbildēt?"),
         (5, "promise", DZINTRA, {"answer_promised": soon})],
        [ask(1, JEKABS, LIVA, "Vai intervijā drīkstu minēt, kur strādāju?")],
    ]  # fmt: skip
