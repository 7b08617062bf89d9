"""The demonstration agency: the same from the same seed, whole by its own record, and true to the hour."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from caseday.access.models import Staff
from caseday.access.queries import verify_chains, viewer_for
from caseday.cases.models import Case
from caseday.demo.actions import SMALL, build_agency, moment_of_demonstration, sign_ins
from caseday.directory.models import Office, OfficePhone
from caseday.journal.models import Activity
from caseday.kernel.errors import Refused
from caseday.looseends.queries import LooseEnds, loose_ends_for
from caseday.people.models import ContactPoint, Person
from caseday.schedule.models import Appointment

AUSTIN = ZoneInfo("America/Chicago")
MONDAY = date(2026, 3, 2)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MONDAY, time(hour, minute), AUSTIN)


def open_at(now: datetime) -> LooseEnds:
    maya = Staff.objects.get(email="maya@caseday.example")
    return loose_ends_for(viewer_for(maya, now=now), now=now)


@pytest.mark.whole
@pytest.mark.django_db
def test_its_record_is_whole() -> None:
    build_agency(now=at(16), size=SMALL)
    assert list(verify_chains().problems) == []


@pytest.mark.whole
@pytest.mark.django_db
def test_it_has_the_promised_size() -> None:
    build_agency(now=at(8))
    assert Case.objects.filter(status="open", assigned_to__email="maya@caseday.example").count() == 35
    assert Office.objects.count() == 60
    assert Activity.objects.order_by("started_at")[0].started_at < at(8) - timedelta(days=600)


@pytest.mark.django_db
def test_everybody_in_it_is_made_up() -> None:
    build_agency(now=at(8), size=SMALL)
    numbers = [
        *ContactPoint.objects.filter(system="phone").values_list("value", flat=True),
        *OfficePhone.objects.values_list("number", flat=True),
    ]
    assert all(number[5:].startswith("55501") or number[-7:-2] == "55501" for number in numbers)
    mail = ContactPoint.objects.filter(system="email").values_list("value", flat=True)
    assert mail and all(address.endswith(".example") for address in mail)
    emails = [*Staff.objects.values_list("email", flat=True), *Office.objects.values_list("email", flat=True)]
    assert all(email.endswith(".example") for email in emails)


def _people(seed: int) -> list[tuple[object, ...]]:
    try:
        with transaction.atomic():
            build_agency(now=at(8), size=SMALL, seed=seed)
            found = list(Person.objects.values_list("given_name", "family_name", "birth_date"))
            raise RuntimeError("enough")
    except RuntimeError:
        return sorted(found)


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    assert _people(20) == _people(20) != _people(21)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hour", "state", "titles"),
    [
        (
            time(8, 0),
            "confirmed",
            {"Note: call with Joan Pruitt", "Ask Lakeside Imaging for the MRI on CD before the 10:00 visit"},
        ),
        (time(10, 40), "waiting", {"Confirm the ride to and from surgery"}),
        (time(13, 45), "done", {"Confirmed, then off: Spine clinic visit", "Note: visit with Mona Ellis"}),
    ],
)
def test_the_day_stands_as_its_hour_asks(hour: time, state: str, titles: set[str]) -> None:
    now = datetime.combine(MONDAY, hour, AUSTIN)
    build_agency(now=now, size=SMALL)
    assert Appointment.objects.get(title="Orthopedic follow-up").state == state
    assert titles <= {end.title for end in open_at(now).ends}


@pytest.mark.django_db
def test_it_never_overwrites_an_agency() -> None:
    build_agency(now=at(8), size=SMALL)
    with pytest.raises(Refused, match="already has people"):
        build_agency(now=at(8), size=SMALL)


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (datetime(2026, 3, 2, 9, 41, 30, tzinfo=AUSTIN), datetime(2026, 3, 2, 9, 41, tzinfo=AUSTIN)),
        (datetime(2026, 3, 2, 3, 0, tzinfo=AUSTIN), datetime(2026, 3, 2, 8, 0, tzinfo=AUSTIN)),
        (datetime(2026, 3, 2, 20, 0, tzinfo=AUSTIN), datetime(2026, 3, 3, 8, 0, tzinfo=AUSTIN)),
        (datetime(2026, 2, 28, 11, 0, tzinfo=AUSTIN), datetime(2026, 3, 2, 8, 0, tzinfo=AUSTIN)),
    ],
)
def test_it_shows_now_in_working_hours_and_else_the_next_morning(now: datetime, shown: datetime) -> None:
    assert moment_of_demonstration(now) == shown


def test_an_hour_and_a_day_can_be_asked_for() -> None:
    now = datetime(2026, 3, 1, 11, 0, tzinfo=AUSTIN)
    assert moment_of_demonstration(now, on=date(2026, 3, 4), at=time(13, 30)) == datetime(
        2026, 3, 4, 13, 30, tzinfo=AUSTIN
    )


def test_there_is_a_sign_in_for_each_role() -> None:
    assert {one.role for one in sign_ins()} == {"Case manager", "Supervisor", "Administrator", "Auditor"}
