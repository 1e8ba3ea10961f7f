"""The seal of the institution: whose certificate it is, how long it holds, whose clock stamps it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.keys.store import KeyStoreError
from dienests.kernel.signatures.sealing import SealRefused, sealing_now
from dienests.site.production.finding import Finding, judged

SOON = timedelta(days=60)


def seals(at: datetime) -> Iterator[Finding]:
    """Judge the certificate of the seal and the time stamps."""
    try:
        found = sealing_now(at=at)
    except (SealRefused, KeyStoreError) as wrong:
        yield Finding("seal", "error", f"Letters cannot be sealed: {wrong}")
        return
    yield judged(
        "seal", not found.is_development, f"Letters are sealed by “{found.subject}”.",
        "Letters carry the development seal, which proves nothing to outsiders: put a seal certificate into the key "
        "store, as docs/operate.md says.",
        level="warning",
    )  # fmt: skip
    until = local_date(found.until)
    yield judged(
        "seal-lasts", found.until - at > SOON, f"The seal's certificate holds until {until:%d.%m.%Y}.",
        f"The seal's certificate ends on {until:%d.%m.%Y}: ask for the next one now, afterwards nothing can be sealed.",
        level="warning",
    )  # fmt: skip
    yield judged(
        "time-stamps", not found.stamps_are_development, "Seals are stamped by the authority that TSA_URL names.",
        "Seals are stamped by the development authority, which proves nothing to outsiders: set TSA_URL.",
        level="warning",
    )  # fmt: skip
