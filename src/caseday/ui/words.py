"""How moments, days, spans, distances and phone numbers are written for people. Plain Python."""

import re
from datetime import date, datetime, tzinfo
from functools import lru_cache
from urllib.parse import quote

import phonenumbers

from caseday.kernel.words import clock_words


def clock_time(moment: datetime, zone: tzinfo, shown_zone: tzinfo | None = None) -> str:
    """As in 9:26; in another zone than the reader's, that zone's time with its short name, 9:26 PST."""
    local = moment.astimezone(shown_zone or zone)
    text = clock_words(local)
    if shown_zone and local.utcoffset() != moment.astimezone(zone).utcoffset():
        return f"{text} {local.tzname()}"
    return text


def day_words(day: date, today: date, style: str = "") -> str:
    """As in Mon, Nov 23; "long": Monday, November 23; "near": today and the like. The year if it is another."""
    if style == "near" and (word := _near(day, today)):
        return word
    text = f"{day:%A, %B} {day.day}" if style == "long" else f"{day:%a, %b} {day.day}"
    return text if day.year == today.year else f"{text}, {day.year}"


def _near(day: date, today: date) -> str:
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((day - today).days, "")


def ago_words(moment: datetime, now: datetime) -> str:
    """As in just now, 40 min ago, 2 days ago, in 25 min; the script of the page (times.js) says the same."""
    seconds = (now - moment).total_seconds()
    span = span_words(int(abs(seconds) // 60))
    if abs(seconds) < 60:
        return "just now"
    return f"{span} ago" if seconds > 0 else f"in {span}"


def span_words(minutes: int) -> str:
    """The largest unit that still says enough: 40 min, 3 h, 2 days, 7 weeks, 5 months, 2 years."""
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h"
    days = minutes // (24 * 60)
    for unit, length, limit in (("day", 1, 60), ("week", 7, 112), ("month", 30, 730)):
        if days < limit:
            return _counted(days // length, unit)
    return _counted(days // 365, "year")


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def duration_words(minutes: int) -> str:
    """As in 35 min, 2 h, 1 h 05 min."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02} min" if rest else f"{hours} h"


def running_words(seconds: int) -> str:
    """As in 12:05, 1:02:03."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def miles_words(miles: float) -> str:
    """As in 0.4 mi, 13 mi: tenths only where they say something."""
    whole = round(miles)
    return f"{whole} mi" if miles >= 10 or miles == whole else f"{miles:.1f} mi"


@lru_cache(maxsize=4096)
def phone_words(number: str) -> str:
    """E.164 as people write it here: (512) 555-0123 ext. 3; abroad +44 20 ...; anything else unchanged."""
    parsed = _parsed(number)
    if parsed is None:
        return number
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        parsed, form.NATIONAL if parsed.country_code == 1 else form.INTERNATIONAL
    )


@lru_cache(maxsize=4096)
def tel_url(number: str) -> str:
    """ "As in tel:+15125550123, an extension after a pause; "" where it cannot be dialed."""
    parsed = _parsed(number)
    if parsed is None:
        return ""
    dialed = phonenumbers.format_number(
        phonenumbers.PhoneNumber(country_code=parsed.country_code, national_number=parsed.national_number),
        phonenumbers.PhoneNumberFormat.E164,
    )
    return f"tel:{dialed},{parsed.extension}" if parsed.extension else f"tel:{dialed}"


_PIN = re.compile(r"-?\d+(\.\d+)?,-?\d+(\.\d+)?")


def navigation_url(map_app: str, destination: str) -> str:
    """What leads there in "google", "apple" or "geo"; `destination` is an address, or latitude,longitude."""
    asked = quote(destination, safe=",")
    if map_app == "apple":
        return f"https://maps.apple.com/?daddr={asked}&dirflg=d"
    if map_app == "geo":
        return f"geo:{destination}?q={asked}" if _PIN.fullmatch(destination) else f"geo:0,0?q={asked}"
    return f"https://www.google.com/maps/dir/?api=1&destination={asked}"


def _parsed(number: str) -> phonenumbers.PhoneNumber | None:
    try:
        parsed = phonenumbers.parse(number, "US")
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_possible_number(parsed) else None
