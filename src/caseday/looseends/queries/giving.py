"""Who can be given a loose end: a to-do, a chase or a request, to a colleague who sees the case."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from caseday.access.models import Role, Staff
from caseday.access.queries.colleagues import colleagues_of
from caseday.access.viewer import Viewer
from caseday.cases.models import Assignment, Case
from caseday.looseends.rules import LooseEnd, can_be_given


def colleagues_for(viewer: Viewer, ends: Iterable[LooseEnd], *, now: datetime) -> dict[str, list[Staff]]:
    """By key, whoever could take it over; two queries, whatever the number of loose ends and of colleagues."""
    today = now.astimezone(viewer.time_zone).date()
    wanted = [end for end in ends if can_be_given(end)]
    colleagues = colleagues_of(viewer, today=today) if wanted else []
    if not colleagues:
        return {}
    seen = _who_sees({end.case_id for end in wanted if end.case_id}, colleagues, today)
    found = {
        end.key: [one for one in colleagues if end.case_id is None or (end.case_id, one.pk) in seen]
        for end in wanted
    }
    return {key: some for key, some in found.items() if some}


def _who_sees(
    case_ids: Collection[UUID], colleagues: Collection[Staff], today: date
) -> set[tuple[UUID, UUID]]:
    """Pairs of case and colleague: whose it is, who supports it, who covers them, who leads their team."""
    ids = [one.pk for one in colleagues]
    leads = [one.pk for one in colleagues if one.role == Role.SUPERVISOR]
    cases = Case.objects.filter(pk__in=case_ids)
    covered = cases.filter(
        assigned_to__coverages_needed__covering__in=ids,
        assigned_to__coverages_needed__from_on__lte=today,
        assigned_to__coverages_needed__to_on__gte=today,
        assigned_to__coverages_needed__ended_at=None,
    )
    led = cases.filter(
        assigned_to__memberships__team__memberships__staff__in=leads,
        assigned_to__memberships__team__memberships__is_lead=True,
    )
    pairs = Assignment.objects.filter(case__in=case_ids, staff__in=ids, to_at=None).values_list(
        "case_id", "staff_id"
    )
    return set(
        pairs.union(
            cases.filter(assigned_to__in=ids).values_list("pk", "assigned_to_id"),
            covered.values_list("pk", F("assigned_to__coverages_needed__covering_id")),
            led.values_list("pk", F("assigned_to__memberships__team__memberships__staff_id")),
        )
    )
