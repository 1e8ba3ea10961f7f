"""The ways by which a letter reaches somebody."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How somebody gets letters."""

    SITE = "site", _("on this site, under “My cases”")
    MAIL = "mail", _("by e-mail")
    E_ADDRESS = "e-address", _("to the official electronic address")
    POST = "post", _("by post")
    REGISTERED = "registered", _("by registered post")
    HAND = "hand", _("in person, at the institution")


BY_MACHINE = (Way.MAIL, Way.E_ADDRESS)
BY_POST = (Way.POST, Way.REGISTERED)
WITH_PROOF = (Way.E_ADDRESS, Way.POST, Way.REGISTERED)  # of delivery, such as a slip, which an official sees
ADDRESSED = (Way.MAIL, Way.E_ADDRESS, Way.POST, Way.REGISTERED)
