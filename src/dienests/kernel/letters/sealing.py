"""Sealing: decision in the log, then the PDF that bears its receipt, then the seal, then the vault; once per letter.

Killed between any two steps, the next run begins anew: until the last transaction nothing of the letter has changed, so
there is one letter, one number and one PDF. What an interrupted run left in the vault is swept away.
"""

import hashlib
import logging
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from dienests.kernel.files import vault
from dienests.kernel.files.stored_file import State as Scanned
from dienests.kernel.files.stored_file import StoredFile
from dienests.kernel.letters.evidence import NotReady, receipt_now
from dienests.kernel.letters.letter import STREAM, Letter, State
from dienests.kernel.letters.paper import sheet_of
from dienests.kernel.log.receipts import Receipt
from dienests.kernel.log.streams import Stream, append
from dienests.kernel.signatures.sealing import Level, seal
from dienests.kernel.typeset.setting import pdf_of

LEVEL: Level = "B-LT"
AT_ONCE = 25
log = logging.getLogger(__name__)


def run(*, at: datetime) -> int:
    """Seal the letters that wait, the oldest first, and return how many; a letter that fails waits longer each time."""
    waiting = Letter.objects.filter(state=State.APPROVED).exclude(not_before__gt=at).order_by("sent_at", "pk")
    waiting = waiting.exclude(html="")  # erased in a restored copy before it was sealed: nothing is left to seal
    done = 0
    for pk in waiting.values_list("pk", flat=True)[:AT_ONCE]:
        try:
            seal_letter(pk, at=at)
            done += 1
        except Exception as error:  # whatever one letter meets, the others go on and this one is tried again
            log.exception("The letter %s was not sealed and will be tried again.", pk)
            _put_off(pk, error, at)
    return done


def seal_letter(pk: int, *, at: datetime) -> Letter:
    """Make and keep the sealed PDF of a letter, if there is none yet, and return the letter; not in a transaction.

    Raises NotReady while another process seals the log, TypesettingFailed, SealRefused.
    """
    letter = _fetched(pk)
    if letter.state != State.APPROVED:
        return letter
    receipt = receipt_now(letter.event, at=at)
    pdf = pdf_of(sheet_of(letter, proof=receipt.text()))
    with override(letter.language):
        sealed = seal(pdf, level=LEVEL, at=at, reason=_("Outgoing letter {number}").format(number=letter.number))
    _keep(letter, sealed, receipt, at)
    return _fetched(pk)


def failing(institution: int) -> QuerySet[Letter]:
    """Return the letters of an institution whose sealing failed and will be tried again, the oldest first."""
    found = Letter.objects.filter(institution=institution, state=State.APPROVED, attempts__gt=0)
    return found.exclude(html="").order_by("sent_at", "pk")


def hasten(*, institution: int, at: datetime) -> int:
    """Make the letters of an institution whose sealing failed due at once, and return how many they are."""
    return failing(institution).update(not_before=at)


def sealed_pdf(letter: Letter) -> bytes:
    """Return the PDF of a sealed letter; raises NotReady, or vault.Gone where its key was destroyed."""
    if letter.file_id is None:
        raise NotReady
    return vault.get(letter.file_id, vault.ORIGINAL, subject=letter.case_id)


def file_name(letter: Letter) -> str:
    """Return what the PDF is called when it is downloaded."""
    return f"{letter.number.replace('/', '-')}.pdf"


def _fetched(pk: int) -> Letter:
    return Letter.objects.select_related("case__unit", "institution").get(pk=pk)


def _keep(letter: Letter, pdf: bytes, receipt: Receipt, at: datetime) -> None:
    """Keep the PDF in the vault and tell so, unless another process did; then this one leaves nothing."""
    file, digest = uuid4(), hashlib.sha256(pdf).hexdigest()
    vault.put(file, vault.ORIGINAL, pdf, subject=letter.case_id)
    vault.put(file, vault.COPY, pdf, subject=letter.case_id)
    with transaction.atomic():
        StoredFile.objects.create(
            id=file, subject=letter.case_id, name=file_name(letter), kind="pdf", size=len(pdf), sha256=digest, at=at,
            state=Scanned.CLEAN, scanned_at=at,
        )  # fmt: skip
        mine = Letter.objects.filter(pk=letter.pk, state=State.APPROVED).update(
            state=State.SEALED, file_id=file, sha256=digest, level=LEVEL, sealed_at=at, failure=""
        )
        if mine:
            append(
                stream=Stream(STREAM, letter.uid), act="sealed", at=at, from_state=State.APPROVED,
                to_state=State.SEALED, payload={"sha256": digest, "level": LEVEL, "index": receipt.index},
            )  # fmt: skip
        else:
            transaction.set_rollback(True)
    if not mine:
        vault.remove(file)


def _put_off(pk: int, error: Exception, at: datetime) -> None:
    letter = Letter.objects.get(pk=pk)
    attempts = min(letter.attempts + 1, 30_000)
    wait = timedelta(seconds=min(2 ** min(attempts + 2, 12), 3600))
    Letter.objects.filter(pk=pk).update(attempts=attempts, not_before=at + wait, failure=type(error).__name__)
