"""The plan of the day as rows of its line, with what is over and what is no part of the plan at its hour."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.dayplan.actions import plan_shown
from caseday.dayplan.permissions import can_plan_day
from caseday.dayplan.queries.gathering import PutOff, Thing
from caseday.dayplan.queries.plans import Left, Line, Shown
from caseday.dayplan.rules.problem import Kind, Spot
from caseday.today.queries import Day, Drive, Frame, with_drives
from caseday.today.rules import Row, Stop

_SHORTEST_GAP = timedelta(minutes=20)
_LATE_AFTER = timedelta(minutes=1)
_WORTH_SAYING = timedelta(minutes=5)


def has_plan(viewer: Viewer, frame: Frame) -> bool:
    """Days to come, of who works on cases."""
    return not frame.is_past and (frame.staff is not None or viewer.is_case_manager or viewer.is_supervisor)


def plan_context(viewer: Viewer, day: Day, *, now: datetime) -> dict[str, Any]:
    """What the line of the day needs to show its plan; about fifteen queries. Empty where there is none."""
    frame = day.frame
    if not has_plan(viewer, frame):
        return {}
    staff_id = frame.staff.pk if frame.staff else viewer.staff_id
    shown = plan_shown(
        viewer,
        staff_id=staff_id,
        day=frame.day,
        now=now,
        found=day.found if frame.is_today else None,
        appointments=day.appointments,
    )
    day = with_drives(day, _drives_of(shown), now=now)
    rows = planned_rows(day, shown, now=now)
    return {
        "day": day,
        "card": day.now_card,
        "plan": shown,
        "plan_version": _version_of(shown, rows),
        "plan_rows": rows,
        "plan_left": left_rows(shown, viewer.time_zone),
        "plan_put_off": put_off_rows(shown),
        "may_plan": staff_id is not None and can_plan_day(viewer, staff_id),
    }


@dataclass(frozen=True)
class PlanRow:
    """`row` is one of the day's own (over, or not planned); `line` one of the plan; neither: now, or free time."""

    kind: str
    at: datetime
    until: datetime | None = None
    row: Row | None = None
    line: Line | None = None
    stop: Stop | None = None
    heading: str = ""
    """Where this and the next ones are done, before the first of them."""
    is_inside: bool = False
    """Stands under a heading."""
    is_late: bool = False
    latest_at: datetime | None = None
    """When one may still leave, where the plan drives earlier."""
    earlier_at: datetime | None = None
    later_at: datetime | None = None
    spot: str = ""

    @property
    def minutes(self) -> int:
        return round((self.until - self.at).total_seconds() / 60) if self.until else 0

    @property
    def key(self) -> str:
        return self.line.thing.key if self.line and self.line.thing else ""

    @property
    def is_movable(self) -> bool:
        """What is agreed with others is moved with them, not here; what is under way stays."""
        return self.kind in ("work", "break") and bool(self.line and not self.line.is_now)

    @property
    def words(self) -> str:
        """What stands under the title: about what, for whom, where, how long."""
        thing = self.line.thing if self.line else None
        if thing is None:
            return ""
        client = thing.client if thing.client and thing.client not in thing.title else ""
        if self.kind == "stop":
            usual = self.stop.usual_wait_minutes if self.stop and self.stop.is_ahead else None
            parts = [client, thing.place_words, f"usual wait {usual} min" if usual else ""]
        else:
            about = thing.title if self.call_query else ""
            hint = thing.callee.hint if thing.callee else ""
            parts = [about, client, hint, "" if self.is_inside else self.spot, f"{self.minutes} min"]
        return " · ".join(part for part in parts if part)

    @property
    def is_pinned(self) -> bool:
        return bool(self.line and self.line.thing and self.line.thing.choice == "pinned")

    @property
    def call_query(self) -> str:
        """What opens the card of the call, with the to-do for which it counts."""
        thing = self.line.thing if self.line else None
        callee = thing.callee if thing else None
        if thing is None or callee is None:
            return ""
        followup = next((end.followup_id for end in thing.ends if end.followup_id), None)
        asked = {"case": thing.case_id, "office": callee.office_id, "role": callee.role, "followup": followup}
        return urlencode({name: str(value) for name, value in asked.items() if value})

    def choice(self, verb: str, at: datetime | None = None) -> str:
        """What a button of this row sends."""
        title = self.line.thing.title if self.line and self.line.thing else ""
        sent = {"verb": verb, "key": self.key, "title": title[:200]}
        return urlencode(sent | ({"at": at.isoformat(timespec="minutes")} if at else {}))

    @property
    def pin_choice(self) -> str:
        return self.choice("pin", self.at)

    @property
    def unpin_choice(self) -> str:
        return self.choice("take_back")

    @property
    def earlier_choice(self) -> str:
        return self.choice("move", self.earlier_at) if self.earlier_at else ""

    @property
    def later_choice(self) -> str:
        return self.choice("move", self.later_at) if self.later_at else ""

    @property
    def not_today_choice(self) -> str:
        return self.choice("not_today")

    @property
    def tick_choice(self) -> str:
        return self.choice("tick")


def _drives_of(shown: Shown) -> dict[UUID, Drive]:
    """What is known of the ways that are still ahead."""
    return {
        line.to.appointment_id: Drive(latest, latest + (line.until - line.at), line.minutes, line.leg.miles)
        for line in shown.lines
        if line.leg and line.leg.is_known and line.to and line.to.appointment_id
        if (latest := _latest_leave(shown, line))
    }


def _latest_leave(shown: Shown, line: Line) -> datetime | None:
    """A plan may drive early, to call from there; who leaves by then is still on time. None: nothing is agreed."""
    item = shown.gathered.item(line.to.key) if line.to else None
    if item is None or item.at is None:
        return None
    minute = item.at - item.early_minutes - item.parking_minutes - line.minutes
    return max(line.at, shown.gathered.problem.moment(minute))


def _version_of(shown: Shown, rows: Iterable[PlanRow]) -> str:
    """The same while a page that shows it need not be drawn again."""
    drawn = [
        (
            one.kind,
            one.at,
            one.until,
            one.key,
            one.words,
            one.is_late,
            one.line and (one.line.reason, one.line.is_now),
        )
        for one in rows
        if one.kind != "now"
    ]
    states = [(one.stop.state, one.stop.chip_words) for one in rows if one.stop]
    more = (
        shown.changes,
        shown.is_final,
        [one.thing.key for one in shown.left],
        [one.key for one in shown.put_off],
    )
    return sha256(repr((drawn, states, more)).encode()).hexdigest()[:16]


def planned_rows(day: Day, shown: Shown, *, now: datetime) -> list[PlanRow]:
    stops = {one.id: one for one in day.stops}
    lines = sorted((_of_line(shown, line, stops, now) for line in shown.lines), key=_in_order)
    moved = _with_moves(_with_headings(lines), now)
    planned = {line.thing.appointment_id for line in shown.lines if line.thing}
    rows = [*_beside(day, planned), *moved, *_gaps(shown, day, now)]
    if day.frame.is_today:
        rows.append(PlanRow("now", now))
    return sorted(rows, key=_in_order)


def _in_order(one: PlanRow) -> tuple[datetime, int]:
    return one.at, _ORDER[one.kind]


# What is done in a wait comes after the stop with which the wait begins.
_ORDER = {"past": 1, "now": 2, "drive": 3, "stop": 4, "beside": 4, "break": 5, "work": 6, "gap": 7}


def _beside(day: Day, planned: set[UUID | None]) -> Iterator[PlanRow]:
    for row in day.rows:
        is_over = row.kind == "happened" or (row.kind == "stop" and row.is_past)
        if is_over:
            yield PlanRow("past", row.at, row.until, row=row)
        elif row.kind in ("stop", "drive") and row.stop and row.stop.id not in planned:
            yield PlanRow("beside", row.at, row.until, row=row)


def _of_line(shown: Shown, line: Line, stops: dict[UUID, Stop], now: datetime) -> PlanRow:
    kind = _kind_of(line)
    thing = line.thing if kind == "stop" else line.to
    stop = stops.get(thing.appointment_id) if thing and thing.appointment_id else None
    latest = _latest_leave(shown, line) if kind == "drive" else None
    has_set_off = line.is_now or bool(stop and stop.has_set_off)
    is_late = kind == "drive" and not has_set_off and now > (latest or line.at) + _LATE_AFTER
    return PlanRow(
        kind,
        line.at,
        line.until,
        line=line,
        stop=stop,
        is_late=is_late,
        latest_at=latest if latest and latest - line.at > _WORTH_SAYING else None,
        spot=_where_words(line),
    )


def _kind_of(line: Line) -> str:
    if line.thing is None:
        return "drive"
    if line.thing.kind in (Kind.STOP, Kind.VISIT):
        return "stop"
    return "break" if line.thing.kind is Kind.BREAK else "work"


def _where_words(line: Line) -> str:
    """Where work without a place of its own is done."""
    placed = line.placed
    if placed is None or placed.spot is None:
        return ""
    if line.during is not None:
        return "While you wait there"
    if placed.spot is Spot.PARKED:
        return f"Parked, {line.place_words}" if line.place_words else "Parked"
    return "At the desk"


def _with_headings(rows: list[PlanRow]) -> list[PlanRow]:
    """Two or more in the same place one after the other are a group; one alone says where in its own words."""
    found = list(rows)
    start = 0
    while start < len(found):
        end = start + 1
        while end < len(found) and _is_same(found[start], found[end]):
            end += 1
        if end - start > 1 and found[start].spot:
            found[start:end] = [
                replace(one, is_inside=True, heading=one.spot if place == 0 else "")
                for place, one in enumerate(found[start:end])
            ]
        start = end
    return found


def _is_same(a: PlanRow, b: PlanRow) -> bool:
    return a.kind == b.kind == "work" and a.spot == b.spot


def _with_moves(rows: list[PlanRow], now: datetime) -> Iterable[PlanRow]:
    """Earlier is where the one before it begins; later is where it ends when the one after it would."""
    movable = [place for place, one in enumerate(rows) if one.is_movable and one.at >= now]
    for place, one in enumerate(rows):
        if place not in movable:
            yield one
            continue
        before = next((rows[i] for i in range(place - 1, -1, -1) if rows[i].kind in ("work", "break")), None)
        after = next(
            (rows[i] for i in range(place + 1, len(rows)) if rows[i].kind in ("work", "break")), None
        )
        yield replace(
            one,
            earlier_at=before.at if before and before.at >= now else None,
            later_at=after.until - timedelta(minutes=one.minutes) if after and after.until else None,
        )


def _gaps(shown: Shown, day: Day, now: datetime) -> Iterator[PlanRow]:
    """Free time, from now to the end of the working day."""
    until = max(now, day.frame.opens) if day.frame.is_today else day.frame.opens
    for line in shown.lines:
        if line.at - until >= _SHORTEST_GAP:
            yield PlanRow("gap", until, line.at)
        until = max(until, line.until)
    if day.frame.closes - until >= _SHORTEST_GAP:
        yield PlanRow("gap", until, day.frame.closes)


@dataclass(frozen=True)
class LeftRow:
    """What does not fit, and the button that puts it where it would."""

    left: Left
    choice: str

    @property
    def thing(self) -> Thing:
        return self.left.thing


def left_rows(shown: Shown, zone: tzinfo) -> list[LeftRow]:
    found = []
    for one in shown.left:
        instead = one.instead_at.astimezone(zone).date().isoformat() if one.instead_at else ""
        sent = {
            "verb": "not_today",
            "key": one.thing.key,
            "title": one.thing.title[:200],
            "instead_on": instead,
        }
        is_offered = not one.thing.appointment_id
        found.append(LeftRow(one, urlencode(sent) if is_offered else ""))
    return found


def put_off_rows(shown: Shown) -> list[tuple[PutOff, str]]:
    return [(one, urlencode({"verb": "take_back", "key": one.key})) for one in shown.put_off]
