"""In: records that were changed. Out: the entries by which they are found."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import models

from caseday.advocacy.models import Decision, DecisionMatter, DecisionOption, DecisionQuestion, Effort
from caseday.careplans.models import CarePlan
from caseday.cases.models import Case, Identifier
from caseday.correspondence.models import Filing, Message
from caseday.directory.models import Office, OfficePhone, Organization, Professional, Service
from caseday.documents.models import Document
from caseday.journal.models import Activity, Note
from caseday.meetings.models import (
    ActionItem,
    AgendaItem,
    Disagreement,
    MediationStep,
    MeetingDecision,
    Participant,
    Position,
    TeamMeeting,
)
from caseday.people.models import ContactPoint, Person
from caseday.search.indexing import of_the_file, resources
from caseday.search.indexing.named import (
    entries_of_cases,
    entries_of_identifiers,
    entries_of_offices,
    entries_of_persons,
    entries_of_persons_and_their_cases,
    entries_of_professionals,
)
from caseday.search.indexing.of_the_file import (
    entries_of_decisions,
    entries_of_disagreements,
    entries_of_efforts,
    entries_of_meetings,
    entries_of_plans,
)
from caseday.search.indexing.resources import entries_of_organizations, entries_of_services
from caseday.search.indexing.texts import (
    entries_of_activities,
    entries_of_messages,
    entries_of_papers,
    entry_of_activity,
)
from caseday.search.models import Entry

__all__ = ["INDEXED", "TEXT_SOURCES", "refresh"]

TEXT_SOURCES = (*of_the_file.SOURCES, *resources.SOURCES)
_UPDATED = ["case_id", "person_id", "office_id", "title", "detail", "words", "text", "sounds", "scope"]


def refresh(touched: list[models.Model]) -> None:
    """Bring the entries of changed records up to date; called inside each change's transaction."""
    fresh = [one for one in touched if isinstance(one, Activity) and one.noted_at is None]
    if fresh:
        _keep([entry_of_activity(one, ()) for one in fresh])
    for make, ids in _to_make(one for one in touched if one not in fresh).items():
        _keep(make(ids))


def _keep(entries: list[Entry]) -> None:
    if entries:
        Entry.objects.bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["kind", "subject_id"],
            update_fields=_UPDATED,
            batch_size=500,
        )


Maker = Callable[[set[UUID]], list[Entry]]


def _to_make(touched: Iterable[models.Model]) -> dict[Maker, set[UUID]]:
    wanted: dict[Maker, set[UUID]] = defaultdict(set)
    for obj in touched:
        for make, column in _MAKERS.get(type(obj), ()):
            wanted[make].add(getattr(obj, column))
    return wanted


_MAKERS: dict[type[models.Model], tuple[tuple[Maker, str], ...]] = {
    Person: ((entries_of_persons_and_their_cases, "id"),),
    ContactPoint: ((entries_of_persons, "person_id"),),
    Case: ((entries_of_cases, "id"),),
    Identifier: ((entries_of_identifiers, "id"),),
    Office: ((entries_of_offices, "id"),),
    OfficePhone: ((entries_of_offices, "office_id"),),
    Professional: ((entries_of_professionals, "id"),),
    Activity: ((entries_of_activities, "id"),),
    Note: ((entries_of_activities, "activity_id"),),
    Document: ((entries_of_papers, "id"),),
    Message: ((entries_of_messages, "id"),),
    Filing: ((entries_of_messages, "message_id"),),
    **{model: ((make, "id"),) for model, make in of_the_file.PARTS.items()},
    CarePlan: ((entries_of_plans, "id"),),
    Decision: ((entries_of_decisions, "id"),),
    DecisionOption: ((entries_of_decisions, "decision_id"),),
    DecisionMatter: ((entries_of_decisions, "decision_id"),),
    DecisionQuestion: ((entries_of_decisions, "decision_id"),),
    Effort: ((entries_of_efforts, "id"),),
    TeamMeeting: ((entries_of_meetings, "id"),),
    AgendaItem: ((entries_of_meetings, "meeting_id"),),
    Participant: ((entries_of_meetings, "meeting_id"),),
    MeetingDecision: ((entries_of_meetings, "meeting_id"),),
    ActionItem: ((entries_of_meetings, "meeting_id"),),
    Disagreement: ((entries_of_meetings, "meeting_id"),),
    Position: ((entries_of_disagreements, "disagreement_id"),),
    MediationStep: ((entries_of_disagreements, "disagreement_id"),),
    Service: ((entries_of_services, "id"),),
    Organization: ((entries_of_organizations, "id"),),
}
INDEXED: tuple[tuple[type[models.Model], Maker], ...] = (
    (Person, entries_of_persons),
    (Case, entries_of_cases),
    (Identifier, entries_of_identifiers),
    (Office, entries_of_offices),
    (Professional, entries_of_professionals),
    (Activity, entries_of_activities),
    (Document, entries_of_papers),
    (Message, entries_of_messages),
    *of_the_file.PARTS.items(),
    (CarePlan, entries_of_plans),
    (Decision, entries_of_decisions),
    (Effort, entries_of_efforts),
    (TeamMeeting, entries_of_meetings),
    (Service, entries_of_services),
)
