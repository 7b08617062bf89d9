"""In: what was taken down of a referral. Out: whether it is enough, and what is still to ask."""

from collections.abc import Mapping
from typing import Any

ASKED = {
    "family_name": "family name",
    "phone": "phone",
    "birth_date": "date of birth",
    "claim_number": "claim number",
    "onset_on": "date of injury",
    "condition": "condition or reason",
    "referrer_name": "who refers",
    "employer_name": "employer",
    "physician_name": "treating physician",
    "goals": "goals",
}


def is_enough(values: Mapping[str, Any]) -> bool:
    """A name or a claim number: without either nobody could find it again."""
    return any(str(values.get(name) or "").strip() for name in ("given_name", "family_name", "claim_number"))


def still_to_ask(values: Mapping[str, Any], words: Mapping[str, str]) -> list[str]:
    """`words`: what the program calls a field; "" where it does not ask for it."""
    asked = {name: words.get(name, word) for name, word in ASKED.items()}
    return [_within(word) for name, word in asked.items() if word and not values.get(name)]


def _within(word: str) -> str:
    """As it stands in the middle of a sentence; an abbreviation stays as it is."""
    return word if word[:2].isupper() else word[:1].lower() + word[1:]


def lines_of(text: str) -> list[str]:
    """One goal a line; bullets that somebody typed are not part of it."""
    lines = (line.strip().lstrip("-*•").strip() for line in text.splitlines())
    return [line[:300] for line in lines if line]
