"""What was planned before the day began."""

from datetime import datetime, timedelta
from typing import Any

from caseday.access.record import case_chain
from caseday.demo.clients import Told
from caseday.demo.history import at_hour, is_working, last_working
from caseday.demo.typical_day.day import STORY, Day, confirm, plan_one
from caseday.demo.world import World
from caseday.schedule.models import Appointment


def plan_the_days(day: Day) -> None:
    for told_of in STORY["appointments"]:
        _plan(day, dict(told_of))
    three_days_ago = day.at(14) - timedelta(days=3)
    confirm(day, "marcus", "office", "Tasha Greene", three_days_ago - timedelta(minutes=10))
    confirm(day, "marcus", "client", "Marcus Bell", three_days_ago, is_last=True)
    confirm(day, "darnell", "office", "Mona Ellis", three_days_ago)
    _took_place(day, "six weeks ago")
    _call_off(day, day.appointments["rebook"], day.at(9) - timedelta(days=7))


def _plan(day: Day, fields: dict[str, Any]) -> None:
    key, told = fields.pop("key"), day.told[fields.pop("person")]
    when = {
        "today": day.today,
        "tomorrow": day.tomorrow,
        "yesterday": day.yesterday,
        "six days ago": day.today - timedelta(days=6),
        "six weeks ago": last_working(day.today - timedelta(weeks=6)),
    }[fields.pop("day")]
    office = day.world.offices[fields.pop("office")] if "office" in fields else None
    if office is None:
        fields |= at_home(day, told)
    lines = {name: fields[name].strip() for name in ("agenda", "carry") if name in fields}
    plan_one(day, key, told, when, fields.pop("hour"), fields.pop("title"), office, **fields | lines)


def _took_place(day: Day, key: str) -> None:
    appointment = day.appointments[key]
    told = next(one for one in day.told.values() if one.case.id == appointment.case_id)
    values = {"state": "done", "arrived_at": appointment.starts_at, "done_at": appointment.ends_at}
    chain = case_chain(told.case.id)
    day.world.ledger.update(chain, "visit_done", told.viewer, appointment.ends_at, appointment, **values)


def _call_off(day: Day, appointment: Appointment, at: datetime) -> None:
    sofia = day.told["sofia"]
    day.world.ledger.update(
        case_chain(sofia.case.id),
        "appointment_cancelled",
        sofia.viewer,
        at,
        appointment,
        state="awaiting_new_date",
        cancelled_at=at,
        cancelled_by="Steady Hand Therapy",
        cancel_reason="Therapist is ill",
        notice_minutes=1440,
        needs_new_date=True,
    )


def plan_ahead(world: World, told: Told, now: datetime) -> None:
    """Most cases have a next appointment within three weeks, after tomorrow."""
    if world.random.random() < 0.35:
        return
    physician = told.parties["physician"]
    when = now + timedelta(days=world.random.randrange(3, 20))
    while not is_working(when):
        when += timedelta(days=1)
    starts = at_hour(when, world.random.choice((8.5, 9, 10.25, 11, 13.5, 14.25, 15.5)))
    appointment = Appointment(
        staff=told.staff,
        case=told.case,
        kind="physician_visit",
        title=f"Follow-up, {told.injury.body_part}",
        starts_at=starts,
        ends_at=starts + timedelta(minutes=45),
        time_zone="America/Chicago",
        office=physician.office,
        needs_worker=world.random.random() < 0.5,
        updated_at=now - timedelta(days=5),
    )
    at = max(told.case.referred_at + timedelta(hours=4), now - timedelta(days=5))
    world.ledger.add(
        case_chain(told.case.id),
        "appointment_planned",
        told.viewer,
        at,
        appointment,
        summary=appointment.title,
    )


def at_home(day: Day, told: Told) -> dict[str, Any]:
    home = day.world.homes[told.person.id]
    return {"place": str(home), "latitude": home.latitude, "longitude": home.longitude}
