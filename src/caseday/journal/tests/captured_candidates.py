"""The people and offices of the labeled lines, and how those lines are read from their file."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from caseday.journal.rules.capture import Candidates, Captured, CasePerson, Contact

NOW = datetime(2026, 11, 23, 11, 10, tzinfo=ZoneInfo("America/Chicago"))
DATA = Path(__file__).parent / "data"

CANDIDATES = Candidates(
    cases=(
        CasePerson("c1", "Maria Delgado-Ruiz", ("Mari",), ("WC-448217",)),
        CasePerson("c2", "James Okafor", (), ("0457-22-91",)),
        CasePerson("c3", "Thomas Nguyen", (), ("CLM-2026-10443",)),
        CasePerson("c4", "Guadalupe Hernández", ("Lupe",), ("W0098812",)),
        CasePerson("c5", "Robert Smith", ("Bob",), ("77-1045",)),
        CasePerson("c6", "Angela Smith", (), ("77-2210",)),
        CasePerson("c7", "José Luis Peña Ortiz", (), ("TX-55120",)),
        CasePerson("c8", "Denise Whitaker", (), ("3381-A",)),
    ),
    contacts=(
        Contact("p1", "person", "Karen Bloom", "adjuster", ("c1", "c3")),
        Contact("p2", "person", "Luis Ortega", "adjuster", ("c2", "c7")),
        Contact("p3", "person", "Dr. Anita Patel", "physician", ("c1", "c2")),
        Contact("p4", "person", "Dr. Henry Lee", "surgeon", ("c3",)),
        Contact("p5", "person", "Frank Kowalski", "employer", ("c2",)),
        Contact("p6", "person", "Susan Meyer", "attorney", ("c5",)),
        Contact("p7", "person", "Elena Peña", "family", ("c7",)),
        Contact("p8", "person", "Tina Brooks", "surgery_coordinator", ("c3",)),
        Contact("p9", "person", "Marcus Hill", "therapist", ("c1",)),
        Contact("o1", "office", "Ridgeview Orthopedics"),
        Contact("o2", "office", "Lakeside Imaging", "imaging"),
        Contact("o3", "office", "Greenleaf Pharmacy", "pharmacy"),
        Contact("o4", "office", "St. Brendan Hospital", "hospital"),
        Contact("o5", "office", "Northwind Insurance", "insurer"),
        Contact("o6", "office", "Summit Physical Therapy", "therapist"),
        Contact("o7", "office", "Harborline Freight", "employer"),
    ),
)

FIELDS = ("kind", "dir", "with", "case", "start", "min", "hold", "result", "miles", "hours", "fu")


@dataclass(frozen=True)
class Labeled:
    line: str
    said: dict[str, str]


def labeled_lines(name: str) -> list[Labeled]:
    lines = []
    for row in (DATA / name).read_text(encoding="utf-8").splitlines():
        if row.strip() and not row.startswith("#"):
            line, _, labels = row.partition(" || ")
            pairs = [part.partition("=") for part in re.split(r"; (?=[a-z]+=)", labels)]
            lines.append(Labeled(line, {key: value for key, _, value in pairs}))
    return lines


def shown(captured: Captured) -> dict[str, str]:
    """What was understood, written as the data file writes it."""
    fields = {
        "kind": captured.kind and captured.kind.value,
        "dir": captured.direction and captured.direction.value,
        "case": captured.case and captured.case.value,
        "start": captured.started_at and f"{captured.started_at.value:%m-%dT%H:%M}",
        "min": captured.minutes and str(captured.minutes.value),
        "hold": captured.hold_minutes and str(captured.hold_minutes.value),
        "result": captured.result and captured.result.value,
        "miles": captured.miles and f"{captured.miles.value:g}",
        "hours": captured.hours_learned and captured.hours_learned.value,
    }
    if captured.whom:
        whom = captured.whom.value
        fields["with"] = f"#{whom.contact_id}" if whom.contact_id else whom.role
    fields["fu"] = "+".join(
        f"{promise.text}@{promise.due_at:%m-%dT%H:%M}" if promise.due_at else f"{promise.text}@"
        for promise in captured.promises
    )
    return {key: value for key, value in fields.items() if value}


def is_right(field: str, expected: str, found: str) -> bool:
    if field != "fu":
        return expected == found
    wanted, got = _promises(expected), _promises(found)
    return len(wanted) == len(got) and all(
        words.lower() in text.lower() and due == due_found
        for (words, due), (text, due_found) in zip(wanted, got, strict=True)
    )


def _promises(value: str) -> list[tuple[str, str]]:
    pairs = [part.rpartition("@") for part in value.split("+")] if value else []
    return [(text, due) for text, _, due in pairs]
