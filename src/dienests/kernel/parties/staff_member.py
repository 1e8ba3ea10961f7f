"""Staff: that a person serves in an institution, with the number and address under which the institution knows it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from dienests.kernel.parties.institution import Institution
from dienests.kernel.parties.person import Person


class StaffMember(models.Model):
    """One person in the staff list of one institution; a leaver keeps the row with the first day outside."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="staff", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="staff")
    number = models.CharField(max_length=40, blank=True, help_text="of the staff list")
    email = models.CharField(max_length=150, blank=True, help_text="at work, in small letters")
    left_on = models.DateField(null=True, blank=True, help_text="the first day outside the institution")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "person"], name="parties_staff_once"),
            models.UniqueConstraint(
                fields=["institution", "number"], condition=~Q(number=""), name="parties_staff_one_per_number"
            ),
            models.UniqueConstraint(
                fields=["institution", "email"], condition=~Q(email=""), name="parties_staff_one_per_email"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.person_id}"


class StaffUpload(models.Model):
    """A staff list between its preview and its confirmation, encrypted; it is removed by either."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    cipher = models.BinaryField()
