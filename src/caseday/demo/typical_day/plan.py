"""What was planned before the day began."""

from datetime import datetime, timedelta
from typing import Any

from caseday.access.record import case_chain
from caseday.demo.clients import Told
from caseday.demo.history import at_hour, is_working
from caseday.demo.typical_day.day import Day, confirm, plan_one
from caseday.demo.world import World
from caseday.schedule.models import Appointment


def plan_the_days(day: Day) -> None:
    offices, told = day.world.offices, day.told
    plan_one(
        day,
        "marcus",
        told["marcus"],
        day.today,
        10,
        "Orthopedic follow-up",
        offices["Ridgeview Orthopedics"],
        minutes=90,
        agenda="Progress since the last visit and what matters most\nTreatment options, with and without surgery\n"
        "Work status and restrictions\nTransfer of care: who sends the referral, and when",
        carry="MRI report, left knee (said sent twice, nobody has seen it in the chart)\n"
        "Non-certification, therapy visits 13 to 18",
    )
    plan_one(
        day,
        "darnell",
        told["darnell"],
        day.today,
        13.5,
        "Spine clinic visit",
        offices["Colorado River Spine Clinic"],
        agenda="Report of the visit six weeks ago\nNext step after the non-certification",
        carry="Non-certification of injections",
    )
    plan_one(
        day,
        "elena",
        told["elena"],
        day.tomorrow,
        6.25,
        "Rotator cuff repair",
        offices["Hill Country Surgery Center"],
        kind="surgery",
        minutes=180,
        carry="Authorization letter",
    )
    plan_one(
        day,
        "sofia",
        told["sofia"],
        day.tomorrow,
        11,
        "Wound check",
        offices["Onion Creek Occupational Health"],
    )
    plan_one(
        day,
        "home",
        told["sofia"],
        day.tomorrow,
        15,
        "Home visit",
        None,
        kind="home_visit",
        minutes=60,
        **at_home(day, told["sofia"]),
        agenda="Dressing changes at home\nWho helps, and when",
    )
    plan_one(
        day,
        "late",
        told["darnell"],
        day.yesterday,
        15,
        "Therapy evaluation",
        offices["Motion Works Physical Therapy"],
        kind="therapy",
        needs_worker=False,
    )
    confirm(day, "marcus", "office", "Tasha Greene", day.at(14) - timedelta(days=3, minutes=10))
    confirm(day, "marcus", "client", "Marcus Bell", day.at(14) - timedelta(days=3), is_last=True)
    confirm(day, "darnell", "office", "Mona Ellis", day.at(14) - timedelta(days=3))
    rebook = plan_one(
        day,
        "rebook",
        told["sofia"],
        day.today - timedelta(days=6),
        9,
        "Hand therapy, first visit",
        offices["Steady Hand Therapy"],
        kind="therapy",
        needs_worker=False,
    )
    day.world.ledger.update(
        case_chain(told["sofia"].case.id),
        "appointment_cancelled",
        told["sofia"].viewer,
        day.at(9) - timedelta(days=7),
        rebook,
        state="awaiting_new_date",
        cancelled_at=day.at(9) - timedelta(days=7),
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
