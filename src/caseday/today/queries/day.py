"""One day of one worker (with those they cover), put together from what the other apps know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from caseday.access.models import Staff
from caseday.access.viewer import Viewer
from caseday.journal.queries import happenings
from caseday.kernel.errors import NotFound
from caseday.looseends.models import DayClose
from caseday.looseends.queries import LooseEnds, for_today, loose_ends_for
from caseday.looseends.rules import TODOS, LooseEnd, Tap, activity_without_note, message_unanswered
from caseday.looseends.rules.ranking import LATE_CLOCK
from caseday.schedule.models import Appointment
from caseday.schedule.queries import (
    ToConfirm,
    appointments_between,
    calendars_of,
    is_gone_to,
    next_working_day,
    own_staff_ids,
    usual_waits,
    with_sides,
)
from caseday.schedule.rules import CALLED_OFF, OPEN
from caseday.today.queries.calling import calls_of
from caseday.today.queries.overnight import came_in_since, since_last_close
from caseday.today.queries.stops import happened_of, home_about, stops_of
from caseday.today.rules import (
    Button,
    Call,
    CameIn,
    NowCard,
    Row,
    Situation,
    Stop,
    TimedTodo,
    day_line,
    what_now,
    with_waiting,
)

OPENS, CLOSES = time(8), time(17)
_MORNING = timedelta(hours=2)


@dataclass(frozen=True)
class Frame:
    """Which day of whom. `staff` None: the viewer's own, with those they cover."""

    day: date
    today: date
    staff: Staff | None
    staff_ids: frozenset[UUID]
    opens: datetime
    closes: datetime
    others: tuple[Staff, ...] = ()
    """Whose days the viewer may look at besides."""

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def is_past(self) -> bool:
        return self.day < self.today

    @property
    def earlier(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def later(self) -> date:
        return self.day + timedelta(days=1)


@dataclass(frozen=True)
class Drive:
    """Named as the stop names them."""

    leave_at: datetime
    arrive_at: datetime
    drive_minutes: int
    drive_miles: float | None


@dataclass(frozen=True)
class Day:
    frame: Frame
    now_card: NowCard | None
    rows: list[Row]
    stops: list[Stop]
    found: LooseEnds
    unwritten: list[LooseEnd]
    """Activities of earlier days that still want their note."""
    ends: list[LooseEnd]
    calls: list[Call]
    next_day: date
    to_confirm: list[ToConfirm]
    overnight: list[CameIn]
    since: datetime
    closing: DayClose | None
    home_at: datetime | None = None
    miles: float = 0.0
    appointments: tuple[Appointment, ...] = ()
    """Of the day, in every state."""

    @property
    def is_closed(self) -> bool:
        return self.closing is not None and self.closing.on == self.frame.day

    @property
    def driven(self) -> list[Stop]:
        """What one goes to today, and has not called off."""
        return [one for one in self.stops if not (one.is_call or one.is_all_day or one.is_called_off)]

    @property
    def all_day(self) -> list[Stop]:
        return [one for one in self.stops if one.is_all_day]

    @property
    def carry(self) -> list[tuple[Stop, str]]:
        """What must be taken along to the stops that are ahead."""
        return [(one, line) for one in self.stops if one.is_ahead for line in one.carry]

    @property
    def unconfirmed(self) -> list[ToConfirm]:
        return [one for one in self.to_confirm if not one.standing.is_confirmed]


def frame_of(
    viewer: Viewer, *, now: datetime, day: date | None = None, staff_id: UUID | None = None
) -> Frame:
    """NotFound for somebody whose day the viewer may not look at. One query where they may look at others."""
    today = now.astimezone(viewer.time_zone).date()
    day = day or today
    others = calendars_of(viewer) if len(viewer.caseload_staff_ids) > 1 else []
    staff = next((one for one in others if one.pk == staff_id), None)
    if staff_id and staff is None and staff_id != viewer.staff_id:
        raise NotFound
    ids = frozenset({staff_id}) if staff_id else own_staff_ids(viewer)
    return Frame(
        day,
        today,
        staff,
        ids,
        datetime.combine(day, OPENS, viewer.time_zone),
        datetime.combine(day, CLOSES, viewer.time_zone),
        tuple(others),
    )


def day_of(viewer: Viewer, frame: Frame, *, now: datetime) -> Day:
    """Everything of the day, each thing fetched once: at most 26 queries."""
    next_day = next_working_day(frame.day)
    planned = _planned(viewer, frame, next_day)
    here = [one for one in planned if _is_on(viewer, one, frame.day)]
    asked = with_sides([one for one in planned if one.state in OPEN])
    to_confirm = [one for one in asked if one.sides and _is_on(viewer, one.appointment, next_day)]
    found = _open_work(viewer, frame, to_confirm, now=now)
    waits = usual_waits({one.office_id for one in here if one.office_id}, now=now)
    stops = stops_of(viewer, here, asked, waits)
    calls = calls_of(viewer, found.ends, now=now) if frame.is_today else []
    closing = found.closing
    since = since_last_close(viewer, closing, frame.day)
    unwritten = _unwritten(found, frame)
    home_at, miles = _way_home(here, stops, frame)
    day = Day(
        frame=frame,
        now_card=None,
        rows=_line(viewer, frame, stops, found, now),
        stops=stops,
        found=found,
        unwritten=unwritten,
        ends=for_today(found, datetime.combine(frame.day, time(), viewer.time_zone)),
        calls=calls,
        next_day=next_day,
        to_confirm=to_confirm,
        overnight=_overnight(viewer, frame, found, since) if frame.is_today else [],
        since=since,
        closing=closing,
        home_at=home_at,
        miles=miles,
        appointments=tuple(here),
    )
    return _with_now(day, now) if frame.is_today else day


def _overnight(viewer: Viewer, frame: Frame, found: LooseEnds, since: datetime) -> list[CameIn]:
    waits = {
        end.case_id: end.chip_words for end in reversed(found.of(message_unanswered.RULE)) if end.case_id
    }
    return with_waiting(came_in_since(viewer, frame.staff_ids, since), waits)


def _planned(viewer: Viewer, frame: Frame, next_day: date) -> list[Appointment]:
    """This day's and the next working day's appointments, in one query."""
    start = datetime.combine(frame.day, time(), viewer.time_zone)
    end = datetime.combine(next_day + timedelta(days=1), time(), viewer.time_zone)
    return appointments_between(viewer, start, end, staff_ids=frame.staff_ids)


def _is_on(viewer: Viewer, one: Appointment, day: date) -> bool:
    zone = viewer.time_zone
    last = max(one.starts_at, one.ends_at - timedelta(microseconds=1))
    return one.starts_at.astimezone(zone).date() <= day <= last.astimezone(zone).date()


def _open_work(viewer: Viewer, frame: Frame, to_confirm: list[ToConfirm], *, now: datetime) -> LooseEnds:
    """Of another day only the line is shown: what is open is open now."""
    if not frame.is_today:
        return LooseEnds([], [])
    staff_id = frame.staff.pk if frame.staff and frame.staff.pk != viewer.staff_id else None
    return loose_ends_for(viewer, now=now, staff_id=staff_id, confirmations=to_confirm)


def _unwritten(found: LooseEnds, frame: Frame) -> list[LooseEnd]:
    midnight = datetime.combine(frame.day, time(), frame.opens.tzinfo)
    return [end for end in found.of(activity_without_note.RULE) if end.since < midnight]


def _line(viewer: Viewer, frame: Frame, stops: list[Stop], found: LooseEnds, now: datetime) -> list[Row]:
    start = datetime.combine(frame.day, time(), viewer.time_zone)
    end = start + timedelta(days=1)
    todos = [
        TimedTodo(one.subject_id, one.title, one.due_at, one.client)
        for one in found.of(*TODOS)
        if one.due_at and start <= one.due_at < end
    ]
    happened = (
        happened_of(happenings(viewer, frame.staff_ids, start, end)) if frame.day <= frame.today else []
    )
    return day_line(stops, todos, happened, now=now, opens=frame.opens, closes=frame.closes)


def _way_home(
    here: Sequence[Appointment], stops: Sequence[Stop], frame: Frame
) -> tuple[datetime | None, float]:
    """When one is home, and the miles of the day with the way home."""
    miles = sum(one.drive_miles or 0 for one in stops)
    owner = next((one.staff for one in here if one.staff_id in frame.staff_ids), None)
    home = home_about(here, owner) if owner else None
    if home is None:
        return None, miles
    ends_at = max(_leaves_at(one) for one in here if is_gone_to(one))
    return ends_at + timedelta(minutes=home[0]), miles + home[1]


def _leaves_at(one: Appointment) -> datetime:
    """A visit called off at the door is over when one comes to it, whenever they say that it was called off."""
    return one.arrived_at or one.starts_at if one.state in CALLED_OFF else one.ends_at


def _with_now(day: Day, now: datetime) -> Day:
    by_key = {key: call for call in day.calls for key in call.keys}
    top = next((end for end in day.ends if _is_possible(by_key.get(end.key))), None)
    call = by_key.get(top.key) if top else None
    situation = Situation(
        stops=tuple(day.stops),
        unwritten_earlier=len(day.unwritten),
        oldest_unwritten_id=day.unwritten[-1].subject_id if day.unwritten else None,
        top_title=top.title if top else "",
        top_why=f"{top.client}: {top.chip_words}" if top and top.client else top.chip_words if top else "",
        top_button=_button(top.taps[0]) if top and top.taps else None,
        top_callee=call.callee.name if call else "",
        top_number=call.callee.number if call else "",
        oldest_unwritten=_named(day.unwritten[-1]) if day.unwritten else "",
        top_is_late=bool(top and top.weight >= LATE_CLOCK),
        open_calls=sum(call.group == "open" for call in day.calls),
        is_closed=day.is_closed,
        is_morning=now < day.frame.opens + _MORNING,
        closes_at=day.frame.closes,
    )
    return Day(**{**vars(day), "now_card": what_now(situation, now=now)})


def with_drives(day: Day, drives: Mapping[UUID, Drive], *, now: datetime) -> Day:
    """When to leave as the plan has it, by appointment: the line, the brief and what to do now say the same."""
    stops = [replace(one, **vars(drives[one.id])) if one.id in drives else one for one in day.stops]
    changed = replace(day, stops=stops)
    return _with_now(changed, now) if day.frame.is_today else changed


def _is_possible(call: Call | None) -> bool:
    """Nobody is asked to call now where nobody answers."""
    return call is None or call.group in ("open", "unknown")


def _named(end: LooseEnd) -> str:
    return f"{end.title}, {end.client}" if end.client else end.title


def _button(tap: Tap) -> Button:
    post = (("next", "/"), *tap.query) if tap.is_post else ()
    return Button(tap.label, tap.url_name, tap.args, tap.query_text.lstrip("?"), post)
