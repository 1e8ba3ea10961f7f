"""A request of a person on the own data: data policy, access, commitments 6 and 7, contact, complaints."""

from datetime import date  # noqa: I001 - the words of the language stand side by side

from django.utils.translation import gettext_lazy as _

from dienests.kernel.procedures import (
    START, STAYS, Procedure, action, contest, end, from_outside, letter, role, rulebook, stage, term, unspecified,
)  # fmt: skip
from dienests.personal_data.subject_requests.models import (
    ADVICE, APPLICANT, REQUEST, Channel, SubjectRequest,
)  # fmt: skip

policy = rulebook("vpd-client-data-policy")
law = unspecified(_("law on the processing of personal data; not among the documents"))
inspectorate = contest(_("Data State Inspectorate"), law, policy["complaints.2"])
WAYS = policy["access.1", "access.2", "access.3", "access.4"]


# fmt: off
class SubjectRequests(Procedure, slug="data-request", record=SubjectRequest, basis=policy["commitments.6"], version=1,
                      issued=date(2026, 11, 30), numbered="DP"):
    title = _("Request on one's own data")

    subject = from_outside(_("person whose data they are"), policy["access"], named="applicant", identity=APPLICANT,
        reads=(REQUEST,))
    head = role(_("head of the institution"), policy["commitments.6"], office="head",
        reads=(APPLICANT, REQUEST, ADVICE))
    officer = role(_("data protection officer"), policy["contact.1", "contact.2"], office="data-protection-officer",
        reads=(APPLICANT, REQUEST, ADVICE))

    received = stage(_("before the data protection officer"), awaits=officer)
    advised = stage(_("before the head"), awaits=head)
    granted = end(_("granted"))
    erasing = end(_("erasing granted"))
    refused = end(_("refused"))

    answer = term(_("answer to the request"), law, policy["commitments.6"], extends_by=law)
    reply = letter(_("answer to your request on your data"), policy["commitments.6", "complaints.2"],
        drafted_by=officer, to=subject, contest=inspectorate)

    ask = action(_("ask about my data"), START, received, by=subject, basis=policy["commitments.6", "access"],
        asks=("wish", "words"), accepts=("matter", "applicant", "reply_to"), sets={"channel": Channel.ONLINE},
        starts=answer,
        interpretation=_("a form of this system in place of the ways that the policy names; who signs in is known"))
    enter = action(_("enter a request that came in"), START, received, by=officer, basis=WAYS,
        asks=("wish", "channel", "applicant", "words"), accepts=("matter", "reply_to"), starts=answer)
    advise = action(_("advise the head"), received, advised, by=officer, basis=policy["contact.1"], asks=("advice",),
        notifies=head, interpretation=_("the officer advises and the institution decides"))
    prolong = action(_("take longer"), (received, advised), STAYS, by=head, basis=policy["commitments.6"],
        asks=("message",), extends=answer, notifies=subject)
    grant = action(_("grant the request"), advised, granted, by=head, basis=policy["commitments.6"],
        asks=("message",), when=SubjectRequest.asks_something_else, stops=answer, sends=reply, notifies=subject)
    grant_erasing = action(_("grant the erasing"), advised, erasing, by=head, basis=policy["commitments.6"],
        asks=("message",), when=SubjectRequest.asks_to_erase, stops=answer, sends=reply, notifies=subject,
        interpretation=_("the policy promises to examine the request; the right to erasure follows from law"))
    refuse = action(_("refuse the request"), advised, refused, by=head, basis=policy["commitments.6", "complaints.2"],
        asks=("message",), stops=answer, sends=reply, notifies=subject)
