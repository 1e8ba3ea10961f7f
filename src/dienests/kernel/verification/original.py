"""The sealed original, shown to whoever holds the letter: an employer or a court compares it with the paper."""

from datetime import datetime

from django.db import transaction

from dienests.kernel.dispatch.content import content_of
from dienests.kernel.letters.letter import STREAM, Letter
from dienests.kernel.log.streams import Stream, append


@transaction.atomic
def original(*, letter: Letter, at: datetime) -> bytes:
    """Return the sealed PDF of a letter whose number and code were given, and note that it was shown.

    Raises DispatchRefused where the PDF is gone.
    """
    content = content_of(letter)
    append(stream=Stream(STREAM, letter.uid), act="shown-by-code", at=at, payload={"number": letter.number})
    return content
