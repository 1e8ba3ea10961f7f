"""Days and moments as people read them: 21.11.2026. in Latvian, 21 November 2026 in English."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dienests.site.design.markup import element

FORMS = {
    "lv": {"day": "d.m.Y.", "short": "d.m.", "time": "H:i", "moment": "d.m.Y. H:i"},
    "en": {"day": "j F Y", "short": "j M", "time": "H:i", "moment": "j F Y, H:i"},
}


def lv_day(value: date | datetime | None) -> str:
    """Return the whole day: 21.11.2026. or 21 November 2026."""
    return _written(value, "day")


def lv_day_short(value: date | datetime | None) -> str:
    """Return the day without its year: 21.11. or 21 Nov."""
    return _written(value, "short")


def lv_time(value: datetime | None) -> str:
    """Return the time of day where the institution is: 09:12."""
    return _written(value, "time")


def lv_moment(value: datetime | None) -> str:
    """Return day and time: 21.11.2026. 09:12 or 21 November 2026, 09:12."""
    return _written(value, "moment")


def stamp(value: Any) -> SafeString:
    """Return a day or a moment as a `time` element that machines read too; text is shown as it is."""
    if isinstance(value, datetime):
        return element("time", {"datetime": value.isoformat(timespec="seconds")}, lv_moment(value))
    if isinstance(value, date):
        return element("time", {"datetime": value.isoformat()}, lv_day(value))
    return element("time", {"datetime": value}, value)


def shown(value: Any) -> Any:
    """Return a day or a moment as it is read in tables and lists, and everything else as it is."""
    return stamp(value) if isinstance(value, date) else value


def _written(value: date | datetime | None, form: str) -> str:
    if not value:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    language = (get_language() or "lv").partition("-")[0]
    return date_format(value, FORMS.get(language, FORMS["en"])[form], use_l10n=False)
