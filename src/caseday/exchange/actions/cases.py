"""Somebody's list of cases. Good rows go in, bad ones are named with column and reason; twice changes nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.viewer import Viewer
from caseday.cases.actions import NewCase, NewParty, open_case
from caseday.exchange.queries import KnownCases, known_cases, offices_to_match, workers_by_name
from caseday.exchange.rules.case_rows import CaseRow, Problem, is_blank, read_row
from caseday.exchange.rules.columns import Column, match_columns
from caseday.exchange.rules.matching import OfficeFacts, match_office
from caseday.exchange.rules.tables import Table, read_table
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.people.actions import add_address, add_contact_point, add_person
from caseday.people.queries import likely_duplicates
from caseday.people.rules.names import unnamed_words
from caseday.programs.queries import pack_for_new, packs_on
from caseday.programs.rules import USUAL_PROGRAM

_OLD = timedelta(days=14)
_PERSON = ("given_name", "family_name", "preferred_name", "birth_date", "language", "occupation")
Progress = Callable[[int, int], None]


@dataclass
class CasesReport:
    """`added` and `known` are (row, name); `problems` are (row, column, reason)."""

    columns: list[Column] = field(default_factory=list)
    added: list[tuple[int, str]] = field(default_factory=list)
    known: list[tuple[int, str]] = field(default_factory=list)
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    rows: int = 0


@dataclass(frozen=True)
class _Import:
    actor: Viewer
    now: datetime
    program: str
    known: KnownCases
    offices: list[OfficeFacts]
    workers: dict[str, UUID]
    is_dry_run: bool

    @property
    def today(self) -> date:
        return self.now.astimezone(self.actor.time_zone).date()


def read_columns(
    name: str, data: bytes, mapping: Mapping[str, str] | None = None
) -> tuple[Table, list[Column]]:
    """What is in the file and what each column is taken for. Raises Invalid with what to do."""
    try:
        table = read_table(name, data)
        columns = match_columns(table.headings, mapping)
    except ValueError as error:
        raise Invalid({"file": str(error)}) from error
    facts = {column.fact for column in columns}
    if not facts & {"full_name", "family_name", "claim_number"}:
        known = ", ".join(f"“{h}”" for h in table.headings[:8] if h) or "none"
        raise Invalid(
            {
                "file": f"No column is a name or a claim number (headings found: {known}). Name one by a mapping."
            }
        )
    return table, columns


def import_cases(
    *,
    actor: Viewer,
    now: datetime,
    name: str,
    data: bytes,
    mapping: Mapping[str, str] | None = None,
    program: str = "",
    is_dry_run: bool = False,
    progress: Progress = lambda done, of: None,
) -> CasesReport:
    """Into the actor's caseload, or of whom the column of case managers names. Each row stands for itself.

    `mapping` is heading to fact (see rules.columns.FACTS). Raises Invalid where the file as a whole cannot be read.
    """
    require(can_work_on_cases(actor), "Only case managers and supervisors can import cases.")
    table, columns = read_columns(name, data, mapping)
    run = _begin(actor, now, program, is_dry_run)
    report = CasesReport(columns=columns)
    for place, cells in enumerate(table.rows):
        if not is_blank(cells):
            report.rows += 1
            _take(run, read_row(table.first_row + place, cells, columns, today=run.today), report)
        progress(place + 1, len(table.rows))
    return report


def _begin(actor: Viewer, now: datetime, program: str, is_dry_run: bool) -> _Import:
    packs = packs_on(now.date())
    wanted = program or USUAL_PROGRAM
    if wanted not in {pack.slug for pack in packs}:
        raise Invalid(
            {"program": f"There is no program {wanted}. Known: {', '.join(pack.slug for pack in packs)}."}
        )
    return _Import(
        actor, now, wanted, known_cases(actor), offices_to_match(), workers_by_name(actor), is_dry_run
    )


def _take(run: _Import, row: CaseRow, report: CasesReport) -> None:
    label = row.name or row.facts.get("claim_number", "")
    problems = [*row.problems, *_worker_problems(run, row)]
    if problems:
        report.problems += [(row.number, one.column, one.reason) for one in problems]
    elif run.known.has(row.facts):
        report.known.append((row.number, label))
    else:
        try:
            _add(run, row)
            run.known.remember(row.facts)
            report.added.append((row.number, label))
        except Invalid as error:
            report.problems += [(row.number, column, reason) for column, reason in error.problems.items()]
        except (NotFound, Refused) as error:
            report.problems.append(
                (row.number, "", str(error) or "This row refers to something out of sight.")
            )


def _worker_problems(run: _Import, row: CaseRow) -> list[Problem]:
    worker = row.facts.get("worker", "")
    if not worker or worker.casefold() in run.workers:
        return []
    return [
        Problem("case manager", f"“{worker}” is nobody whose cases you may add. Leave it empty for yourself.")
    ]


def _add(run: _Import, row: CaseRow) -> None:
    new = _new_case(run, row.facts)
    with transaction.atomic():
        person_id, is_new = _person(run, row.facts)
        owner = run.workers.get(row.facts.get("worker", "").casefold()) or run.actor.staff_id
        if owner is None:
            raise Refused("Say whose cases these are.")
        open_case(actor=run.actor, now=run.now, new=_with_person(new, person_id), assign_to_id=owner)
        if is_new:
            _add_contacts(run, person_id, row.facts)
        if run.is_dry_run:
            transaction.set_rollback(True)


def _person(run: _Import, facts: dict[str, Any]) -> tuple[UUID, bool]:
    """The person who is surely the same, else a new one with a phone; and whether it is a new one."""
    born = facts.get("birth_date")
    alike = likely_duplicates(
        run.actor,
        given_name=facts.get("given_name", ""),
        family_name=facts.get("family_name", ""),
        birth_date=born,
        phone=facts.get("phone", ""),
    )
    for one in alike:
        if one.is_in_sight and one.match.is_likely and born and one.person.birth_date == born:
            return one.person.pk, False
    fields = {name: facts[name] for name in _PERSON if facts.get(name)}
    fields["needs_interpreter"] = facts.get("interpreter", False)
    if not facts.get("family_name") and not facts.get("given_name"):
        fields["family_name"] = unnamed_words(facts["claim_number"])
    person = add_person(actor=run.actor, now=run.now, fields=fields, phone=facts.get("phone", ""))
    return person.pk, True


def _add_contacts(run: _Import, person_id: UUID, facts: dict[str, Any]) -> None:
    """Email and address of somebody new; in sight by the case that was just opened."""
    if facts.get("email"):
        fields = {"system": "email", "value": facts["email"]}
        add_contact_point(actor=run.actor, now=run.now, person_id=person_id, fields=fields)
    names = {"line1": "street", "city": "city", "state": "state", "postal_code": "postal_code"}
    place = {name: facts[fact] for name, fact in names.items() if facts.get(fact)}
    if set(place) - {"state"}:
        add_address(actor=run.actor, now=run.now, person_id=person_id, fields=place)


def _new_case(run: _Import, facts: dict[str, Any]) -> NewCase:
    referred_on = facts.get("referred_on") or run.today
    last = facts.get("last_contact_on")
    pack = pack_for_new(run.program, on=referred_on)
    return NewCase(
        person_id=UUID(int=0),
        program=run.program,
        referred_at=_at(run, referred_on, 9),
        number=facts.get("case_number", ""),
        case_type=_slug(pack.case_types, facts.get("case_type", ""), "case_type"),
        stage=_slug(pack.stages, facts.get("stage", ""), "stage") or ("active" if last else ""),
        acuity=facts.get("acuity", 2),
        jurisdiction=facts.get("jurisdiction", ""),
        referred_by=", ".join(part for part in (facts.get("adjuster", ""), facts.get("carrier", "")) if part),
        onset_on=facts.get("onset_on"),
        summary="\n".join(part for part in (facts.get("condition", ""), facts.get("note", "")) if part),
        occupation=facts.get("occupation", ""),
        last_contact_at=_at(run, last, 12) if last else None,
        identifiers=[("claim_number", facts["claim_number"])] if facts.get("claim_number") else [],
        parties=_parties(run, facts),
        goals=[line.strip() for line in facts.get("goals", "").splitlines() if line.strip()],
        goals_agreed_with=facts.get("adjuster", ""),
        conditions=[(facts.get("icd10", ""), facts.get("condition", ""))]
        if facts.get("condition") or facts.get("icd10")
        else [],
        needs_first_contacts=last is None and run.today - referred_on < _OLD,
    )


def _with_person(new: NewCase, person_id: UUID) -> NewCase:
    return NewCase(**{**vars(new), "person_id": person_id})


def _slug(kinds: Sequence[Any], text: str, column: str) -> str:
    plain = text.casefold().strip()
    if not plain:
        return ""
    for kind in kinds:
        if plain in (kind.slug, kind.word.casefold()):
            return str(kind.slug)
    known = ", ".join(kind.word for kind in kinds)
    raise Invalid({column: f"“{text}” is not known here. Known: {known}."})


def _parties(run: _Import, facts: dict[str, Any]) -> list[NewParty]:
    carrier, clinic = (match_office(facts.get(name, ""), run.offices) for name in ("carrier", "clinic"))
    employer = match_office(facts.get("employer", ""), run.offices)
    found = [
        (
            "adjuster",
            facts.get("adjuster", ""),
            carrier,
            facts.get("adjuster_phone", ""),
            facts.get("adjuster_email", ""),
        ),
        ("carrier", facts.get("carrier", ""), carrier, "", ""),
        ("employer", facts.get("employer", ""), employer, "", ""),
        ("physician", facts.get("physician", "") or facts.get("clinic", ""), clinic, "", ""),
    ]
    return [
        NewParty(
            role=role, name=name[:120], phone=phone, email=email, office_id=office.id if office else None
        )
        for role, name, office, phone, email in found
        if name
    ]


def _at(run: _Import, day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), run.actor.time_zone)
