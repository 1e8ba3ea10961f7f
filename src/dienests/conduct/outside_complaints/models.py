"""What is kept of a complaint from outside: its four blocks, and what became of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dienests.conduct.ethics_cases.facade import POSSIBLE_BREACH
from dienests.kernel.cases.record import Record
from dienests.kernel.procedures import category, condition, rulebook, stays_open
from dienests.kernel.procedures.fields import choice, person, text

code = rulebook("vpd-ethics-code-2026")

COMPLAINANT = category("complainant", _("who complained, and how to reach that person"), code["31.1"], sealed=True)
COMPLAINT = category("complaint", _("content of a complaint"), code["31"], sealed=True)
PROPOSAL = category("complaint-proposal", _("the Commission's proposal on a complaint"), code["26"])
OUTCOME = category("complaint-outcome", _("what the complainant is told"), code["33"])

WITHDRAWAL = stays_open(code["25"], _("the Commission's duty to examine does not end with the wish of the complainant"))


class Channel(models.TextChoices):
    """How a complaint came in (30)."""

    E_ADDRESS = "e-address", _("official electronic address")
    E_MAIL = "e-mail", _("official e-mail address")
    POST = "post", _("post")
    ONLINE = "online", _("form of this system")


class OutsideComplaint(Record):
    """One complaint of a person who is no employee."""

    # fmt: off
    channel = choice(_("how it came in"), Channel, basis=code["30"])
    complainant = text(_("given name and family name of the complainant"), basis=code["31.1"], category=COMPLAINANT,
        line=True)
    reply_to = text(_("where the answer goes"), basis=code["33"], category=COMPLAINANT, line=True,
        hint=_("Official electronic address, e-mail or postal address."))
    whom = text(_("name and post of the employee"), basis=code["31.2"], category=COMPLAINT, line=True,
        hint=_("As the complainant knows them; the post may be left out."))
    about = person(_("which employee that is"), basis=code["32"], category=POSSIBLE_BREACH, office="employee",
        hint=_("Whom you name here has no part in the case from then on."))
    norms = text(_("norms of the code that may have been broken"), basis=code["31.3"], category=COMPLAINT, line=True,
        hint=_("Such as 13.4 or 14.5."))
    account = text(_("circumstances"), basis=code["31.4"], category=COMPLAINT)
    evidence = text(_("evidence, or where it can be had"), basis=code["31.4"], category=COMPLAINT)
    missing = text(_("what is missing"), basis=code["31"], category=OUTCOME)
    proposal = text(_("the Commission's proposal"), basis=code["26"], category=PROPOSAL)
    reasons = text(_("reasons"), basis=code["26"], category=PROPOSAL)
    result = text(_("what the Commission found"), basis=code["33"], category=OUTCOME,
        hint=_("For the answer to the complainant. Name nobody."))
    extended_because = text(_("why the answer takes longer"), basis=code["33"], category=OUTCOME)
    message = text(_("what the answer says"), basis=code["33"], category=OUTCOME)
    # fmt: on

    @condition(_("lacks one of the four blocks"), code["31"])
    def lacks_a_block(self) -> bool:
        return not (self.complainant and self.whom and self.norms and self.account)

    @condition(_("has all four blocks"), code["31"])
    def is_complete(self) -> bool:
        return bool(self.complainant and self.whom and self.norms and self.account)

    @condition(_("is about a specific employee"), code["32"])
    def is_about_an_employee(self) -> bool:
        return self.about_id is not None

    @condition(_("is about no specific employee"), code["32"])
    def is_about_nobody(self) -> bool:
        return self.about_id is None

    @condition(_("names an employee whom the head of the Service may judge"), code["26"])
    def head_may_decide(self) -> bool:
        return "head" not in self.offices_of(self.about_id)

    @condition(_("names the head of the Service"), code["26"])
    def names_the_head(self) -> bool:
        return "head" in self.offices_of(self.about_id)

    @condition(_("names somebody of the personnel department"), code["33"])
    def names_personnel(self) -> bool:
        return "personnel" in self.offices_of(self.about_id)
