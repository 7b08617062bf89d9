"""What a day's plan is made of, each thing read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.models import Staff
from caseday.access.viewer import Viewer
from caseday.dayplan.models import DayPlan, PlanChoice, PlanWishes
from caseday.dayplan.permissions import can_look_at_day
from caseday.dayplan.queries.gathering.reaching import Asked, Reaches, asked_by, reaches_of
from caseday.dayplan.rules.daytime import DayTime
from caseday.dayplan.rules.keeping import Kept, from_data
from caseday.dayplan.rules.wishes import Wishes
from caseday.dayplan.rules.working import LEAST_PLANNED
from caseday.documents.queries import OpenPacket, packets_to_hand_over
from caseday.followups.queries import WaitingTodo, todos_that_wait
from caseday.kernel.errors import NotFound
from caseday.looseends.queries import LooseEnds, loose_ends_for
from caseday.looseends.rules import LooseEnd, Reach
from caseday.schedule.models import Appointment, AppointmentKind
from caseday.schedule.queries import appointments_between, expected_waits, next_working_day, own_staff_ids
from caseday.schedule.rules import OPEN, UsualWait

LATER_DAYS = 4
MOST_PLANNED = 80
"""So many open things are planned at most: a person does no more in a day."""


@dataclass(frozen=True)
class Asking:
    """Whose day, seen by whom, at which hour. `found`, `appointments`: what the caller has read already."""

    viewer: Viewer
    staff: Staff
    clock: DayTime
    now: datetime
    found: LooseEnds | None = None
    appointments: Sequence[Appointment] | None = None

    @property
    def day(self) -> date:
        return self.clock.day

    @property
    def is_own(self) -> bool:
        return self.staff.pk == self.viewer.staff_id

    @property
    def is_today(self) -> bool:
        return self.day == self.now.astimezone(self.clock.zone).date()

    @property
    def minute(self) -> int:
        """Of now; before the day it is below zero."""
        return self.clock.minute(self.now)

    @property
    def staff_ids(self) -> frozenset[UUID]:
        return own_staff_ids(self.viewer) if self.is_own else frozenset({self.staff.pk})


@dataclass
class Read:
    asking: Asking
    later: list[date]
    wishes: Wishes = field(default_factory=Wishes)
    base: PlanWishes | None = None
    row: DayPlan | None = None
    kept: Kept | None = None
    seen: Kept | None = None
    choices: Mapping[str, PlanChoice] = field(default_factory=dict)
    here: list[Appointment] = field(default_factory=list)
    ahead: list[Appointment] = field(default_factory=list)
    ends: list[LooseEnd] = field(default_factory=list)
    pinned: frozenset[str] = frozenset()
    unplanned: int = 0
    """Open things that are not looked at in a plan: they can wait, or there are too many."""
    waiting: list[tuple[WaitingTodo, LooseEnd]] = field(default_factory=list)
    """With what they wait for."""
    packets: Mapping[UUID, OpenPacket] = field(default_factory=dict)
    waits: Mapping[UUID, UsualWait] = field(default_factory=dict)
    reaches: Reaches | None = None

    def reach_of(self, end: LooseEnd) -> Asked | None:
        if end.rule != "appointment_unconfirmed":
            return asked_by(end)
        asked_about = {one.pk: one for one in (*self.here, *self.ahead)}.get(end.subject_id)
        office_id = asked_about.office_id if asked_about else None
        return Asked(end.case_id, end.client, Reach("" if office_id else "client", office_id))

    def reach_of_todo(self, todo: WaitingTodo, before: LooseEnd) -> Asked | None:
        if not todo.office_id and not todo.reach_role:
            return None
        return Asked(todo.case_id, before.client, Reach(todo.reach_role, todo.office_id))


def asking_of(
    viewer: Viewer,
    *,
    staff_id: UUID | None,
    day: date | None,
    now: datetime,
    found: LooseEnds | None = None,
    appointments: Sequence[Appointment] | None = None,
) -> Asking:
    """NotFound for a day that the viewer may not look at. One query."""
    wanted = staff_id or viewer.staff_id
    if wanted is None or not can_look_at_day(viewer, wanted):
        raise NotFound
    staff = Staff.objects.select_related("plan_wishes__office").filter(pk=wanted).first()
    if staff is None:
        raise NotFound
    zone = ZoneInfo(staff.time_zone)
    clock = DayTime(day or now.astimezone(zone).date(), zone)
    return Asking(viewer, staff, clock, now, found, appointments)


def read_day(asking: Asking) -> Read:
    """Eleven queries beside those of the loose ends, which are not asked for where the caller has them."""
    read = Read(asking, _later(asking.day))
    _own(read)
    _appointments(read)
    _open_work(read)
    goes = [one for one in read.here if one.state in OPEN]
    read.packets = packets_to_hand_over(asking.viewer, {one.pk for one in goes})
    kinds = {one.office_id: one.office.kind for one in read.here if one.office_id and one.office}
    read.waits = expected_waits(set(kinds), now=asking.now, kinds=kinds)
    asked = [one for end in read.ends if (one := read.reach_of(end))]
    asked += [one for todo in read.waiting if (one := read.reach_of_todo(*todo))]
    visited = {one.case_id for one in goes if one.case_id and one.kind == AppointmentKind.HOME_VISIT}
    read.reaches = reaches_of(asking.viewer, asked, asking.clock, read.later, visited=visited)
    return read


def _later(day: date) -> list[date]:
    days = [next_working_day(day)]
    while len(days) < LATER_DAYS:
        days.append(next_working_day(days[-1]))
    return days


def _own(read: Read) -> None:
    asking = read.asking
    read.base = getattr(asking.staff, "plan_wishes", None)
    if read.base:
        read.wishes = wishes_of(read.base)
    read.row = DayPlan.objects.filter(staff=asking.staff.pk, on=asking.day).first()
    if read.row:
        read.kept = from_data(read.row.plan, asking.clock.midnight)
        read.seen = from_data(read.row.seen, asking.clock.midnight)
    choices = PlanChoice.objects.filter(staff=asking.staff.pk, on=asking.day)
    read.choices = {one.key: one for one in choices}


def wishes_of(kept: PlanWishes) -> Wishes:
    return Wishes(
        chosen=tuple(kept.wishes),
        day_from=kept.day_from,
        day_to=kept.day_to,
        lunch_minutes=kept.lunch_minutes,
        lunch_from=kept.lunch_from,
        lunch_to=kept.lunch_to,
        short_breaks=kept.short_breaks,
        starts_at_office=kept.starts_from == PlanWishes.Base.OFFICE,
        ends_at_office=kept.ends_at == PlanWishes.Base.OFFICE,
    )


def _appointments(read: Read) -> None:
    """The day's and those of the days behind it, in one query."""
    asking = read.asking
    zone, midnight = asking.clock.zone, asking.clock.midnight
    tomorrow = datetime.combine(asking.day + timedelta(days=1), time(), zone)
    end = datetime.combine(read.later[-1] + timedelta(days=1), time(), zone)
    begin = midnight if asking.appointments is None else tomorrow
    read_here = appointments_between(asking.viewer, begin, end, staff_ids=asking.staff_ids)
    given = [one for one in asking.appointments or () if one.staff_id in asking.staff_ids]
    all_of_them = {one.pk: one for one in (*given, *read_here)}.values()
    read.here = [one for one in all_of_them if midnight <= one.starts_at < tomorrow]
    read.ahead = [one for one in all_of_them if one.starts_at >= tomorrow]


def _open_work(read: Read) -> None:
    asking = read.asking
    whose = None if asking.is_own else asking.staff.pk
    found = asking.found
    if found is None:
        found = loose_ends_for(asking.viewer, now=asking.now, staff_id=whose)
    ends = [end for end in found.ends if _is_of_the_day(end, read) and is_worth_planning(end, found.pinned)]
    read.pinned = found.pinned
    read.ends = ends[:MOST_PLANNED]
    read.unplanned = len(found.ends) - len(read.ends) if asking.is_today else 0
    chased = {end.followup_id: end for end in read.ends if end.followup_id}
    waiting = todos_that_wait(asking.viewer, chased.keys(), until=asking.day)
    with_what = ((todo, chased[todo.waits_for_id]) for todo in waiting)
    read.waiting = [(todo, end) for todo, end in with_what if todo.case_id in (None, end.case_id)]


def is_worth_planning(end: LooseEnd, pinned: frozenset[str]) -> bool:
    return end.weight >= LEAST_PLANNED or end.key in pinned


def _is_of_the_day(end: LooseEnd, read: Read) -> bool:
    """Of another day only what has its hour then: what is open is open now."""
    asking = read.asking
    if asking.is_today:
        return True
    return end.due_at is not None and end.due_at.astimezone(asking.clock.zone).date() == asking.day
