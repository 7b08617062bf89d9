"""In: what is written of a worker or asked of a visit. Out: skills in one spelling, to hold against each other."""

import re
from collections.abc import Iterable
from datetime import date

from caseday.access.rules.licenses import Held, credentials_on, license_kind, license_kinds
from caseday.people.rules.contact import LANGUAGES
from caseday.schedule.rules import ANYBODY

BILINGUAL = "bilingual"
_SHORT = 5  # letters: so short a word is one of those that stand after a name


def skills_written(text: str) -> frozenset[str]:
    """By commas: `RN, Spanish, bilingual`. Each in one spelling, whoever wrote it."""
    return frozenset(_spelled(word) for word in re.split(r"[,;\n]", text) if word.strip())


def _spelled(word: str) -> str:
    asked = " ".join(word.split()).casefold()
    return _known().get(asked) or (asked.upper() if len(asked) <= _SHORT else asked)


def _known() -> dict[str, str]:
    words = {name.casefold(): name for name in LANGUAGES.values()}
    for kind in license_kinds():
        words |= dict.fromkeys((kind.slug.casefold(), kind.word.casefold()), kind.signed or kind.word)
    return words


def asked_of(own: str, of_case: str, preferred: str) -> tuple[frozenset[str], str]:
    """Skills and language that a visit asks for: its own words win over the case's, and a language that these name
    over the one that the client prefers, in English. `anybody` asks for no language."""
    needs = skills_written(own) or skills_written(of_case)
    if ANYBODY in needs:
        return needs - {ANYBODY}, ""
    return needs, "" if needs & set(LANGUAGES.values()) else preferred


def skills_of(credentials: str, held: Iterable[Held], languages: Iterable[str], on: date) -> frozenset[str]:
    """What holds on that day: a license that has run out is no skill. `languages` as they are called in English."""
    held, spoken = list(held), frozenset(languages)
    licensed = {license_kind(one.kind) for one in held if one.is_valid_on(on)}
    words = skills_written(credentials_on(credentials, held, on))
    return words | {kind.signed or kind.word for kind in licensed} | spoken | _both(spoken)


def _both(spoken: frozenset[str]) -> frozenset[str]:
    return frozenset({BILINGUAL}) if len(spoken) > 1 else frozenset()
