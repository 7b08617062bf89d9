"""Breaking the glass: opening a case outside one's sight, with a reason, for some hours, and never unseen."""

from datetime import datetime, timedelta
from uuid import UUID

from caseday.access.lookups import find_case_exactly
from caseday.access.models import GlassBreak
from caseday.access.permissions import can_break_glass, can_review_access, require
from caseday.access.queries import get_glass_break
from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.ids import new_id

GLASS_OPEN = timedelta(hours=4)
SHORTEST_REASON = 10


def break_glass(
    *, actor: Viewer, now: datetime, number: str, reason: str, id: UUID | None = None
) -> GlassBreak:
    """`number` is a case number or identifier, exactly; so nobody browses cases this way."""
    require(
        can_break_glass(actor), "Case managers and supervisors open cases in an emergency. Ask one of them."
    )
    if id and (existing := GlassBreak.objects.filter(pk=id, staff=actor.staff_id).first()):
        return existing
    case_id = find_case_exactly(number)
    _check(case_id, reason)
    assert case_id is not None and actor.staff_id is not None
    already = GlassBreak.objects.filter(staff=actor.staff_id, case_id=case_id, expires_at__gt=now).first()
    if already:
        return already
    glass = GlassBreak(
        id=id or new_id(),
        staff_id=actor.staff_id,
        case_id=case_id,
        reason=reason.strip(),
        opened_at=now,
        expires_at=now + GLASS_OPEN,
    )
    with change("glass_broken", actor=actor, now=now, chain=case_chain(case_id), subject=glass) as record:
        record.add(glass)
    return glass


def close_glass(*, actor: Viewer, now: datetime, glass_id: UUID) -> GlassBreak:
    """Before its hours are over, by the one who opened it."""
    glass = GlassBreak.objects.filter(pk=glass_id, staff=actor.staff_id).first()
    if glass is None:
        raise NotFound
    with change(
        "glass_closed", actor=actor, now=now, chain=case_chain(glass.case_id), subject=glass
    ) as record:
        if glass.expires_at > now:
            record.update(glass, expires_at=now)
    return glass


def review_glass_break(*, actor: Viewer, now: datetime, glass_id: UUID, note: str = "") -> GlassBreak:
    allowed = can_review_access(actor) and not actor.is_auditor
    require(allowed, "A supervisor or administrator reviews this. Auditors read it.")
    glass = get_glass_break(actor, glass_id)
    require(
        glass.staff_id != actor.staff_id, "Somebody else reviews what you opened. Ask another supervisor."
    )
    with change(
        "glass_reviewed", actor=actor, now=now, chain=case_chain(glass.case_id), subject=glass
    ) as record:
        if glass.reviewed_at is None:
            record.update(glass, reviewed_by_id=actor.staff_id, reviewed_at=now, review_note=note.strip())
    return glass


def _check(case_id: UUID | None, reason: str) -> None:
    problems = {}
    if case_id is None:
        problems["number"] = "No case has exactly this number. Write the whole case number or claim number."
    if len(reason.strip()) < SHORTEST_REASON:
        problems["reason"] = "Say in a sentence why you need this case now. Your supervisor reads it."
    if problems:
        raise Invalid(problems)
