"""Snooze, pin, order, and the close of the day. Nothing else about loose ends is ever stored."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from caseday.access.models import Staff
from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, change, staff_chain
from caseday.access.viewer import Viewer
from caseday.followups.actions import move_followup
from caseday.followups.actions.giving import give_followup, give_request
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id
from caseday.looseends.models import DayClose, Given, Placement, Snooze
from caseday.looseends.permissions import can_arrange
from caseday.looseends.queries import colleagues_for, find_loose_end, loose_ends_for
from caseday.looseends.rules import TODOS, LooseEnd

LONGEST = timedelta(days=90)
MORNING = time(5, 0)
"""A thing that is put off to a day is there when that day is looked at first."""
_ONLY_OWN = "Only case managers and supervisors keep loose ends."


def snooze(
    *, actor: Viewer, now: datetime, rule: str, subject_id: UUID, until: datetime, reason: str = ""
) -> Snooze:
    """Out of sight until then; it comes back by itself. Again: the new moment counts.

    Raises NotFound where it is not open in the actor's sight, Invalid for a moment past or over 90 days away.
    """
    require(can_arrange(actor), _ONLY_OWN)
    end = find_loose_end(actor, rule, subject_id, now=now)
    if not now < until <= now + LONGEST:
        raise Invalid({"until": "Choose a time from now to 90 days ahead."})
    return _put_to_sleep(actor, now, end, until, reason)


def wake(*, actor: Viewer, now: datetime, rule: str, subject_id: UUID) -> None:
    """Back in sight at once."""
    require(can_arrange(actor), _ONLY_OWN)
    found = Snooze.objects.filter(staff=actor.staff_id, rule=rule, subject_id=subject_id).first()
    if found:
        with _own_change("woken", actor, now, found) as record:
            record.remove(found)


def pin(*, actor: Viewer, now: datetime, rule: str, subject_id: UUID, is_pinned: bool) -> None:
    """To the top until unpinned."""
    require(can_arrange(actor), _ONLY_OWN)
    find_loose_end(actor, rule, subject_id, now=now)
    _place(actor, now, rule, subject_id, is_pinned=is_pinned, position=None)


def move(*, actor: Viewer, now: datetime, rule: str, subject_id: UUID, to: int) -> None:
    """To the place `to` (0 is the first) among those that are pinned as it is, or not as it is not."""
    require(can_arrange(actor), _ONLY_OWN)
    found = loose_ends_for(actor, now=now)
    key = f"{rule}:{subject_id}"
    is_pinned = key in found.pinned
    order = [end for end in found.ends if (end.key in found.pinned) == is_pinned]
    if key not in {end.key for end in order}:
        find_loose_end(actor, rule, subject_id, now=now)
    place = max(0, min(to, len(order) - 1))
    _place(actor, now, rule, subject_id, is_pinned=is_pinned, position=float(place))


def reset_order(*, actor: Viewer, now: datetime) -> int:
    """Back to the computed order; how many were put by hand."""
    require(can_arrange(actor), _ONLY_OWN)
    found = list(Placement.objects.filter(staff=actor.staff_id))
    if found:
        with _own_change("order_reset", actor, now, found[0]) as record:
            for one in found:
                record.remove(one)
    return len(found)


def close_day(
    *,
    actor: Viewer,
    now: datetime,
    on: date,
    carried: Mapping[str, date],
    given: Mapping[str, UUID] = MappingProxyType({}),
) -> DayClose:
    """Carry on each named loose end (its key) to its day, give others to colleagues, and note that the day is closed.
    Twice: once, the later one.

    Whatever is not named stays where it is: closing the day makes nothing disappear. A to-do that is carried gets
    its new day; everything else sleeps until that morning. Raises Invalid by key.
    """
    require(can_arrange(actor), _ONLY_OWN)
    ends = {end.key: end for end in loose_ends_for(actor, now=now).ends}
    for key, day in carried.items():
        if key in ends and not on < day <= on + LONGEST:
            raise Invalid({key: "Choose a day after this one, at most 90 days ahead."})
    receivers = _receivers(actor, now, [ends[key] for key in given if key in ends], given)
    with transaction.atomic():
        for key, colleague in receivers.items():
            _give(actor, now, ends[key], colleague)
        for key, day in carried.items():
            if key in ends:
                _carry(actor, now, ends[key], day)
        done = [{"key": key, "to": day.isoformat()} for key, day in carried.items() if key in ends]
        return _note_close(actor, now, on, done)


def give(*, actor: Viewer, now: datetime, rule: str, subject_id: UUID, to_id: UUID) -> Staff:
    """To a colleague who sees the case: a to-do, a chase, a request with its chases. They see from whom they have it.

    Raises NotFound where it is not open in the actor's sight, Invalid where it cannot be given, or not to them.
    """
    require(can_arrange(actor), _ONLY_OWN)
    end = find_loose_end(actor, rule, subject_id, now=now)
    colleague = _receivers(actor, now, [end], {end.key: to_id})[end.key]
    with transaction.atomic():
        _give(actor, now, end, colleague)
    return colleague


def _receivers(
    actor: Viewer, now: datetime, ends: list[LooseEnd], to: Mapping[str, UUID]
) -> dict[str, Staff]:
    choices = colleagues_for(actor, ends, now=now) if ends else {}
    found = {}
    for end in ends:
        colleague = next((one for one in choices.get(end.key, ()) if one.pk == to[end.key]), None)
        if colleague is None:
            raise Invalid({end.key: f"{end.title}: choose a colleague who sees the case, or a day."})
        found[end.key] = colleague
    return found


def _give(actor: Viewer, now: datetime, end: LooseEnd, to: Staff) -> None:
    """Raises Invalid where they see the case no more."""
    try:
        subjects = _given_on(actor, now, end, to)
    except Refused as error:
        raise Invalid({end.key: str(error)}) from None
    for subject_id in subjects:
        _note_giving(actor, now, subject_id, to)


def _given_on(actor: Viewer, now: datetime, end: LooseEnd, to: Staff) -> list[UUID]:
    subjects = []
    if end.request_id:
        give_request(actor=actor, now=now, request_id=end.request_id, to=to)
        subjects.append(end.request_id)
    if end.followup_id:
        give_followup(actor=actor, now=now, followup_id=end.followup_id, to=to)
        subjects.append(end.followup_id)
    return subjects


def _note_giving(actor: Viewer, now: datetime, subject_id: UUID, to: Staff) -> None:
    found = Given.objects.filter(subject_id=subject_id).first()
    if found:
        with _own_change("given", actor, now, found) as record:
            record.update(found, staff=to, by_id=_own_id(actor), given_at=now)
        return
    made = Given(id=new_id(), staff=to, by_id=_own_id(actor), subject_id=subject_id, given_at=now)
    with _own_change("given", actor, now, made) as record:
        record.add(made)


def _carry(actor: Viewer, now: datetime, end: LooseEnd, day: date) -> None:
    """What is chased is taken up again on that day as well."""
    if end.followup_id:
        move_followup(actor=actor, now=now, followup_id=end.followup_id, due_on=day)
    if end.rule not in TODOS:
        _put_to_sleep(
            actor,
            now,
            end,
            datetime.combine(day, MORNING, actor.time_zone),
            "Carried on at the close of the day",
        )


def _note_close(actor: Viewer, now: datetime, on: date, carried: list[dict[str, str]]) -> DayClose:
    found = DayClose.objects.filter(staff=actor.staff_id, on=on).first()
    if found:
        with _own_change("day_closed", actor, now, found) as record:
            record.update(found, closed_at=now, carried=[*found.carried, *carried])
        return found
    closing = DayClose(id=new_id(), staff_id=_own_id(actor), on=on, closed_at=now, carried=carried)
    with _own_change("day_closed", actor, now, closing) as record:
        record.add(closing)
    return closing


def _put_to_sleep(actor: Viewer, now: datetime, end: LooseEnd, until: datetime, reason: str) -> Snooze:
    found = Snooze.objects.filter(staff=actor.staff_id, rule=end.rule, subject_id=end.subject_id).first()
    if found:
        with _own_change("snoozed", actor, now, found) as record:
            record.update(found, until=until, reason=reason.strip()[:200])
        return found
    made = Snooze(
        id=new_id(),
        staff_id=_own_id(actor),
        rule=end.rule,
        subject_id=end.subject_id,
        until=until,
        reason=reason.strip()[:200],
    )
    with _own_change("snoozed", actor, now, made) as record:
        record.add(made)
    return made


def _place(
    actor: Viewer, now: datetime, rule: str, subject_id: UUID, *, is_pinned: bool, position: float | None
) -> None:
    found = Placement.objects.filter(staff=actor.staff_id, rule=rule, subject_id=subject_id).first()
    if found and not is_pinned and position is None:
        with _own_change("unpinned", actor, now, found) as record:
            record.remove(found)
    elif found:
        with _own_change("placed", actor, now, found) as record:
            record.update(found, is_pinned=is_pinned, position=position)
    elif is_pinned or position is not None:
        made = Placement(
            id=new_id(),
            staff_id=_own_id(actor),
            rule=rule,
            subject_id=subject_id,
            is_pinned=is_pinned,
            position=position,
        )
        with _own_change("placed", actor, now, made) as record:
            record.add(made)


def _own_change(
    verb: str, actor: Viewer, now: datetime, subject: Snooze | Placement | DayClose | Given
) -> AbstractContextManager[ChangeRecord]:
    return change(verb, actor=actor, now=now, chain=staff_chain(_own_id(actor)), subject=subject)


def _own_id(actor: Viewer) -> UUID:
    """`can_arrange` has refused whoever is not staff."""
    assert actor.staff_id
    return actor.staff_id
