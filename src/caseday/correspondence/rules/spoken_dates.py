"""In: a day or a moment on its own clock. Out: how one says it in a message, in English or Spanish."""

import re
from datetime import date, datetime, time

from caseday.kernel.words import spoken_clock_words

_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip


def day_words(day: date, language: str) -> str:
    """ "Tuesday, March 3", "martes 3 de marzo" """
    if language.startswith("es"):
        return f"{_DAYS[day.weekday()]} {day.day} de {_MONTHS[day.month - 1]}"
    return f"{day:%A}, {day:%B} {day.day}"


def date_words(day: date, language: str) -> str:
    """With the year, for papers: "March 3, 2026", "3 de marzo de 2026"."""
    if language.startswith("es"):
        return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"
    return f"{day:%B} {day.day}, {day.year}"


def time_words(moment: datetime | time, language: str) -> str:
    """With morning or afternoon, since who reads it may not know the other clock: "9:05 am", "9:05 a. m."."""
    return spoken_clock_words(moment, ("a. m.", "p. m.") if language.startswith("es") else ("am", "pm"))


def when_words(moment: datetime, language: str) -> str:
    """ "Tuesday, March 3 at 9:05 am", "martes 3 de marzo a las 9:05 a. m." """
    if not language.startswith("es"):
        return f"{day_words(moment, language)} at {time_words(moment, language)}"
    at = "a la" if moment.hour % 12 == 1 else "a las"
    return f"{day_words(moment, language)} {at} {time_words(moment, language)}"


_SHORT = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SPAN = r"\d\d:\d\d-\d\d:\d\d"
_RULE = re.compile(rf"^({'|'.join(_SHORT)})(?:-({'|'.join(_SHORT)}))? ({_SPAN}(?:,{_SPAN})*)$")


def hours_words(opening_hours: str, language: str) -> str:
    """OpenStreetMap opening_hours of the plain kind as one says them; "" for what is more intricate, or not known.

    "Mo-Fr 08:00-12:00,13:00-17:00" is "Monday to Friday 8:00 am to 12:00 pm, 1:00 pm to 5:00 pm".
    """
    rules = [
        one.strip() for one in opening_hours.split(";") if one.strip() and not one.strip().startswith("PH")
    ]
    said = [_rule_words(one, is_spanish=language.startswith("es")) for one in rules]
    return "; ".join(said) if all(said) else ""


def _rule_words(rule: str, *, is_spanish: bool) -> str:
    found = _RULE.match(rule)
    if found is None:
        return ""
    names = _DAYS if is_spanish else _ENGLISH
    first, last = (names[_SHORT.index(one)] if one else "" for one in found.group(1, 2))
    days = first if not last else f"{first} a {last}" if is_spanish else f"{first} to {last}"
    return f"{days} {', '.join(_span_words(one, is_spanish=is_spanish) for one in found[3].split(','))}"


def _span_words(span: str, *, is_spanish: bool) -> str:
    opens, closes = (
        time_words(time(int(one[:2]) % 24, int(one[3:])), "es" if is_spanish else "en")
        for one in span.split("-")
    )
    return f"de {opens} a {closes}" if is_spanish else f"{opens} to {closes}"
