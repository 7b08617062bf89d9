"""In: rows of files. Out: every value that the specification does not allow, with file, row and column; and CSV text.

Rows are numbered as a spreadsheet shows them: the headings are row 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from caseday.funding.rules.hmis.inventory import DEDICATED, SHELTERS
from caseday.funding.rules.hmis.spec import Column, Spec

Row = Mapping[str, Any]
Files = Mapping[str, Sequence[Row]]
_REFERENCES = (
    ("Project", "OrganizationID", "Organization"),
    ("Funder", "ProjectID", "Project"),
    ("ProjectCoC", "ProjectID", "Project"),
    ("Inventory", "ProjectID", "Project"),
    ("Affiliation", "ProjectID", "Project"),
    ("Affiliation", "ResProjectID", "Project"),
    ("HMISParticipation", "ProjectID", "Project"),
    ("CEParticipation", "ProjectID", "Project"),
    ("Enrollment", "PersonalID", "Client"),
    ("Enrollment", "ProjectID", "Project"),
    *(
        (file, "EnrollmentID", "Enrollment")
        for file in (
            "Exit",
            "Services",
            "CurrentLivingSituation",
            "HealthAndDV",
            "IncomeBenefits",
            "Disabilities",
        )
    ),
)
RAPID_REHOUSING, SERVICES_ONLY, RRH_SERVICES_ONLY = 13, 6, 1
RESIDENTIAL = frozenset({0, 1, 2, 3, 8, 9, 10, RAPID_REHOUSING})
"""Project types that house people: shelters, transitional and permanent housing, safe havens."""
CE_SERVICES = ("PreventionAssessment", "CrisisAssessment", "HousingAssessment", "DirectServices")
"""What an access point of coordinated entry does (2.09)."""
HEAD = 1
"""Of a household (3.15.1)."""
_SUBSTANCE_USE = 10
_FORBIDDEN = frozenset("<>[]{}")
"""Characters that are stripped out of texts; line breaks and tabs become spaces with them."""


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    row: int
    column: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}.csv, row {self.row}, {self.column}: {self.text}"


def problems_of(files: Files, spec: Spec) -> list[Problem]:
    """Empty where every value may stand, and every reference leads somewhere."""
    found = [problem for name, rows in files.items() for problem in _of_file(name, rows, spec)]
    return [
        *found,
        *_projects(files),
        *_together(files, spec),
        *_beds(files),
        *_assisted(files, spec),
        *_heads(files),
        *_dangling(files, spec),
    ]


def _of_file(name: str, rows: Sequence[Row], spec: Spec) -> Iterator[Problem]:
    columns = spec.files[name]
    known = {one.name for one in columns}
    seen: set[Any] = set()
    for number, row in enumerate(rows, start=2):
        yield from (
            Problem(name, number, one, "is not a column of this file") for one in row if one not in known
        )
        for column in columns:
            if reason := _reason(column, row.get(column.name), spec):
                yield Problem(name, number, column.name, reason)
        first = row.get(columns[0].name)
        if first in seen:
            yield Problem(name, number, columns[0].name, "is there twice")
        seen.add(first)


def _reason(column: Column, value: Any, spec: Spec) -> str:
    if value is None or value == "":
        return "must not be empty" if column.is_required else ""
    if column.codes:
        is_code = isinstance(value, int) and value in spec.lists[column.codes]
        return "" if is_code else f"{value!r} is not in the list {column.codes}"
    return _KINDS[column.kind](column, value)


def _text(column: Column, value: Any) -> str:
    if not isinstance(value, str):
        return "must be text"
    if len(value) > column.longest:
        return f"{len(value)} characters, at most {column.longest}"
    bad = sorted({one for one in value if one in _FORBIDDEN or ord(one) < 32})
    return f"must not have {' '.join(map(repr, bad))}" if bad else ""


def _number(column: Column, value: Any) -> str:
    return "" if isinstance(value, int) and not isinstance(value, bool) else "must be a whole number"


def _day(column: Column, value: Any) -> str:
    if isinstance(value, datetime) or not isinstance(value, date):
        return "must be a date"
    return "" if 1900 <= value.year <= 2099 else "check the year"


def _moment(column: Column, value: Any) -> str:
    return "" if isinstance(value, datetime) else "must be a date and time"


def _money(column: Column, value: Any) -> str:
    return "" if isinstance(value, Decimal) and abs(value) < 10**9 else "must be dollars"


_KINDS = {"s": _text, "i": _number, "d": _day, "t": _moment, "m": _money}


def has_affiliation(project_type: int | None, rrh_sub_type: int | None) -> bool:
    """Services alone, of whatever kind: whether it goes with a residential project is to be said (2.02.6)."""
    return project_type == SERVICES_ONLY or (
        project_type == RAPID_REHOUSING and rrh_sub_type == RRH_SERVICES_ONLY
    )


def is_residential(project_type: int | None, rrh_sub_type: int | None) -> bool:
    return project_type in RESIDENTIAL and not has_affiliation(project_type, rrh_sub_type)


def _projects(files: Files) -> Iterator[Problem]:
    """What depends on the type of the project, or on what else is said of it."""
    affiliated = {row.get("ProjectID") for row in files.get("Affiliation", ())}
    for number, row in enumerate(files.get("Project", ()), start=2):
        kind, sub_type, said = (
            row.get(one) for one in ("ProjectType", "RRHSubType", "ResidentialAffiliation")
        )
        if kind == RAPID_REHOUSING and not sub_type:
            yield Problem("Project", number, "RRHSubType", "must be said of a rapid re-housing project")
        if has_affiliation(kind, sub_type) and said is None:
            yield Problem(
                "Project", number, "ResidentialAffiliation", "must be said of a project of services only"
            )
        if (said == 1) != (row.get("ProjectID") in affiliated):
            yield Problem("Project", number, "ResidentialAffiliation", "is not what Affiliation.csv says")
    for number, row in enumerate(files.get("CEParticipation", ()), start=2):
        for column in CE_SERVICES:
            if (row.get("AccessPoint") == 1) != (row.get(column) is not None):
                yield Problem(
                    "CEParticipation", number, column, "is said of access points, and of them alone"
                )


def _beds(files: Files) -> Iterator[Problem]:
    """Of residential projects; every bed is dedicated once or not at all; shelters alone say of which kind."""
    projects = {row.get("ProjectID"): row for row in files.get("Project", ())}
    for number, row in enumerate(files.get("Inventory", ()), start=2):
        project = projects.get(row.get("ProjectID"), {})
        kind = project.get("ProjectType")
        if project and not is_residential(kind, project.get("RRHSubType")):
            yield Problem("Inventory", number, "ProjectID", "is not a project that houses people")
        counted = sum(row.get(one) or 0 for one in (*DEDICATED.values(), "OtherBedInventory"))
        if counted != row.get("BedInventory"):
            yield Problem(
                "Inventory", number, "BedInventory", "is not the sum of the beds by whom they are for"
            )
        for column in ("ESBedType", "Availability"):
            if project and (kind in SHELTERS) != (row.get(column) is not None):
                yield Problem("Inventory", number, column, "is said of shelters, and of them alone")


def _assisted(files: Files, spec: Spec) -> Iterator[Problem]:
    """Financial assistance has an amount and a type of its list; nothing else has an amount."""
    types = {one.record_type: spec.lists[one.codes] for one in spec.assistance}
    for number, row in enumerate(files.get("Services", ()), start=2):
        known, amount = types.get(row.get("RecordType", 0)), row.get("FAAmount")
        if (known is not None) != (amount is not None):
            yield Problem(
                "Services", number, "FAAmount", "stands with financial assistance, and with it alone"
            )
        if known is not None and row.get("TypeProvided") not in known:
            yield Problem("Services", number, "TypeProvided", "is not in the list of this record type")


def _together(files: Files, spec: Spec) -> Iterator[Problem]:
    """What depends on another column or file: an answer on the disability, a CoC on those of the project."""
    for file, some in spec.only_with.items():
        for number, row in enumerate(files.get(file, ()), start=2):
            for one in some:
                if one.is_orphan(row):
                    said = " or ".join(map(str, sorted(one.values)))
                    yield Problem(file, number, one.column, f"stands only where {one.parent} is {said}")
    for number, row in enumerate(files.get("Disabilities", ()), start=2):
        is_yes_or_no = row.get("DisabilityResponse") in spec.lists["NoYesReasons"]
        if row.get("DisabilityType") != _SUBSTANCE_USE and not is_yes_or_no:
            yield Problem(
                "Disabilities", number, "DisabilityResponse", "is an answer about substance use alone"
            )
    known = {(row.get("ProjectID"), row.get("CoCCode")) for row in files.get("ProjectCoC", ())}
    for number, row in enumerate(files.get("Enrollment", ()), start=2):
        if row.get("EnrollmentCoC") and (row.get("ProjectID"), row["EnrollmentCoC"]) not in known:
            yield Problem("Enrollment", number, "EnrollmentCoC", "is not in ProjectCoC.csv for this project")


def _heads(files: Files) -> Iterator[Problem]:
    """One of a household is its head, at most (3.15.1)."""
    heads: set[Any] = set()
    for number, row in enumerate(files.get("Enrollment", ()), start=2):
        if row.get("RelationshipToHoH") != HEAD:
            continue
        if row.get("HouseholdID") in heads:
            yield Problem("Enrollment", number, "RelationshipToHoH", "is a second head of this household")
        heads.add(row.get("HouseholdID"))


def _dangling(files: Files, spec: Spec) -> Iterator[Problem]:
    for file, column, other in _REFERENCES:
        known = {row.get(spec.files[other][0].name) for row in files.get(other, ())}
        for number, row in enumerate(files.get(file, ()), start=2):
            if row.get(column) not in known:
                yield Problem(file, number, column, f"leads to no row of {other}.csv")


def csv_of(name: str, rows: Sequence[Row], spec: Spec) -> str:
    """Headings in the order of the specification, texts in quotes, dates as 2026-03-02, moments with seconds."""
    columns = [one.name for one in spec.files[name]]
    lines = [columns, *([_written(row.get(one)) for one in columns] for row in rows)]
    return "".join(",".join(line) + "\r\n" for line in lines)


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)


def allowed_text(text: str, longest: int) -> str:
    """What of a text may stand in HUD's files."""
    clean = "".join(" " if one in _FORBIDDEN or ord(one) < 32 else one for one in text)
    return " ".join(clean.split())[:longest].rstrip()
