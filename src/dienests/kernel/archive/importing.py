"""Taking in a case that another institution handed over: kept whole, read by one office, and never made our own."""

import hashlib
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dienests.kernel.access.actor import Actor
from dienests.kernel.archive.imported_case import ImportedCase
from dienests.kernel.archive.verification import ArchiveRefused, Verified
from dienests.kernel.files import vault
from dienests.kernel.log.entry import ActorRef, Stream
from dienests.kernel.log.streams import append
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.office import Office
from dienests.kernel.retention import erased_list
from dienests.kernel.retention.erased_list import Line

STREAM, PART = "imported-case", "archive"


def same(institution: Institution, content: bytes) -> ImportedCase | None:
    """Return the import of the very same archive, None where there was none."""
    digest = hashlib.sha256(content).hexdigest()
    return ImportedCase.objects.filter(institution=institution, sha256=digest).first()


def earlier(institution: Institution, archive: Verified) -> QuerySet[ImportedCase]:
    """Return other archives of the same case that were taken in, newest first."""
    digest = hashlib.sha256(archive.content).hexdigest()
    found = ImportedCase.objects.filter(institution=institution, origin=archive.origin, case=archive.case["id"])
    return found.exclude(sha256=digest).order_by("-at")


@transaction.atomic
def take_in(
    *, institution: Institution, office: str, archive: Verified, basis: str, by: ActorRef, at: datetime
) -> ImportedCase:  # fmt: skip
    """Keep an archive for an office; one event with its hash is all that enters our log.

    Raises ArchiveRefused for an office that there is not, a key that nobody compared, and an archive that is here.
    """
    if not Office.objects.filter(institution=institution, slug=office).exists():
        raise ArchiveRefused(_("There is no office “%(office)s” that could read it.") % {"office": office})
    if not archive.compared:
        raise ArchiveRefused(_("The key came with the archive: compare it elsewhere, and give it."))
    if same(institution, archive.content):
        raise ArchiveRefused(_("This archive was taken in before; nothing was changed."))
    case, procedure = archive.case, archive.case["procedure"]
    kept = ImportedCase(
        id=uuid4(), institution=institution, office=office, sha256=hashlib.sha256(archive.content).hexdigest(),
        origin=archive.origin, key=archive.key, size=archive.size, sender=case["institution"]["name"],
        case=case["id"], number=case["number"], procedure=procedure["slug"], version=procedure["version"],
        digest=procedure["digest"], acts=archive.acts, basis=basis, at=at,
    )  # fmt: skip
    vault.put(kept.id, PART, archive.content, subject=kept.id)
    kept.save(force_insert=True)
    told = {"archive": kept.sha256, "origin": kept.origin, "acts": kept.acts, "office": office}
    append(stream=Stream(STREAM, kept.id), act="imported", at=at, actor=by, payload=told, basis=basis)
    return kept


@transaction.atomic
def destroy(*, imported: ImportedCase, basis: str, by: ActorRef, at: datetime) -> None:
    """Destroy what an archive held; that it was here, and its hash, stay.

    Doing it twice changes nothing but destroys the key again, which a crash or an older copy of the keys may have left.
    """
    row = ImportedCase.objects.select_for_update().get(pk=imported.pk)
    if row.destroyed_at is None:
        row.destroyed_at = at
        row.save(update_fields=["destroyed_at"])
        append(stream=Stream(STREAM, row.pk), act="destroyed", at=at, actor=by, basis=basis)
    # Last before the commit, as with every erasing: what is cut off after it is carried out from the list.
    erased_list.append([Line("key", (vault.key_name(row.pk),), row.destroyed_at)])
    transaction.on_commit(lambda: vault.destroy(row.pk))


def visible(actor: Actor) -> QuerySet[ImportedCase]:
    """Return the imported cases that the offices of a person read, newest first."""
    mine = Q(pk__in=[])
    for held in actor.offices:
        mine |= Q(institution=held.institution, office=held.slug)
    return ImportedCase.objects.filter(mine).order_by("-at", "pk")


def archive_of(imported: ImportedCase) -> bytes:
    """Return the archive as it came; raises vault.Gone when it was destroyed, even where its key is there again."""
    if imported.destroyed_at is not None:
        raise vault.Gone(imported.pk)
    return vault.get(imported.pk, PART, subject=imported.pk)
