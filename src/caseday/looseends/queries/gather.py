"""The facts of each rule, in one query a rule (confirmations: five), whatever the length of the history."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Status
from caseday.cases.queries import cases_seen_by, pack_of, unmet_first_contacts
from caseday.followups.models import FollowUp
from caseday.followups.queries import due_of, open_todos
from caseday.followups.rules import due_words
from caseday.journal.models import Activity, Draft
from caseday.journal.queries import unsigned_drafts, without_note
from caseday.looseends.rules import (
    LooseEnd,
    Tap,
    activity_without_note,
    appointment_awaiting_new_date,
    appointment_unconfirmed,
    appointment_without_outcome,
    first_contact_due,
    no_contact,
    todo_due,
    unsigned_draft,
)
from caseday.programs.queries import all_packs
from caseday.programs.rules import word_of
from caseday.schedule.models import Appointment
from caseday.schedule.queries import ToConfirm, awaiting_new_date, to_confirm, without_outcome

_MOST = 200


@dataclass(frozen=True)
class Asked:
    """Whose, on which day; `confirmations` are handed in where the caller has them already."""

    viewer: Viewer
    staff_ids: Collection[UUID]
    now: datetime
    zone: ZoneInfo
    next_day: date
    confirmations: list[ToConfirm] | None = None

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


def _client(case: Case | None) -> str:
    return case.person.called if case else ""


def activities_without_notes(asked: Asked) -> list[LooseEnd]:
    found = without_note(asked.viewer, asked.staff_ids).order_by("started_at", "pk")[:_MOST]
    facts = [
        activity_without_note.Facts(
            activity_id=one.pk,
            what=_what(one),
            started_at=one.started_at,
            case_id=one.case_id,
            client=_client(one.case),
            is_begun=one.note_begun_at is not None,
            due_at=_note_due(one),
        )
        for one in found
    ]
    return activity_without_note.loose_ends(facts, now=asked.now, zone=asked.zone)


def _what(one: Activity) -> str:
    who = one.with_name or one.with_role.replace("_", " ")
    return f"{one.get_kind_display().lower()} with {who}" if who else one.get_kind_display().lower()


def _note_due(one: Activity) -> datetime | None:
    hours = pack_of(one.case).sign_notes_within_hours if one.case else 0
    return one.started_at + timedelta(hours=hours) if hours else None


def drafts_unsigned(asked: Asked) -> list[LooseEnd]:
    """Drafts of additions; a draft of an activity's own note is shown by that activity."""
    if asked.viewer.staff_id not in asked.staff_ids:
        return []
    facts = [
        unsigned_draft.Facts(
            draft_id=one.pk,
            what=f"{one.get_kind_display().lower()}, {_what(one.activity)}",
            saved_at=one.saved_at,
            case_id=one.activity.case_id,
            client=_client(one.activity.case),
            tap=_draft_tap(one),
        )
        for one in unsigned_drafts(asked.viewer)
        if one.amends_id or one.activity.noted_at or not one.activity.needs_note
    ]
    return unsigned_draft.loose_ends(facts, now=asked.now, zone=asked.zone)


def _draft_tap(one: Draft) -> Tap:
    if one.amends_id:
        return Tap("Finish", "journal:activity", one.activity_id)
    return Tap("Finish", "journal:write_up", query=(("activity", str(one.activity_id)),))


def appointments_unconfirmed(asked: Asked) -> list[LooseEnd]:
    found = asked.confirmations
    if found is None:
        found = to_confirm(asked.viewer, asked.next_day, asked.staff_ids)
    facts = [
        appointment_unconfirmed.Facts(
            appointment_id=one.appointment.pk,
            title=one.appointment.title,
            starts_at=one.appointment.starts_at,
            case_id=one.appointment.case_id,
            client=_client(one.appointment.case),
            standing=one.standing.words,
            chip=one.standing.chip,
            is_surgery=one.appointment.kind == "surgery",
            planned_at=one.appointment.updated_at or one.appointment.starts_at,
        )
        for one in found
        if not one.standing.is_confirmed
    ]
    return appointment_unconfirmed.loose_ends(facts, now=asked.now, zone=asked.zone)


def appointments_without_outcome(asked: Asked) -> list[LooseEnd]:
    """Of cases; a lunch or a meeting of one's own calendar has no outcome to ask for."""
    facts = [
        appointment_without_outcome.Facts(
            one.pk, one.title, one.ends_at, one.case_id, _client(one.case), one.needs_worker
        )
        for one in without_outcome(asked.viewer, asked.now, asked.staff_ids)
        if one.case_id
    ]
    return appointment_without_outcome.loose_ends(facts, now=asked.now, zone=asked.zone)


def appointments_awaiting_a_date(asked: Asked) -> list[LooseEnd]:
    facts = [_awaiting(one) for one in awaiting_new_date(asked.viewer, asked.staff_ids)]
    return appointment_awaiting_new_date.loose_ends(facts, now=asked.now, zone=asked.zone)


def _awaiting(one: Appointment) -> appointment_awaiting_new_date.Facts:
    return appointment_awaiting_new_date.Facts(
        appointment_id=one.pk,
        title=one.title,
        called_off_at=one.cancelled_at or one.starts_at,
        called_off_by=one.cancelled_by,
        case_id=one.case_id,
        client=_client(one.case),
        office_id=one.office_id,
        office=one.office.name if one.office else "",
    )


def first_contacts(asked: Asked) -> list[LooseEnd]:
    found = unmet_first_contacts(asked.viewer).filter(case__assigned_to__in=asked.staff_ids)[:_MOST]
    facts = [
        first_contact_due.Facts(
            contact_id=one.pk,
            role=one.role,
            role_word=word_of(pack_of(one.case).first_contacts, one.role),
            due_at=one.due_at,
            clock=one.rule.partition(" (")[0],
            referred_at=one.case.referred_at,
            case_id=one.case_id,
            client=_client(one.case),
        )
        for one in found
    ]
    return first_contact_due.loose_ends(facts, now=asked.now, zone=asked.zone)


def cases_without_contact(asked: Asked) -> list[LooseEnd]:
    quiet = asked.now - timedelta(days=_shortest_interval())
    silent = Q(last_contact_at__lt=quiet) | Q(last_contact_at=None, referred_at__lt=quiet)
    cases = cases_seen_by(asked.viewer).filter(silent, assigned_to__in=asked.staff_ids, status=Status.OPEN)
    facts = [one for case in cases.select_related("person") if (one := _quiet(case))]
    return no_contact.loose_ends(facts, now=asked.now, zone=asked.zone)


def _shortest_interval() -> int:
    return min((level.contact_every for pack in all_packs() for level in pack.acuities), default=1)


def _quiet(case: Case) -> no_contact.Facts | None:
    acuity = pack_of(case).acuity(case.acuity)
    if acuity is None:
        return None
    return no_contact.Facts(
        case_id=case.pk,
        client=_client(case),
        last_contact_at=case.last_contact_at,
        referred_at=case.referred_at,
        every_days=acuity.contact_every,
        acuity=acuity.word,
    )


def todos_due(asked: Asked) -> list[LooseEnd]:
    found = open_todos(asked.viewer, asked.staff_ids, until=asked.today)
    facts = [_todo(one, asked) for one in found if one.due_on or one.due_at]
    return todo_due.loose_ends(facts, now=asked.now, zone=asked.zone)


def _todo(one: FollowUp, asked: Asked) -> todo_due.Facts:
    due = due_of(one)
    return todo_due.Facts(
        followup_id=one.pk,
        text=one.text,
        due_words=due_words(due, asked.now, asked.zone),
        latest_moment=due.latest_moment(asked.zone) or asked.now,
        has_hour=one.due_at is not None,
        promised_at=one.promised_at,
        promised_to=one.promised_to,
        case_id=one.case_id,
        client=_client(one.case),
        office_id=one.office_id,
        office=one.office.name if one.office else "",
        reach_role=one.reach_role,
    )


Gather = Callable[[Asked], list[LooseEnd]]
GATHER: dict[str, tuple[str, Gather]] = {
    activity_without_note.RULE: ("Notes", activities_without_notes),
    unsigned_draft.RULE: ("Drafts", drafts_unsigned),
    first_contact_due.RULE: ("First contacts", first_contacts),
    appointment_unconfirmed.RULE: ("Confirmations", appointments_unconfirmed),
    appointment_without_outcome.RULE: ("Outcomes", appointments_without_outcome),
    appointment_awaiting_new_date.RULE: ("New dates", appointments_awaiting_a_date),
    todo_due.RULE: ("To-dos", todos_due),
    no_contact.RULE: ("Quiet cases", cases_without_contact),
}
"""Every rule that there is, with its word in the filter; a new rule is a file in `rules` and a line here."""
