"""What a short answer to "can you come?" means. Plain words; what is not plain is left for a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[?👍]")
_LONGEST_YES, _LONGEST_NEW_TIME = 8, 20


class Answer(StrEnum):
    """As `schedule` has them; an unclear one is no answer yet."""

    CONFIRMED = "confirmed"
    NEW_TIME = "new_time"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class AnswerWords:
    yes: tuple[str, ...]
    new_time: tuple[str, ...]
    doubt: tuple[str, ...]


def understood(text: str, words: AnswerWords) -> Answer:
    """A yes counts where it begins a short answer without a doubt in it; a wish for a new time anywhere in one."""
    said = _WORDS.findall(text.casefold().replace("’", "'"))
    if not said:
        return Answer.UNCLEAR
    wants_other = len(said) <= _LONGEST_NEW_TIME and _asks_for_other(said, words.new_time)
    says_yes = len(said) <= _LONGEST_YES and _begins(said, words.yes) and not _has_any(said, words.doubt)
    if says_yes and not wants_other:
        return Answer.CONFIRMED
    is_plain = not _begins(said, words.yes)
    return Answer.NEW_TIME if wants_other and is_plain else Answer.UNCLEAR


def _asks_for_other(said: Sequence[str], phrases: Sequence[str]) -> bool:
    """A phrase of one word begins the answer; one of several may stand anywhere."""
    long = [phrase for phrase in phrases if " " in phrase or "'" in phrase]
    return _begins(said, phrases) or _has_any(said, long)


def _begins(said: Sequence[str], phrases: Sequence[str]) -> bool:
    return any(said[: len(parts)] == parts for parts in map(str.split, phrases))


def _has_any(said: Sequence[str], phrases: Sequence[str]) -> bool:
    return any(_stands_in(said, phrase.split()) for phrase in phrases)


def _stands_in(said: Sequence[str], parts: list[str]) -> bool:
    return any(list(said[at : at + len(parts)]) == parts for at in range(len(said) - len(parts) + 1))
