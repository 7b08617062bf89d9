"""In: plain values of a case. Out: whether a step may be taken, how numbers compare, what a filter asks for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from urllib.parse import urlencode

_NUMBER = re.compile(r"^(\d{2})-(\d+)$")
_SEPARATORS = re.compile(r"[\W_]+")
SORTS = ("name", "contact", "newest")
STATUSES = ("open", "on_hold", "closed", "active", "all")


def normalize_identifier(value: str) -> str:
    """Letters and digits only, upper case: "wc 44-17a" and "WC4417A" are the same claim."""
    return _SEPARATORS.sub("", value.upper())


def next_number(year: int, last: str) -> str:
    """The number after `last` ("26-00041" to "26-00042"); counts anew each year."""
    match = _NUMBER.match(last)
    count = int(match[2]) if match and int(match[1]) == year % 100 else 0
    return f"{year % 100:02d}-{count + 1:05d}"


def stage_problem(stages: Mapping[str, Iterable[str]], old: str, new: str) -> str:
    """Why a case may not go from one stage to another; "" where it may. `stages`: stage to what may follow."""
    if new not in stages:
        return "Choose a stage of this program."
    if old in stages and old != new and new not in stages[old]:
        return "This stage does not follow the present one; choose one that does."
    return ""


def period_problem(from_on: date | None, to_on: date | None) -> str:
    if from_on and to_on and to_on < from_on:
        return "The end cannot be before the beginning."
    return ""


@dataclass(frozen=True)
class CaseFilter:
    """What the list of cases shows. `status` "active" is open and on hold together."""

    text: str = ""
    program: str = ""
    stage: str = ""
    acuity: int = 0
    status: str = "active"
    worker: str = ""
    silent_days: int = 0
    sort: str = "name"

    @classmethod
    def read(cls, values: Mapping[str, str]) -> "CaseFilter":
        """From a query string; what cannot be understood counts as not asked."""
        status, sort = values.get("status", ""), values.get("sort", "")
        return cls(
            text=_plain(values.get("text", ""), 80),
            program=_plain(values.get("program", ""), 40),
            stage=_plain(values.get("stage", ""), 40),
            acuity=_number(values.get("acuity", ""), 9),
            status=status if status in STATUSES else "active",
            worker=_plain(values.get("worker", ""), 36),
            silent_days=_number(values.get("silent_days", ""), 3650),
            sort=sort if sort in SORTS else "name",
        )

    def query(self) -> str:
        """The query string that leads here again; only what differs from a fresh list."""
        fresh = CaseFilter()
        asked = {name: value for name, value in asdict(self).items() if value != getattr(fresh, name)}
        return urlencode(asked)

    @property
    def is_fresh(self) -> bool:
        return all(getattr(self, one.name) == one.default for one in fields(self) if one.name != "sort")


def _plain(text: str, size: int) -> str:
    return "".join(char for char in text if char.isprintable()).strip()[:size]


def _number(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 9 else 0
