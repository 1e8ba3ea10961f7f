"""The form that records a right to represent: both sides by their codes, the kind, the proof, the period."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from dienests.kernel.log.streams import ActorRef
from dienests.kernel.parties import personal_code as codes
from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.kinds import MEANINGS, Kind
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.organisation import Organisation
from dienests.kernel.parties.people import note_life
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.proof import Proof
from dienests.kernel.parties.refusals import PartiesError
from dienests.kernel.parties.representing import record_representation
from dienests.kernel.procedures.registry import newest
from dienests.site.pages.admin_form import AdminForm, day


class Recording(AdminForm):
    """Who may act for whom."""

    kind = forms.ChoiceField(
        label=_("By what right"), choices=[(kind.value, meaning.label) for kind, meaning in MEANINGS.items()],
        widget=forms.RadioSelect,
    )  # fmt: skip
    subject = forms.CharField(
        label=_("For whom"), help_text=_("Personal code, or the registration number of a legal person."), max_length=20
    )
    born_on = day(
        _("Day of birth of the person"), required=False, hint=_("Needed for a child, unless it is recorded already.")
    )
    who = forms.CharField(
        label=_("Who may act"), help_text=_("Personal code; for a right by office the short name of the office."),
        max_length=60,
    )  # fmt: skip
    scope = forms.ChoiceField(label=_("For what"), required=False)
    joint = forms.BooleanField(label=_("The right is shared: those who have it act together"), required=False)
    document = forms.CharField(label=_("Proof that was shown"), max_length=300)
    notary = forms.CharField(
        label=_("Notary"), required=False, max_length=200, help_text=_("For a notarised power of attorney.")
    )
    dated = day(_("Date of the document"), required=False)
    number = forms.CharField(label=_("Number in the notary's register"), required=False, max_length=80)
    valid_from = day(_("From"))
    valid_to = day(_("To"), required=False, hint=_("The first day without the right; leave empty if none is set."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        matters = [(slug, procedure.title) for slug, procedure in newest().items()]
        self.fields["scope"].choices = [("", _("everything at this institution")), *matters]  # type: ignore[attr-defined]


@sensitive_variables()
def record(data: dict[str, Any], *, at: datetime, institution: Institution, by: ActorRef) -> None:
    """Find both sides and record the right; raises PartiesError naming the side that is not registered."""
    subject = _subject(data["subject"])
    if data["born_on"] and isinstance(subject, Person) and subject.born_on != data["born_on"]:
        subject = note_life(person=subject, born_on=data["born_on"], basis=data["basis"], by=by, at=at)
    kind = Kind(data["kind"])
    record_representation(
        institution=institution, kind=kind, subject=subject, representative=_who(data["who"], kind, institution),
        proof=Proof(data["document"], data["notary"], data["dated"], data["number"]), valid_from=data["valid_from"],
        valid_to=data["valid_to"], scope=data["scope"], joint=data["joint"], basis=data["basis"], by=by, at=at,
    )  # fmt: skip


@sensitive_variables()
def _subject(code: str) -> Person | Organisation:
    firm = Organisation.objects.filter(registration_number=code.strip()).first()
    return firm or _person(code)


@sensitive_variables()
def _who(code: str, kind: Kind, institution: Institution) -> Person | Office:
    if kind is not Kind.OFFICE:
        return _person(code)
    office = Office.objects.filter(institution=institution, slug=code.strip()).order_by("unit").first()
    if office is None:
        raise PartiesError(_("There is no office of this short name: look at the list of offices."))
    return office


@sensitive_variables()
def _person(code: str) -> Person:
    found = codes.search(code)
    if found is None:
        raise PartiesError(_("Nobody with this personal code is registered: register the person first."))
    return found
