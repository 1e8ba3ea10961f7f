"""Sealed letters, made through the tables: how a letter is sealed is proved where that is done."""

import hashlib
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

from dienests.kernel.cases.tests.house.models import Visit
from dienests.kernel.cases.tests.house.people import AT, House
from dienests.kernel.dispatch.dispatch import Dispatch
from dienests.kernel.dispatch.rounds import Carriers
from dienests.kernel.files import vault
from dienests.kernel.files.stored_file import StoredFile
from dienests.kernel.letters.letter import Letter, State
from dienests.kernel.letters.tests.test_letters import a_visit
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.mail.server import server

PDF = b"%PDF-1.7 sealed"
CHECK = "https://dienests.example.lv/check/"
_serials: Iterator[int] = count(1001)


def a_letter(house: House, *, to: bool = True) -> Letter:
    """Return a sealed letter of a visit to anna, or with `to` False to somebody outside."""
    case = a_visit(house)
    sent = Letter.objects.filter(case=case).first()
    assert sent is not None
    serial = next(_serials)
    file = StoredFile.objects.create(
        id=uuid4(), subject=case.pk, name=f"V-{serial}.pdf", kind="pdf", size=len(PDF),
        sha256=hashlib.sha256(PDF).hexdigest(), at=AT,
    )  # fmt: skip
    vault.put(file.pk, vault.ORIGINAL, PDF, subject=case.pk)
    return Letter.objects.create(
        event=uuid4() if to else sent.event, case=case, participant=sent.participant if to else None,
        institution=house.institution, slug="notice", state=State.SEALED, register="V", year=2026, serial=serial,
        number=f"V/2026/{serial}", sent_at=AT, language="lv", title="Paziņojums", addressee="Anna", html="<p>x</p>",
        file=file, sha256=file.sha256, level="B-LT", sealed_at=AT,
    )  # fmt: skip


def of(letter: Letter) -> Dispatch:
    """Return the dispatch of a letter that has not come back."""
    return Dispatch.objects.exclude(state="returned").get(letter=letter)


def official(house: House, name: str = "karl") -> ActorRef:
    """Return how the log names an official of the house."""
    return ActorRef(mandate=house.actor(name).offices[0].mandate)


def carriers(mail: str = "", drop: Path | None = None) -> Carriers:
    """Return the carriers that addresses name."""
    from dienests.kernel.dispatch.e_address import e_address

    return Carriers(server(mail), e_address(f"file://{drop}" if drop else ""), CHECK)


def about(letter: Letter, house: House, name: str) -> Letter:
    """Let the visit of a letter accuse somebody, who then has no part in it."""
    Visit.objects.filter(pk=letter.case_id).update(accused=house.people[name])
    return letter
