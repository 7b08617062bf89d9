"""The papers of the day, as they came: read, unread, on their case, or not filed yet."""

from datetime import datetime, timedelta
from typing import Any

from caseday.demo.clients import Told
from caseday.demo.history import at_hour
from caseday.demo.papers import Sheet, day_words
from caseday.demo.requests import PAPERS
from caseday.demo.typical_day.day import Day, working_day

AUTHORIZATION = "AUTH-80417-22"


def one_digit_off(number: str) -> str:
    """As somebody mistypes it: the third digit is one higher."""
    place = [at for at, character in enumerate(number) if character.isdigit()][2]
    return f"{number[:place]}{(int(number[place]) + 1) % 10}{number[place + 1 :]}"


def file_papers(day: Day) -> None:
    for told_of in PAPERS["papers"]:
        came = moment(day, told_of["days"], told_of["hour"])
        if came <= day.world.now:
            day.papers[told_of["key"]] = _put_in(day, told_of, came)


def moment(day: Day, days: int, hour: float) -> datetime:
    """That hour, so many working days before the day itself (-1: the one before)."""
    when = day.today
    for _ in range(-days):
        when = working_day(when, -1)
    return at_hour(when, hour)


def _put_in(day: Day, told_of: dict[str, Any], came: datetime) -> Any:
    told = day.told[told_of["person"]]
    service = moment(day, told_of.get("service_days", told_of["days"]), 9)
    sheet = Sheet(
        told_of["from"],
        told_of["title"],
        told_of["lines"].format(**_known(day, told, service)),
        pages=told_of.get("pages", 1),
        is_scan=told_of.get("is_scan", False),
    )
    is_read = not told_of.get("is_unread", False)
    read_at = min(came + timedelta(minutes=12), day.world.now)
    return day.world.papers.put_in(
        sheet, viewer=told.viewer, staff=told.staff, case=None if told_of.get("is_unfiled") else told.case,
        at=came, read_at=read_at if is_read else None, kind=told_of["kind"], from_name=told_of["from"],
        from_office=day.world.offices.get(told_of["from"]), received_how=told_of["how"],
        service_on=service.date() if "service_days" in told_of else None,
    )  # fmt: skip


def _known(day: Day, told: Told, service: datetime) -> dict[str, str]:
    claim, born = told.numbers["claim_number"].value, told.person.birth_date
    return {
        "name": told.person.full_name,
        "born": day_words(born) if born else "not known",
        "claim": claim,
        "claim_wrong": one_digit_off(claim),
        "number": AUTHORIZATION,
        "service": day_words(service.date()),
        "until": day_words((day.today + timedelta(days=28)).date()),
    }
