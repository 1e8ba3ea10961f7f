"""The handler: who of an office has taken a case on."""

from django.db import models


class Handler(models.Model):
    """One official who handles a case whenever it is the turn of the office; at most one for each office."""

    case = models.ForeignKey("kernel_cases.Case", models.PROTECT, related_name="handlers")
    office = models.CharField(max_length=80, help_text="slug of the office whose turn it is")
    person = models.ForeignKey("kernel_parties.Person", models.PROTECT, related_name="+")
    mandate = models.UUIDField(help_text="under which the person handles it")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "office"], name="handling_handler_one_per_office")]
