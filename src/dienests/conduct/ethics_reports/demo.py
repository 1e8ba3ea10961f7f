"""Reports of invented people that show the module at work, each played through the engine on its past days."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from dienests.conduct.ethics_cases.facade import ETHICS_CASE
from dienests.conduct.ethics_reports.procedure import EthicsReports
from dienests.kernel.access.actor import Actor
from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import outbox
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.verbs import perform, start
from dienests.kernel.parties.person import Person

Acting = Callable[[str, datetime], Actor]
Step = tuple[int, str, str, dict[str, Any]]  # days ago, action, who (office or name), fields
Story = tuple[Step, ...]
JEKABS, LIVA, PETERIS, GATIS, ERIKA = "Jēkabs Ozolgravis", "Līva Ceriņsala", "Pēteris Akmeņlauks", "Gatis Ūdensroze", "Ērika Šķēpkalne"  # fmt: skip
ILGA, CHAIR, HEAD, PERSONNEL = "Ilga Vējdzirnava", "ethics-chair", "head", "personnel"


def _message(days: int, who: str, reason: str, account: str, **more: Any) -> Step:
    return days, "submit", who, {"reason": reason, "account": account, **more}


def stories(people: Mapping[str, Person], now: datetime) -> list[Story]:
    """Return what happens, case by case; `now` is the day of loading."""
    soon, gone = local_date(now + timedelta(days=9)), local_date(now - timedelta(days=6))
    return [
        (_message(210, GATIS, "advice", "Klients piedāvā dāvanu pēc programmas beigām. Vai drīkst to pieņemt?"),
         (208, "advise", CHAIR, {"answer": "Dāvanu nepieņemiet un pastāstiet par piedāvājumu tiešajam vadītājam."})),
        (_message(180, JEKABS, "breach", "Sanāksmē kolēģis vairākkārt izsmēja jauno darbinieku.", about=people[PETERIS], ground="13.3"),
         (178, "convene", CHAIR, {}), (170, "dismiss", CHAIR, {"result": "Komisija pārkāpumu nekonstatēja."}),
         (165, "inform", PERSONNEL, {"message": "Komisija sēdē izskatīja ziņojumu un pārkāpumu nekonstatēja."})),
        (_message(150, ERIKA, "breach", "Kolēģis publiski komentēja klienta lietu sociālajā tīklā.", about=people[GATIS], ground="14.13"),
         (149, "convene", CHAIR, {}), (140, "propose", CHAIR, {"proposal": "Iespējams 14.13. apakšpunkta pārkāpums; lūdzam ierosināt lietu."}),
         (135, "open_case", HEAD, {"reasons": "Komisijas ierosinājums ir pamatots."}), (100, "decide", CHAIR, {"finding": "breach", "grounds": "Ieraksts bija publisks un pretējs Dienesta vērtībām."}),
         (96, "inform", PERSONNEL, {"message": "Lieta ir izskatīta, un lēmums ir pieņemts."})),
        (_message(90, PETERIS, "dispute", "Nevaram vienoties par dežūru grafiku.", tried="Divas sarunas nodaļā kopā ar vadītāju."),
         (89, "promise", CHAIR, {"answer_promised": local_date(now - timedelta(days=80))}),
         (82, "advise", CHAIR, {"answer": "Ierosinām sarunu ar psihologu un rotējošu grafiku."})),
        (_message(70, LIVA, "breach", "Kolēģis nepatiesi informēja apmeklētāju.", about=people[ERIKA]),
         (69, "convene", CHAIR, {}), (60, "propose", CHAIR, {"proposal": "Iespējams 14.5. apakšpunkta pārkāpums."}),
         (55, "decline_case", HEAD, {"reasons": "Kļūda ir labota un atzīta, lietas ierosināšana nebūtu samērīga."})),
        (_message(40, GATIS, "advice", "Vai drīkstu ārpus darba vadīt kursus klientu ģimenēm?"),
         (38, "promise", CHAIR, {"answer_promised": gone})),
        (_message(25, JEKABS, "proposal", "Papildināt kodeksu ar norādēm par mākslīgā intelekta rīku lietošanu.", reasoning="Nodaļās ir dažāda prakse."),),
        (_message(20, ERIKA, "proposal", "Reizi pusgadā pārrunāt kodeksu nodaļās.", reasoning="Jaunie darbinieki to zina slikti."),
         (1, "collect", CHAIR, {})),
        ((9, "bring", ILGA, {"party": people[JEKABS], "account": "Divi kolēģi vairs nesarunājas savā starpā.", "tried": "Trīs sarunas, iesaistīts arī supervizors."}),
         (7, "consult", CHAIR, {"adviser": people[LIVA]})),
        (_message(9, PETERIS, "breach", "Kolēģe vairākas reizes kavējusi bez paskaidrojuma.", about=people[JEKABS], ground="13.9"),
         (8, "convene", CHAIR, {})),
        (_message(5, LIVA, "advice", "Kā pareizi atteikt ielūgumu no sadarbības partnera?"),
         (4, "promise", CHAIR, {"answer_promised": soon})),
        (_message(30, GATIS, "breach", "Kolēģis draudēja apmeklētājam.", about=people[PETERIS], ground="13.4"),
         (29, "convene", CHAIR, {}), (21, "propose", CHAIR, {"proposal": "Iespējams 13.3. apakšpunkta pārkāpums."}),
         (15, "open_case", HEAD, {"reasons": "Komisijas ierosinājums ir pamatots."})),
        (_message(2, ERIKA, "breach", "Kolēģis izmantoja amatu, lai saņemtu atlaidi veikalā.", about=people[JEKABS], ground="14.10"),),
    ]  # fmt: skip


def play(acting: Acting, people: Mapping[str, Person], *, now: datetime) -> None:
    """Play every story with its own clock."""
    for story in sorted(stories(people, now), key=lambda story: -story[0][0]):  # numbers follow the days
        case: Case | None = None
        for days, action, who, fields in story:
            at = now - timedelta(days=days)
            if case is None:
                case = start(procedure=EthicsReports, action=action, actor=acting(who, at), at=at, fields=fields)
            else:
                target = Case.objects.get(parent=case, procedure=ETHICS_CASE) if action == "decide" else case
                perform(case=target, action=action, actor=acting(who, at), at=at, fields=fields)
            outbox.run_pending(at=at)
            case.refresh_from_db()
