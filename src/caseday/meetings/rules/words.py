"""Fixed words of the minutes: English and Spanish. What people said and wrote stays as it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from caseday.correspondence.rules.spoken_dates import date_words, day_words, time_words
from caseday.kernel.words import clock_words, date_in_short
from caseday.programs.rules.spanish import NO_OWN, Tables, meeting_in_spanish, role_in_spanish

MINUTES = {
    "en": {
        "for": "For",
        "when": "When",
        "where": "Where",
        "purpose": "What for",
        "led_by": "Led by",
        "there": "There",
        "missing": "Missing",
        "remote": "by phone or video",
        "decided": "Decided",
        "not_agreed": "not agreed",
        "who_does_what": "Who does what",
        "who": "Who",
        "what": "What",
        "by": "By",
        "agenda": "Agenda",
        "said": "What was said",
        "views": "Different views",
        "because": "Because",
        "tried": "Tried",
        "next": "Next meeting",
        "as_written": "",
    },
    "es": {
        "for": "Para",
        "when": "Cuándo",
        "where": "Dónde",
        "purpose": "Para qué",
        "led_by": "Dirigida por",
        "there": "Asistieron",
        "missing": "Faltaron",
        "remote": "por teléfono o video",
        "decided": "Se decidió",
        "not_agreed": "no está de acuerdo",
        "who_does_what": "Quién hace qué",
        "who": "Quién",
        "what": "Qué",
        "by": "Antes del",
        "agenda": "Temas",
        "said": "Lo que se dijo",
        "views": "Opiniones distintas",
        "because": "Porque",
        "tried": "Se intentó",
        "next": "Próxima reunión",
        "as_written": "Lo que se dijo y se decidió está en el idioma en que se escribió.",
    },
}
STATES = {
    "open": "Sin resolver",
    "agreed": "De acuerdo",
    "partly": "De acuerdo en parte",
    "left": "Sin acuerdo",
}
"""How a disagreement ended, in Spanish; the English stands with its model."""


def role_in(word: str, language: str, own: Tables = NO_OWN) -> str:
    """`own` is the program's own Spanish, here and below."""
    return role_in_spanish(word, own) if language == "es" else word


def kind_in(word: str, language: str, own: Tables = NO_OWN) -> str:
    return meeting_in_spanish(word, own) if language == "es" else word


def state_in(state: str, english: str, language: str) -> str:
    return STATES[state] if language == "es" else english


def due_in(on: date, language: str) -> str:
    return date_words(on, "es") if language == "es" else date_in_short(on)


def dated(at: datetime, zone: ZoneInfo, language: str = "en") -> str:
    """With the year, for minutes are read years later; with the zone, for who came may sit in another."""
    local = at.astimezone(zone)
    if language == "es":
        said = f"{day_words(local.date(), 'es')} de {local.year}, {time_words(local, 'es')}"
        return f"{said[:1].upper()}{said[1:]} ({local:%Z})"
    return f"{local:%A}, {date_words(local.date(), 'en')}, {clock_words(local)} ({local:%Z})"
