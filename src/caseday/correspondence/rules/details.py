"""In: the words of a text. Out: those that tell of health: parts of the body, what is wrong, what is done or taken."""

import re
from collections.abc import Iterable
from functools import cache

from caseday.correspondence.rules.shipped_words import health_words

_WORD = re.compile(r"[^\W\d_][\w'-]{3,}")
_COMMON = frozenset({
    "with", "without", "from", "left", "right", "both", "side", "other", "unspecified", "initial", "encounter",
    "subsequent", "sequela", "type", "part", "refill", "daily", "once", "twice", "tablet", "tablets", "capsule",
    "capsules", "days", "every", "request", "visit", "visits", "first", "after", "before", "history", "current", "open",
    "closed", "site", "sites", "specified", "status", "upper", "lower", "acute", "chronic",
})  # fmt: skip


def details_in(text: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """Each word once, as it stands in the text. `known`: descriptions and medication of the case."""
    own = {word.casefold() for one in known for word in _WORD.findall(one)} - _COMMON
    found = [match[0] for match in _pattern().finditer(text)]
    found += [word for word in _WORD.findall(text) if word.casefold() in own]
    return tuple({word.casefold(): word for word in found}.values())


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(health_words(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_spelled, words))})(?!\w)", re.IGNORECASE)


def _spelled(word: str) -> str:
    """A star at the end stands for any ending."""
    return re.escape(word[:-1]) + r"\w*" if word.endswith("*") else re.escape(word)
