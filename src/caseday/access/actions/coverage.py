"""Standing in for somebody who is away: who covers sees and works the caseload in those days, and no longer."""

from datetime import date, datetime
from uuid import UUID

from caseday.access.models import Coverage, Staff
from caseday.access.permissions import can_arrange_coverage, require
from caseday.access.queries import get_coverage, staff_who_may_cover
from caseday.access.record import change, staff_chain
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

_WHO = "You can arrange who stands in for yourself or your team. For others ask their supervisor."


def arrange_coverage(
    *,
    actor: Viewer,
    now: datetime,
    absent_id: UUID,
    covering_id: UUID,
    from_on: date,
    to_on: date,
    reason: str = "",
    id: UUID | None = None,
) -> Coverage:
    require(can_arrange_coverage(actor, absent_id), _WHO)
    if id and (existing := Coverage.objects.filter(pk=id).first()):
        return existing
    _check(absent_id, covering_id, from_on, to_on, today=now.astimezone(actor.time_zone).date())
    coverage = Coverage(
        id=id or new_id(),
        absent_id=absent_id,
        covering_id=covering_id,
        from_on=from_on,
        to_on=to_on,
        reason=reason.strip(),
    )
    with change(
        "coverage_arranged", actor=actor, now=now, chain=staff_chain(absent_id), subject=coverage
    ) as record:
        record.add(coverage)
    return coverage


def end_coverage(*, actor: Viewer, now: datetime, coverage_id: UUID) -> Coverage:
    """Before its last day, or before it began; sight ends at the covering person's next click."""
    coverage = get_coverage(actor, coverage_id)
    require(can_arrange_coverage(actor, coverage.absent_id), _WHO)
    chain = staff_chain(coverage.absent_id)
    with change("coverage_ended", actor=actor, now=now, chain=chain, subject=coverage) as record:
        if coverage.ended_at is None:
            record.update(coverage, ended_at=now)
    return coverage


def _check(absent_id: UUID, covering_id: UUID, from_on: date, to_on: date, *, today: date) -> None:
    problems = {}
    if absent_id == covering_id:
        problems["covering"] = "Choose somebody else than the one who is away."
    elif covering_id not in {staff.pk for staff in staff_who_may_cover()}:
        problems["covering"] = "Choose somebody who works on cases."
    if not Staff.objects.filter(pk=absent_id).exists():
        problems["absent"] = "Choose who is away."
    if to_on < from_on:
        problems["to_on"] = "The last day comes before the first. Exchange them."
    elif to_on < today:
        problems["to_on"] = "These days are over. Choose a last day of today or later."
    if not problems and _overlaps(absent_id, covering_id, from_on, to_on):
        problems["from_on"] = (
            "They cover some of these days already. End that coverage first, or choose other days."
        )
    if problems:
        raise Invalid(problems)


def _overlaps(absent_id: UUID, covering_id: UUID, from_on: date, to_on: date) -> bool:
    return Coverage.objects.filter(
        absent=absent_id, covering=covering_id, ended_at=None, from_on__lte=to_on, to_on__gte=from_on
    ).exists()
