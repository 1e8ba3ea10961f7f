"""Reports of invented people that show the module at work, told with the day of loading as their end."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.parties.person import Person


class Step(NamedTuple):
    """One act of a story; `who` is an office or a person's name."""

    at: datetime
    action: str
    who: str
    fields: Mapping[str, Any]


Ago = tuple[int, str, str, dict[str, Any]]  # days ago, then as above
JEKABS, LIVA, PETERIS = "Jēkabs Ozolgravis", "Līva Ceriņsala", "Pēteris Akmeņlauks"
GATIS, ERIKA, ILGA, AIVIS = "Gatis Ūdensroze", "Ērika Šķēpkalne", "Ilga Vējdzirnava", "Aivis Liepziediņš"
CHAIR, DEPUTY, HEAD, PERSONNEL = "ethics-chair", "ethics-deputy-chair", "head", "personnel"
CHAIR_AWAY = (92, 78)  # days ago: from, to


def _message(days: int, who: str, reason: str, account: str, **more: Any) -> Ago:
    return days, "submit", who, {"reason": reason, "account": account, **more}


def stories(people: Mapping[str, Person], now: datetime) -> list[list[Step]]:
    """Return what happens, case by case; the chair must be marked absent over CHAIR_AWAY."""
    told = _told(people, now)
    return [[Step(now - timedelta(days=act[0]), act[1], act[2], act[3]) for act in story] for story in told]


def _told(people: Mapping[str, Person], now: datetime) -> list[list[Ago]]:
    # Exactly one promise is broken on the day of loading.
    missed, kept, soon = (local_date(now - timedelta(days=days)) for days in (6, 80, -9))
    return [
        [_message(210, GATIS, "advice", "Klients piedāvā dāvanu pēc programmas beigām. Vai drīkst to pieņemt?"),
         (208, "advise", CHAIR, {"answer": "Nepieņemiet to un pastāstiet par piedāvājumu tiešajam vadītājam."})],
        [_message(180, JEKABS, "breach", "Kolēģis sapulcē izsmēja jaunu kolēģi.", about=people[PETERIS], ground="13.3"),
         (178, "convene", CHAIR, {}), (170, "dismiss", CHAIR, {"result": "Pārkāpums nav konstatēts."}),
         (165, "inform", PERSONNEL, {"message": "Komisija sēdē izskatīja ziņojumu un pārkāpumu nekonstatēja."})],
        [_message(150, ERIKA, "breach", "Kolēģis tīmeklī apspriež klienta lietu.", about=people[GATIS], ground="14.13"),
         (149, "convene", CHAIR, {}), (140, "propose", CHAIR, {"proposal": "Iespējams 14.13. apakšpunkta pārkāpums."}),
         (135, "open_case", HEAD, {"reasons": "Ierosinājums ir pamatots."}),
         (100, "decide", CHAIR, {"finding": "breach", "grounds": "Ieraksts bija publisks un pretējs vērtībām."}),
         (96, "inform", PERSONNEL, {"message": "Lieta ir izskatīta, un lēmums ir pieņemts."})],
        [_message(90, PETERIS, "dispute", "Nevaram vienoties par dežūru grafiku.", tried="Divas sarunas nodaļā."),
         (89, "promise", DEPUTY, {"answer_promised": kept}),
         (82, "advise", DEPUTY, {"answer": "Ierosinām sarunu ar psihologu un rotējošu grafiku."})],
        [_message(70, LIVA, "breach", "Kolēģe nepatiesi informēja apmeklētāju.", about=people[ERIKA]),
         (69, "convene", CHAIR, {}), (60, "propose", CHAIR, {"proposal": "Iespējams 14.5. apakšpunkta pārkāpums."}),
         (55, "decline_case", HEAD, {"reasons": "Kļūda ir atzīta un labota, lieta nebūtu samērīga."})],
        [_message(40, GATIS, "advice", "Vai drīkstu ārpus darba vadīt kursus klientu ģimenēm?"),
         (38, "promise", CHAIR, {"answer_promised": missed})],
        [_message(30, GATIS, "breach", "Kolēģis draudēja apmeklētājam.", about=people[PETERIS], ground="13.4"),
         (29, "convene", CHAIR, {}), (21, "propose", CHAIR, {"proposal": "Iespējams 13.4. apakšpunkta pārkāpums."}),
         (15, "open_case", HEAD, {"reasons": "Ziņas ir nopietnas un pārbaudāmas."})],
        [_message(25, JEKABS, "proposal", "Papildināt kodeksu ar norādēm par mākslīgo intelektu.",
                  reasoning="Nodaļās rīkus lieto dažādi, un darbinieki lūdz skaidrību.")],
        [_message(20, ERIKA, "proposal", "Reizi pusgadā pārrunāt kodeksu nodaļās.", reasoning="Jaunie to zina slikti."),
         (0, "collect", CHAIR, {})],
        [(10, "bring", ILGA, {"party": people[JEKABS], "account": "Divi kolēģi vairs nesarunājas savā starpā.",
                              "tried": "Trīs sarunas, iesaistīts arī supervizors."}),
         (7, "consult", CHAIR, {"adviser": people[LIVA]})],
        [_message(9, PETERIS, "breach", "Kolēģis bez paskaidrojuma kavē darbu.", about=people[JEKABS], ground="13.9"),
         (8, "convene", CHAIR, {})],
        [_message(5, LIVA, "advice", "Kā pareizi atteikt ielūgumu no sadarbības partnera?"),
         (4, "promise", CHAIR, {"answer_promised": soon})],
        [_message(3, GATIS, "breach", "Komisijas priekšsēdētājs skaļi rājas gaitenī.", about=people[AIVIS])],
        [_message(2, ERIKA, "breach", "Kolēģis ar amatu panāk atlaidi veikalā.", about=people[JEKABS], ground="14.10")],
    ]  # fmt: skip
