"""Registering legal persons."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dienests.kernel.log.streams import ActorRef, Stream, append
from dienests.kernel.parties import refusals
from dienests.kernel.parties import registration_number as numbers
from dienests.kernel.parties.organisation import Organisation
from dienests.kernel.parties.refusals import PartiesError


@transaction.atomic
def register_organisation(
    *, registration_number: str, name: str, basis: str, by: ActorRef, at: datetime
) -> Organisation:
    """Register a legal person under its public number; a personal code is refused as a number."""
    organisation = Organisation(
        registration_number=numbers.verify(registration_number),
        name=refusals.text(name, _("The name of the organisation is missing.")),
    )
    reason = refusals.basis(basis)
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError:
        raise PartiesError(_("An organisation with this registration number is registered already.")) from None
    append(
        stream=Stream(kind="organisation", id=organisation.id), act="registered", at=at, actor=by, basis=reason,
        payload={"number": organisation.registration_number, "name": organisation.name},
    )  # fmt: skip
    return organisation
