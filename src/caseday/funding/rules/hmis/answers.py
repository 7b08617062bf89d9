"""In: answers of a client by question. Out: their problems in words, and the rows of HUD's files that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from caseday.funding.rules.hmis.checking import allowed_text
from caseday.funding.rules.hmis.spec import Question, Spec

_NOT_COLLECTED = 99
RACES = (
    "AmIndAKNative", "Asian", "BlackAfAmerican", "HispanicLatinao", "MidEastNAfrican", "NativeHIPacific", "White",
)  # fmt: skip


RELATIONSHIP = "Enrollment.RelationshipToHoH"


_SSN_FULL, _SSN_PARTIAL, _SSN_PLACES = 1, 2, 9
_SSN_ANSWERS = {"unknown": 8, "declined": 9}


def ssn_values(places: str, answer: str) -> dict[str, Any]:
    """HUD's element 3.02: nine places, x for each digit that is not known; empty with an answer. `places` may be the
    end alone."""
    if not places:
        return {"SSN": None, "SSNDataQuality": _SSN_ANSWERS.get(answer, _NOT_COLLECTED)}
    whole = places.rjust(_SSN_PLACES, "x")
    return {"SSN": whole, "SSNDataQuality": _SSN_PARTIAL if "x" in whole else _SSN_FULL}


def asked_at(
    spec: Spec, stage: int, *, of_member: bool = False, is_child: bool = False
) -> list[tuple[str, list[Question]]]:
    """The questions of a stage by group; groups without any are left out. A member's relationship is known already."""
    groups = [
        (
            word,
            [
                one
                for one in some
                if stage in one.stages
                and not (of_member and one.key == RELATIONSHIP)
                and not (is_child and one.of_adults)
            ],
        )
        for word, some in spec.groups
    ]
    return [(word, some) for word, some in groups if some]


def problem_of(question: Question, text: str, spec: Spec) -> str:
    """Why what was typed cannot be taken, or ""."""
    if not text:
        return ""
    column = question.column
    if column.codes:
        return "" if text in map(str, spec.lists[column.codes]) else "Choose one of the list."
    if column.kind == "d":
        return "" if _day(text) else "Write the day as 2026-03-02."
    if column.kind == "m":
        return "" if _dollars(text) is not None else "Give dollars, such as 943 or 943.50."
    return "" if len(text) <= column.longest else f"At most {column.longest} characters."


def value_of(question: Question, text: str) -> Any:
    """As it stands in a file; None where nothing was answered."""
    column = question.column
    if not text:
        return None
    if column.codes:
        return int(text)
    if column.kind == "d":
        return _day(text)
    return _dollars(text) if column.kind == "m" else allowed_text(text, column.longest)


def values_in(spec: Spec, file: str, answers: Mapping[str, str]) -> dict[str, Any]:
    """Column to value of one file, of answers by key, without what was not answered or hangs on another answer."""
    return spec.without_orphans(file, _given(spec, file, answers))


def _given(spec: Spec, file: str, answers: Mapping[str, str]) -> dict[str, Any]:
    found = {}
    for _, questions in spec.groups:
        for one in questions:
            if one.file == file and one.key.count(".") == 1:
                value = value_of(one, answers.get(one.key, ""))
                if value is not None:
                    found[one.column.name] = value
    return found


def disabilities_in(spec: Spec, answers: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Type and response of each disability that was asked about."""
    for _, questions in spec.groups:
        for one in questions:
            if one.file == "Disabilities" and answers.get(one.key):
                yield int(one.key.rpartition(".")[2]), int(answers[one.key])


def client_values(spec: Spec, answers: Mapping[str, str]) -> dict[str, Any]:
    """What nobody asked is "Data not collected" (99); without any race all are 0, and RaceNone says why."""
    given = values_in(spec, "Client", answers)
    has_race = any(given.get(race) == 1 for race in RACES)
    races = {race: int(given.get(race) == 1) for race in RACES}
    none = None if has_race else given.get("RaceNone", _NOT_COLLECTED)
    return {
        **races,
        "RaceNone": none,
        "Sex": given.get("Sex", _NOT_COLLECTED),
        "VeteranStatus": given.get("VeteranStatus", _NOT_COLLECTED),
    }


def income_values(spec: Spec, answers: Mapping[str, str]) -> dict[str, Any]:
    """An amount says that there is such an income."""
    given = _given(spec, "IncomeBenefits", answers)
    for name, value in list(given.items()):
        source = {"OtherIncomeAmount": "OtherIncomeSource"}.get(name, name.removesuffix("Amount"))
        if name.endswith("Amount") and isinstance(value, Decimal):
            given[source] = int(value > 0)
    return spec.without_orphans("IncomeBenefits", given)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2099 else None


def _dollars(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace("$", "").replace(",", ""))
    except InvalidOperation:
        return None
    return value.quantize(Decimal("0.01")) if value.is_finite() and 0 <= value < 10**7 else None
