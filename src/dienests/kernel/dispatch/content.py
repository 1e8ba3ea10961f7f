"""The sealed PDF of a letter, compared with the hash that was kept when it was sealed."""

import hashlib

from django.utils.translation import gettext as _

from dienests.kernel.dispatch.moving import DispatchRefused
from dienests.kernel.files import vault
from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.sealing import NotReady, sealed_pdf


def content_of(letter: Letter) -> bytes:
    """Return the sealed PDF; raises DispatchRefused where it is gone or is not what was sealed: it never goes out."""
    try:
        found = sealed_pdf(letter)
    except (NotReady, vault.Gone):
        found = None
    if found is None or hashlib.sha256(found).hexdigest() != letter.sha256:
        raise DispatchRefused(
            _("The PDF of letter {number} is missing or changed: restore it from a copy.").format(number=letter.number)
        )
    return found
