"""Whose miles one reads, what a period comes to, and what it costs."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from caseday.access.models import Role
from caseday.access.viewer import Viewer
from caseday.cases.models import Assignment
from caseday.dayplan.models import TravelTime
from caseday.dayplan.travel import cell_of
from caseday.journal.actions import record_visit
from caseday.kernel.errors import NotFound
from caseday.reports.queries import OUT_OF_SIGHT, get_driver, get_trip, miles_between, people_to_read
from caseday.reports.rules import How, Source
from caseday.reports.tests.roads import DAY, EVENING, HOME, clinic, drive, settle
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_activity, make_appointment, make_case, make_person, make_staff

pytestmark = pytest.mark.django_db


def of(viewer: Viewer, *staff: Any, first: date = DAY, last: date = DAY, now: Any = EVENING):
    return miles_between(viewer, staff, first, last, now=now)


def test_a_tapped_visit_is_a_trip_there_and_back(cast: Cast, nora: Viewer) -> None:
    settle(cast.nora)
    drive(make_case(cast.nora))
    there, home = of(nora, cast.nora).rows
    assert (there.start, there.end) == ("Home base", "Ridgeview, Austin")
    assert (there.trip.miles, there.trip.how) == (Decimal("2.7"), How.PLANNED)
    assert (there.trip.driven_minutes, there.trip.waited_minutes) == (25, 12)
    assert there.trip.amount == Decimal("1.96")
    assert (home.trip.drive.source, home.trip.miles, home.words) == (Source.HOME, Decimal("2.7"), "Way home")
    assert home.trip.is_time_planned


def test_the_way_home_waits_for_the_last_visit(cast: Cast, nora: Viewer) -> None:
    settle(cast.nora)
    case = make_case(cast.nora)
    drive(case)
    later = make_appointment(case, starts_at=MONDAY_8 + timedelta(hours=6), office=clinic("Spine", 30.4))
    assert len(of(nora, cast.nora, now=MONDAY_8 + timedelta(hours=4)).rows) == 1
    assert len(of(nora, cast.nora, now=EVENING + timedelta(days=1)).rows) == 2
    later.state = "cancelled"
    later.save()
    assert len(of(nora, cast.nora, now=MONDAY_8 + timedelta(hours=4)).rows) == 2


def test_what_the_journal_drew_from_a_visit_is_not_counted_again(cast: Cast, nora: Viewer) -> None:
    visit = drive(make_case(cast.nora))
    record_visit(actor=nora, now=EVENING, appointment_id=visit.pk)
    found = of(nora, cast.nora)
    assert [row.trip.drive.source for row in found.rows] == [Source.VISIT]
    travel = visit.activities.filter(kind="travel").get()
    travel.miles, travel.minutes = Decimal("6.5"), 27
    travel.save()
    (row,) = of(nora, cast.nora).rows
    assert (row.trip.miles, row.trip.how, row.trip.driven_minutes) == (Decimal("6.5"), How.ENTERED, 27)


def test_miles_of_the_journal_alone_are_a_trip(cast: Cast, nora: Viewer) -> None:
    case = make_case(cast.nora)
    make_activity(
        case, kind="travel", miles=Decimal(6), minutes=15, summary="To the pharmacy", place="Pharmacy"
    )
    make_activity(case, kind="travel", miles=Decimal(9), voided_at=EVENING)
    make_activity(case, kind="call", miles=None)
    (row,) = of(nora, cast.nora).rows
    assert (row.words, row.end, row.trip.miles) == ("To the pharmacy", "Pharmacy", 6)
    assert row.trip.amount == Decimal("4.35")


def test_what_was_not_driven_to_is_no_trip(cast: Cast, nora: Viewer) -> None:
    case = make_case(cast.nora)
    make_appointment(case, office=clinic())
    make_appointment(case, office=clinic(), state="cancelled")
    drive(case, kind="call")
    drive(case, needs_worker=False)
    assert of(nora, cast.nora).rows == ()


def test_who_was_called_off_on_the_way_drove_and_done_without_a_tap_did_too(cast: Cast, nora: Viewer) -> None:
    case = make_case(cast.nora)
    drive(case, state="cancelled", arrived_at=None, done_at=None)
    drive(case, MONDAY_8 + timedelta(hours=4), office=clinic("Spine", 30.4), set_off_at=None, arrived_at=None)
    first, second = of(nora, cast.nora).rows
    assert first.trip.drive.is_called_off and first.trip.counts
    assert second.trip.is_time_planned


def test_whoever_tapped_the_way_drove_it(cast: Cast, nora: Viewer, carl: Viewer) -> None:
    drive(make_case(cast.nora), driver=cast.carl)
    assert of(nora, cast.nora).rows == ()
    (row,) = of(carl, cast.carl).rows
    assert row.staff == cast.carl
    (row,) = of(cast.viewer("susan"), cast.nora, cast.carl).rows
    assert row.staff == cast.carl


def test_a_map_servers_miles_win_over_the_estimate(cast: Cast, nora: Viewer) -> None:
    settle(cast.nora)
    drive(make_case(cast.nora))
    TravelTime.objects.create(
        from_place=cell_of(HOME), to_place=cell_of((30.30, -97.74)), minutes=9, miles=4.04, source="osrm",
        asked_at=MONDAY_8,
    )  # fmt: skip
    assert [row.trip.miles for row in of(nora, cast.nora).rows] == [Decimal("4.0"), Decimal("2.7")]


def test_a_place_that_is_not_on_the_map_has_no_miles_until_somebody_enters_them(
    cast: Cast, nora: Viewer
) -> None:
    settle(cast.nora)
    drive(make_case(cast.nora), office=None, place="12 Oak St")
    found = of(nora, cast.nora)
    assert found.without_miles == 2 and not found.lacks_rate
    assert (found.rows[0].trip.miles, found.rows[0].trip.how) == (None, How.UNKNOWN)


def test_sums_are_by_case_by_worker_and_of_the_period(cast: Cast, susan: Viewer) -> None:
    settle(cast.nora)
    rosa = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Diaz"))
    drive(rosa)
    drive(make_case(cast.nora), MONDAY_8 + timedelta(hours=4), office=clinic("Spine", 30.4))
    make_activity(
        None, staff=cast.carl, kind="travel", miles=Decimal(10), started_at=MONDAY_8 + timedelta(days=1)
    )
    found = of(susan, cast.nora, cast.carl, last=DAY + timedelta(days=1))
    assert [(one.name, two.trips) for one, two in found.by_staff] == [("Nora Field", 3), ("Carl Cover", 1)]
    assert sum(one.miles for _, one in found.by_case) == found.sum.miles
    assert sum(one.amount for _, one in found.by_case) == found.sum.amount
    assert [name.name for name, _ in found.by_case][0] == "Rosa Diaz"
    assert [day.on for day in found.days] == [DAY, DAY + timedelta(days=1)]
    assert [rate.cents_a_mile for rate in found.rates] == [Decimal("72.5")]
    assert [rule.split for rule in found.rules] == ["equal"]


def test_a_day_before_the_first_rate_has_miles_and_no_amount(cast: Cast, nora: Viewer) -> None:
    long_ago = MONDAY_8.replace(year=2023)
    make_activity(None, staff=cast.nora, kind="travel", miles=Decimal(10), started_at=long_ago)
    found = of(nora, cast.nora, first=long_ago.date(), last=long_ago.date())
    assert found.lacks_rate and found.rows[0].trip.amount is None


def test_one_reads_ones_own_a_supervisor_the_teams_an_auditor_all(cast: Cast) -> None:
    seen = {
        name: {one.name for one in people_to_read(cast.viewer(name))}
        for name in ("nora", "carl", "susan", "adam")
    }
    assert seen["nora"] == {"Nora Field"} and seen["carl"] == {"Carl Cover"} and seen["adam"] == set()
    assert seen["susan"] == {"Nora Field", "Carl Cover", "Susan Super"}
    assert people_to_read(cast.viewer("susan"))[0] == cast.susan
    assert len(people_to_read(cast.viewer("audrey"))) == 4
    drive(make_case(cast.nora))
    for name, count in (("nora", 1), ("carl", 0), ("susan", 1), ("olive", 0), ("adam", 0), ("audrey", 1)):
        assert len(of(cast.viewer(name), cast.nora).rows) == count
    with pytest.raises(NotFound):
        get_driver(cast.viewer("carl"), cast.nora.pk)
    with pytest.raises(NotFound):
        get_trip(cast.viewer("nora"), cast.nora.pk, DAY, cast.nora.pk, now=EVENING)


def test_miles_of_a_case_that_was_handed_over_still_count_and_say_nothing_of_it(
    cast: Cast, nora: Viewer
) -> None:
    settle(cast.nora)
    case = make_case(cast.nora)
    drive(case, title="Secret surgery")
    drive(make_case(cast.nora), MONDAY_8 + timedelta(hours=4), office=clinic("Spine", 30.4))
    case.assigned_to = cast.olive
    case.save()
    Assignment.objects.filter(case=case).update(to_at=MONDAY_8)
    found = of(nora, cast.nora)
    first, second, home = found.rows
    assert first.cases == (OUT_OF_SIGHT,) and first.is_out_of_sight
    assert "Secret" not in first.words and "Ridgeview" not in first.end and "Ridgeview" not in second.start
    assert first.trip.miles and OUT_OF_SIGHT in home.cases and home.words == "Way home"
    assert OUT_OF_SIGHT in [name for name, _ in found.by_case]


def test_days_are_those_of_whoever_drove(cast: Cast, nora: Viewer) -> None:
    drive(make_case(cast.nora), MONDAY_8.replace(hour=4) + timedelta(days=1))
    assert len(of(nora, cast.nora).rows) == 1
    assert of(nora, cast.nora, first=DAY + timedelta(days=1), last=DAY + timedelta(days=1)).rows == ()


def test_an_entry_of_yesterday_evening_is_not_todays(cast: Cast, nora: Viewer) -> None:
    make_activity(None, staff=cast.nora, kind="travel", miles=1, started_at=MONDAY_8.replace(hour=3))
    assert of(nora, cast.nora).rows == ()


def test_more_places_than_anybody_drives_to_are_estimated(
    cast: Cast, nora: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(cast.nora)
    drive(make_case(cast.nora))
    monkeypatch.setattr("caseday.reports.queries.miles._MOST_PLACES", 1)
    assert of(nora, cast.nora).rows[0].trip.miles == Decimal("2.7")


def test_a_month_of_a_team_costs_ten_queries(
    cast: Cast, susan: Viewer, django_assert_max_num_queries: Any
) -> None:
    team = [cast.nora, cast.carl, make_staff("Uma Unseen", role=Role.CASE_MANAGER)]
    settle(cast.nora)
    for day in range(5):
        for hour, staff in ((2, cast.nora), (4, cast.nora), (3, cast.carl)):
            drive(
                make_case(staff),
                MONDAY_8 + timedelta(days=day, hours=hour),
                office=clinic(f"Clinic {day} {hour}", 30.3 + day / 50 + hour / 500),
            )
    with django_assert_max_num_queries(10):
        found = miles_between(susan, team, DAY, DAY + timedelta(days=27), now=EVENING + timedelta(days=30))
        assert len([row.cases for row in found.rows]) == 20
