"""When and how somebody may be reached."""

from __future__ import annotations

import datetime as dt

LANGUAGES: dict[str, str] = {
    "en": "English", "es": "Spanish", "vi": "Vietnamese", "zh": "Chinese (Mandarin)", "yue": "Chinese (Cantonese)",
    "tl": "Tagalog", "ko": "Korean", "ar": "Arabic", "fr": "French", "ht": "Haitian Creole", "ru": "Russian",
    "pt": "Portuguese", "de": "German", "hi": "Hindi", "ur": "Urdu", "fa": "Persian", "pl": "Polish", "so": "Somali",
    "sw": "Swahili", "am": "Amharic", "my": "Burmese", "ne": "Nepali", "uk": "Ukrainian", "ja": "Japanese",
    "hmn": "Hmong", "ase": "American Sign Language",
}  # fmt: skip
OLDEST_YEARS = 125


def is_good_time(best_from: dt.time | None, best_to: dt.time | None, local: dt.time) -> bool:
    """Inside the hours in which they like to be called; hours across midnight are understood, none means any."""
    if best_from is None and best_to is None:
        return True
    start, end = best_from or dt.time.min, best_to or dt.time.max
    return start <= local <= end if start <= end else local >= start or local <= end


def birth_date_problem(birth_date: dt.date | None, today: dt.date) -> str:
    if birth_date is None:
        return ""
    if birth_date > today:
        return "A birth date does not lie in the future."
    return (
        "That is more than 125 years ago: check the year."
        if today.year - birth_date.year > OLDEST_YEARS
        else ""
    )


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Completed years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
