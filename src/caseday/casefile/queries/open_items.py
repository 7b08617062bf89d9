"""What is still open on a case: what a closure must settle or carry on, and what a hand-off passes over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseday.casefile.queries.file import next_appointments_of, open_followups_of
from caseday.cases import queries as cases
from caseday.cases.models import Case, FirstContact, Goal
from caseday.followups.models import FollowUp
from caseday.journal.models import Activity
from caseday.programs.rules import word_of
from caseday.schedule.models import Appointment


@dataclass(frozen=True)
class OpenItem:
    """`kind` says what can be done with it; `choices` are (value, word), the first one suggested."""

    kind: str
    id: UUID
    text: str
    detail: str
    choices: tuple[tuple[str, str], ...]


_GOAL = (("met", "Met"), ("dropped", "Given up"))
_CONTACT = (("waived", "Not made"),)
_TODO = (("done", "Done"), ("dropped", "No longer needed"), ("carry", "Carry on after closing"))
_APPOINTMENT = (("cancel", "Cancel it"), ("carry", "It still takes place"))
_REBOOK = (("drop", "No new date is needed"), ("carry", "Carry on: a new date is still needed"))
_NOTE = (("carry", "Carry on: it stays on my list"),)


def open_items_of(case: Case, *, now: datetime) -> list[OpenItem]:
    """Goals, first contacts, to-dos, appointments, activities without a signed note. Five queries."""
    goals = (one for one in cases.goals_of(case) if one.state == Goal.State.OPEN)
    contacts = (one for one in cases.first_contacts_of(case) if not one.met_at and not one.waived_reason)
    return [
        *map(_of_goal, goals),
        *(_of_contact(one, case) for one in contacts),
        *map(_of_followup, open_followups_of(case)),
        *map(_of_appointment, next_appointments_of(case, now, limit=50)),
        *map(_of_activity, _unnoted(case)),
    ]


def _unnoted(case: Case) -> list[Activity]:
    found = case.activities.filter(needs_note=True, noted_at=None, voided_at=None)
    return list(found.order_by("started_at")[:50])


def _of_goal(one: Goal) -> OpenItem:
    return OpenItem("goal", one.pk, one.text, "Goal", _GOAL)


def _of_contact(one: FirstContact, case: Case) -> OpenItem:
    word = word_of(cases.pack_of(case).first_contacts, one.role)
    return OpenItem("first_contact", one.pk, f"First contact: {word}", one.rule, _CONTACT)


def _of_followup(one: FollowUp) -> OpenItem:
    due = f"due {one.due_on:%m/%d/%Y}" if one.due_on else "no date"
    promised = f", promised to {one.promised_to}" if one.promised_to else ""
    return OpenItem("followup", one.pk, one.text, f"To-do, {due}{promised}", _TODO)


def _of_appointment(one: Appointment) -> OpenItem:
    if one.needs_new_date:
        return OpenItem("appointment", one.pk, one.title, "Appointment awaiting a new date", _REBOOK)
    return OpenItem(
        "appointment", one.pk, one.title, f"Appointment, {one.get_state_display().lower()}", _APPOINTMENT
    )


def _of_activity(one: Activity) -> OpenItem:
    return OpenItem("activity", one.pk, one.summary or one.get_kind_display(), "No signed note yet", _NOTE)
