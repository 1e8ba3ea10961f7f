"""What is missing before cases can run: offices without holders, values not set, a second official for resets."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dienests.kernel.access.resets import confirmers
from dienests.kernel.norms.parameters import standing
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.office import Office
from dienests.kernel.procedures.offices import led
from dienests.site.founding.founding import offices as needed_offices


@dataclass(frozen=True, slots=True)
class Missing:
    """What an institution lacks on a day; every line is a sentence for a person."""

    vacant: tuple[Office, ...]
    absent: tuple[str, ...]  # slugs of offices that a procedure names and nobody established
    unset: tuple[str, ...]
    unled: bool
    confirmers: int

    def sentences(self) -> list[str]:
        """Return one sentence per lack, with what to do."""
        found = [
            _("The office “%(office)s” has no holder: appoint one.") % {"office": office.title}
            for office in self.vacant
        ]
        found += [_("The office “%(office)s” does not exist: establish it.") % {"office": slug} for slug in self.absent]
        found += [
            _("“%(what)s” is not set: set it under Administration, Parameters.") % {"what": one} for one in self.unset
        ]
        if self.unled:
            found.append(_("No unit has an office that leads it: import the staff with their managers."))
        if self.confirmers < 2:
            found.append(
                ngettext(
                    "Only one person may confirm resets: appoint a second administrator or a head of the institution, "
                    "or a lost password has no way back.",
                    "Fewer than two people may confirm resets: appoint a second administrator or a head of the "
                    "institution, or a lost password has no way back.",
                    self.confirmers,
                )
            )
        return found


def missing(institution: Institution, on: date) -> Missing:
    """Return what the institution lacks on the day."""
    held = set(
        Mandate.objects.in_force(on).filter(office__institution=institution).values_list("office__slug", flat=True)
    )
    offices = list(Office.objects.filter(institution=institution, unit__isnull=True).order_by("pk"))
    there = set(Office.objects.filter(institution=institution).values_list("slug", flat=True))
    leading = Mandate.objects.in_force(on).filter(office__institution=institution, office__leads=True)
    return Missing(
        vacant=tuple(office for office in offices if office.slug not in held),
        absent=tuple(each.slug for each in needed_offices() if each.slug not in there),
        unset=tuple(
            str(each.declared.label) for each in standing(institution.pk, on) if each.parameter is None
        ),
        unled=bool(led()) and not leading.filter(office__unit__isnull=False).exists(),
        confirmers=len(confirmers(institution.pk, on)),
    )  # fmt: skip
