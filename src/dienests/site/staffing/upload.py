"""A staff list between its preview and its confirmation: encrypted, for an hour, for who uploaded it alone."""

import os
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.keys import store as keys
from dienests.kernel.parties.staff_member import StaffUpload
from dienests.site.staffing.problems import FileRefused

KEY = "staff-upload"
KEPT = timedelta(hours=1)
_NONCE_BYTES = 12


@sensitive_variables("content")
def keep(content: bytes, *, institution: int, person: UUID, at: datetime) -> UUID:
    """Keep a list and return its key; older lists of this person and of a past hour go."""
    StaffUpload.objects.filter(uploaded_by=person).delete()
    StaffUpload.objects.filter(uploaded_at__lt=at - KEPT).delete()
    pk, nonce = uuid4(), os.urandom(_NONCE_BYTES)
    cipher = nonce + AESGCM(keys.key(KEY)).encrypt(nonce, content, pk.bytes)
    StaffUpload.objects.create(pk=pk, institution_id=institution, uploaded_by_id=person, uploaded_at=at, cipher=cipher)
    return pk


@sensitive_variables()
def kept(pk: str, *, institution: int, person: UUID, at: datetime) -> bytes:
    """Return a kept list; raises FileRefused when it is gone."""
    gone = _("The uploaded list is gone after an hour or was taken in already: upload it again.")
    try:
        key = UUID(pk)
    except ValueError:
        raise FileRefused(gone) from None
    row = StaffUpload.objects.filter(
        pk=key, institution=institution, uploaded_by=person, uploaded_at__gt=at - KEPT
    ).first()
    if row is None:
        raise FileRefused(gone)
    blob = bytes(row.cipher)
    try:
        return AESGCM(keys.key(KEY)).decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], key.bytes)
    except InvalidTag:
        raise FileRefused(gone) from None


def forget(*, person: UUID) -> None:
    """Remove what a person uploaded."""
    StaffUpload.objects.filter(uploaded_by=person).delete()
