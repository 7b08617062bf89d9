"""In: a word of a program or a plan, in English. Out: its Spanish for a client's paper, where there is one."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

Tables = Mapping[str, Mapping[str, str]]
"""By name (roles, meetings, goals), the Spanish of English words in small letters."""
NO_OWN: Tables = {}
_FILE = Path(__file__).parent.parent / "data" / "spanish.toml"
_THEN = re.compile(r"(, then |, |; | and then )")
_LINKS = {", then ": ", luego ", " and then ": ", luego ", ", ": ", ", "; ": "; "}


@cache
def spanish_words() -> Tables:
    """The tables of the file, by name."""
    tables: dict[str, dict[str, str]] = tomllib.loads(_FILE.read_text("utf-8"))
    return tables


def language_of(code: str) -> str:
    """The language in which fixed texts exist: Spanish for es-MX, else English."""
    return "es" if code.lower().startswith("es") else "en"


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".").lower()


def _like(spanish: str, english: str) -> str:
    """With a capital where the English had one."""
    return f"{spanish[:1].upper()}{spanish[1:]}" if english[:1].isupper() else spanish


def own_tables(**words: Iterable[tuple[str, str]]) -> Tables:
    """Of English words with the Spanish that a program gives them, "" for none; the later of two alike holds."""
    return {
        name: {_plain(english): said.strip() for english, said in pairs if said.strip()}
        for name, pairs in words.items()
    }


def role_in_spanish(word: str, own: Tables = NO_OWN) -> str:
    """ "Treating physician" is "Médico tratante", "the daughter" is "hija"; a name, and what has none, as it is.

    What the program says itself (`own`) goes before ours, here and below.
    """
    plain = _plain(word).removeprefix("the ").removeprefix("her ").removeprefix("his ")
    return _first_of(
        word, plain, own.get("roles", {}), *(spanish_words()[one] for one in ("roles", "people"))
    )


def meeting_in_spanish(word: str, own: Tables = NO_OWN) -> str:
    return _first_of(word, _plain(word), own.get("meetings", {}), spanish_words()["meetings"])


def goal_in_spanish(text: str, own: Tables) -> str:
    """A goal that the program suggests and that stands in the plan as it was suggested; any other as it is."""
    return _first_of(text, _plain(text), own.get("goals", {}))


def _first_of(word: str, plain: str, *tables: Mapping[str, str]) -> str:
    found = next((table[plain] for table in tables if plain in table), "")
    return _like(found, word.strip()) if found else word


def often_in_spanish(text: str) -> str:
    """ "30 minutes, four times a week" is "30 minutos, cuatro veces por semana"; as it is where a part has none.

    In small letters: it stands after what is done.
    """
    parts = _THEN.split(" ".join(text.split()).rstrip("."))
    said = [_LINKS[part] if place % 2 else _time(part.lower()) for place, part in enumerate(parts)]
    return "".join(said) if all(said) else text


def _time(text: str) -> str:
    """ "" where nothing is known of it."""
    known = spanish_words()["often"].get(text)
    return known or _counted(text) or _every(text) or _on_weekdays(text)


_COUNTED = re.compile(r"(once|twice|(?:\w+) [a-z]+)(?: (?:a|per|each|every) ([a-z]+))?")


def _counted(text: str) -> str:
    """ "twice a month", "three mornings a week", "30 minutes"."""
    if not (found := _COUNTED.fullmatch(text)):
        return ""
    many, per = found[1], found[2]
    count = spanish_words()["often"].get(many) or _many(*many.split(" ", 1))
    by = spanish_words()["by"].get(per, "") if per else ""
    return "" if not count or (per and not by) else f"{count} {by}".strip()


def _many(number: str, what: str = "") -> str:
    figure = number if number.isdecimal() else spanish_words()["numbers"].get(number, "")
    times = spanish_words()["times"].get(what, "")
    return f"{figure} {times}" if figure and times else ""


def _every(text: str) -> str:
    """ "every four weeks", "every 3 months"."""
    found = re.fullmatch(r"every (\w+ [a-z]+)", text)
    many = _many(*found[1].split(" ", 1)) if found else ""
    return f"cada {many}" if many else ""


def _on_weekdays(text: str) -> str:
    """ "Tuesdays", "on Mondays and Thursdays", "every Friday"."""
    days = spanish_words()["weekdays"]
    named = re.split(r" and | & ", re.sub(r"^(on|every) ", "", text))
    if not all(one.rstrip("s") in days for one in named):
        return ""
    said = [days[one.rstrip("s")] for one in named]
    plural = [f"{one}s" if one.endswith("o") else one for one in said]
    return f"los {' y '.join(plural)}"
