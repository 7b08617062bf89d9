"""A case begins: everything that is known at acceptance, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from caseday.access.models import Agency
from caseday.access.permissions import can_work_on_cases, require
from caseday.access.queries import get_agency
from caseday.access.record import ChangeRecord
from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import on_case
from caseday.cases.models import (
    Assignment,
    Case,
    Condition,
    FirstContact,
    Goal,
    Identifier,
    KeyDate,
    Party,
    StageChange,
)
from caseday.cases.rules import next_number, normalize_identifier
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.programs.queries import in_force, pack_for
from caseday.programs.rules import Pack, due_at


@dataclass(frozen=True)
class NewParty:
    role: str
    name: str = ""
    phone: str = ""
    email: str = ""
    office_id: UUID | None = None
    professional_id: UUID | None = None


@dataclass(frozen=True)
class NewCase:
    """What is known when a case is accepted; everything but person, program and receipt may be missing.

    `needs_first_contacts` is off for cases that come from another system and are long under way.
    """

    person_id: UUID
    program: str
    referred_at: datetime
    number: str = ""
    case_type: str = ""
    stage: str = ""
    acuity: int = 2
    jurisdiction: str = ""
    referred_by: str = ""
    referral_reason: str = ""
    onset_on: date | None = None
    summary: str = ""
    occupation: str = ""
    last_contact_at: datetime | None = None
    identifiers: Sequence[tuple[str, str]] = ()
    parties: Sequence[NewParty] = ()
    goals: Sequence[str] = ()
    goals_agreed_with: str = ""
    conditions: Sequence[tuple[str, str]] = ()
    key_dates: Sequence[tuple[str, date]] = ()
    needs_first_contacts: bool = True


def open_case(
    *, actor: Viewer, now: datetime, new: NewCase, assign_to_id: UUID, id: UUID | None = None
) -> Case:
    """The case, with its parties, numbers, goals, first contacts and worker; the same one for a repeated `id`.

    `identifiers` are (kind, value), `conditions` (ICD-10-CM code or "", description), `key_dates` (kind, date).
    """
    require(can_work_on_cases(actor), "Only case managers and supervisors open cases.")
    case_id = id or new_id()
    if found := Case.objects.filter(pk=case_id).first():
        return found
    agency = get_agency()
    pack, version_id, overlay_id = _rules_for(new)
    with transaction.atomic():
        case = _case(case_id, new, pack, agency, assign_to_id, now)
        case.pack_version_id, case.pack_overlay_id = version_id, overlay_id
        with on_case(
            "case_opened", case, actor=actor, now=now, subject=case, summary="Case opened"
        ) as record:
            record.add(case)
            record.add(StageChange(case=case, stage=case.stage, at=now, staff_id=actor.staff_id))
            assignment = Assignment(case=case, staff_id=assign_to_id, from_at=now)
            assignment.accepted_at = now if assign_to_id == actor.staff_id else None
            record.add(assignment)
            _add_parts(record, case, new, now)
            if new.needs_first_contacts:
                _add_first_contacts(record, case, pack, agency, now)
    return case


def _rules_for(new: NewCase) -> tuple[Pack, UUID | None, UUID | None]:
    """What holds for a referral of this day and for whoever pays for it; the case keeps it until it is moved."""
    on = new.referred_at.date()
    rules = in_force(new.program, on=on)
    offices = {one.office_id for one in new.parties if one.office_id}
    overlay_id = rules.overlay_for(offices, {one.name for one in new.parties})
    pack = pack_for(new.program, on=on, version_id=rules.version_id, overlay_id=overlay_id)
    return pack, rules.version_id, overlay_id


def _case(case_id: UUID, new: NewCase, pack: Pack, agency: Agency, assign_to_id: UUID, now: datetime) -> Case:
    stage = new.stage or pack.stages[0].slug
    if pack.stage(stage) is None:
        raise Invalid({"stage": f"{pack.word} has no stage {stage!r}."})
    return Case(
        id=case_id,
        number=_number(new.number, now),
        person_id=new.person_id,
        program=new.program,
        case_type=new.case_type or pack.case_types[0].slug,
        stage=stage,
        acuity=new.acuity,
        assigned_to_id=assign_to_id,
        jurisdiction=new.jurisdiction or agency.state,
        referred_at=new.referred_at,
        referred_by=new.referred_by[:160],
        referral_reason=new.referral_reason,
        onset_on=new.onset_on,
        summary=new.summary,
        occupation=new.occupation[:120],
        last_contact_at=new.last_contact_at,
        stage_at=now,
    )


def _number(wanted: str, now: datetime) -> str:
    if wanted:
        if Case.objects.filter(number=wanted).exists():
            raise Invalid({"number": f"There is a case {wanted} already."})
        return wanted
    Agency.objects.select_for_update().first()  # two openings at once wait for each other here
    prefix = f"{now.year % 100:02d}-"
    last = Case.objects.filter(number__startswith=prefix, number__regex=r"^\d\d-\d{5}$").order_by("-number")
    return next_number(now.year, last.values_list("number", flat=True).first() or "")


def _add_parts(record: ChangeRecord, case: Case, new: NewCase, now: datetime) -> None:
    today = new.referred_at.date()
    for kind, value in new.identifiers:
        record.add(Identifier(case=case, kind=kind, value=value, normalized=normalize_identifier(value)))
    for one in new.parties:
        record.add(Party(case=case, from_on=today, **vars(one)))
    for text in new.goals:
        agreed_on = today if new.goals_agreed_with else None
        record.add(Goal(case=case, text=text[:300], agreed_with=new.goals_agreed_with, agreed_on=agreed_on))
    for place, (code, description) in enumerate(new.conditions):
        record.add(Condition(case=case, code=code, description=description[:300], is_primary=place == 0))
    for kind, on in new.key_dates:
        record.add(KeyDate(case=case, kind=kind, on=on))


def _add_first_contacts(record: ChangeRecord, case: Case, pack: Pack, agency: Agency, now: datetime) -> None:
    zone = ZoneInfo(agency.time_zone)
    calendar = pack.calendar(zone=zone, jurisdiction=case.jurisdiction)
    referred_on = case.referred_at.astimezone(zone).date()
    for contact in pack.first_contacts_in(case.jurisdiction, case_type=case.case_type, on=referred_on):
        start = case.referred_at if contact.starts == "received" else now
        due = due_at(start, contact.within, contact.unit, calendar)
        rule = pack.describe(contact)[:200]
        record.add(FirstContact(case=case, role=contact.slug, due_at=due, rule=rule))
