"""Who works on a case: assigning, handing off with acceptance, support."""

from datetime import datetime
from uuid import UUID

from caseday.access.models import Staff
from caseday.access.permissions import require
from caseday.access.record import ChangeRecord
from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import case_to_change, check_may_change, on_case
from caseday.cases.models import Assignment, Case
from caseday.cases.permissions import can_assign, can_hand_off
from caseday.cases.queries import case_item
from caseday.kernel.errors import Invalid

Kind = Assignment.Kind


def assign_case(*, actor: Viewer, now: datetime, case_id: UUID, staff_id: UUID) -> Case:
    """Give the case to somebody at once (supervisors; a worker hands off instead)."""
    case = case_to_change(actor, case_id)
    require(can_assign(actor, case), "Only supervisors assign at once. Offer a hand-off instead.")
    staff = _worker(staff_id)
    if case.assigned_to_id == staff.pk:
        return case
    summary = f"Assigned to {staff.name}"
    with on_case("case_assigned", case, actor=actor, now=now, subject=case, summary=summary) as record:
        _end_open(record, case, now, staff_ids=[staff.pk], kinds=[Kind.SUPPORT])
        _make_primary(record, case, staff, now)
    return case


def offer_handoff(
    *, actor: Viewer, now: datetime, case_id: UUID, staff_id: UUID, note: str = ""
) -> Assignment:
    """The receiver sees the case from now on, and is responsible from acceptance on."""
    case = case_to_change(actor, case_id)
    require(can_hand_off(actor, case), "Only the assigned case manager or a supervisor hands a case off.")
    staff = _worker(staff_id)
    if case.assigned_to_id == staff.pk:
        raise Invalid({"staff": f"{staff.name} has this case already."})
    offer = Assignment(case=case, staff=staff, kind=Kind.OFFERED, from_at=now, handoff_note=note)
    summary = f"Hand-off offered to {staff.name}"
    with on_case("handoff_offered", case, actor=actor, now=now, subject=offer, summary=summary) as record:
        _end_open(record, case, now, kinds=[Kind.OFFERED])
        _end_open(record, case, now, staff_ids=[staff.pk], kinds=[Kind.SUPPORT])
        record.add(offer)
    return offer


def accept_handoff(*, actor: Viewer, now: datetime, assignment_id: UUID) -> Case:
    """A direct assignment is acknowledged in the same way."""
    offer = _own_offer(actor, assignment_id)
    case = offer.case
    if offer.kind == Kind.PRIMARY:
        with on_case(
            "case_accepted", case, actor=actor, now=now, subject=offer, summary="Case accepted"
        ) as record:
            record.update(offer, accepted_at=now)
        return case
    summary = f"Hand-off accepted by {offer.staff.name}"
    with on_case("handoff_accepted", case, actor=actor, now=now, subject=offer, summary=summary) as record:
        _end_open(record, case, now, kinds=[Kind.PRIMARY])
        record.update(offer, kind=Kind.PRIMARY, accepted_at=now)
        record.update(case, assigned_to=offer.staff)
    return case


def decline_handoff(*, actor: Viewer, now: datetime, assignment_id: UUID, reason: str) -> Assignment:
    offer = _own_offer(actor, assignment_id)
    if offer.kind != Kind.OFFERED:
        raise Invalid("This case is assigned to you. Offer a hand-off to somebody else.")
    if not reason.strip():
        raise Invalid({"reason": "Say why, so that the colleague can act."})
    summary = f"Hand-off declined by {offer.staff.name}: {reason.strip()}"
    with on_case(
        "handoff_declined", offer.case, actor=actor, now=now, subject=offer, summary=summary
    ) as record:
        record.update(offer, to_at=now)
    return offer


def add_support(*, actor: Viewer, now: datetime, case_id: UUID, staff_id: UUID) -> Assignment:
    """Somebody else works on the case, too, and sees it."""
    case = case_to_change(actor, case_id)
    require(can_hand_off(actor, case), "Only the assigned case manager or a supervisor adds support.")
    staff = _worker(staff_id)
    if there := case.assignments.filter(staff=staff, to_at=None).first():
        return there
    support = Assignment(case=case, staff=staff, kind=Kind.SUPPORT, from_at=now)
    summary = f"{staff.name} supports"
    with on_case("support_added", case, actor=actor, now=now, subject=support, summary=summary) as record:
        record.add(support)
    return support


def end_support(*, actor: Viewer, now: datetime, assignment_id: UUID) -> Assignment:
    """Ends support, or takes back an offered hand-off."""
    assignment = case_item(actor, Assignment, assignment_id)
    case = assignment.case
    check_may_change(actor, case)
    is_own = assignment.staff_id == actor.staff_id
    require(is_own or can_hand_off(actor, case), "Only the assigned case manager or a supervisor ends this.")
    if assignment.kind == Kind.PRIMARY:
        raise Invalid("The case needs somebody. Hand it off instead.")
    summary = f"{assignment.staff.name} no longer supports"
    with on_case("support_ended", case, actor=actor, now=now, subject=assignment, summary=summary) as record:
        record.update(assignment, to_at=assignment.to_at or now)
    return assignment


def _own_offer(actor: Viewer, assignment_id: UUID) -> Assignment:
    offer = case_item(actor, Assignment, assignment_id)
    check_may_change(actor, offer.case)
    require(offer.staff_id == actor.staff_id, "Only the colleague to whom it is offered can answer.")
    if offer.to_at is not None or offer.accepted_at is not None:
        raise Invalid("This hand-off has been answered or taken back already.")
    return offer


def _worker(staff_id: UUID) -> Staff:
    staff = Staff.objects.filter(pk=staff_id, is_active=True, role__in=("case_manager", "supervisor")).first()
    if staff is None:
        raise Invalid({"staff": "Choose an active case manager or supervisor."})
    return staff


def _make_primary(record: ChangeRecord, case: Case, staff: Staff, now: datetime) -> None:
    _end_open(record, case, now, kinds=[Kind.PRIMARY, Kind.OFFERED])
    record.add(Assignment(case=case, staff=staff, kind=Kind.PRIMARY, from_at=now))
    record.update(case, assigned_to=staff)


def _end_open(
    record: ChangeRecord, case: Case, now: datetime, *, kinds: list[str], staff_ids: list[UUID] | None = None
) -> None:
    open_ones = case.assignments.filter(to_at=None, kind__in=kinds)
    if staff_ids is not None:
        open_ones = open_ones.filter(staff__in=staff_ids)
    for one in open_ones:
        record.update(one, to_at=now)
