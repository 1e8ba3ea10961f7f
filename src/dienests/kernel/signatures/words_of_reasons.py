"""Why a signature does not hold, or is not certain, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dienests.kernel.signatures.examination.facts import Signature

REASONS: dict[str, str] = {
    "changed": gettext_noop("The document was changed after it was signed."),
    "forged": gettext_noop("The signature is false or damaged: it was not made with this certificate."),
    "malformed": gettext_noop("The signature is damaged and cannot be read."),
    "wrapped": gettext_noop("The signature was moved or hollowed out, so that it no longer covers what is shown."),
    "spelling": gettext_noop(
        "The signature is not written exactly as the standard asks: it may have been touched after it was made."
    ),
    "weak": gettext_noop("The signature rests on a method that is no longer safe."),
    "coverage": gettext_noop("Part of the document is not covered by the signature."),
    "stamp_broken": gettext_noop("The time stamp is broken: it was changed, or belongs to another signature."),
    "stamp_weak": gettext_noop("The time stamp rests on a method that is no longer safe."),
    "stamp_future": gettext_noop("The time stamp names a moment that has not come yet."),
    "stamp_unknown": gettext_noop(
        "Nobody whom this installation trusts vouches for the time stamp; the time is only claimed."
    ),
    "stamp_expired": gettext_noop("The certificate of the time stamp has expired; the time is only claimed."),
    "stamp_not_yet": gettext_noop("The certificate of the time stamp does not hold yet; the time is only claimed."),
    "stamp_revoked": gettext_noop("The certificate of the time stamp was revoked; the time is only claimed."),
    "stamp_unchecked": gettext_noop("It is not known whether the certificate of the time stamp was revoked."),
    "stamp_wrong_use": gettext_noop("The certificate of the time stamp is not made for time stamps."),
    "certificate_unknown": gettext_noop(
        "Nobody whom this installation trusts vouches for the certificate; the name in it proves nothing by itself."
    ),
    "certificate_expired": gettext_noop(
        "The certificate expired on {day}, and nothing proves that the signature was made before."
    ),
    "certificate_expired_before": gettext_noop("The certificate had expired on {day}, before the signature was made."),
    "certificate_not_yet": gettext_noop("The certificate did not hold yet when the signature was made."),
    "certificate_revoked": gettext_noop("The certificate was revoked on {day}, before the signature was made."),
    "certificate_revoked_unproven": gettext_noop(
        "The certificate was revoked on {day}, and nothing proves that the signature was made before."
    ),
    "certificate_unchecked": gettext_noop(
        "It is not known whether the certificate was revoked: no list of its issuer is at hand."
    ),
    "certificate_weak": gettext_noop("The certificate rests on a method that is no longer safe."),
    "certificate_broken": gettext_noop("The certificate is damaged, or its issuer was not allowed to issue it."),
    "certificate_wrong_use": gettext_noop("The certificate is not made for signing documents."),
}
_WHAT: dict[str, str] = {
    "pages": gettext_noop("pages"),
    "form": gettext_noop("a form"),
    "actions": gettext_noop("actions on opening"),
    "names": gettext_noop("names and attachments"),
    "layers": gettext_noop("layers"),
    "tags": gettext_noop("what a screen reader says"),
    "outline": gettext_noop("the outline"),
    "hidden": gettext_noop("hidden parts"),
}


def changed(told: Signature) -> str:
    """Return what was added after the signature and why it matters."""
    if told.changes == "form":
        return _("After the signature fields of a form were filled in: {fields}.").format(
            fields=", ".join(told.changed[:10])
        )
    if told.changes == "signatures":
        return _("After the signature another one was added, though the first allows no additions.")
    if told.changes == "unclear":
        return _("Behind the signed document stands something that is not part of it.")
    return _("After the signature something was added that changes what is shown: {what}.").format(
        what=", ".join(_part(each) for each in told.changed[:10])
    )


def _part(slug: str) -> str:
    name, _colon, number = slug.partition(":")
    if name == "page":
        return _("the content of page {number}").format(number=number)
    if name == "annotations":
        return _("what lies over page {number}").format(number=number)
    return _(_WHAT.get(name, _WHAT["hidden"]))
