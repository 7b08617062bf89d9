"""What a person decides about their day: pinned, moved, not today, done; and how they want days to be planned."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, change, staff_chain
from caseday.access.viewer import Viewer
from caseday.dayplan.models import PlanChoice, PlanWishes
from caseday.dayplan.permissions import can_plan_day
from caseday.dayplan.rules.weights import choices
from caseday.dayplan.rules.wishes import Wishes
from caseday.directory.queries import get_office
from caseday.kernel.errors import Invalid

_OTHERWISE = "A day is planned by whose day it is: ask them, or move the appointment itself."
_LONGEST_KEY, _LONGEST_SUMMARY = 140, 200


def pin_item(
    *, actor: Viewer, now: datetime, on: date, key: str, at: datetime, title: str = ""
) -> PlanChoice:
    """There or not at all; the rest is planned around it."""
    return _choose(actor, now, on, key, kind=PlanChoice.Kind.PINNED, at=at, title=title)


def move_item(
    *, actor: Viewer, now: datetime, on: date, key: str, at: datetime, title: str = ""
) -> PlanChoice:
    """About then, where it fits."""
    return _choose(actor, now, on, key, kind=PlanChoice.Kind.MOVED, at=at, title=title)


def not_today(
    *, actor: Viewer, now: datetime, on: date, key: str, instead_on: date | None = None, title: str = ""
) -> PlanChoice:
    """Out of this day's plan; it stays open. `instead_on`: when it is to be done."""
    if instead_on is not None and instead_on <= on:
        raise Invalid({"instead_on": "Choose a later day."})
    kind = PlanChoice.Kind.NOT_TODAY
    return _choose(actor, now, on, key, kind=kind, instead_on=instead_on, title=title)


def tick_item(*, actor: Viewer, now: datetime, on: date, key: str, title: str = "") -> PlanChoice:
    """Done: for lunch, papers that are printed, what nothing else ends."""
    return _choose(actor, now, on, key, kind=PlanChoice.Kind.TICKED, title=title)


def take_back_choice(*, actor: Viewer, now: datetime, on: date, key: str) -> None:
    """Nothing is done where there is none."""
    staff_id = _planner(actor)
    choice = PlanChoice.objects.filter(staff=staff_id, on=on, key=key).first()
    if choice is None:
        return
    with _changing(actor, now, staff_id, choice, "plan_choice_taken_back") as record:
        record.remove(choice)


def _planner(actor: Viewer) -> UUID:
    require(actor.staff_id is not None and can_plan_day(actor, actor.staff_id), _OTHERWISE)
    assert actor.staff_id is not None
    return actor.staff_id


def _changing(
    actor: Viewer, now: datetime, staff_id: UUID, subject: Any, verb: str, title: str = ""
) -> AbstractContextManager[ChangeRecord]:
    chain, words = staff_chain(staff_id), title[:_LONGEST_SUMMARY]
    return change(verb, actor=actor, now=now, chain=chain, subject=subject, summary=words)


def _choose(
    actor: Viewer,
    now: datetime,
    on: date,
    key: str,
    *,
    kind: PlanChoice.Kind,
    at: datetime | None = None,
    instead_on: date | None = None,
    title: str = "",
) -> PlanChoice:
    staff_id = _planner(actor)
    if not key or len(key) > _LONGEST_KEY:
        raise Invalid({"key": "Choose something of the plan."})
    found = PlanChoice.objects.filter(staff=staff_id, on=on, key=key).first()
    choice = found or PlanChoice(staff_id=staff_id, on=on, key=key)
    values = {"kind": kind, "at": at, "instead_on": instead_on}
    with _changing(actor, now, staff_id, choice, f"plan_item_{kind}", title) as record:
        _write(record, choice, values, is_new=found is None, made_at=now)
    return choice


def _write(record: ChangeRecord, kept: Any, values: dict[str, Any], *, is_new: bool, **once: Any) -> None:
    if not is_new:
        record.update(kept, **values)
        return
    for name, value in (values | once).items():
        setattr(kept, name, value)
    record.add(kept)


def set_wishes(*, actor: Viewer, now: datetime, wishes: Wishes, office_id: UUID | None = None) -> PlanWishes:
    """Raises Invalid with a sentence for each field. `office_id`: where one's own desk is, if not at home."""
    staff_id = _planner(actor)
    problems = wishes.problems()
    known = {choice.key for choice in choices()}
    if not known.issuperset(wishes.chosen):
        problems["chosen"] = "Choose from the list."
    if (wishes.starts_at_office or wishes.ends_at_office) and office_id is None:
        problems["office"] = "Choose the office where your desk is."
    if problems:
        raise Invalid(problems)
    office = get_office(actor, office_id) if office_id else None
    found = PlanWishes.objects.filter(staff=staff_id).first()
    kept = found or PlanWishes(staff_id=staff_id)
    values = _columns(wishes) | {"office": office}
    with _changing(actor, now, staff_id, kept, "plan_wishes_set") as record:
        _write(record, kept, values, is_new=found is None)
    return kept


def _columns(wishes: Wishes) -> dict[str, Any]:
    home, office = PlanWishes.Base.HOME, PlanWishes.Base.OFFICE
    return {
        "wishes": sorted(set(wishes.chosen)),
        "day_from": wishes.day_from,
        "day_to": wishes.day_to,
        "lunch_minutes": wishes.lunch_minutes,
        "lunch_from": wishes.lunch_from,
        "lunch_to": wishes.lunch_to,
        "short_breaks": wishes.short_breaks,
        "starts_from": office if wishes.starts_at_office else home,
        "ends_at": office if wishes.ends_at_office else home,
    }
