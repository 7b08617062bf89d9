"""The people of the day."""

from datetime import datetime, timedelta

from caseday.access.record import case_chain
from caseday.cases.models import Identifier, KeyDate, Party
from caseday.demo.clients import make_client, open_case
from caseday.demo.history import at_hour, tell_history
from caseday.demo.typical_day.day import Day, working_day
from caseday.demo.voices import INJURIES


def meet_the_people(day: Day) -> None:
    world = day.world

    def ago(days: int) -> datetime:
        return at_hour(working_day(day.today - timedelta(days=days), -1), 9)

    people = {
        "marcus": (("Marcus", "Bell", "Forklift operator"), INJURIES[0], ago(84), "Ridgeview Orthopedics", 2),
        "elena": (
            ("Elena", "Vasquez", "Hotel housekeeper"),
            INJURIES[1],
            ago(120),
            "Balcones Shoulder and Sports",
            3,
        ),
        "darnell": (
            ("Darnell", "Hughes", "Package handler"),
            INJURIES[12],
            ago(150),
            "Colorado River Spine Clinic",
            2,
        ),
        "sofia": (
            ("Sofia", "Reyes", "Line cook"),
            INJURIES[10],
            ago(30),
            "Onion Creek Occupational Health",
            2,
        ),
    }
    for key, ((given, family, work), injury, since, clinic, acuity) in people.items():
        person = make_client(
            world, since, given=given, family=family, occupation=work, language="en", needs_interpreter=False
        )
        told = open_case(world, "maya", since, injury=injury, person=person, acuity=acuity)
        physician = told.parties["physician"]
        world.ledger.update(
            case_chain(told.case.id),
            "party_changed",
            told.viewer,
            since + timedelta(hours=3),
            physician,
            office=world.offices[clinic],
            professional=world.professionals[clinic][0],
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
        Party(
            case=case,
            role="surgery_coordinator",
            office=clinic,
            professional=world.professionals[clinic.name][1],
            from_on=at.date(),
        ),
        Party(
            case=case,
            role="surgeon",
            office=clinic,
            professional=world.professionals[clinic.name][0],
            from_on=at.date(),
        ),
        KeyDate(case=case, kind="surgery", on=day.tomorrow.date(), note="Rotator cuff repair, arrive 6:15"),
        Identifier(case=case, kind="authorization_number", value="AUTH-80417-22", normalized="AUTH8041722"),
    ]
    world.ledger.add(
        case_chain(case.id), "surgery_planned", elena.viewer, at, *added, summary="Surgery date set"
    )
    pharmacy = elena.parties["pharmacy"]
    world.ledger.update(
        case_chain(case.id),
        "party_changed",
        elena.viewer,
        at,
        pharmacy,
        office=world.offices["Barton Springs Pharmacy"],
    )
