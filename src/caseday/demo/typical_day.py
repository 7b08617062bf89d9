"""The typical day of a field nurse case manager, anchored on a date: what had happened by the present moment.

Each scene carries its hour; scenes after `world.now` are left for the person to live.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from caseday.access.record import case_chain
from caseday.cases.models import Identifier, KeyDate, Party
from caseday.demo.clients import Told, make_client, open_case
from caseday.demo.history import at_hour, is_working, record_entry, tell_history
from caseday.demo.voices import INJURIES
from caseday.demo.world import World
from caseday.directory.models import Office
from caseday.followups.models import FollowUp
from caseday.journal.models import Activity, Draft
from caseday.schedule.models import Appointment, Confirmation

Scene = Callable[[], None]


@dataclass
class Day:
    world: World
    today: datetime
    """Midnight-free anchor: any moment of the day, in Austin."""
    appointments: dict[str, Appointment] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)

    def at(self, hour: float) -> datetime:
        return at_hour(self.today, hour)

    @property
    def yesterday(self) -> datetime:
        return _working_day(self.today, -1)

    @property
    def tomorrow(self) -> datetime:
        return _working_day(self.today, 1)

    def play(self, hour: float, scene: Scene) -> None:
        if self.at(hour) <= self.world.now:
            scene()


def _working_day(day: datetime, step: int) -> datetime:
    day += timedelta(days=step)
    while not is_working(day):
        day += timedelta(days=step)
    return day


def live_the_day(world: World, today: datetime) -> Day:
    day = Day(world, today)
    _meet_the_people(day)
    _plan(day)
    _yesterday(day)
    _promises(day)
    _morning(day)
    _noon(day)
    _afternoon(day)
    return day


def _meet_the_people(day: Day) -> None:
    world = day.world
    ago = lambda days: at_hour(_working_day(day.today - timedelta(days=days), -1), 9)  # noqa: E731
    people = {
        "marcus": (("Marcus", "Bell", "Forklift operator"), INJURIES[0], ago(84), "Ridgeview Orthopedics", 2),
        "elena": (("Elena", "Vasquez", "Hotel housekeeper"), INJURIES[1], ago(120), "Balcones Shoulder and Sports", 3),
        "darnell": (("Darnell", "Hughes", "Package handler"), INJURIES[12], ago(150), "Colorado River Spine Clinic", 2),
        "sofia": (("Sofia", "Reyes", "Line cook"), INJURIES[10], ago(30), "Onion Creek Occupational Health", 2),
    }
    for key, ((given, family, work), injury, since, clinic, acuity) in people.items():
        person = make_client(world, since, given=given, family=family, occupation=work, language="en", needs_interpreter=False)
        told = open_case(world, "maya", since, injury=injury, person=person, acuity=acuity)
        physician = told.parties["physician"]
        world.ledger.update(
            case_chain(told.case.id), "party_changed", told.viewer, since + timedelta(hours=3), physician,
            office=world.offices[clinic], professional=world.professionals[clinic][0],
        )
        tell_history(world, told, day.yesterday - timedelta(days=3), 4)
        day.told[key] = told
    _elena_details(day)


def _elena_details(day: Day) -> None:
    world, elena = day.world, day.told["elena"]
    at = day.at(8) - timedelta(days=14)
    clinic = world.offices["Balcones Shoulder and Sports"]
    case = elena.case
    added = [
        Party(case=case, role="surgery_coordinator", office=clinic, professional=world.professionals[clinic.name][1], from_on=at.date()),
        Party(case=case, role="surgeon", office=clinic, professional=world.professionals[clinic.name][0], from_on=at.date()),
        KeyDate(case=case, kind="surgery", on=day.tomorrow.date(), note="Rotator cuff repair, arrive 6:15"),
        Identifier(case=case, kind="authorization_number", value="AUTH-80417-22", normalized="AUTH8041722"),
    ]
    world.ledger.add(case_chain(case.id), "surgery_planned", elena.viewer, at, *added, summary="Surgery date set")
    pharmacy = elena.parties["pharmacy"]
    world.ledger.update(
        case_chain(case.id), "party_changed", elena.viewer, at, pharmacy, office=world.offices["Barton Springs Pharmacy"]
    )


def _appointment(
    day: Day, key: str, told: Told, when: datetime, hour: float, title: str, office: Office | None, **fields: Any
) -> Appointment:
    starts = at_hour(when, hour)
    appointment = Appointment(
        staff=told.staff,
        case=told.case,
        kind=fields.pop("kind", "physician_visit"),
        title=title,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=fields.pop("minutes", 45)),
        time_zone="America/Chicago",
        office=office,
        updated_at=starts - timedelta(days=9),
        **fields,
    )
    day.world.ledger.add(
        case_chain(told.case.id), "appointment_planned", told.viewer, day.at(8) - timedelta(days=9), appointment, summary=title
    )
    day.appointments[key] = appointment
    return appointment


def _plan(day: Day) -> None:
    offices, told = day.world.offices, day.told
    _appointment(
        day, "marcus", told["marcus"], day.today, 10, "Orthopedic follow-up", offices["Ridgeview Orthopedics"], minutes=90,
        agenda="Progress since the last visit and what matters most\nTreatment options, with and without surgery\n"
        "Work status and restrictions\nTransfer of care: who sends the referral, and when",
        carry="MRI report, left knee (said sent twice, nobody has seen it in the chart)\nNon-certification, therapy visits 13 to 18",
    )
    _appointment(
        day, "darnell", told["darnell"], day.today, 13.5, "Spine clinic visit", offices["Colorado River Spine Clinic"],
        agenda="Report of the visit six weeks ago\nNext step after the non-certification", carry="Non-certification of injections",
    )
    _appointment(
        day, "elena", told["elena"], day.tomorrow, 6.25, "Rotator cuff repair", offices["Hill Country Surgery Center"],
        kind="surgery", minutes=180, carry="Authorization letter",
    )
    _appointment(day, "sofia", told["sofia"], day.tomorrow, 11, "Wound check", offices["Onion Creek Occupational Health"])
    _appointment(
        day, "home", told["sofia"], day.tomorrow, 15, "Home visit", None, kind="home_visit", minutes=60,
        **_at_home(day, told["sofia"]), agenda="Dressing changes at home\nWho helps, and when",
    )
    _appointment(
        day, "late", told["darnell"], day.yesterday, 15, "Therapy evaluation", offices["Motion Works Physical Therapy"],
        kind="therapy", needs_worker=False,
    )
    for key, side, said_by, back in (("marcus", "client", "Marcus Bell", 3), ("darnell", "office", "Mona Ellis", 3)):
        _confirm(day, key, side, said_by, day.at(14) - timedelta(days=back))
    rebook = _appointment(
        day, "rebook", told["sofia"], day.today - timedelta(days=6), 9, "Hand therapy, first visit", offices["Steady Hand Therapy"],
        kind="therapy", needs_worker=False,
    )
    day.world.ledger.update(
        case_chain(rebook.case_id), "appointment_cancelled", told["sofia"].viewer, day.at(9) - timedelta(days=7), rebook,
        state="awaiting_new_date", cancelled_at=day.at(9) - timedelta(days=7), cancelled_by="Steady Hand Therapy",
        cancel_reason="Therapist is ill", notice_minutes=1440, needs_new_date=True,
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
        staff=told.staff, case=told.case, kind="physician_visit", title=f"Follow-up, {told.injury.body_part}", starts_at=starts,
        ends_at=starts + timedelta(minutes=45), time_zone="America/Chicago", office=physician.office,
        needs_worker=world.random.random() < 0.5, updated_at=now - timedelta(days=5),
    )
    at = max(told.case.referred_at + timedelta(hours=4), now - timedelta(days=5))
    world.ledger.add(case_chain(told.case.id), "appointment_planned", told.viewer, at, appointment, summary=appointment.title)


def _at_home(day: Day, told: Told) -> dict[str, Any]:
    home = day.world.homes[told.person.id]
    return {"place": str(home), "latitude": home.latitude, "longitude": home.longitude}


def _confirm(day: Day, key: str, side: str, said_by: str, at: datetime) -> None:
    appointment = day.appointments[key]
    told = next(t for t in day.told.values() if t.case.id == appointment.case_id)
    confirmation = Confirmation(
        appointment=appointment, side=side, result="confirmed", said_by=said_by, at=at, staff=told.staff, channel="phone"
    )
    day.world.ledger.add(
        case_chain(told.case.id), "appointment_confirmed", told.viewer, at, confirmation,
        summary=f"{said_by} confirmed", updates={"state": "confirmed"}, of=appointment,
    )


def _yesterday(day: Day) -> None:
    """Two activities without a note and a draft, as left last night (WC-05)."""
    elena, marcus, sofia = (day.told[key] for key in ("elena", "marcus", "sofia"))
    signed = day.at(8.2) <= day.world.now
    record_entry(
        day.world, elena, at_hour(day.yesterday, 16.5), is_noted=signed, kind="call", with_role="surgery_coordinator",
        with_name="Joan Pruitt", office=day.world.offices["Balcones Shoulder and Sports"], minutes=9, result="reached",
        summary="Joan Pruitt states clearance came in and the time stands at 6:15.",
    )
    record_entry(
        day.world, marcus, at_hour(day.yesterday, 17), is_noted=signed, kind="call", with_role="client", with_name="Marcus Bell",
        person=marcus.person, minutes=11, result="reached", is_incoming=True,
        summary="Marcus Bell reports the knee swells after four hours of standing; asks about a second opinion.",
    )
    visit = record_entry(
        day.world, sofia, at_hour(day.yesterday, 11), is_noted=False, kind="visit", with_role="physician", minutes=40, miles=14,
        with_name=sofia.parties["physician"].shown_name, result="reached", place="Onion Creek Occupational Health",
        summary="Attended the wound check; skin graft not needed.",
    )
    _begin_draft(day, sofia, visit)


def _begin_draft(day: Day, told: Told, activity: Activity) -> None:
    text = "Attended the wound check with the worker. Wound edges clean, no drainage. Physician states a skin graft is"
    at = at_hour(day.yesterday, 12)
    day.world.ledger.put(Draft(
        activity=activity, author=told.staff, format="narrative", sections={"text": text}, started_at=at, saved_at=at
    ))


def _promise(day: Day, key: str, text: str, hour: float | None, days: int = 0, **fields: Any) -> FollowUp:
    told = day.told[key]
    due = day.today + timedelta(days=days)
    followup = FollowUp(
        staff=told.staff,
        case=told.case,
        text=text,
        due_on=due.date(),
        due_at=at_hour(due, hour) if hour is not None else None,
        promised_at=at_hour(day.yesterday, 15),
        **fields,
    )
    day.world.ledger.add(case_chain(told.case.id), "followup_promised", told.viewer, followup.promised_at, followup, summary=text)
    return followup


def _promises(day: Day) -> None:
    offices = day.world.offices
    imaging, granite = offices["Lakeside Imaging"], offices["Granite Mutual Claims"]
    cd = _promise(day, "marcus", "Ask Lakeside Imaging for the MRI on CD before the 10:00 visit", 9.5, office=imaging, reach_role="imaging")
    _promise(day, "marcus", "Send the adjuster the update after today's visit", 12, office=granite, reach_role="adjuster", promised_to="adjuster")
    _promise(day, "elena", "Ask the pharmacy whether the post-op prescription came, then call Elena back", 12,
             office=offices["Barton Springs Pharmacy"], reach_role="pharmacy", promised_to="Elena Vasquez")
    _promise(day, "elena", "Confirm the ride to and from surgery", None, office=offices["Safe Ride Medical Transport"], reach_role="transport")
    _promise(day, "darnell", "Ask for the dictated report of the visit six weeks ago", None, -2,
             office=offices["Colorado River Spine Clinic"], reach_role="physician")
    _promise(day, "sofia", "Find a new date for hand therapy", None, office=offices["Steady Hand Therapy"], reach_role="therapist")
    _promise(day, "darnell", "Ask Harbor Point who handles the appeal", None, office=offices["Harbor Point Administrators"], reach_role="carrier")
    _promise(day, "sofia", "Send the two-week plan to the employer", None, 3)
    day.play(9.15, lambda: _finish(day, cd, "Lakeside Imaging has the CD ready at window 2"))


def _finish(day: Day, followup: FollowUp, reason: str) -> None:
    told = next(t for t in day.told.values() if t.case.id == followup.case_id)
    at = day.at(9.15)
    day.world.ledger.update(
        case_chain(told.case.id), "followup_done", told.viewer, at, followup, state="done", ended_at=at, end_reason=reason
    )


def _call(day: Day, key: str, hour: float, role: str, name: str, summary: str, *, minutes: int = 8, **fields: Any) -> None:
    def scene() -> None:
        record_entry(
            day.world, day.told[key], day.at(hour), is_noted=day.at(hour + 1) <= day.world.now, kind="call", with_role=role,
            with_name=name, minutes=minutes, result=fields.pop("result", "reached"), summary=summary, **fields,
        )

    day.play(hour + minutes / 60, scene)


def _morning(day: Day) -> None:
    day.play(8.6, lambda: _confirm(day, "sofia", "office", "Front desk", day.at(8.6)))
    day.play(8.75, lambda: _confirm(day, "elena", "office", "Pre-admission nurse", day.at(8.75)))
    imaging = day.world.offices["Lakeside Imaging"]
    _call(day, "marcus", 9.05, "imaging", "Lakeside Imaging", "The CD of the MRI is ready at window 2.", office=imaging, minutes=5)
    _visit_steps(day)


def _visit_steps(day: Day) -> None:
    """Arrive 9:50, wait, wait again, see the physician at 11:00, done 11:30 (WC-10 to WC-14)."""
    steps = (
        (9.85, "visit_arrived", "arrived", "arrived_at"),
        (10.5, "visit_waiting", "waiting", "waiting_since"),
        (11, "visit_with_provider", "with_provider", "with_provider_at"),
        (11.5, "visit_done", "done", "done_at"),
    )
    marcus, appointment = day.told["marcus"], day.appointments["marcus"]

    def take(hour: float, verb: str, state: str, column: str) -> None:
        at = day.at(hour)
        day.world.ledger.update(
            case_chain(marcus.case.id), verb, marcus.viewer, at, appointment, **{"state": state, column: at}
        )

    for hour, verb, state, column in steps:
        if day.at(hour) <= day.world.now:
            take(hour, verb, state, column)
    day.play(11.5, lambda: _after_the_visit(day))


def _after_the_visit(day: Day) -> None:
    marcus, appointment = day.told["marcus"], day.appointments["marcus"]
    record_entry(
        day.world, marcus, day.at(10), kind="visit", with_role="physician", with_name="Helen Marchetti, MD", appointment=appointment,
        office=appointment.office, minutes=90, miles=13, result="reached", place="Ridgeview Orthopedics",
        summary="Dr. Marchetti recommends a transfer of care; modified duty continues. Handed over the MRI report, which was not in the chart.",
        text="Met Marcus Bell before the visit: reports swelling after four hours of standing, pain 4 of 10. The imaging CD was brought. "
        "Physician reviewed the MRI report, handed over at this visit; it had not been in the chart. Options discussed: therapy, injection, "
        "surgical opinion. Worker prefers a surgical opinion. Modified duty continues. Front office states the referral for the transfer of "
        "care was put in today. Follow up with the receiving office within one week.",
    )
    _promise(day, "marcus", "Ask the receiving office whether the transfer-of-care referral arrived", None, 3)


def _noon(day: Day) -> None:
    offices = day.world.offices
    surgeon, pharmacy = offices["Balcones Shoulder and Sports"], offices["Barton Springs Pharmacy"]
    _call(day, "elena", 11.6, "client", "Elena Vasquez", "Elena Vasquez asks whether the ride for tomorrow is set and what to eat tonight.",
          person=day.told["elena"].person, is_incoming=True)
    _call(day, "elena", 11.75, "surgery_coordinator", "Joan Pruitt", "Joan Pruitt confirms 6:15, nothing to eat after midnight.", office=surgeon)
    _call(day, "elena", 11.9, "pharmacy", "Quentin Moss", "Quentin Moss states the prescription came in and is being checked.", office=pharmacy, minutes=6)


def _afternoon(day: Day) -> None:
    day.play(13.55, lambda: _cancel_darnell(day))
    pharmacy = day.world.offices["Barton Springs Pharmacy"]
    _call(day, "elena", 13.75, "client", "Elena Vasquez", "Elena Vasquez states the pharmacy will not fill: medications not approved.",
          person=day.told["elena"].person, is_incoming=True, minutes=6)
    _call(day, "elena", 14.6, "pharmacy", "Quentin Moss", "The pharmacy had the claim number one digit off; corrected, ready at 5 pm.",
          office=pharmacy, minutes=14)


def _cancel_darnell(day: Day) -> None:
    darnell, appointment = day.told["darnell"], day.appointments["darnell"]
    at = day.at(13.5)
    day.world.ledger.update(
        case_chain(darnell.case.id), "appointment_cancelled", darnell.viewer, at, appointment,
        state="awaiting_new_date", cancelled_at=at, cancelled_by="Front desk, said by the patient this morning",
        cancel_reason="Patient cancelled this morning", notice_minutes=240, needs_new_date=True,
    )
    record_entry(
        day.world, darnell, at, is_noted=False, kind="visit", with_role="physician", with_name="Mona Ellis", appointment=appointment,
        office=appointment.office, minutes=15, miles=9, result="reached", place="Colorado River Spine Clinic",
        summary="Told at the desk that the visit was cancelled this morning. Handed over the non-certification. The report of six weeks ago is still not ready.",
    )
