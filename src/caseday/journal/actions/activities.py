"""Recording what happened, correcting it, voiding it with a reason. Nothing is deleted."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import Chain, ChangeRecord, case_chain, change, staff_chain
from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.access.whole import whole
from caseday.cases.actions import meet_first_contact, record_contact
from caseday.cases.models import Case
from caseday.cases.queries import first_contacts_of, get_case, pack_of
from caseday.directory.models import Office, Professional
from caseday.journal.models import Activity, ActivityKind, Result
from caseday.journal.permissions import can_change, can_record
from caseday.journal.queries import get_activity, promises_of
from caseday.journal.rules.activities import is_contact, problems_of, reached_somebody, started_before
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

# Without a case there is no program to say so.
_NEEDS_NOTE = frozenset((ActivityKind.CALL, ActivityKind.VISIT, ActivityKind.MEETING, ActivityKind.MESSAGE))
ONLY_WORKERS = "Only case managers and supervisors record what happened."
Listener = Callable[[Viewer, datetime, Activity], None]
_listeners: list[Listener] = []


def register_listener(listen: Listener) -> None:
    """`listen(actor, now, activity)` runs in the transaction of each entry recorded or voided, after its event.

    For later apps whose facts it changes (somebody who wrote was reached by phone).
    """
    _listeners.append(listen)


def _tell(actor: Viewer, now: datetime, activity: Activity) -> None:
    for listen in _listeners:
        listen(actor, now, activity)


@dataclass(frozen=True)
class Happened:
    """What happened. Without `started_at` it ended now; lengths in minutes."""

    kind: str = ActivityKind.OTHER
    case_id: UUID | None = None
    with_role: str = ""
    with_name: str = ""
    office_id: UUID | None = None
    professional_id: UUID | None = None
    person_id: UUID | None = None
    is_incoming: bool = False
    started_at: datetime | None = None
    minutes: int | None = None
    hold_minutes: int | None = None
    miles: Any = None
    place: str = ""
    result: str = ""
    summary: str = ""


def record_activity(
    *,
    actor: Viewer,
    now: datetime,
    happened: Happened,
    id: UUID | None = None,
    line: str = "",
    appointment_id: UUID | None = None,
    staff_id: UUID | None = None,
) -> Activity:
    """One entry of the journal. An id that is there already returns that entry unchanged.

    `staff_id` is for imports and demonstrations, which act as the system. Raises Invalid by field.
    """
    stored = stored_already(actor, id)
    if stored is not None:
        return stored
    return record_new(
        actor, now, happened, id=id, line=line, appointment_id=appointment_id, staff_id=staff_id
    )


def record_new(
    actor: Viewer,
    now: datetime,
    happened: Happened,
    *,
    id: UUID | None,
    line: str = "",
    appointment_id: UUID | None = None,
    staff_id: UUID | None = None,
) -> Activity:
    """The same for an id of which the caller knows that nothing is stored under it."""
    require(can_record(actor), ONLY_WORKERS)
    case = get_case(actor, happened.case_id) if happened.case_id else None
    activity = _new(actor, now, happened, case, id, staff_id)
    activity.captured_line, activity.appointment_id = line, appointment_id
    with whole():
        with change(
            "activity_recorded",
            actor=actor,
            now=now,
            chain=chain_of(activity),
            subject=activity,
            happened_at=activity.started_at,
            summary=_summary(activity),
        ) as record:
            record.add(activity)
            note_contact(record, activity, case, actor, now)
        _tell(actor, now, activity)
    return activity


def stored_already(actor: Viewer, id: UUID | None) -> Activity | None:
    """What a retried request stored before; Invalid where the id belongs to somebody else's entry."""
    found = next(iter(_BY_ID.objects(id=id)), None) if id else None
    if found is not None and found.staff_id not in actor.caseload_staff_ids and not actor.is_system:
        raise Invalid("This entry belongs to somebody else. Reload the page and try again.")
    return found


_BY_ID = SpelledObjects(lambda id: Activity.objects.filter(pk=id))


def _new(
    actor: Viewer,
    now: datetime,
    happened: Happened,
    case: Case | None,
    id: UUID | None,
    staff_id: UUID | None,
) -> Activity:
    values = checked(happened, now)
    owner = staff_id if actor.is_system else actor.staff_id
    if owner is None:
        raise Invalid({"staff": "Say whose activity this is."})
    values["started_at"] = values["started_at"] or started_before(
        now, minutes=happened.minutes, hold_minutes=happened.hold_minutes
    )
    activity = Activity(
        id=id or new_id(),
        staff_id=owner,
        recorded_at=now,
        needs_note=needs_note(happened.kind, case),
        **values,
    )
    if case:
        activity.case = case  # the page that answers shows it
    return activity


def checked(happened: Happened, now: datetime) -> dict[str, Any]:
    """The values as the model takes them. Raises Invalid by field."""
    problems = problems_of(
        started_at=happened.started_at or now,
        now=now,
        minutes=happened.minutes,
        hold_minutes=happened.hold_minutes,
        miles=float(happened.miles) if happened.miles is not None else None,
    )
    if happened.kind not in ActivityKind.values:
        problems["kind"] = "Choose what kind of activity it was."
    if happened.result not in ("", *Result.values):
        problems["result"] = "Choose what came of it."
    for name, model in (("office_id", Office), ("professional_id", Professional)):
        wanted = getattr(happened, name)
        if wanted and not model._default_manager.filter(pk=wanted).exists():
            problems[name] = "This entry of the directory is gone. Choose again."
    if problems:
        raise Invalid(problems)
    values = asdict(happened)
    for name, longest in (("with_role", 40), ("with_name", 120), ("place", 160), ("summary", 1000)):
        values[name] = (
            " ".join(values[name].split())[:longest] if name != "summary" else values[name].strip()[:longest]
        )
    return values


def needs_note(kind: str, case: Case | None) -> bool:
    """By the program's rule; what is not sorted yet needs a look."""
    if kind == ActivityKind.OTHER:
        return True
    return kind in (pack_of(case).activities_that_need_a_note if case else _NEEDS_NOTE)


def chain_of(activity: Activity) -> Chain:
    return case_chain(activity.case_id) if activity.case_id else staff_chain(activity.staff_id)


def note_contact(
    record: ChangeRecord, activity: Activity, case: Case | None, actor: Viewer, now: datetime
) -> None:
    """The case's last contact and the first contacts that this meets, in the same event."""
    if case is None or activity.voided_at:
        return
    kinds = pack_of(case).activities_that_are_contacts
    incoming = activity.is_incoming
    if is_contact(activity.kind, activity.result, is_incoming=incoming, contact_kinds=kinds):
        record_contact(record=record, case=case, at=activity.started_at)
    reached = reached_somebody(activity.kind, activity.result, is_incoming=incoming)
    if activity.with_role and reached and any(one.met_at is None for one in first_contacts_of(case)):
        meet_first_contact(
            actor=actor, now=now, case_id=case.pk, role=activity.with_role, met_at=activity.started_at,
            activity_id=activity.pk, activity_kind=activity.kind, record=record,
        )  # fmt: skip


def correct_activity(
    *, actor: Viewer, now: datetime, activity_id: UUID, happened: Happened, reason: str = ""
) -> Activity:
    """Changes what was recorded; the line as typed stays. After signing a reason is needed. Raises Invalid by field."""
    activity = _to_change(actor, activity_id)
    if activity.noted_at and not reason.strip():
        raise Invalid({"reason": "Its note is signed. Say why the entry is corrected."})
    case = get_case(actor, happened.case_id) if happened.case_id else None
    if activity.noted_at and activity.case_id != happened.case_id:
        raise Invalid(
            {"case": "Its note is signed and stays with its case. Void the entry and record it anew."}
        )
    values = checked(happened, now)
    values["started_at"] = values["started_at"] or activity.started_at
    values["needs_note"] = needs_note(happened.kind, case)
    chain = case_chain(case.pk) if case else chain_of(activity)
    summary = f"Corrected: {reason.strip()}" if reason.strip() else "Entry corrected"
    with change(
        "activity_corrected", actor=actor, now=now, chain=chain, subject=activity, summary=summary[:300]
    ) as record:
        record.update(activity, **values)
        if record.changes:
            note_contact(record, activity, case, actor, now)
            for promise in promises_of(activity.pk):
                record.update(promise, case_id=activity.case_id)
    return activity


def void_activity(*, actor: Viewer, now: datetime, activity_id: UUID, reason: str) -> Activity:
    """It did not happen, or not so. It stays readable, counts nowhere, and asks for no note."""
    activity = _to_change(actor, activity_id)
    if not reason.strip():
        raise Invalid({"reason": "Say why this entry is void."})
    summary = f"Voided: {reason.strip()}"[:300]
    with whole():
        with change(
            "activity_voided",
            actor=actor,
            now=now,
            chain=chain_of(activity),
            subject=activity,
            summary=summary,
        ) as record:
            record.update(activity, voided_at=now, void_reason=reason.strip()[:200])
        _tell(actor, now, activity)
    return activity


def _to_change(actor: Viewer, activity_id: UUID) -> Activity:
    activity = get_activity(actor, activity_id)
    require(can_change(actor, activity), "Only who did it, a stand-in or a supervisor can change this entry.")
    if activity.voided_at:
        raise Invalid("This entry is void; record it anew.")
    return activity


def _summary(activity: Activity) -> str:
    text = activity.summary or activity.captured_line
    return f"{activity.get_kind_display()}: {text}"[:300] if text else str(activity.get_kind_display())


def merged(activity: Activity, changes: Mapping[str, Any]) -> Happened:
    """What an entry says now, with some of it changed."""
    values = {name: getattr(activity, name) for name in Happened.__dataclass_fields__}
    return Happened(**{**values, **changes})
