"""What is kept of people so that they can sign in, act, and see who looked at their data."""

from datetime import timedelta

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.open_session import IDLE
from dienests.kernel.norms.basis import unspecified
from dienests.kernel.norms.processing import Kept, keeps

law = unspecified(_("law on the processing of personal data; not among the documents"))
HOUR = timedelta(hours=1)
everybody = _("everybody who is registered")


def register() -> None:
    """Declare the entries."""
    keeps(
        Kept("persons", _("names, offices held and absences"), everybody,
             _("to know who acts for the institution, and who may be asked"), law,
             _("colleagues; the administrator changes them")),
        Kept("personal-codes", _("personal codes: a keyed hash to find them, sealed to show them"), everybody,
             _("to tell people of the same name apart"), law,
             _("nobody by a list; who enters the code finds the person")),
        Kept("accounts", _("sign-in names, hashed passwords, sealed keys of second factors"), _("who may sign in"),
             _("to let in only the person whose account it is"), law, _("nobody; the person changes them")),
        Kept("sessions", _("open sessions: kind of browser, last use"), _("who has signed in"),
             _("to keep a person signed in, and to show the own sessions"), law, _("the person"),
             until=format_lazy(_("until signing out; {idle} h without use, {longest} h at most"),
                               idle=IDLE // HOUR, longest=settings.SESSION_COOKIE_AGE // HOUR.seconds)),
        Kept("reads", _("who looked at whose data, when and in which office"), _("officials and whom they looked up"),
             _("to show people who looked at their data, and to make misuse visible"), law,
             _("the person looked up; officials their own looks; the auditor who looked and why, never at whom")),
    )  # fmt: skip
