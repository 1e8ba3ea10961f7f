"""Sealed letters of the demonstration on their way, for the pages that show them."""

import hashlib
from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

from dienests.kernel.dispatch.arranging import arrange
from dienests.kernel.dispatch.dispatch import Dispatch
from dienests.kernel.files import vault
from dienests.kernel.files.stored_file import StoredFile
from dienests.kernel.letters.letter import Letter, State
from dienests.kernel.typeset.setting import pdf_of
from dienests.kernel.typeset.sheet import Sheet

SLUG = "outcome"
_serials = count(90_001)


def on_its_way() -> Dispatch:
    """Return the dispatch of a new sealed letter of the personnel department to who reported."""
    used = Letter.objects.filter(register="T").values("event")
    told = Letter.objects.filter(slug=SLUG, participant__isnull=False).exclude(event__in=used).latest("pk")
    case, at, serial = told.case, datetime.now(UTC), next(_serials)
    pdf = pdf_of(Sheet(lang="lv", title="Paziņojums", author="Nams", at=at, issuer=["Nams"], marks=[], body=[]))
    digest = hashlib.sha256(pdf).hexdigest()
    file = StoredFile.objects.create(
        id=uuid4(), subject=case.pk, name=f"V-{serial}.pdf", kind="pdf", size=len(pdf), sha256=digest, at=at
    )
    vault.put(file.pk, vault.ORIGINAL, pdf, subject=case.pk)
    letter = Letter.objects.create(
        event=told.event, case=case, institution=case.institution, slug=SLUG, state=State.SEALED, register="T",
        year=at.year, serial=serial, number=f"T/{at.year}/{serial}", sent_at=at, language="lv", title="Paziņojums",
        addressee="Zaiga Ūdensroze", html="<p>x</p>", file=file, sha256=digest, level="B-LT", sealed_at=at,
    )  # fmt: skip
    arrange(at=at)
    return Dispatch.objects.get(letter=letter)
