"""What yesterday left over, and what was promised."""

from dataclasses import replace
from datetime import timedelta

from caseday.access.models import Coverage
from caseday.demo.clients import Told
from caseday.demo.history import at_hour, record_entry
from caseday.demo.typical_day.day import Day, finish, promise
from caseday.journal.models import Activity, Draft


def leave_over_from_yesterday(day: Day) -> None:
    """Two activities without a note and a draft, as left last night (WC-05)."""
    elena, marcus, sofia = (day.told[key] for key in ("elena", "marcus", "sofia"))
    signed = day.at(8.2) <= day.world.now
    record_entry(
        day.world,
        elena,
        at_hour(day.yesterday, 16.5),
        is_noted=signed,
        kind="call",
        with_role="surgery_coordinator",
        with_name="Joan Pruitt",
        office=day.world.offices["Balcones Shoulder and Sports"],
        minutes=9,
        result="reached",
        summary="Joan Pruitt states clearance came in and the time stands at 6:15.",
    )
    record_entry(
        day.world,
        marcus,
        at_hour(day.yesterday, 17),
        is_noted=signed,
        kind="call",
        with_role="client",
        with_name="Marcus Bell",
        person=marcus.person,
        minutes=11,
        result="reached",
        is_incoming=True,
        summary="Marcus Bell reports the knee swells after four hours of standing; asks about a second opinion.",
    )
    visit = record_entry(
        day.world,
        sofia,
        at_hour(day.yesterday, 11),
        is_noted=False,
        kind="visit",
        with_role="physician",
        minutes=40,
        miles=14,
        with_name=sofia.parties["physician"].shown_name,
        result="reached",
        place="Onion Creek Occupational Health",
        summary="Attended the wound check; skin graft not needed.",
    )
    _begin_draft(day, sofia, visit)


def answer_overnight(day: Day) -> None:
    """A colleague covers the evening and takes a call; in the morning it has come in (WC-01)."""
    elena, ben = day.told["elena"], day.world.staff["ben"]
    night = day.today - timedelta(days=1)
    Coverage.objects.create(
        absent=elena.staff, covering=ben, from_on=day.yesterday.date(), to_on=night.date(), reason="On call"
    )
    record_entry(
        day.world,
        replace(elena, viewer=day.world.viewers["ben"], staff=ben),
        at_hour(night, 19.25),
        kind="call",
        with_role="client",
        with_name="Elena Vasquez",
        person=elena.person,
        minutes=6,
        result="reached",
        is_incoming=True,
        summary="Elena Vasquez asks which medicines to stop before surgery; told to ask the surgeon's office today.",
    )


def _begin_draft(day: Day, told: Told, activity: Activity) -> None:
    text = "Attended the wound check with the worker. Wound edges clean, no drainage. Physician states a skin graft is"
    at = at_hour(day.yesterday, 12)
    day.world.ledger.put(
        Draft(
            activity=activity,
            author=told.staff,
            format="narrative",
            sections={"text": text},
            started_at=at,
            saved_at=at,
        )
    )


def make_promises(day: Day) -> None:
    offices = day.world.offices
    imaging, granite = offices["Lakeside Imaging"], offices["Granite Mutual Claims"]
    cd = promise(
        day,
        "marcus",
        "Ask Lakeside Imaging for the MRI on CD before the 10:00 visit",
        9.5,
        office=imaging,
        reach_role="imaging",
    )
    promise(
        day,
        "marcus",
        "Send the adjuster the update after today's visit",
        12,
        office=granite,
        reach_role="adjuster",
        promised_to="adjuster",
    )
    promise(
        day,
        "elena",
        "Ask the pharmacy whether the post-op prescription came, then call Elena back",
        12,
        office=offices["Barton Springs Pharmacy"],
        reach_role="pharmacy",
        promised_to="Elena Vasquez",
    )
    promise(
        day,
        "elena",
        "Confirm the ride to and from surgery",
        None,
        office=offices["Safe Ride Medical Transport"],
        reach_role="transport",
    )
    promise(
        day,
        "darnell",
        "Ask for the dictated report of the visit six weeks ago",
        None,
        -2,
        office=offices["Colorado River Spine Clinic"],
        reach_role="physician",
    )
    promise(
        day,
        "sofia",
        "Find a new date for hand therapy",
        None,
        office=offices["Steady Hand Therapy"],
        reach_role="therapist",
    )
    promise(
        day,
        "darnell",
        "Ask Harbor Point who handles the appeal",
        None,
        office=offices["Harbor Point Administrators"],
        reach_role="carrier",
    )
    promise(day, "sofia", "Send the two-week plan to the employer", None, 3)
    day.play(9.15, lambda: finish(day, cd, "Lakeside Imaging has the CD ready at window 2"))
