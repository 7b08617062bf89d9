"""Facts become items of the plan, each with what it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.dayplan.queries.gathering.found import Thing
from caseday.dayplan.queries.gathering.places import key_of
from caseday.dayplan.queries.gathering.reaching import Asked, Reached
from caseday.dayplan.queries.gathering.read import Read
from caseday.dayplan.rules.problem import NO_WAIT, Item, Kind, Wait, Window
from caseday.dayplan.rules.stopping import StopFacts, is_presumed_over, stop_item
from caseday.dayplan.rules.working import (
    KINDS,
    PAPERS_MINUTES,
    PRESSING,
    TASK_MINUTES,
    WorkFacts,
    before_due,
    call_minutes,
    note_after,
    work_item,
)
from caseday.followups.queries import WaitingTodo
from caseday.looseends.rules import LooseEnd
from caseday.schedule.models import Appointment, AppointmentKind
from caseday.schedule.queries import is_travelled_to, place_of
from caseday.schedule.rules import CALLED_OFF, UNDERWAY

PARKING_MINUTES = 5
_FRESH_MINUTES = 60
_CONFIRMING = "appointment_unconfirmed"
_PAPERS_WEIGHT, _TODO_WEIGHT = 1000.0, 500.0
"""What must be printed before one leaves cannot wait for anything."""
_HOUR_WEIGHT = 700.0
"""An hour was said."""
_LAST_CHANCE_WEIGHT = 700.0
"""After today nobody answers before it is due."""
_WAITS_FOR_PRESSING = 1000.0
"""What waits for the pressing matters today, but is not pressing itself."""
Stops = dict[str, tuple[Appointment, StopFacts]]


@dataclass
class Composed:
    """Items with their things, in the order of importance; the same keys in both."""

    items: dict[str, Item] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    assumed: dict[str, None] = field(default_factory=dict)
    """Names of offices whose hours are not noted."""

    def add(self, item: Item, thing: Thing) -> None:
        self.items[item.key], self.things[item.key] = item, thing


def stop_key(appointment_id: UUID) -> str:
    return f"stop:{appointment_id}"


def is_attended(one: Appointment) -> bool:
    return one.needs_worker and not one.is_all_day and one.state not in CALLED_OFF and one.state != "done"


def stops_of(read: Read) -> Stops:
    """What one attends on the day and is not over."""
    return {stop_key(one.pk): (one, _facts_of(read, one)) for one in read.here if is_attended(one)}


def _facts_of(read: Read, one: Appointment) -> StopFacts:
    clock, goes = read.asking.clock, is_travelled_to(one)
    wait = read.waits.get(one.office_id) if one.office_id and goes else None
    client = one.case.person.called if one.case else ""
    arrived = (one.arrived_at or one.waiting_since or one.with_provider_at or one.starts_at).astimezone(
        clock.zone
    )
    return StopFacts(
        key=stop_key(one.pk),
        name=f"{one.title} ({client})" if client else one.title,
        start=clock.minute(one.starts_at),
        end=clock.minute(one.ends_at),
        place=key_of(one) if goes else None,
        early=one.early_minutes if goes else 0,
        parking=PARKING_MINUTES if goes and one.office_id else 0,
        wait=Wait(wait.minutes, wait.long_minutes) if wait else NO_WAIT,
        window=_window_of(read, one),
        preferred=_best(read, one),
        arrived=clock.minute(arrived) if one.state in UNDERWAY else None,
        called_in=clock.minute(one.with_provider_at) if one.with_provider_at else None,
        has_set_off=one.set_off_at is not None,
        where_words=place_of(one).split(",")[0],
    )


def _window_of(read: Read, one: Appointment) -> Window | None:
    if one.window_from is None or one.window_to is None:
        return None
    zone = ZoneInfo(one.time_zone)
    day = one.starts_at.astimezone(zone).date()
    spans = (datetime.combine(day, at, zone) for at in (one.window_from, one.window_to))
    return Window(*(read.asking.clock.minute(at) for at in spans))


def _best(read: Read, one: Appointment) -> tuple[Window, ...]:
    is_visit = one.kind == AppointmentKind.HOME_VISIT and one.window_from is not None
    return read.reaches.best_of(one.case_id) if is_visit and read.reaches else ()


def add_stops(composed: Composed, read: Read, stops: Stops, desk: Sequence[Window]) -> None:
    """With time for the note behind each, and with the packet that goes along."""
    now = read.asking.minute if read.asking.is_today else -1
    for key, (one, facts) in stops.items():
        if is_presumed_over(facts, now):
            continue
        item, client = stop_item(facts, now), one.case.person.called if one.case else ""
        carry = tuple(line.strip() for line in one.carry.splitlines() if line.strip())
        composed.add(
            item,
            Thing(
                key, item.kind, one.title, client, one.case_id,
                appointment=one, place_words=place_of(one), carry=carry,
            ),
        )  # fmt: skip
        if one.case_id and facts.place:
            note = note_after(item, later=desk)
            thing = Thing(note.key, Kind.NOTE, f"Note: {one.title}", client, one.case_id, appointment=one)
            composed.add(note, thing)
        packet = read.packets.get(one.pk)
        if packet and item.started_at is None and not facts.has_set_off:
            _add_papers(composed, key, one, packet.id, f"Print {packet.title}", client, desk)


def _add_papers(
    composed: Composed,
    stop: str,
    one: Appointment,
    packet_id: UUID,
    title: str,
    client: str,
    desk: Sequence[Window],
) -> None:
    facts = WorkFacts(
        key=f"papers:{packet_id}",
        kind=Kind.PAPERS,
        name=title,
        minutes=PAPERS_MINUTES,
        weight=_PAPERS_WEIGHT,
        before_leaving_for=(stop,),
        later_windows=tuple(desk),
    )
    thing = Thing(facts.key, Kind.PAPERS, title, client, one.case_id, appointment=one, packet_id=packet_id)
    composed.add(work_item(facts), thing)


@dataclass
class _Group:
    """Open things that one call, or one sitting, settles."""

    key: str
    kind: Kind
    minutes: int
    ends: list[LooseEnd] = field(default_factory=list)
    reached: Reached | None = None
    is_pinned: bool = False


def add_ends(composed: Composed, read: Read, desk: Sequence[Window]) -> None:
    groups: dict[str, _Group] = {}
    for end in read.ends:
        group = _group_of(read, end)
        kept = groups.setdefault(group.key, group)
        kept.ends.append(end)
        kept.is_pinned = kept.is_pinned or end.key in read.pinned
    for group in groups.values():
        _add_group(composed, read, group, desk)
    _add_waiting(composed, read, groups.values(), desk)
    _clients_after_offices(composed, groups.values())


def _group_of(read: Read, end: LooseEnd) -> _Group:
    kind, minutes = KINDS.get(end.rule, (None, TASK_MINUTES))
    asked = read.reach_of(end) if kind in (None, Kind.CALL) else None
    reached = read.reaches.of(asked) if asked and read.reaches else None
    if reached is None:
        kind = Kind.TODO if kind in (None, Kind.CALL) else kind
        return _Group(f"open:{end.key}", kind or Kind.TODO, minutes)
    return _Group(_call_key(end.case_id, reached), Kind.CALL, call_minutes(1), reached=reached)


def _call_key(case_id: UUID | None, reached: Reached) -> str:
    return f"call:{case_id or ''}:{reached.whom}"


def _add_group(composed: Composed, read: Read, group: _Group, desk: Sequence[Window]) -> None:
    first, reached = group.ends[0], group.reached
    client, weight = first.client, max(end.weight for end in group.ends)
    minutes = call_minutes(len(group.ends)) if reached else group.minutes
    later = before_due(reached.hours.later if reached else desk, _deadline(read, group), minutes)
    facts = WorkFacts(
        key=group.key,
        kind=group.kind,
        name=_name(group, first),
        minutes=minutes,
        weight=max(weight, _least_weight(read, group, later)),
        windows=reached.hours.today if reached else (),
        later_windows=later,
        preferred=reached.best if reached else (),
        before_leaving_for=_before(read, first),
        since=_since(read, group.ends),
        due=_due(read, group),
        day_end=read.asking.clock.at(read.wishes.day_to),
        is_pinned=group.is_pinned,
        why=first.chip_words,
    )
    _note_assumed(composed, reached)
    composed.add(
        work_item(facts),
        Thing(
            group.key, group.kind, "; ".join(end.title for end in group.ends), client, first.case_id,
            ends=tuple(group.ends), callee=reached.callee if reached else None,
            activity_id=first.subject_id if first.rule == "activity_without_note" else None,
        ),
    )  # fmt: skip


def _note_assumed(composed: Composed, reached: Reached | None) -> None:
    if reached and reached.hours.is_assumed and reached.callee.office_id:
        composed.assumed[reached.callee.name] = None


def _name(group: _Group, end: LooseEnd) -> str:
    if group.reached is None:
        return f"{end.title} ({end.client})" if end.client else end.title
    name = group.reached.callee.name
    return f"call to {name} ({end.client})" if end.client not in ("", name) else f"call to {name}"


def _before(read: Read, end: LooseEnd) -> tuple[str, ...]:
    is_of_today = any(one.pk == end.subject_id for one in read.here)
    return (stop_key(end.subject_id),) if end.rule == "paper_needed" and is_of_today else ()


def _since(read: Read, ends: Iterable[LooseEnd]) -> int:
    """When the pressing became open, not before the day begins."""
    pressing = [end.since for end in ends if end.weight >= PRESSING]
    begins = read.asking.clock.at(read.wishes.day_from)
    return max(begins, min((read.asking.clock.minute(at) for at in pressing), default=begins))


def _due(read: Read, group: _Group) -> int | None:
    clock, first = read.asking.clock, group.ends[0]
    if group.kind is Kind.NOTE:
        return max(clock.minute(first.since), clock.at(read.wishes.day_from)) + _FRESH_MINUTES
    if first.rule == _CONFIRMING:
        return None
    dues = [clock.minute(end.due_at) for end in group.ends if end.due_at]
    today = [due for due in dues if 0 <= due < clock.length]
    return min(today, default=None)


def _least_weight(read: Read, group: _Group, later: Sequence[Window]) -> float:
    """What the list does not weigh as it does not know the day: hours, places, when one leaves."""
    if group.kind is Kind.PAPERS:
        return _PAPERS_WEIGHT if _before(read, group.ends[0]) else 0.0
    due = None if group.kind is Kind.NOTE else _due(read, group)
    if due is not None and due < read.asking.clock.at(read.wishes.day_to):
        return _HOUR_WEIGHT
    return 0.0 if later else _LAST_CHANCE_WEIGHT


def _deadline(read: Read, group: _Group) -> int | None:
    """Of what is due on a later day: what comes behind it is too late."""
    clock = read.asking.clock
    if any(end.rule == _CONFIRMING for end in group.ends):
        return clock.length  # on the day itself it is too late to ask
    dues = [clock.minute(end.due_at) for end in group.ends if end.due_at]
    return min((due for due in dues if due >= clock.length), default=None)


def _add_waiting(composed: Composed, read: Read, groups: Iterable[_Group], desk: Sequence[Window]) -> None:
    """To-dos whose turn comes when another one is done: both stand in the plan, in order."""
    by_end = {end.key: group for group in groups for end in group.ends}
    for todo, end in read.waiting:
        _add_one_waiting(composed, read, todo, (end, by_end[end.key]), desk)


def _add_one_waiting(
    composed: Composed, read: Read, todo: WaitingTodo, waits: tuple[LooseEnd, _Group], desk: Sequence[Window]
) -> None:
    end, before = waits
    asked: Asked | None = read.reach_of_todo(todo, end)
    reached = read.reaches.of(asked) if asked and read.reaches else None
    client = end.client if todo.case_id else ""
    key = f"todo:{todo.id}"
    facts = WorkFacts(
        key=key,
        kind=Kind.CALL if reached else Kind.TODO,
        name=f"{todo.text} ({client})" if client else todo.text,
        minutes=call_minutes(1) if reached else TASK_MINUTES,
        weight=max(_TODO_WEIGHT, min(_WAITS_FOR_PRESSING, max(end.weight for end in before.ends))),
        windows=reached.hours.today if reached else (),
        later_windows=reached.hours.later if reached else tuple(desk),
        preferred=reached.best if reached else (),
        after=(before.key,),
        day_end=read.asking.clock.at(read.wishes.day_to),
    )
    _note_assumed(composed, reached)
    thing = Thing(
        key, facts.kind, todo.text, client, todo.case_id, callee=reached.callee if reached else None
    )
    composed.add(work_item(facts), thing)


def _clients_after_offices(composed: Composed, groups: Iterable[_Group]) -> None:
    """Of one request: first hear how it stands, then tell the client. Pharmacy before patient."""
    calls = [group for group in groups if group.reached]
    offices: dict[UUID, list[str]] = {}
    for group in calls:
        for end in group.ends:
            if end.request_id and group.reached and group.reached.callee.office_id:
                offices.setdefault(end.request_id, []).append(group.key)
    for group in calls:
        if group.reached and group.reached.callee.role == "client":
            requests = [end.request_id for end in group.ends if end.request_id]
            first = [key for request in requests for key in offices.get(request, [])]
            item = composed.items[group.key]
            composed.items[group.key] = replace(item, after=tuple(dict.fromkeys((*item.after, *first))))
