"""One row of a list of cases, understood or refused cell by cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from caseday.exchange.rules import cells
from caseday.exchange.rules.columns import Column

_TEXT_LIMITS = {
    "given_name": 80,
    "family_name": 80,
    "preferred_name": 80,
    "street": 160,
    "city": 80,
    "postal_code": 10,
    "case_number": 20,
    "claim_number": 60,
    "body_part": 60,
    "condition": 300,
    "adjuster": 120,
    "carrier": 160,
    "employer": 160,
    "physician": 120,
    "clinic": 160,
    "occupation": 120,
    "icd10": 9,
    "worker": 200,
}


@dataclass(frozen=True)
class Problem:
    column: str
    reason: str


@dataclass(frozen=True)
class CaseRow:
    """`number` is the row as a spreadsheet counts it. With problems, `facts` holds what could be read."""

    number: int
    facts: dict[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.facts.get('given_name', '')} {self.facts.get('family_name', '')}".strip()


def read_row(number: int, row: Sequence[object], columns: Sequence[Column], *, today: date) -> CaseRow:
    facts: dict[str, Any] = {}
    problems: list[Problem] = []
    for column in columns:
        if not column.fact:
            continue
        text = cells.text_of(row[column.place]) if column.place < len(row) else ""
        try:
            facts[column.fact] = _understood(column.fact, text, today)
        except ValueError as error:
            problems.append(Problem(column.heading, str(error)))
    _split_name(facts)
    if not problems and not (facts.get("family_name") or facts.get("claim_number")):
        problems.append(Problem("", "The row has neither a name nor a claim number. Add one of them."))
    return CaseRow(number, facts, tuple(problems))


def is_blank(row: Sequence[object]) -> bool:
    return not any(cells.text_of(cell) for cell in row)


def _understood(fact: str, text: str, today: date) -> Any:
    read: dict[str, Callable[[str], Any]] = {
        "birth_date": lambda t: cells.past_date_of(t, latest=today),
        "onset_on": lambda t: cells.past_date_of(t, latest=today),
        "referred_on": lambda t: cells.past_date_of(t, latest=today),
        "last_contact_on": lambda t: cells.past_date_of(t, latest=today),
        "phone": cells.phone_of,
        "adjuster_phone": cells.phone_of,
        "email": cells.email_of,
        "adjuster_email": cells.email_of,
        "language": cells.language_of,
        "acuity": cells.acuity_of,
        "interpreter": cells.yes_of,
        "state": cells.state_of,
        "jurisdiction": cells.state_of,
        "side": cells.side_of,
    }
    if fact in read:
        return read[fact](text)
    limit = _TEXT_LIMITS.get(fact)
    if limit and len(text) > limit:
        raise ValueError(f"This has {len(text)} characters; at most {limit} fit. Shorten it.")
    return text


def _split_name(facts: dict[str, Any]) -> None:
    full = facts.pop("full_name", "")
    if full and not facts.get("family_name"):
        given, family = cells.name_of(full)
        facts["given_name"], facts["family_name"] = facts.get("given_name") or given[:80], family[:80]
