"""What a physician allows at work, and what the employer offers within it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import already, case_to_change, check_may_change, on_case, who_writes
from caseday.cases.models import Case, DutyOffer, WorkStatus
from caseday.cases.queries import get_duty_offer, get_work_status, injured_on, pack_of
from caseday.cases.rules.work_status import MODIFIED, WORDS, restriction_problem, status_problems
from caseday.directory.models import Professional
from caseday.kernel.errors import Invalid
from caseday.programs.rules import Pack


@dataclass(frozen=True)
class Restriction:
    kind: str
    amount: str = ""
    note: str = ""


@dataclass(frozen=True)
class NewWorkStatus:
    """`until_on` is the last day; None until further notice. `by_name` where the physician is not in the directory."""

    kind: str
    from_on: date
    until_on: date | None = None
    restrictions: Sequence[Restriction] = field(default_factory=tuple)
    professional_id: UUID | None = None
    by_name: str = ""
    document_id: UUID | None = None
    activity_id: UUID | None = None


def record_work_status(
    *, actor: Viewer, now: datetime, case_id: UUID, new: NewWorkStatus, id: UUID | None = None
) -> WorkStatus:
    """Keep what a physician says. Contradictions are kept and shown; dates before the injury raise Invalid."""
    case = case_to_change(actor, case_id)
    if found := already(WorkStatus, id, case):
        return found
    pack = pack_of(case)
    restrictions = _checked(case, new, pack, now.astimezone(actor.time_zone).date())
    found = WorkStatus(
        case=case,
        kind=new.kind,
        from_on=new.from_on,
        until_on=new.until_on,
        restrictions=restrictions,
        professional_id=new.professional_id,
        by_name=new.by_name.strip()[:120],
        document_id=new.document_id,
        activity_id=new.activity_id,
        recorded_at=now,
        staff_id=who_writes(actor),
    )
    found.id = id or found.id
    until = f" until {new.until_on:%m/%d/%Y}" if new.until_on else ""
    summary = f"{WORDS[new.kind]} from {new.from_on:%m/%d/%Y}{until}"
    with on_case(
        "work_status_recorded", case, actor=actor, now=now, subject=found, summary=summary
    ) as record:
        record.add(found)
    return found


def void_work_status(*, actor: Viewer, now: datetime, work_status_id: UUID, reason: str) -> WorkStatus:
    """It was entered wrongly; it stays readable and counts nowhere."""
    found = get_work_status(actor, work_status_id)
    check_may_change(actor, found.case)
    if not reason.strip():
        raise Invalid({"reason": "Say why it does not count."})
    if found.voided_at:
        return found
    summary = f"{found} does not count: {reason.strip()}"
    with on_case(
        "work_status_voided", found.case, actor=actor, now=now, subject=found, summary=summary
    ) as record:
        record.update(found, voided_at=now, void_reason=reason.strip()[:200])
    return found


def offer_duty(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    offered_on: date,
    text: str,
    offered_by: str = "",
    work_status_id: UUID | None = None,
    document_id: UUID | None = None,
    id: UUID | None = None,
) -> DutyOffer:
    """The employer offers work, within a work status where one is named."""
    case = case_to_change(actor, case_id)
    if found := already(DutyOffer, id, case):
        return found
    problems = _offer_problems(case, offered_on, text, now.astimezone(actor.time_zone).date())
    if work_status_id and not case.work_statuses.filter(pk=work_status_id, voided_at=None).exists():
        problems["work_status"] = "Choose one of this case's work statuses."
    if problems:
        raise Invalid(problems)
    found = DutyOffer(
        case=case,
        offered_on=offered_on,
        text=text.strip(),
        offered_by=offered_by.strip()[:120],
        work_status_id=work_status_id,
        document_id=document_id,
    )
    found.id = id or found.id
    summary = f"Employer's offer: {found.text}"
    with on_case("duty_offered", case, actor=actor, now=now, subject=found, summary=summary) as record:
        record.add(found)
    return found


def answer_offer(
    *,
    actor: Viewer,
    now: datetime,
    offer_id: UUID,
    answer: str,
    answered_on: date | None = None,
    note: str = "",
) -> DutyOffer:
    """What became of an offer; may be changed later, the history keeps what it was. Today, where no day is given."""
    found = get_duty_offer(actor, offer_id)
    check_may_change(actor, found.case)
    day = answered_on or now.astimezone(actor.time_zone).date()
    problems: dict[str, str] = {}
    if answer not in DutyOffer.Answer.values or not answer:
        problems["answer"] = "Choose what became of the offer."
    if day < found.offered_on:
        problems["answered_on"] = "The answer cannot be before the offer. Check the day."
    if problems:
        raise Invalid(problems)
    summary = f"Employer's offer: {DutyOffer.Answer(answer).label.lower()}"
    with on_case(
        "duty_offer_answered", found.case, actor=actor, now=now, subject=found, summary=summary
    ) as record:
        record.update(found, answer=answer, answered_on=day, answer_note=note.strip()[:300])
    return found


def _checked(case: Case, new: NewWorkStatus, pack: Pack, today: date) -> list[dict[str, Any]]:
    """The restrictions as they are kept, with the pack's units."""
    problems = status_problems(
        kind=new.kind, from_on=new.from_on, until_on=new.until_on, onset_on=injured_on(case), today=today
    )
    if new.professional_id and not Professional.objects.filter(pk=new.professional_id).exists():
        problems["physician"] = "This is not in the directory. Choose again, or type the name."
    if new.kind == MODIFIED and not new.restrictions:
        problems["restrictions"] = "Modified duty needs at least one restriction."
    units = {one.slug: one.unit for one in pack.restriction_kinds}
    kept = [_stored(one, units.get(one.kind, "")) for one in new.restrictions]
    for one in kept:
        if problem := restriction_problem(one, units):
            problems["restrictions"] = problem
    if problems:
        raise Invalid(problems)
    return kept


def _stored(one: Restriction, unit: str) -> dict[str, str]:
    return {"kind": one.kind, "amount": one.amount.strip(), "unit": unit, "note": one.note.strip()[:200]}


def _offer_problems(case: Case, offered_on: date, text: str, today: date) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not text.strip():
        problems["text"] = "Say what is offered: the work, hours and place."
    elif len(text.strip()) > 300:
        problems["text"] = "Say it in 300 characters."
    injured = injured_on(case)
    if injured and offered_on < injured:
        problems["offered_on"] = "This is before the injury. Check the day."
    elif offered_on > today:
        problems["offered_on"] = "This is ahead of today. Check the day."
    return problems
