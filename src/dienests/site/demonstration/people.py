"""Who and what the demonstration is made of. All names are invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One institution: its units (slug, Latvian, English) and its posts."""

    slug: str
    name_lv: str
    name_en: str
    units: tuple[tuple[str, str, str], ...]
    posts: tuple["Post", ...]


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
BUREAU = ("bureau", "Biroja vadītājs", "head of the Bureau")
TRAINING = ("training", "Mācību un pētījumu nodaļas vadītājs", "head of training and research")
MANAGER = ("unit-head", "nodaļas vadītājs", "head of the unit")
EMPLOYEE = ("employee", "nodarbinātais", "employee")
ADMINISTRATOR = ("administrator", "sistēmas pārvaldnieks", "administrator of the system")

NORTH, SOUTH, OFFICE = "ziemelu-nodala", "dienvidu-nodala", "administracija"


def _staff(unit: str, *names: str) -> list[Post]:
    return [Post(name, *EMPLOYEE, unit=unit) for name in names]


SERVICE = Place(
    "parauga-dienests", "Parauga dienests", "Sample Service",
    (
        (OFFICE, "Administrācija", "Administration"),
        (NORTH, "Ziemeļu nodaļa", "Northern unit"),
        (SOUTH, "Dienvidu nodaļa", "Southern unit"),
    ),
    (
        *_staff(OFFICE, "Vilma Krastkalne", "Aivis Liepziediņš", "Māra Dzērvesteina", "Ojārs Rudzīšlauks",
                "Zenta Ābolkrasta", "Uldis Pūcesmežs", "Ināra Smilgāja"),
        *_staff(NORTH, "Ilga Vējdzirnava", "Jēkabs Ozolgravis", "Līva Ceriņsala", "Pēteris Akmeņlauks"),
        *_staff(SOUTH, "Dzintra Lazdugāja", "Gatis Ūdensroze", "Ērika Šķēpkalne"),
        Post("Vilma Krastkalne", *HEAD, leads=True),
        Post("Aivis Liepziediņš", *CHAIR), Post("Aivis Liepziediņš", *MEMBER),
        Post("Māra Dzērvesteina", *DEPUTY), Post("Māra Dzērvesteina", *MEMBER),
        Post("Līva Ceriņsala", *MEMBER),
        Post("Ojārs Rudzīšlauks", *PERSONNEL),
        Post("Zenta Ābolkrasta", *BUREAU),
        Post("Ināra Smilgāja", *TRAINING),
        Post("Uldis Pūcesmežs", *ADMINISTRATOR),
        Post("Ilga Vējdzirnava", *MANAGER, unit=NORTH, leads=True),
        Post("Dzintra Lazdugāja", *MANAGER, unit=SOUTH, leads=True),
    ),
)  # fmt: skip

CENTRE = Place(
    "parauga-centrs", "Parauga informācijas centrs", "Sample Information Centre",
    ((OFFICE, "Administrācija", "Administration"),),
    (
        *_staff(OFFICE, "Skaidrīte Bebrupe", "Valts Dūņezers", "Rasma Kļavsēta", "Egils Žubītkalns",
                "Biruta Lapsumeža", "Tālivaldis Zvirgzdupe"),
        Post("Skaidrīte Bebrupe", *HEAD, leads=True),
        Post("Valts Dūņezers", *CHAIR), Post("Valts Dūņezers", *MEMBER),
        Post("Rasma Kļavsēta", *DEPUTY), Post("Rasma Kļavsēta", *MEMBER),
        Post("Egils Žubītkalns", *PERSONNEL),
        Post("Egils Žubītkalns", *ADMINISTRATOR),
        Post("Biruta Lapsumeža", *BUREAU),
        Post("Tālivaldis Zvirgzdupe", *TRAINING),
    ),
)  # fmt: skip

PLACES = (SERVICE, CENTRE)
