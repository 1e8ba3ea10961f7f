"""Representations: who may act for whom, by what right, on what proof, for what, and from when to when."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.kinds import MEANINGS, Kind
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.organisation import Organisation
from dienests.kernel.parties.period import begins_before_it_ends, covers
from dienests.kernel.parties.person import Person

_FOR_ORGANISATION = [kind for kind, meaning in MEANINGS.items() if meaning.of_organisation]
_NOTARISED = [kind for kind, meaning in MEANINGS.items() if meaning.notarised]


class RepresentationQuerySet(models.QuerySet["Representation"]):
    """Representations, filtered by time."""

    def in_force(self, on: date) -> "RepresentationQuerySet":
        """Keep those that are in force on the day."""
        return self.filter(covers(on))


class Representation(models.Model):
    """The right of one to act for another, as an institution recorded it on proof.

    The subject is a person or an organisation; who acts is a person, or whoever holds an office on the day. An empty
    scope is everything, else it is the slug of a procedure. With `joint`, all who share the right act together.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="represented_by")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="represented_by")
    representative = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="represents")
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=80, blank=True)
    joint = models.BooleanField(default=False)
    proof = models.CharField(max_length=300)
    notary = models.CharField(max_length=200, blank=True)
    proved_on = models.DateField(null=True, help_text="date of the document")
    proof_number = models.CharField(max_length=80, blank=True, help_text="number in the notary's register")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="the first day without the right")

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True), name="parties_representation_subject"
            ),
            models.CheckConstraint(
                condition=Q(representative__isnull=True) ^ Q(office__isnull=True), name="parties_representation_who"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.OFFICE, office__isnull=False) | (~Q(kind=Kind.OFFICE) & Q(office__isnull=True)),
                name="parties_representation_office",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="parties_representation_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=_FOR_ORGANISATION, organisation__isnull=False)
                | (~Q(kind__in=_FOR_ORGANISATION) & Q(organisation__isnull=True)),
                name="parties_representation_fits_subject",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(representative__isnull=True) | ~Q(person=F("representative")),
                name="parties_representation_of_another",
            ),
            models.CheckConstraint(condition=~Q(proof=""), name="parties_representation_proved"),
            models.CheckConstraint(
                condition=~Q(kind__in=_NOTARISED)
                | (~Q(notary="") & ~Q(proof_number="") & Q(proved_on__isnull=False)),
                name="parties_representation_notarised",
            ),
            begins_before_it_ends("parties_representation_period"),
            models.UniqueConstraint(
                fields=["person", "representative", "kind", "scope", "institution"],
                condition=Q(valid_to__isnull=True), name="parties_representation_one_open",
            ),
            models.UniqueConstraint(
                fields=["organisation", "representative", "scope", "institution"],
                condition=Q(valid_to__isnull=True), name="parties_representation_one_legal",
            ),
            models.UniqueConstraint(
                fields=["person", "office", "scope", "institution"],
                condition=Q(valid_to__isnull=True), name="parties_representation_one_office",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["person", "institution"], name="parties_representation_of"),
            models.Index(fields=["representative", "institution"], name="parties_representation_by"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} [{self.valid_from}, {self.valid_to or '...'})"

    @property
    def subject_name(self) -> str:
        """The name of whom it is for."""
        return self.organisation.name if self.organisation else self.person.name if self.person else ""


class Objection(models.Model):
    """One representative's objection against the others: while it is open, none of them acts alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    representation = models.ForeignKey(Representation, on_delete=models.PROTECT, related_name="objections")
    raised_on = models.DateField()
    settled_on = models.DateField(null=True)
    reasons = models.CharField(max_length=1000)
    outcome = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["representation"], condition=Q(settled_on__isnull=True), name="parties_objection_one_open"
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | (Q(settled_on__gte=F("raised_on")) & ~Q(outcome="")),
                name="parties_objection_settled",
            ),
        ]


class Consent(models.Model):
    """The consent of one who shares a right: in one matter (the slug of a procedure), for a period of days."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    representation = models.ForeignKey(Representation, on_delete=models.PROTECT, related_name="consents")
    matter = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["representation", "matter"], condition=Q(valid_to__isnull=True), name="parties_consent_one_open"
            ),
            # Equal days are a consent that was withdrawn on the day on which it was given: it covers no day.
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")), name="parties_consent_period"
            ),
        ]
