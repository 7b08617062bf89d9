"""What the journal's forms offer, and the names that they show."""

from uuid import UUID

from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Status
from caseday.cases.queries import cases_seen_by, get_case
from caseday.directory.models import Office, Professional
from caseday.followups.models import FollowUp
from caseday.followups.queries import open_todos_of_case
from caseday.journal.models import Activity
from caseday.schedule.queries import own_staff_ids

_MOST = 300


def cases_to_choose(viewer: Viewer, activity: Activity | None = None) -> list[Case]:
    """The viewer's open cases and those they cover, by name; the entry's own case in any case."""
    own = Case.objects.filter(assigned_to__in=own_staff_ids(viewer)).exclude(status=Status.CLOSED)
    found = list(
        own.select_related("person").order_by("person__family_name", "person__given_name", "pk")[:_MOST]
    )
    if activity and activity.case and activity.case not in found:
        found += cases_seen_by(viewer).select_related("person").filter(pk=activity.case.pk)
    return found


def seen_case(viewer: Viewer, case_id: UUID | None) -> Case | None:
    """The case with its person, or None where there is none in sight."""
    return cases_seen_by(viewer).select_related("person").filter(pk=case_id).first() if case_id else None


def called_name(
    viewer: Viewer, *, case_id: UUID | None, office_id: UUID | None, professional_id: UUID | None, role: str
) -> str:
    """Whom a call goes to; names come from the records, never through an address. "" where nobody is named."""
    if professional_id and (professional := Professional.objects.filter(pk=professional_id).first()):
        return professional.name
    if office_id and (office := Office.objects.filter(pk=office_id).first()):
        return office.name
    return get_case(viewer, case_id).person.full_name if case_id and role == "client" else ""


def promises_of(activity_id: UUID) -> list[FollowUp]:
    """The follow-ups that an entry promised, earliest due first; for an entry that the caller has fetched."""
    return _PROMISES.objects(activity_id=activity_id)


_PROMISES = SpelledObjects(
    lambda activity_id: FollowUp.objects.filter(source_activity_id=activity_id).order_by("due_on", "pk")
)


def open_promises_of_case(case_id: UUID, limit: int = 8) -> list[FollowUp]:
    """What is still promised on a case that the caller has fetched, earliest due first."""
    return open_todos_of_case(case_id, limit)
