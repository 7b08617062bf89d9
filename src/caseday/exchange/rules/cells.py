"""What a cell of somebody's list means; every refusal is a sentence that says what to write instead."""

import re
import time
from datetime import date, datetime

import phonenumbers

_DATE_FORMATS = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%m-%d-%Y",
    "%m-%d-%y",
    "%Y/%m/%d",
    "%b %d, %Y",
    "%B %d, %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%m.%d.%Y",
    "%Y%m%d",
)
_LANGUAGES = {
    "english": "en",
    "eng": "en",
    "spanish": "es",
    "espanol": "es",
    "español": "es",
    "spa": "es",
    "vietnamese": "vi",
    "chinese": "zh",
    "mandarin": "zh",
    "cantonese": "yue",
    "korean": "ko",
    "tagalog": "tl",
    "arabic": "ar",
    "russian": "ru",
    "french": "fr",
    "portuguese": "pt",
    "haitian creole": "ht",
    "hindi": "hi",
    "urdu": "ur",
    "asl": "ase",
    "american sign language": "ase",
}
_ACUITIES = {
    "1": 1,
    "low": 1,
    "2": 2,
    "moderate": 2,
    "medium": 2,
    "normal": 2,
    "3": 3,
    "high": 3,
    "urgent": 3,
    "severe": 3,
    "catastrophic": 3,
}
_YES, _NO = {"yes", "y", "true", "1", "x", "needed"}, {"no", "n", "false", "0", "", "none"}
_STATES = frozenset(
    re.findall(
        "..",
        "ALAKAZARCACOCTDEDCFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNCNDOHOKORPARISCSDTNTXUTVTVAWAWVWIWY"
        "PRVIGUASMP",
    )
)


def text_of(cell: object) -> str:
    """A cell as text: numbers as a spreadsheet shows them, no control characters."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return "".join(c for c in str(cell) if c.isprintable() or c == "\n").strip()


def date_of(text: str, *, latest: date) -> date | None:
    """None for an empty cell. A two-digit year means the last such year that is not after `latest`."""
    text = " ".join(text.split())
    if not text:
        return None
    for candidate in dict.fromkeys((text, text.split(" ")[0])):
        for form in _DATE_FORMATS:
            try:
                found = date(*time.strptime(candidate, form)[:3])
            except ValueError:
                continue
            if "%y" in form and found > latest:
                found = found.replace(year=found.year - 100)
            return _plausible(found, text)
    raise ValueError(f"“{text}” is no date. Write it as 2026-03-31 or 03/31/2026.")


def _plausible(found: date, text: str) -> date:
    if not 1900 <= found.year <= 2100:
        raise ValueError(f"“{text}” has a year out of range. Write it as 2026-03-31.")
    return found


def past_date_of(text: str, *, latest: date) -> date | None:
    found = date_of(text, latest=latest)
    if found and found > latest:
        raise ValueError(f"“{text}” is in the future. Check the year.")
    return found


def phone_of(text: str) -> str:
    """E.164; empty for an empty cell."""
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"“{text}” is no phone number. Write it with area code, as 512-555-0123.") from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError(
            f"“{text}” has too few or too many digits. Write it with area code, as 512-555-0123."
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email_of(text: str) -> str:
    if text and not re.fullmatch(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+", text):
        raise ValueError(f"“{text}” is no email address.")
    return text.lower()


def name_of(text: str) -> tuple[str, str]:
    """(given, family) of "Bell, Marcus" or "Marcus Bell"; the last word is the family name."""
    if "," in text:
        family, _, given = text.partition(",")
        return given.strip(), family.strip()
    words = text.split()
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else ("", text.strip())


def language_of(text: str) -> str:
    plain = text.casefold().strip()
    if not plain:
        return ""
    if plain in _LANGUAGES:
        return _LANGUAGES[plain]
    if re.fullmatch(r"[a-z]{2,3}(-[a-z]{2,4})?", plain):
        return plain
    raise ValueError(
        f"“{text}” is no language that is known here. Write its English name, or its code as es."
    )


def acuity_of(text: str) -> int:
    plain = text.casefold().strip()
    if not plain:
        return 2
    if plain not in _ACUITIES:
        raise ValueError(f"“{text}” is no acuity. Write low, moderate or high.")
    return _ACUITIES[plain]


def yes_of(text: str) -> bool:
    plain = text.casefold().strip()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise ValueError(f"“{text}” is neither yes nor no.")


def state_of(text: str) -> str:
    plain = text.strip().upper()
    if plain and plain not in _STATES:
        raise ValueError(f"“{text}” is no state. Write its two letters, as TX.")
    return plain


def side_of(text: str) -> str:
    plain = text.casefold().strip()
    sides = {
        "": "",
        "l": "left",
        "left": "left",
        "lt": "left",
        "r": "right",
        "right": "right",
        "rt": "right",
        "both": "both",
        "bilateral": "both",
        "b": "both",
    }
    if plain not in sides:
        raise ValueError(f"“{text}” is no side. Write left, right or both.")
    return sides[plain]
