"""Complaints of invented people, told as (days ago, action, who, fields) with the day of loading as their end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dienests.kernel.parties.person import Person

Ago = tuple[int, str, str, dict[str, Any]]
GATIS, PETERIS, ERIKA, ARTIS = "Gatis Ūdensroze", "Pēteris Akmeņlauks", "Ērika Šķēpkalne", "Artis Bebrulejs"
OUTSIDER = "Anda Ceļmalniece"
# Answers that wait: their drafts are written, agreed to and approved.
WAITING = [
    (13, "Ilgvars Pļavmalis", "Uzgaidāmajā telpā nebija neviena darbinieka."),
    (12, "Sarma Dzirnupe", "Uz zvaniem nedēļu neviens neatbildēja."), (11, "Ansis Krūmgalis", "Norāde bija greiza."),
    (10, "Dārta Vēžupe", "Atbildi uz vēstuli gaidīju mēnesi."), (9, "Imants Ēkabērzs", "Nevarēju pierakstīties."),
]  # fmt: skip
REGISTRY, HEAD, CHAIR, PERSONNEL = "registry", "head", "ethics-chair", "personnel"


def _came(days: int, channel: str, who: str, whom: str, norms: str, account: str, **more: Any) -> Ago:
    blocks = {
        "complainant": who,
        "reply_to": "pasta adrese iesniegumā",
        "whom": whom,
        "norms": norms,
        "account": account,
    }
    return days, "register", REGISTRY, {"channel": channel} | {k: v for k, v in blocks.items() if v} | more


def stories(people: Mapping[str, Person], now: datetime) -> list[list[Ago]]:
    """Return what happens, case by case; one answer waits for the complainant, one is extended, one has two terms."""
    return [
        [_came(400, "post", "Modra Kļavzeme", "G. Ūdensroze, inspektors", "13.4.", "Kliedza uz mani pie lodziņa.",
               about=people[GATIS], evidence="Blakus stāvēja vēl divi apmeklētāji."),
         (399, "submit_to_head", REGISTRY, {}), (397, "hand_over", HEAD, {}),
         (389, "dismiss", CHAIR, {"result": "Pārkāpums nav konstatēts."}),
         (385, "inform", PERSONNEL, {"message": "Komisija iesniegumu izskatīja un pārkāpumu nekonstatēja."})],
        [_came(300, "e-mail", "Edgars Upespļava", "Darbinieks Pēteris", "", "Mani izsmēja citu klātbūtnē."),
         (298, "ask_more", REGISTRY, {"missing": "Norādiet kodeksa normas un nodarbinātā uzvārdu, ja to zināt."}),
         (290, "enter", REGISTRY, {"norms": "13.3. un 13.4.", "whom": "Pēteris Akmeņlauks"}),
         (289, "submit_to_head", REGISTRY, {"about": people[PETERIS]}), (287, "hand_over", HEAD, {}),
         (279, "propose", CHAIR, {"proposal": "Iespējams 13.3. apakšpunkta pārkāpums."}),
         (276, "open_case", HEAD, {"reasons": "Ziņas ir pārbaudāmas."}),
         (272, "prolong", HEAD, {"extended_because": "Jānoskaidro vairāku klātesošo liecības."}),
         (250, "decide", CHAIR, {"finding": "breach", "grounds": "Klātesošie izteikto apstiprināja."}),
         (246, "inform", PERSONNEL, {"message": "Pārkāpums ir konstatēts, un lēmums ir pieņemts."})],
        [_came(200, "e-address", "Rasma Dzilupe", "Nav zināms", "14.5.", "Neviens nevarēja pateikt, kur vērsties."),
         (199, "submit_to_head", REGISTRY, {}), (198, "assign", HEAD, {}),
         (190, "inform", PERSONNEL, {"message": "Atvainojamies. Pie ieejas tagad ir norāde, kur vērsties."})],
        [_came(120, "post", "Vitolds Kārklājs", "Kāda darbiniece", "14.", ""),
         (118, "ask_more", REGISTRY, {"missing": "Aprakstiet, kas notika, un kad."}),
         (80, "leave", REGISTRY, {"message": "Papildinājums nav saņemts. Varat vērsties no jauna."})],
        [_came(45, "e-address", "Zaiga Vītolkrasta", "Ērika Šķēpkalne", "14.5.", "Man sniedza nepatiesas ziņas.",
               about=people[ERIKA]),
         (44, "submit_to_head", REGISTRY, {}), (42, "hand_over", HEAD, {}),
         (34, "propose", CHAIR, {"proposal": "Iespējams 14.5. apakšpunkta pārkāpums."}),
         (22, "prolong", HEAD, {"extended_because": "Lieciniece atgriežas darbā nākamajā mēnesī."})],
        [_came(20, "e-mail", "Ģirts Ozolpurvs", "Artis no Rietumu nodaļas", "", "Neatbildēja uz trim manām vēstulēm."),
         (18, "ask_more", REGISTRY, {"missing": "Norādiet, kuras kodeksa normas, jūsuprāt, pārkāptas."})],
        *[[_came(days, "post", who, "Nav zināms", "14.5.", account), (days - 1, "submit_to_head", REGISTRY, {}),
           (days - 2, "assign", HEAD, {})] for days, who, account in WAITING],
        [(6, "submit", OUTSIDER, {"complainant": OUTSIDER, "reply_to": "e-adrese", "whom": "Artis Bebrulejs",
                                  "norms": "13.9.", "account": "Uz norunāto tikšanos neviens neatnāca."}),
         (5, "submit_to_head", REGISTRY, {"about": people[ARTIS]}), (3, "hand_over", HEAD, {})],
    ]  # fmt: skip
