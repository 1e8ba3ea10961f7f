"""Who and what the demonstration is made of. All names are invented."""

from dataclasses import dataclass

from dienests.conduct.outside_complaints.facade import OUTSIDER


@dataclass(frozen=True)
class Place:
    """One institution: its units (slug, Latvian, English) and its posts."""

    slug: str
    name_lv: str
    name_en: str
    units: tuple[tuple[str, str, str], ...]
    posts: tuple["Post", ...]
    outsiders: tuple[str, ...] = ()  # who have an account and no office


@dataclass(frozen=True)
class Post:
    """One person in an office; several posts may have one person."""

    person: str
    office: str
    title_lv: str
    title_en: str
    unit: str = ""
    leads: bool = False


HEAD = ("head", "Dienesta vadītājs", "head of the Service")
CHAIR = ("ethics-chair", "Ētikas komisijas priekšsēdētājs", "chair of the Ethics Commission")
DEPUTY = ("ethics-deputy-chair", "Ētikas komisijas priekšsēdētāja vietnieks", "deputy chair of the Ethics Commission")
MEMBER = ("ethics-member", "Ētikas komisijas loceklis, uzticības persona", "member of the Ethics Commission, adviser")
PERSONNEL = ("personnel", "Personālvadības departamenta direktors", "director of the personnel department")
REGISTRY = ("registry", "lietvedis", "records clerk")
BUREAU = ("bureau", "Biroja vadītājs", "head of the Bureau")
TRAINING = ("training", "Mācību un pētījumu nodaļas vadītājs", "head of training and research")
MANAGER = ("unit-head", "nodaļas vadītājs", "head of the unit")
EMPLOYEE = ("employee", "nodarbinātais", "employee")
DATA_OFFICER = ("data-protection-officer", "datu aizsardzības speciālists", "data protection officer")
ADMINISTRATOR = ("administrator", "sistēmas pārvaldnieks", "administrator of the system")
AUDITOR = ("auditor", "iekšējais auditors", "internal auditor")

NORTH, SOUTH, WEST, EAST = "ziemelu-nodala", "dienvidu-nodala", "rietumu-nodala", "austrumu-nodala"
OFFICE, DATA = "administracija", "datu-nodala"


def _staff(unit: str, *names: str) -> list[Post]:
    return [Post(name, *EMPLOYEE, unit=unit) for name in names]


SERVICE = Place(
    "parauga-dienests", "Parauga dienests", "Sample Service",
    (
        (OFFICE, "Administrācija", "Administration"),
        (NORTH, "Ziemeļu nodaļa", "Northern unit"),
        (SOUTH, "Dienvidu nodaļa", "Southern unit"),
        (WEST, "Rietumu nodaļa", "Western unit"),
        (EAST, "Austrumu nodaļa", "Eastern unit"),
    ),
    (
        *_staff(OFFICE, "Vilma Krastkalne", "Aivis Liepziediņš", "Māra Dzērvesteina", "Ojārs Rudzīšlauks",
                "Zenta Ābolkrasta", "Uldis Pūcesmežs", "Ināra Smilgāja"),
        *_staff(NORTH, "Ilga Vējdzirnava", "Jēkabs Ozolgravis", "Līva Ceriņsala", "Pēteris Akmeņlauks",
                "Arnita Bērzlauka", "Kaspars Stārķulauks", "Solvita Miglpurva", "Edvīns Tauriņgravis"),
        *_staff(SOUTH, "Dzintra Lazdugāja", "Gatis Ūdensroze", "Ērika Šķēpkalne", "Ingus Lāčuciems",
                "Velta Rasasdārza", "Normunds Dzilnakmens", "Agrita Pīlādžkalne", "Raitis Vāverkrūms"),
        *_staff(WEST, "Gundega Kadiķsila", "Artis Bebrulejs", "Daina Smilgukalne", "Modris Priedulauks",
                "Ilvija Zvaigžņupe", "Guntars Dumbrājkalns", "Evija Viršusala", "Rūta Baltābele"),
        *_staff(EAST, "Vilnis Rudzulejs", "Marita Ezerkrasta", "Sigurds Niedrukalns", "Lilita Dzeņukalne",
                "Aldis Klēpjozols", "Vizma Pļavgrieze", "Tālis Cielavkrasts", "Anita Mārsilsala",
                "Juris Ķimeņkalns"),
        Post("Vilma Krastkalne", *HEAD, leads=True),
        Post("Aivis Liepziediņš", *CHAIR), Post("Aivis Liepziediņš", *MEMBER),
        Post("Māra Dzērvesteina", *DEPUTY), Post("Māra Dzērvesteina", *MEMBER),
        Post("Līva Ceriņsala", *MEMBER),
        Post("Ojārs Rudzīšlauks", *PERSONNEL),
        Post("Zenta Ābolkrasta", *BUREAU), Post("Zenta Ābolkrasta", *REGISTRY),
        Post("Ināra Smilgāja", *TRAINING),
        Post("Uldis Pūcesmežs", *ADMINISTRATOR),
        Post("Rūta Baltābele", *DATA_OFFICER),
        Post("Ināra Smilgāja", *AUDITOR),
        Post("Ilga Vējdzirnava", *MANAGER, unit=NORTH, leads=True),
        Post("Dzintra Lazdugāja", *MANAGER, unit=SOUTH, leads=True),
        Post("Gundega Kadiķsila", *MANAGER, unit=WEST, leads=True),
        Post("Vilnis Rudzulejs", *MANAGER, unit=EAST, leads=True),
    ),
    (OUTSIDER,),
)  # fmt: skip

CENTRE = Place(
    "parauga-centrs", "Parauga informācijas centrs", "Sample Information Centre",
    ((OFFICE, "Administrācija", "Administration"), (DATA, "Datu nodaļa", "Data unit")),
    (
        *_staff(OFFICE, "Skaidrīte Bebrupe", "Valts Dūņezers", "Rasma Kļavsēta", "Egils Žubītkalns",
                "Biruta Lapsumeža", "Tālivaldis Zvirgzdupe"),
        *_staff(DATA, "Laila Ceļtekupe", "Zigmunds Kāpukalns", "Inta Sniegpulkste", "Haralds Vītolgatvis",
                "Maiga Skudrulauka"),
        Post("Skaidrīte Bebrupe", *HEAD, leads=True),
        Post("Valts Dūņezers", *CHAIR), Post("Valts Dūņezers", *MEMBER),
        Post("Rasma Kļavsēta", *DEPUTY), Post("Rasma Kļavsēta", *MEMBER),
        Post("Egils Žubītkalns", *PERSONNEL),
        Post("Egils Žubītkalns", *ADMINISTRATOR),
        Post("Maiga Skudrulauka", *DATA_OFFICER),
        Post("Tālivaldis Zvirgzdupe", *AUDITOR),
        Post("Biruta Lapsumeža", *BUREAU), Post("Biruta Lapsumeža", *REGISTRY),
        Post("Tālivaldis Zvirgzdupe", *TRAINING),
        Post("Laila Ceļtekupe", *MANAGER, unit=DATA, leads=True),
    ),
)  # fmt: skip

PLACES = (SERVICE, CENTRE)
