"""Auditing letters: numbers without gaps, and every sealed file as the log says that it was sealed."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dienests.kernel.files import vault
from dienests.kernel.letters import register
from dienests.kernel.letters.letter import STREAM, Letter, State
from dienests.kernel.log.events import Event


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found: how many letters bear a number, how many are sealed, how many files went with their key."""

    numbered: int
    sealed: int
    gone: int
    faults: list[str]


def audit() -> Audit:
    """Walk all registers and all sealed files; a file whose key was destroyed is counted, not a fault."""
    faults, gone, sealed = register.faults(), 0, 0
    told = {
        event.stream: (event.payload or {}).get("sha256")
        for event in Event.objects.filter(stream_kind=STREAM, act="sealed").iterator()
    }
    for letter in Letter.objects.filter(state=State.SEALED).order_by("pk").iterator():
        sealed += 1
        if told.get(letter.uid, letter.sha256) != letter.sha256:
            faults.append(_("Letter {number}: the log names another file.").format(number=letter.number))
        try:
            assert letter.file_id is not None
            content = vault.get(letter.file_id, vault.ORIGINAL, subject=letter.case_id)
        except vault.Gone:
            gone += 1
            continue
        if hashlib.sha256(content).hexdigest() != letter.sha256:
            faults.append(_("Letter {number}: the file is not the one that was sealed.").format(number=letter.number))
    return Audit(Letter.objects.filter(serial__isnull=False).count(), sealed, gone, faults)
