"""In: a day or a moment on its own clock. Out: how one says it in a message, in English or Spanish."""

from datetime import date, datetime

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


def time_words(moment: datetime, language: str) -> str:
    """With morning or afternoon, since who reads it may not know the other clock: "9:05 am", "9:05 a. m."."""
    hour = moment.hour % 12 or 12
    half = ("am", "pm") if not language.startswith("es") else ("a. m.", "p. m.")
    return f"{hour}:{moment.minute:02} {half[moment.hour >= 12]}"


def when_words(moment: datetime, language: str) -> str:
    """ "Tuesday, March 3 at 9:05 am", "martes 3 de marzo a las 9:05 a. m." """
    if not language.startswith("es"):
        return f"{day_words(moment, language)} at {time_words(moment, language)}"
    at = "a la" if moment.hour % 12 == 1 else "a las"
    return f"{day_words(moment, language)} {at} {time_words(moment, language)}"
