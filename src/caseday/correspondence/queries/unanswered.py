"""Who waits for an answer: by thread, from the first message that nobody answered. Cost follows what is open."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.cases.permissions import SeenCases, seen_by
from caseday.correspondence.models import Filing, Message
from caseday.correspondence.rules.unanswered import waiting_minutes
from caseday.journal.models import Activity
from caseday.programs.queries import pack_for
from caseday.programs.rules import WorkCalendar

_MOST = 500
_CASE = (
    "case_id", "case__number", "case__program", "case__jurisdiction", "case__referred_at", "case__assigned_to_id",
    "case__pack_version_id", "case__pack_overlay_id",
    "case__person__given_name", "case__person__preferred_name", "case__person__family_name",
)  # fmt: skip
_MESSAGE = (
    "message_id", "message__thread_id", "message__at", "message__recorded_at", "message__channel",
    "message__from_name", "message__from_address", "message__subject", "message__preview", "message__role",
    "message__safety_words", "message__person_id", "message__professional_id", "message__office_id",
)  # fmt: skip

_COLUMNS = (*_CASE, *_MESSAGE)


@dataclass(frozen=True)
class Unanswered:
    """The first of a thread that waits on a case, and how many wait there. Minutes of working time."""

    message_id: UUID
    thread_id: UUID
    case_id: UUID
    case_number: str
    client: str
    staff_id: UUID | None
    channel: str
    who: str
    role: str
    subject: str
    since: datetime
    minutes: int
    count: int
    safety_words: str = ""


def unanswered_for(viewer: Viewer, staff_ids: Collection[UUID], now: datetime) -> list[Unanswered]:
    """On cases of these workers that are in the viewer's sight, the longest waiting first; one query.

    A call in which the sender was reached on that case afterwards counts as an answer, whoever wrote it down.
    """
    return _by_thread(_OF_WORKERS.rows(staff_ids=staff_ids, **seen_by(viewer)), now, viewer)


def unanswered_on_case(viewer: Viewer, case_id: UUID, now: datetime) -> list[Unanswered]:
    """Empty outside the viewer's sight; one query."""
    return _by_thread(_ON_CASE.rows(case_id=case_id, **seen_by(viewer)), now, viewer)


def _waiting(which: Q, seen: dict[str, Any]) -> QuerySet[Filing, tuple[Any, ...]]:
    found: QuerySet[Filing] = Filing.objects.filter(
        which,
        undone_at=None,
        message__is_incoming=True,
        message__answered_at=None,
        message__is_automatic=False,
        message__state=Message.State.FILED,
    ).exclude(case__status="closed")
    if seen:
        found = found.filter(case__in=SeenCases(**seen))
    found = found.exclude(Exists(_reached_later())).order_by("message__at", "pk")
    return found.values_list(*_COLUMNS)[:_MOST]


_OF_WORKERS = Spelled(lambda staff_ids, **seen: _waiting(Q(case__assigned_to__in=staff_ids), seen))
_ON_CASE = Spelled(lambda case_id, **seen: _waiting(Q(case=case_id), seen))


def _reached_later() -> QuerySet[Activity]:
    """The sender, on this case, by phone, after the message came."""
    calls = Activity.objects.filter(
        case=OuterRef("case_id"), kind="call", result__in=("reached", "done"), voided_at=None,
        started_at__gt=OuterRef("message__at"),
    )  # fmt: skip
    by_person = Q(person=OuterRef("message__person_id"))
    by_professional = Q(professional=OuterRef("message__professional_id"))
    by_office = Q(office=OuterRef("message__office_id"))
    return calls.filter(by_person | by_professional | by_office)


def _by_thread(rows: Iterable[tuple[Any, ...]], now: datetime, viewer: Viewer) -> list[Unanswered]:
    """Rows come oldest first, so that the first of a thread is the one that has waited longest."""
    first: dict[tuple[UUID, UUID], dict[str, Any]] = {}
    counts: dict[tuple[UUID, UUID], int] = {}
    flags: dict[tuple[UUID, UUID], str] = {}
    for row in (dict(zip(_COLUMNS, one, strict=True)) for one in rows):
        key = (row["message__thread_id"], row["case_id"])
        first.setdefault(key, row)
        counts[key] = counts.get(key, 0) + 1
        flags[key] = flags.get(key, "") or row["message__safety_words"]
    return [_unanswered(row, counts[key], flags[key], now, viewer) for key, row in first.items()]


def _unanswered(row: dict[str, Any], count: int, safety: str, now: datetime, viewer: Viewer) -> Unanswered:
    given = row["case__person__preferred_name"] or row["case__person__given_name"]
    client = f"{given} {row['case__person__family_name']}".strip()
    address = client if row["message__role"] == "client" else row["message__from_address"]
    return Unanswered(
        message_id=row["message_id"],
        thread_id=row["message__thread_id"],
        case_id=row["case_id"],
        case_number=row["case__number"],
        client=client,
        staff_id=row["case__assigned_to_id"],
        channel=row["message__channel"],
        who=row["message__from_name"] or address,
        role=row["message__role"],
        subject=row["message__subject"] or row["message__preview"],
        since=row["message__at"],
        minutes=waiting_minutes(row["message__at"], now, _calendar(row, viewer)),
        count=count,
        safety_words=safety,
    )


def _calendar(row: dict[str, Any], viewer: Viewer) -> WorkCalendar:
    pack = pack_for(
        row["case__program"],
        on=row["case__referred_at"].date(),
        version_id=row["case__pack_version_id"],
        overlay_id=row["case__pack_overlay_id"],
    )
    return pack.calendar(zone=viewer.time_zone, jurisdiction=row["case__jurisdiction"])
