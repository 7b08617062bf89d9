"""The one page of a case, its older entries, and the cases of an office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.casefile.queries.flags import flags_of_entries
from caseday.cases import queries as cases
from caseday.cases.models import Case, FirstContact, Goal, Identifier, KeyDate, Party, WorkStatus
from caseday.cases.queries.main_number import number_of
from caseday.directory.queries import open_states, say_state
from caseday.followups.models import FollowUp
from caseday.followups.queries import open_todos_of_case
from caseday.journal.models import Activity
from caseday.kernel.keys import read_key, write_key
from caseday.people.models import ContactPoint, SafetyNote
from caseday.people.rules.contact import LANGUAGES
from caseday.programs.rules import Pack, ReferralFields, referral_fields, word_of
from caseday.schedule.models import Appointment
from caseday.schedule.rules import OPEN

PAGE = 50
_COMING_SHOWN, _MOST_COMING = 5, 50
_SHOWN = (
    "started_at",
    "kind",
    "with_name",
    "with_role",
    "result",
    "summary",
    "minutes",
    "miles",
    "needs_note",
    "noted_at",
    "voided_at",
    "void_reason",
    "case_id",
    "staff__name",
    "professional__name",
    "professional__credentials",
    "office__name",
)


@dataclass(frozen=True)
class JournalPage:
    entries: list[Activity]
    next_key: str = ""


@dataclass(frozen=True)
class NextThing:
    """What the list of cases shows as next."""

    text: str
    at: datetime | None = None
    on: Any = None


@dataclass(frozen=True)
class CaseFile:
    case: Case
    pack: Pack
    parties: list[Party]
    identifiers: list[Identifier]
    conditions: list[Any]
    key_dates: list[KeyDate]
    goals: list[Goal]
    first_contacts: list[FirstContact]
    contact_points: list[ContactPoint]
    safety_notes: list[SafetyNote]
    appointments: list[Appointment]
    followups: list[FollowUp]
    journal: JournalPage
    wrong_holders: list[cases.Holder] = field(default_factory=list)
    work_status: WorkStatus | None = None
    is_break_glass: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """By which everybody calls the case, as its program says."""
        return number_of(self.pack, self.identifiers)

    @cached_property
    def asked(self) -> ReferralFields:
        return referral_fields(self.pack)

    @property
    def language(self) -> str:
        code = self.case.person.language
        return LANGUAGES.get(code, code)

    @property
    def open_first_contacts(self) -> list[FirstContact]:
        return [one for one in self.first_contacts if not one.met_at and not one.waived_reason]


def case_file(viewer: Viewer, case_id: UUID, *, now: datetime) -> CaseFile:
    """Everything of the case page, in at most 19 queries."""
    case = cases.get_case(viewer, case_id)
    journal = journal_of(case)
    identifiers, conditions = cases.identifiers_of(case), cases.conditions_of(case)
    flags_of_entries(viewer, case, journal.entries, identifiers=identifiers, conditions=conditions)
    return CaseFile(
        case=case,
        pack=cases.pack_of(case),
        parties=parties_with_state(viewer, case, now),
        identifiers=identifiers,
        conditions=conditions,
        key_dates=cases.key_dates_of(case),
        goals=cases.goals_of(case),
        first_contacts=cases.first_contacts_of(case),
        contact_points=list(case.person.contact_points.filter(is_retired=False)),
        safety_notes=safety_notes_shown(viewer, case),
        appointments=next_appointments_of(case, now),
        followups=open_followups_of(case),
        journal=journal,
        wrong_holders=cases.wrong_holders(case),
        work_status=cases.present_work_status(case, now.astimezone(viewer.time_zone).date()),
        is_break_glass=_is_only_opened(viewer, case),
    )


def _is_only_opened(viewer: Viewer, case: Case) -> bool:
    return case.pk in viewer.opened_case_ids and case.assigned_to_id not in viewer.caseload_staff_ids


@dataclass(frozen=True)
class ShownState:
    word: str
    css: str


def parties_with_state(viewer: Viewer, case: Case, now: datetime) -> list[Party]:
    """The parties; those with an office that tells its hours know whether it is open (`open_state`)."""
    parties = cases.parties_of(case)
    offices = {one.office.pk: one.office for one in parties if one.office and not one.to_on}
    states = open_states(viewer, offices.values(), now)
    for one in parties:
        state = states.get(one.office_id) if one.office_id and not one.to_on else None
        if state is not None:
            css = "ver" if state.is_open else "muted"
            one.open_state = ShownState(say_state(viewer, state), css)  # type: ignore[attr-defined]
    return parties


def safety_notes_shown(viewer: Viewer, case: Case) -> list[SafetyNote]:
    """Restricted ones only for the assigned case manager, their stand-in, and supervisors."""
    notes = case.person.safety_notes.filter(ended_at=None).order_by("-noted_at")
    if not _may_read_restricted(viewer, case):
        notes = notes.exclude(audience=SafetyNote.Audience.RESTRICTED)
    return list(notes)


def _may_read_restricted(viewer: Viewer, case: Case) -> bool:
    return viewer.is_system or viewer.is_supervisor or case.assigned_to_id in viewer.caseload_staff_ids


def next_appointments_of(case: Case, now: datetime, *, limit: int = _COMING_SHOWN) -> list[Appointment]:
    """What is to come, and what waits for a new date."""
    return _COMING.objects(case_id=case.pk, now=now)[:limit]


_COMING = SpelledObjects(
    lambda case_id, now: (
        Appointment.objects.filter(
            Q(ends_at__gte=now, state__in=OPEN) | Q(needs_new_date=True, replaced_by=None), case=case_id
        )
        .select_related("office")
        .order_by("starts_at")[:_MOST_COMING]
    )
)


def open_followups_of(case: Case) -> list[FollowUp]:
    return open_todos_of_case(case.pk)


def journal_of(case: Case, after: str = "") -> JournalPage:
    """The latest entries, or those before a key; one indexed query."""
    key = read_key(after)
    entries = list(_older(case.pk, *key)) if key else _LATEST.objects(case_id=case.pk)
    page = entries[:PAGE]
    next_key = write_key(page[-1].started_at, page[-1].pk) if len(entries) > PAGE else ""
    return JournalPage(page, next_key)


def _older(case_id: UUID, moment: datetime, row_id: UUID) -> QuerySet[Activity]:
    before = Activity.objects.filter(case=case_id, started_at__lte=moment)
    return _shown(before.exclude(started_at=moment, pk__gte=row_id))


def _shown(found: QuerySet[Activity]) -> QuerySet[Activity]:
    around = found.select_related("staff", "professional", "office").only(*_SHOWN)
    return around.order_by("-started_at", "-pk")[: PAGE + 1]


_LATEST = SpelledObjects(lambda case_id: _shown(Activity.objects.filter(case=case_id)))


def journal_page(viewer: Viewer, case_id: UUID, *, after: str) -> tuple[Case, JournalPage]:
    case = cases.get_case(viewer, case_id)
    page = journal_of(case, after)
    flags_of_entries(viewer, case, page.entries)
    return case, page


def cases_of_office(viewer: Viewer, office_id: UUID, *, limit: int = 50) -> list[tuple[Case, list[Party]]]:
    """Open cases in sight in which the office has a role now; two queries."""
    here = Party.objects.filter(office_id=office_id, to_on=None)
    here = here.filter(case__in=cases.cases_seen_by(viewer).exclude(status="closed"))
    found: dict[UUID, tuple[Case, list[Party]]] = {}
    for one in here.select_related("case", "case__person", "professional", "office").order_by("case_id")[
        : limit * 2
    ]:
        one.role_word = word_of(cases.pack_of(one.case).party_roles, one.role)  # type: ignore[attr-defined]
        found.setdefault(one.case_id, (one.case, []))[1].append(one)
    return list(found.values())[:limit]


def next_column(viewer: Viewer, now: datetime, case_ids: list[UUID]) -> Mapping[UUID, NextThing]:
    """Next appointment, else the to-do that is due first, by case; two queries for a page of cases."""
    appointments = Appointment.objects.filter(case__in=case_ids, starts_at__gte=now, state__in=OPEN)
    found: dict[Any, NextThing] = {}
    for case_id, title, at in appointments.order_by("starts_at").values_list("case_id", "title", "starts_at"):
        found.setdefault(case_id, NextThing(title, at=at))
    todos = FollowUp.objects.filter(case__in=case_ids, state=FollowUp.State.OPEN).exclude(due_on=None)
    for case_id, text, on in todos.order_by("due_on").values_list("case_id", "text", "due_on"):
        found.setdefault(case_id, NextThing(text, on=on))
    return found
