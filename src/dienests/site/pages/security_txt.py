"""`/.well-known/security.txt` (RFC 9116): whom to tell about a weakness; nothing while no contact is set."""

from datetime import UTC, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dienests.kernel.calendar.zone import local_date
from dienests.site import contacts
from dienests.site.pages.days import now

# The standard recommends less than a year, so that nobody trusts what was forgotten; it is reckoned anew each day.
GOOD_FOR = timedelta(days=180)
UNSET = "No contact is set: an administrator sets the parameter contact.security.\n"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Answer with the file, or 404 with a sentence: a file without a contact is invalid."""
    at = now()
    found = contacts.in_force(contacts.SECURITY, local_date(at))
    answer = HttpResponse(
        written(found, at, request.build_absolute_uri()) if found else UNSET,
        status=200 if found else 404, content_type="text/plain; charset=utf-8",
    )  # fmt: skip
    answer["Cache-Control"] = "max-age=300"
    return answer


def written(found: list[str], at: datetime, address: str) -> str:
    """Return the text of the file; `Canonical` only where the address is one of HTTPS, as the standard demands."""
    expires = datetime.combine((at + GOOD_FOR).date(), time(), UTC)
    lines = [f"Contact: {each}" for each in found]
    lines += [f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: lv, en"]
    lines += [f"Canonical: {address}"] if address.startswith("https://") else []
    return "".join(f"{line}\n" for line in lines)
