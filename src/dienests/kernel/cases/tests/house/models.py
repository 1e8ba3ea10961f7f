"""What is kept of a visit, of its hours, and of a matter that a visit raises."""

from django.db import models
from django.db.models import Sum

from dienests.kernel.cases.record import Entry, Record
from dienests.kernel.procedures import category, condition, rulebook
from dienests.kernel.procedures.fields import choice, day, number, organisation, own_case, person, text

code = rulebook("vpd-ethics-code-2026")
standard = rulebook("ic-service-standard-2018")

SECRET = category("house-secret", "what only the warden and the council read", code["20"], sealed=True)
GUEST = category("house-guest", "who the guest is", code["24"], sealed=True)
NOTE = category("house-note", "notes about a visit", code["19"])
PLATE = category("house-plate", "number plates", code["20"])
VERDICT = category("house-verdict", "what the council found", code["27"])


class Kind(models.TextChoices):
    """How long a visit is."""

    SHORT = "short", "a short visit"
    LONG = "long", "a long visit"


class Visit(Record):
    """One visit."""

    kind = choice("kind", Kind, basis=code["23"])
    reason = text("reason", basis=code["20"])
    secret = text("secret", basis=code["20"], category=SECRET)
    note = text("note", basis=code["19"], category=NOTE)
    host = person("host", basis=code["8"], category=NOTE)
    guest = person("guest", basis=code["8"])
    accused = person("accused", basis=code["25"], category=SECRET)
    adviser = person("adviser", basis=code["25"], office="councillor")
    earlier = own_case("earlier visit", basis=code["24"], of="house-visit")
    hours = number("hours", basis=code["29"], places=2)
    answer_by = day("day of the answer", basis=code["19"])
    plate = text("number plate", basis=code["20"], category=PLATE)  # asked from version 3 on
    verdict = text("verdict", basis=code["27"], category=VERDICT)

    @condition("is long", code["23.1"])
    def is_long(self) -> bool:
        return self.kind == Kind.LONG

    @condition("has a host other than the guest", code["24"])
    def host_is_another(self) -> bool:
        return self.host_id is None or self.host_id != self.opener_id

    @condition("has all its hours", code["29"])
    def has_its_hours(self) -> bool:
        """A total is a query of its own, counted in the tests."""
        done = Line.objects.filter(case_id=self.case_id).aggregate(total=Sum("hours"))["total"] or 0
        return self.hours is None or done >= self.hours


class Line(Entry):
    """Hours of one day."""

    hours = number("hours", basis=code["29"], places=2)
    remark = text("remark", basis=code["29"], category=SECRET)


class Motion(Record):
    """What the council votes on."""

    wish = text("wish", basis=code["20"])
    accused = person("accused", basis=code["25"], category=SECRET)
    verdict = text("verdict", basis=code["27"], category=VERDICT)

    @condition("names nobody", code["25"])
    def names_nobody(self) -> bool:
        return self.accused_id is None


class Matter(Record):
    """What is examined on its own."""

    secret = text("secret", basis=code["26"], category=SECRET)
    host = person("host", basis=code["26"], category=NOTE)
    finding = text("finding", basis=code["27"], category=VERDICT)


RESULT = category("house-result", "what a register says of somebody", standard["representation.2"])


class Certificate(Record):
    """A request for a certificate about somebody, and who collected it."""

    subject = person("about whom", basis=standard["representation.1"])
    company = organisation("about which legal person", basis=standard["representation.1"])
    passport = text("copy of the passport page", basis=standard["archive.1"])
    kinship = text("proof of kinship, trusteeship or death", basis=standard["archive.2"])
    result = text("result", basis=standard["representation.2"], category=RESULT)
    collected_by = person("collected by", basis=standard["representation.2"])
