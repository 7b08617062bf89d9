"""In: a person's plain choices. Out: the weights of their plans. Both stand in `shipped/weights.toml`."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from caseday.dayplan.rules.problem import Weights

SHIPPED = Path(__file__).parent / "shipped" / "weights.toml"


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    says: str
    percents: tuple[tuple[str, int], ...]  # weight, percent


@dataclass(frozen=True, slots=True)
class Meaning:
    key: str
    means: str
    unit: str
    value: int


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    return tomllib.loads(SHIPPED.read_text("utf-8"))


def meanings() -> tuple[Meaning, ...]:
    """What each weight means, as shipped."""
    return tuple(Meaning(key, **entry) for key, entry in _read()["weights"].items())


def choices() -> tuple[Choice, ...]:
    """What a person can choose, in the order of the file."""
    return tuple(
        Choice(key, entry["says"], tuple((name, n) for name, n in entry.items() if name != "says"))
        for key, entry in _read()["choices"].items()
    )


def weights_for(chosen: Iterable[str] = ()) -> Weights:
    """Each choice counts once, in any order; one that is not known (any more) changes nothing."""
    values = {meaning.key: meaning.value for meaning in meanings()}
    wanted = set(chosen)
    percents = dict.fromkeys(values, 1)
    parts = dict.fromkeys(values, 1)
    for choice in choices():
        for name, percent in choice.percents if choice.key in wanted else ():
            percents[name] *= percent
            parts[name] *= 100
    return Weights(**{name: value * percents[name] // parts[name] for name, value in values.items()})
