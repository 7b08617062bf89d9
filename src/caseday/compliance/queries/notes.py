"""What a note that is being written would lack, by the documentation rules of its case."""

from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.careplans.models import WorkedOn
from caseday.cases.models import Case
from caseday.cases.queries import pack_of
from caseday.compliance.queries.results import agency_zone
from caseday.followups.models import FollowUp
from caseday.journal.models import Activity
from caseday.journal.queries import get_activity
from caseday.programs.rules.documentation import Entry, NoteCheck, checks_of_note, rules_of
from caseday.schedule.models import Appointment
from caseday.schedule.queries import get_appointment, place_of


def note_checks(viewer: Viewer, activity_id: UUID, *, now: datetime) -> list[NoteCheck]:
    """NotFound outside the viewer's sight; nothing where the entry has no case. At most four queries."""
    activity = get_activity(viewer, activity_id)
    return _checks(activity.case, _entry_of(activity), now) if activity.case else []


def note_checks_of_appointment(viewer: Viewer, appointment_id: UUID, *, now: datetime) -> list[NoteCheck]:
    """Of a visit whose note is begun before it has an entry."""
    appointment = get_appointment(viewer, appointment_id)
    return _checks(appointment.case, _planned(appointment), now) if appointment.case else []


def _checks(case: Case, entry: Entry, now: datetime) -> list[NoteCheck]:
    pack = pack_of(case)
    rules = [
        one for one in rules_of(pack) if one.is_for(case_type=case.case_type, jurisdiction=case.jurisdiction)
    ]
    calendar = pack.calendar(zone=agency_zone(), jurisdiction=case.jurisdiction)
    return checks_of_note(rules, entry, now=now, calendar=calendar)


def _entry_of(activity: Activity) -> Entry:
    return Entry(
        id=activity.pk,
        kind=activity.kind,
        at=activity.started_at,
        minutes=activity.minutes,
        with_role=activity.with_role,
        has_place=bool(activity.place or activity.office_id),
        has_goal=WorkedOn.objects.filter(activity=activity).exists(),
        has_next_step=FollowUp.objects.filter(source_activity_id=activity.pk).exists(),
        noted_at=activity.noted_at,
    )


def _planned(appointment: Appointment) -> Entry:
    minutes = int((appointment.ends_at - appointment.starts_at).total_seconds() // 60)
    return Entry(
        id=appointment.pk,
        kind="visit",
        at=appointment.starts_at,
        minutes=minutes,
        with_role="client",
        has_place=bool(place_of(appointment)),
    )
