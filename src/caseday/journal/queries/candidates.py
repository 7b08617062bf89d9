"""Whom and what a captured line may mean: the worker's open cases, the people on them, offices named in the line.

Four queries, whatever the length of the history; offices are found by the beginning of their name.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Identifier, Party, Status
from caseday.cases.queries import cases_seen_by
from caseday.directory.models import Office
from caseday.journal.rules.capture import Candidates, CasePerson, Contact
from caseday.journal.rules.capture.result import folded
from caseday.schedule.queries import own_staff_ids

# Words of party roles (program packs) that a line says differently.
_SPOKEN = {
    "carrier": "insurer",
    "specialist": "physician",
    "applicant_attorney": "attorney",
    "defense_attorney": "attorney",
}
_OFFICE_ROLES = {
    "hospital": "hospital", "imaging": "imaging", "pharmacy": "pharmacy", "therapy": "therapist",
    "equipment": "equipment", "insurer": "insurer", "employer": "employer", "attorney": "attorney", "school": "school",
    "shelter": "shelter", "court": "court", "transport": "transport", "interpreter": "interpreter",
    "physician_practice": "office", "surgery_center": "office",
}  # fmt: skip
_WORD = re.compile(r"[a-z][a-z'.]{3,}")
MOST_CASES = 400
MOST_OFFICES = 40
MOST_WORDS = 12


@dataclass
class Target:
    """What a contact of the line leads to; `roles` is the party's role (of the program) by case."""

    office_id: UUID | None = None
    professional_id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""
    roles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """The candidates of a line, and what each contact id of them stands for."""

    candidates: Candidates
    targets: dict[str, Target]


def candidates_for(viewer: Viewer, line: str, case_id: UUID | None = None) -> Known:
    """What `line` may mean to this viewer; `case_id` is the case on whose page it is typed."""
    whose: dict[str, Any] = {"staff_ids": own_staff_ids(viewer)} | ({"case_id": case_id} if case_id else {})
    cases = _cases(viewer, whose)
    ids = [case.case_id for case in cases]
    contacts, targets = _parties(_PARTIES.rows(**whose))
    for office_id, name, kind in _offices(line):
        key = f"office:{office_id}"
        if key not in targets:
            targets[key] = Target(office_id=office_id, name=name)
            contacts[key] = Contact(key, "office", name, _OFFICE_ROLES.get(kind, "office"))
    current = str(case_id) if case_id and str(case_id) in ids else None
    return Known(Candidates(tuple(cases), tuple(contacts.values()), current), targets)


def _of_cases(staff_ids: Collection[UUID], case_id: UUID | None) -> Q:
    """Rows of the cases that a line may mean; by their worker, for a list of sixty ids costs more than a join."""
    mine = Q(case__assigned_to__in=staff_ids) & ~Q(case__status=Status.CLOSED)
    return mine | Q(case=case_id) if case_id else mine


_NAMES = ("person__given_name", "person__middle_name", "person__family_name", "person__preferred_name")
_OWN_CASES = Spelled(
    lambda staff_ids: (
        Case.objects.filter(Q(assigned_to__in=staff_ids) & ~Q(status=Status.CLOSED))
        .order_by("-pk")
        .values_list("pk", *_NAMES)[:MOST_CASES]
    )
)
_NUMBERS = Spelled(
    lambda staff_ids, case_id=None: Identifier.objects.filter(
        _of_cases(staff_ids, case_id), is_retired=False
    ).values_list("case_id", "value")
)
_PARTIES = Spelled(
    lambda staff_ids, case_id=None: Party.objects.filter(_of_cases(staff_ids, case_id), to_on=None).values_list(
        "pk", "case_id", "role", "office_id", "office__name", "professional_id", "professional__name",
        "person_id", "person__given_name", "person__family_name", "name",
    )
)  # fmt: skip


def _cases(viewer: Viewer, whose: dict[str, Any]) -> list[CasePerson]:
    rows, case_id = _OWN_CASES.rows(staff_ids=whose["staff_ids"]), whose.get("case_id")
    if case_id and case_id not in {row[0] for row in rows}:
        rows += list(cases_seen_by(viewer).filter(pk=case_id).values_list("pk", *_NAMES))
    numbers: dict[UUID, list[str]] = {}
    for of_case, value in _NUMBERS.rows(**whose):
        numbers.setdefault(of_case, []).append(value)
    return [
        CasePerson(
            str(pk), " ".join(part for part in (given, middle, family) if part), (preferred,) if preferred else (),
            tuple(numbers.get(pk, ())),
        )
        for pk, given, middle, family, preferred in rows
    ]  # fmt: skip


def _parties(rows: Iterable[tuple[Any, ...]]) -> tuple[dict[str, Contact], dict[str, Target]]:
    targets: dict[str, Target] = {}
    sorts: dict[str, str] = {}
    for (
        pk,
        case_id,
        role,
        office_id,
        office,
        professional_id,
        professional,
        person_id,
        given,
        family,
        name,
    ) in rows:
        key, sort = _key(pk, office_id, professional_id, person_id)
        shown = professional or " ".join(part for part in (given, family) if part) or name or office or ""
        target = targets.setdefault(key, Target(office_id, professional_id, person_id, shown))
        target.roles[str(case_id)] = role
        sorts[key] = "person" if sort == "office" and name else sort
    contacts = {
        key: Contact(
            key, sorts[key], target.name, spoken_role(next(iter(target.roles.values()))), tuple(target.roles)
        )
        for key, target in targets.items()
        if target.name
    }
    return contacts, targets


def _key(
    pk: UUID, office_id: UUID | None, professional_id: UUID | None, person_id: UUID | None
) -> tuple[str, str]:
    if professional_id:
        return f"professional:{professional_id}", "person"
    if person_id:
        return f"person:{person_id}", "person"
    return (f"office:{office_id}", "office") if office_id else (f"party:{pk}", "person")


def spoken_role(role: str) -> str:
    return _SPOKEN.get(role, role)


def _offices(line: str) -> list[tuple[Any, ...]]:
    """Offices of the directory whose name begins with a word of the line."""
    words = list(dict.fromkeys(_WORD.findall(folded(line))))[:MOST_WORDS]
    if not words:
        return []
    words += words[-1:] * (-len(words) % 4)  # few numbers of words, so that few queries are spelled
    bounds = {f"from{n}": word for n, word in enumerate(words)} | {
        f"to{n}": word + "\uffff" for n, word in enumerate(words)
    }
    return _OFFICES_NAMED.rows(**bounds)


def _named(**bounds: str) -> QuerySet[Office, Any]:
    begins = Q()
    for n in range(len(bounds) // 2):
        begins |= Q(name_key__gte=bounds[f"from{n}"], name_key__lt=bounds[f"to{n}"])
    rows = Office.objects.filter(begins, retired_at=None).order_by("name_key")
    return rows.values_list("pk", "name", "kind")[:MOST_OFFICES]


_OFFICES_NAMED = Spelled(_named)
