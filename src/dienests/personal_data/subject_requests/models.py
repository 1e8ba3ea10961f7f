"""What is kept of a request of a person on the own data: what is asked, what the officer advises, what was decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dienests.kernel.cases.record import Record
from dienests.kernel.procedures import category, condition, rulebook
from dienests.kernel.procedures.fields import choice, text

policy = rulebook("vpd-client-data-policy")

APPLICANT = category("data-applicant", _("who asked about the own data, and where the answer goes"), policy["access"])
REQUEST = category("data-request", _("what a person asked on the own data"), policy["commitments.6"])
ADVICE = category("data-advice", _("what the data protection officer advised"), policy["contact.1"])


class Wish(models.TextChoices):
    """What is asked. The policy names the first; the others follow from law that it points to."""

    LEARN = "learn", _("learn which data of mine there are")
    RECTIFY = "rectify", _("rectify what is wrong")
    ERASE = "erase", _("erase my data")
    COMPLAIN = "complain", _("complain about the processing of my data")


class Channel(models.TextChoices):
    """How a request came in (access.1-4)."""

    BY_HAND = "by-hand", _("application signed by hand")
    ELECTRONIC = "electronic", _("application signed electronically")
    PORTAL = "portal", _("through Latvija.lv")
    ORALLY = "orally", _("orally, put in writing")
    ONLINE = "online", _("form of this system")


class SubjectRequest(Record):
    """One request."""

    # fmt: off
    wish = choice(_("what is asked"), Wish, basis=policy["commitments.6"])
    channel = choice(_("how it came in"), Channel, basis=policy["access.1", "access.2", "access.3", "access.4"])
    applicant = text(_("given name and family name of the applicant"), basis=policy["access"], category=APPLICANT,
        line=True)
    reply_to = text(_("where the answer goes"), basis=policy["access"], category=APPLICANT, line=True,
        hint=_("Official electronic address, e-mail or postal address."))
    matter = text(_("number of the case that it is about"), basis=policy["commitments.6"], category=REQUEST, line=True,
        hint=_("If you know it, such as AI-2026-0007; one number."))
    words = text(_("the request in words"), basis=policy["commitments.6"], category=REQUEST,
        hint=_("What you want to learn, what is wrong and how it is right, or what is to be erased and why."))
    advice = text(_("advice of the data protection officer"), basis=policy["contact.1"], category=ADVICE,
        hint=_("What may be done, on which ground, and what stands against it, such as a hold or a period that runs."))
    message = text(_("what the answer says"), basis=policy["commitments.6"], category=REQUEST,
        hint=_("The decision with its reasons, in plain words."))
    # fmt: on

    @condition(_("asks to erase"), policy["commitments.6"])
    def asks_to_erase(self) -> bool:
        return self.wish == Wish.ERASE

    @condition(_("asks something else than to erase"), policy["commitments.6"])
    def asks_something_else(self) -> bool:
        return self.wish != Wish.ERASE
