"""In: the name of an address and the ids in it. Out: the address, its pattern looked up once a process."""

from functools import lru_cache
from uuid import UUID

from django.urls import reverse


def address(name: str, *parts: UUID | str) -> str:
    """As `reverse`, for rows that are drawn by the hundred. Words among the parts are few: names of rules, kinds."""
    made = _pattern(name, tuple(one if isinstance(one, str) else None for one in parts))
    for place, one in enumerate(parts):
        if not isinstance(one, str):
            made = made.replace(_stand_in(place), str(one), 1)
    return made


@lru_cache(maxsize=512)
def _pattern(name: str, words: tuple[str | None, ...]) -> str:
    return reverse(name, args=[_stand_in(place) if one is None else one for place, one in enumerate(words)])


def _stand_in(place: int) -> str:
    return f"00000000-0000-4000-8000-{place:012}"
