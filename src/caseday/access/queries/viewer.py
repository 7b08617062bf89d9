"""Who looks or acts: two queries a request, written in SQL because every request pays for them."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from caseday.access.models import Staff
from caseday.access.viewer import Viewer

_SIGNED_IN = """
SELECT s.*, a.name AS agency_name, a.time_zone AS agency_time_zone, a.lock_after_minutes AS agency_lock_minutes,
       a.needs_second_factor AS agency_needs_second_factor,
       EXISTS (SELECT 1 FROM mfa_authenticator m WHERE m.user_id = s.id AND m.type <> 'recovery_codes')
       AS has_second_factor
FROM access_staff s LEFT JOIN access_agency a ON a.singleton
WHERE s.id = %s
"""

_SIGHT = """
SELECT 'covered', absent_id FROM access_coverage
 WHERE covering_id = %s AND from_on <= %s AND to_on >= %s AND ended_at IS NULL
UNION ALL
SELECT 'opened', case_id FROM access_glassbreak WHERE staff_id = %s AND expires_at > %s
UNION ALL
SELECT 'team', mine.staff_id FROM access_teammembership led
  JOIN access_teammembership mine ON mine.team_id = led.team_id
 WHERE led.staff_id = %s AND led.is_lead
"""


def signed_in_staff(staff_id: UUID) -> Staff | None:
    """With the agency's settings that every request needs (`agency_...`, `has_second_factor`); one query."""
    found: Staff | None = next(iter(Staff.objects.raw(_SIGNED_IN, [_id(staff_id)])), None)
    return found


def viewer_for(staff: Staff, *, now: datetime) -> Viewer:
    """Costs one query. Coverage counts by the calendar of the staff member's own time zone."""
    sight = _sight_of(staff, now)
    team = sight["team"] if staff.role == "supervisor" else frozenset[UUID]()
    return Viewer(
        staff_id=staff.id,
        name=staff.name,
        role=staff.role,
        zone_name=staff.time_zone,
        caseload_staff_ids=frozenset({staff.id}) | sight["covered"] | team,
        covered_staff_ids=sight["covered"],
        opened_case_ids=sight["opened"],
        agency_zone_name=getattr(staff, "agency_time_zone", None) or staff.time_zone,
    )


def _sight_of(staff: Staff, now: datetime) -> dict[str, frozenset[UUID]]:
    me = _id(staff.id)
    today = connection.ops.adapt_datefield_value(now.astimezone(ZoneInfo(staff.time_zone)).date())
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_SIGHT, [me, today, today, me, moment, me])
        rows = cursor.fetchall()
    kinds = ("covered", "opened", "team")
    return {kind: frozenset(UUID(str(value)) for name, value in rows if name == kind) for kind in kinds}


def _id(value: UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex
