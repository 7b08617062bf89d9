"""Which appointments are to be asked about or reminded of now, and which question a reply answers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.cases.models import Status
from caseday.correspondence.models import Reminder
from caseday.correspondence.queries.opt_outs import opted_out_among
from caseday.correspondence.rules.reminders import Kind, due, planned
from caseday.correspondence.rules.shipped_words import reminder_times
from caseday.people.models import ContactPoint
from caseday.schedule.models import Appointment
from caseday.schedule.queries import get_appointment, next_working_day, with_sides
from caseday.schedule.rules import OPEN, Side

_LOOK_AHEAD = timedelta(days=6)
_ANSWERED_WITHIN = timedelta(days=7)
_ASKED_TOGETHER = timedelta(minutes=15)
_MOST_ASKED = 20
_AT_ONCE = 2_000
NO_WAY = "No consent to texts or email. Call."


@dataclass(frozen=True)
class ToRemind:
    """`channel` is "" where the client has agreed to none; `address` is then "" too."""

    appointment: Appointment
    kind: Kind
    channel: str = ""
    address: str = ""


def to_remind(now: datetime) -> list[ToRemind]:
    """Of every worker, for the job: whose moment has come and to whom nothing went out yet. Six queries."""
    coming = Appointment.objects.filter(
        state__in=OPEN,
        starts_at__gt=now,
        starts_at__lt=now + _LOOK_AHEAD,
        case__status=Status.OPEN,
        is_all_day=False,
    )
    asked = with_sides(list(_around(coming)[:_AT_ONCE]))
    done = _done([one.appointment.pk for one in asked])
    found = []
    for one in asked:
        client = next((side for side in one.sides if side.side is Side.CLIENT), None)
        if client is None:
            continue
        for kind in _due(one.appointment, now, is_confirmed=client.standing.is_confirmed):
            if (one.appointment.pk, kind, one.appointment.starts_at) not in done:
                found.append(ToRemind(one.appointment, kind, *way_of(one.appointment)))
    return found


def _around(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return appointments.select_related("case__person", "case__assigned_to", "office", "staff").order_by(
        "starts_at", "pk"
    )


def _done(appointment_ids: list[UUID]) -> set[tuple[UUID, str, datetime]]:
    rows = Reminder.objects.filter(appointment__in=appointment_ids)
    return set(rows.values_list("appointment_id", "kind", "for_starts_at"))


def _due(one: Appointment, now: datetime, *, is_confirmed: bool) -> list[Kind]:
    times = reminder_times()
    plan = planned(one.starts_at, ZoneInfo(one.time_zone), times, working_day_before)
    return list(due(plan, starts_at=one.starts_at, now=now, is_confirmed=is_confirmed, times=times))


def working_day_before(on: date) -> date:
    """The last day whose next working day is not before this one."""
    day = on - timedelta(days=1)
    while next_working_day(day - timedelta(days=1)) != day:
        day -= timedelta(days=1)
    return day


def way_of(one: Appointment) -> tuple[str, str]:
    """By text where the client agreed to texts, else by email where they agreed to that, else none."""
    points = [p for p in one.case.person.contact_points.all() if not p.is_retired] if one.case else []
    granted = ContactPoint.Consent.GRANTED
    ways = [("text", p.value) for p in points if p.system == "phone" and p.text_consent == granted]
    ways += [("email", p.value) for p in points if p.system == "email" and p.email_consent == granted]
    for channel, address in ways:
        if not opted_out_among([address], channel):
            return channel, address
    return "", ""


def questions_to(address: str, *, now: datetime) -> list[Reminder]:
    """Those to this address that wait for an answer and were asked together last, the earliest appointment first.

    Of appointments that are ahead and have not moved since; one for each.
    """
    latest = _ASKED.objects(address=address, now=now, since=now - _ANSWERED_WITHIN)
    together = {one.appointment_id: one for one in latest if latest[0].at - one.at <= _ASKED_TOGETHER}
    return sorted(together.values(), key=lambda one: one.for_starts_at)


def _asked(address: str, now: datetime, since: datetime) -> QuerySet[Reminder]:
    found = Reminder.objects.filter(
        address=address, answered_at=None, message__isnull=False, at__gt=since, at__lte=now,
        appointment__state__in=OPEN, appointment__starts_at__gt=now, for_starts_at=F("appointment__starts_at"),
    ).exclude(kind=Kind.MORNING)  # fmt: skip
    around = ("appointment__case__person", "appointment__case__assigned_to", "appointment__staff")
    return found.select_related(*around).order_by("-at", "-pk")[:_MOST_ASKED]


_ASKED = SpelledObjects(_asked)
"""Every message that comes in is held against what was asked."""


@dataclass(frozen=True)
class Reminding:
    """What went out about an appointment, and what may go out now by one tap. `channel` is "" where nobody agreed."""

    appointment: Appointment
    channel: str
    address: str
    offered: tuple[Kind, ...]
    told: list[Reminder]


def reminding_of(viewer: Viewer, appointment_id: UUID, *, now: datetime) -> Reminding:
    one = get_appointment(viewer, appointment_id)
    channel, address = way_of(one)
    told = reminders_of(one.pk)
    gone = {each.kind for each in told if each.message_id and each.for_starts_at == one.starts_at}
    may = bool(channel) and one.state in OPEN and one.starts_at > now and not one.is_all_day
    offered = tuple(kind for kind in _wanted(one) if kind not in gone) if may else ()
    return Reminding(one, channel, address, offered, told)


def _wanted(one: Appointment) -> list[Kind]:
    """Who has confirmed is not asked again."""
    sides = with_sides([one])[0].sides
    client = next((side for side in sides if side.side is Side.CLIENT), None)
    if client is None:
        return []
    plan = planned(one.starts_at, ZoneInfo(one.time_zone), reminder_times(), working_day_before)
    is_confirmed = client.standing.is_confirmed
    return [each.kind for each in plan if not (each.kind is Kind.CONFIRM and is_confirmed)]


def reminders_of(appointment_id: UUID) -> list[Reminder]:
    """Of an appointment in sight, the latest first."""
    rows = Reminder.objects.filter(appointment=appointment_id).select_related("message__sending", "asked_by")
    return list(rows.order_by("-at", "-pk"))
