"""The people of the day."""

from datetime import timedelta
from typing import Any

from caseday.access.record import case_chain
from caseday.cases.models import Identifier, KeyDate, Party
from caseday.demo.assessments import assess
from caseday.demo.clients import Told, make_client, open_case
from caseday.demo.history import at_hour, tell_history
from caseday.demo.typical_day.day import STORY, Day, working_day
from caseday.demo.typical_day.filing import AUTHORIZATION
from caseday.demo.voices import INJURIES


def meet_the_people(day: Day) -> None:
    for told_of in STORY["people"]:
        day.told[told_of["key"]] = _meet(day, told_of)
    _elena_details(day)


def _meet(day: Day, told_of: dict[str, Any]) -> Told:
    world, clinic = day.world, told_of["clinic"]
    since = at_hour(working_day(day.today - timedelta(days=told_of["referred_days_ago"]), -1), 9)
    known = {"given": told_of["given"], "family": told_of["family"], "occupation": told_of["work"]}
    person = make_client(world, since, **known, language="en", needs_interpreter=False)
    injury = next(one for one in INJURIES if one.code == told_of["injury"])
    told = open_case(world, "maya", since, injury=injury, person=person, acuity=told_of["acuity"])
    treating = {"office": world.offices[clinic], "professional": world.professionals[clinic][0]}
    chain, at = case_chain(told.case.id), since + timedelta(hours=3)
    world.ledger.update(chain, "party_changed", told.viewer, at, told.parties["physician"], **treating)
    tell_history(world, told, day.yesterday - timedelta(days=3), 4)
    assess(world, told, day.yesterday)
    return told


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
        Identifier(
            case=case,
            kind="authorization_number",
            value=AUTHORIZATION,
            normalized=AUTHORIZATION.replace("-", ""),
        ),
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
