"""Read events: who looked at whose personal data, why, and which kinds of it. Written before anything is shown."""

from typing import Any

from django.db import models

from dienests.kernel.access.spreading import spread


class ReadEvents(models.Manager["ReadEvent"]):
    """The read events, complete: lists of people that were noted as one row are spread before anybody reads."""

    def get_queryset(self) -> Any:
        """Spread what waits, and go on."""
        spread(self.model)
        return super().get_queryset()


class ReadEvent(models.Model):
    """One person's data on one page, as one reader saw it; append-only, like the log.

    No foreign keys: the row must outlive what it names, and cases stand above this package. What a list of people
    showed is one row of `ReadList` at first (ADR 0035); statements that are not asked by `objects` call `spread`.
    """

    at = models.DateTimeField()
    reader = models.UUIDField(help_text="person who looked")
    mandate = models.UUIDField(null=True, help_text="office in which the reader looked; empty for a private person")
    person = models.UUIDField(help_text="person looked at")
    case = models.UUIDField(null=True, help_text="empty: a search outside of any case")
    search = models.UUIDField(null=True, help_text="what one search found belongs together")
    purpose = models.CharField(max_length=300, help_text="role or act in the case; without a case, the stated purpose")
    categories = models.CharField(max_length=600, help_text="slugs of the kinds of data, separated by blanks")
    page = models.SlugField(max_length=60, db_index=False, help_text="name of the page's address")

    token = models.UUIDField(null=True, help_text="token of the program that asked; empty: a page was opened")
    end_user = models.CharField(max_length=200, null=True, help_text="for whom the program asked, in its own words")

    objects = ReadEvents()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=True, search__isnull=False)
                | models.Q(case__isnull=False, search__isnull=True),
                name="access_read_case_or_search",
            ),
            models.CheckConstraint(condition=~models.Q(purpose=""), name="access_read_has_purpose"),
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="access_read_person"),
            # An auditor counts the looks of every official in a period along this index alone.
            models.Index(fields=["reader", "at", "mandate"], name="access_read_by_reader"),
            models.Index(fields=["at"], condition=models.Q(case__isnull=True), name="access_read_alone"),
        ]

    def __str__(self) -> str:
        return f"{self.reader} looked at {self.person} at {self.at}"
