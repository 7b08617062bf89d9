"""The past of a case: calls, visits and papers every few days, each with its signed note."""

from datetime import datetime, time, timedelta
from typing import Any

from caseday.access.record import case_chain
from caseday.demo import voices
from caseday.demo.clients import AUSTIN, Told
from caseday.demo.world import World
from caseday.journal.actions.signing import hash_of
from caseday.journal.models import Activity, Note
from caseday.programs.rules.holidays_kept import holidays_in


def at_hour(day: datetime, hour: float) -> datetime:
    """The moment on the day of `day` at `hour` o'clock in Austin (9.5 is half past nine)."""
    local = day.astimezone(AUSTIN)
    minutes = round(hour * 60)
    return datetime.combine(local.date(), time(minutes // 60, minutes % 60), AUSTIN)


def is_working(day: datetime) -> bool:
    local = day.astimezone(AUSTIN).date()
    return local.weekday() < 5 and local not in holidays_in("common", local.year)


def first_day(world: World, told: Told) -> None:
    """A new case: the adjuster and the worker were reached; employer and physician wait."""
    for minutes, role in ((40, "adjuster"), (90, "client")):
        at = told.case.referred_at + timedelta(hours=2, minutes=minutes)
        record_entry(world, told, at, **_call(world, told, role, is_reached=True))


def tell_history(
    world: World, told: Told, until: datetime, every_days: float, *, keeps_up: bool = False
) -> None:
    """Entries from acceptance to `until`, about one in `every_days`; with `keeps_up`, a call in the last days."""
    random = world.random
    moment = told.case.referred_at + timedelta(hours=3)
    for role in told.contacts:
        moment = _next_working(moment + timedelta(minutes=random.randrange(20, 90)))
        if moment >= until:
            return
        record_entry(world, told, moment, **_call(world, told, role, is_reached=True))
    while (moment := _next_working(moment + timedelta(days=random.expovariate(1 / every_days)))) < until:
        record_entry(world, told, at_hour(moment, random.randrange(16, 33) / 2), **_anything(world, told))
    if keeps_up:
        last = _next_working(until - timedelta(days=random.randrange(1, 6)))
        if told.case.referred_at + timedelta(days=1) < last < until:
            record_entry(
                world,
                told,
                at_hour(last, random.randrange(17, 32) / 2),
                **_call(world, told, "client", is_reached=True),
            )


def _next_working(moment: datetime) -> datetime:
    while not is_working(moment):
        moment += timedelta(days=1)
    return moment


def last_working(moment: datetime) -> datetime:
    """The same hour of that day, or of the working day before it."""
    while not is_working(moment):
        moment -= timedelta(days=1)
    return moment


def _anything(world: World, told: Told) -> dict[str, Any]:
    kind = world.random.choices(
        ("client", "physician", "adjuster", "employer", "visit", "paper"), (30, 20, 16, 8, 14, 12)
    )[0]
    if kind == "visit":
        return _visit(world, told)
    if kind == "paper":
        return {
            "kind": "paperwork",
            "minutes": 20,
            "summary": world.random.choice(voices.PAPERWORK),
            "result": "done",
        }
    return _call(world, told, kind)


def _call(world: World, told: Told, role: str, *, is_reached: bool = False) -> dict[str, Any]:
    random = world.random
    said = random.choice(
        {
            "client": voices.CALL_CLIENT,
            "adjuster": voices.CALL_ADJUSTER,
            "employer": voices.CALL_EMPLOYER,
        }.get(role, voices.CALL_OFFICE)
    )
    words = said.format(
        pain=random.randrange(2, 7),
        sleep=random.randrange(4, 8),
        part=told.injury.body_part,
        visits=random.choice((4, 6, 8)),
    )
    who = told.person.called if role == "client" else told.parties[role].shown_name
    party = told.parties.get(role)
    reached = is_reached or random.random() < 0.8
    return {
        "kind": "call",
        "with_role": role,
        "with_name": who,
        "office": party.office if party else None,
        "professional": party.professional if party else None,
        "person": told.person if role == "client" else None,
        "minutes": random.choice((6, 8, 10, 12, 15)) if reached else 3,
        "result": "reached" if reached else random.choice(("left_word", "no_answer")),
        "summary": f"{who} {words}." if reached else f"Called {who}, left word to call back.",
    }


def _visit(world: World, told: Told) -> dict[str, Any]:
    random, physician = world.random, told.parties["physician"]
    words = random.choice(voices.VISIT).format(
        range=random.randrange(60, 130, 5),
        treatment=told.injury.treatment,
        lift=random.choice((5, 10, 15, 20)),
    )
    return {
        "kind": "visit",
        "with_role": "physician",
        "with_name": physician.shown_name,
        "office": physician.office,
        "professional": physician.professional,
        "place": physician.office.name if physician.office else "",
        "minutes": random.choice((40, 50, 60, 75)),
        "miles": random.choice((12, 18, 24, 31)),
        "result": "reached",
        "summary": words,
    }


def record_entry(
    world: World, told: Told, at: datetime, *, is_noted: bool = True, text: str = "", **fields: Any
) -> Activity:
    """An activity, and its note signed half an hour after it ended."""
    activity = Activity(staff=told.staff, case=told.case, started_at=at, recorded_at=at, **fields)
    ended = at + timedelta(minutes=activity.minutes or 5)
    chain = case_chain(told.case.id)
    world.ledger.add(chain, "activity_recorded", told.viewer, ended, activity, summary=activity.summary)
    if activity.result == "reached" or activity.kind == "visit":
        _meet(world, told, activity, ended)
    if is_noted:
        _sign(world, told, activity, ended + timedelta(minutes=30), text)
    return activity


def _meet(world: World, told: Told, activity: Activity, at: datetime) -> None:
    world.ledger.update(
        case_chain(told.case.id),
        "contact_made",
        told.viewer,
        at,
        told.case,
        last_contact_at=activity.started_at,
    )
    contact = told.contacts.get(activity.with_role)
    if contact and contact.met_at is None:
        world.ledger.update(
            case_chain(told.case.id),
            "first_contact_met",
            told.viewer,
            at,
            contact,
            met_at=activity.started_at,
            met_by_activity_id=activity.id,
        )


def _sign(world: World, told: Told, activity: Activity, at: datetime, text: str) -> None:
    body = text or f"{activity.summary} {world.random.choice(voices.PLAN)}"
    note = Note(
        activity=activity,
        case=told.case,
        format="narrative",
        sections={"text": body},
        text=body,
        author=told.staff,
        signed_by=told.staff.signature,
        signed_at=at,
    )
    note.hash = hash_of(note)
    world.ledger.add(
        case_chain(told.case.id),
        "note_signed",
        told.viewer,
        at,
        note,
        summary=activity.summary,
        updates={"noted_at": at},
        of=activity,
    )
