"""Completing a founded institution: offices that a newer version names are established when it is upgraded."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from dienests.kernel.log.streams import SYSTEM
from dienests.kernel.parties.founding import establish_office
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.office import Office
from dienests.site.founding.founding import offices


@transaction.atomic
def complete(*, at: datetime) -> list[Office]:
    """Establish in every institution the offices that it lacks, vacant; the administrator appoints their holders."""
    with override("lv"):
        basis = _("a newer version of the software names this office")
    return [
        establish_office(
            institution=institution, slug=each.slug, title_lv=each.title_lv, title_en=each.title_en, basis=basis,
            by=SYSTEM, at=at,
        )
        for institution in Institution.objects.order_by("pk")
        for each in offices()
        if not Office.objects.filter(institution=institution, slug=each.slug).exists()
    ]  # fmt: skip
