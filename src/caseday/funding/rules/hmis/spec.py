"""In: the file of a fiscal year. Out: columns with their types and lists, and the questions that fill them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

_SUBSTANCE_USE = "10"
_COLUMN = re.compile(r"^(\w+) ([a-z])(\d*)(!?)(?:=(\w+))?$")


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: s text of at most `longest`, i whole number, d date, t date and time, m dollars."""

    name: str
    kind: str
    longest: int
    is_required: bool
    codes: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """`key` names the answer: file, column, and a disability's type after a point."""

    key: str
    word: str
    column: Column
    stages: frozenset[int]
    of_adults: bool = False

    @property
    def file(self) -> str:
        return self.key.split(".")[0]


@dataclass(frozen=True, slots=True)
class Assistance:
    """Financial assistance that a funding source reports: its record type, and the list of its types.

    `project_types` empty: of whatever project.
    """

    record_type: int
    codes: str
    funders: frozenset[int]
    project_types: frozenset[int] = frozenset()
    has_period: bool = False  # from when to when it helps is told


@dataclass(frozen=True, slots=True)
class OnlyWith:
    """A column that is empty unless `parent` of the same row has one of these values."""

    column: str
    parent: str
    values: frozenset[int]

    def is_orphan(self, row: Mapping[str, Any]) -> bool:
        return row.get(self.column) is not None and row.get(self.parent) not in self.values


@dataclass(frozen=True)
class Spec:
    citation: str
    url: str
    is_verified: bool
    note: str
    csv_version: str
    lists: dict[str, dict[int, str]]
    files: dict[str, tuple[Column, ...]]
    groups: tuple[tuple[str, tuple[Question, ...]], ...]
    assistance: tuple[Assistance, ...]
    only_with: dict[str, tuple[OnlyWith, ...]]

    def assistance_of(self, funder: int, project_type: int) -> Assistance | None:
        """None: HUD's files have no place for money that is paid for a client of such a project."""
        found = (
            one
            for one in self.assistance
            if funder in one.funders and (not one.project_types or project_type in one.project_types)
        )
        return next(found, None)

    def without_orphans(self, file: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """What hangs on another answer goes out with that answer alone."""
        kept = dict(row)
        for one in self.only_with.get(file, ()):
            if one.is_orphan(kept):
                del kept[one.column]
        return kept

    def column(self, file: str, name: str) -> Column:
        return next(one for one in self.files[file] if one.name == name)


@lru_cache(maxsize=1)
def fy2026() -> Spec:
    """Read once per process."""
    text = files("caseday.funding.rules.hmis").joinpath("fy2026.toml").read_text("utf-8")
    return _spec(tomllib.loads(text))


def _spec(values: dict[str, Any]) -> Spec:
    columns = {name: tuple(map(_column, some)) for name, some in values["files"].items()}
    source = values["source"]
    return Spec(
        citation=source["citation"],
        url=source["url"],
        is_verified=source["verified"],
        note=source["note"],
        csv_version=source["csv_version"],
        lists={
            name: {int(code): word for code, word in some.items()} for name, some in values["lists"].items()
        },
        files=columns,
        groups=tuple((one["group"], tuple(_questions(one, columns))) for one in values["questions"]),
        assistance=tuple(
            Assistance(
                one["record_type"],
                one["types"],
                frozenset(one["funders"]),
                frozenset(one.get("project_types", ())),
                one.get("has_period", False),
            )
            for one in values["assistance"]
        ),
        only_with={
            file: tuple(_only_with(column, text) for column, text in some.items())
            for file, some in values["only_with"].items()
        },
    )


def _only_with(column: str, text: str) -> OnlyWith:
    parent, *values = text.split()
    return OnlyWith(column, parent, frozenset(map(int, values)))


def _column(text: str) -> Column:
    match = _COLUMN.match(text)
    assert match, text
    name, kind, longest, required, codes = match.groups()
    return Column(name, kind, int(longest or 0), bool(required), codes or "")


def _questions(group: dict[str, Any], columns: dict[str, tuple[Column, ...]]) -> list[Question]:
    found = []
    for text in group["ask"]:
        key, word = text.split(" = ", 1)
        file, name = key.split(".")[:2]
        column = _of_type(next(one for one in columns[file] if one.name == name), key)
        of_adults = key in group.get("adults", ())
        found.append(Question(key, word, column, frozenset(group["stages"]), of_adults))
    return found


def _of_type(column: Column, key: str) -> Column:
    """Only substance use is answered by alcohol and drugs (4.10.2); every other disability by yes and no (1.8)."""
    kind = key.partition(".DisabilityResponse.")[2]
    return replace(column, codes="NoYesReasons") if kind and kind != _SUBSTANCE_USE else column
