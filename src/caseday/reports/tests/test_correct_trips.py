"""A trip that was not as planned: who corrected it and why; what stood there before stays readable."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from caseday.access.models import CaseEvent
from caseday.access.viewer import Viewer, system_viewer
from caseday.cases.models import Assignment, Case
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.reports.actions import Corrected, add_miles, correct_trip, restore_trip
from caseday.reports.models import TripCorrection
from caseday.reports.queries import get_trip
from caseday.reports.rules import How, way_home_id
from caseday.reports.tests.roads import DAY, EVENING, drive, settle
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_activity, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    settle(cast.nora)
    return make_case(cast.nora)


@pytest.fixture
def trip(cast: Cast, case: Case) -> dict[str, Any]:
    return {"staff_id": cast.nora.pk, "on": DAY, "drive_id": drive(case).pk}


def correct(actor: Viewer, trip: dict[str, Any], *, id: UUID | None = None, **fields: Any) -> TripCorrection:
    fields = {"why": "Detour", **fields}
    return correct_trip(actor=actor, now=EVENING, corrected=Corrected(**fields), id=id, **trip)


def seen(actor: Viewer, trip: dict[str, Any]):
    return get_trip(actor, trip["staff_id"], trip["on"], trip["drive_id"], now=EVENING)


def test_miles_are_corrected_with_a_reason(nora: Viewer, case: Case, trip: dict[str, Any]) -> None:
    correct(nora, trip, miles=Decimal("4.2"), purpose="Took papers along")
    row = seen(nora, trip)
    assert (row.trip.miles, row.trip.how, row.words) == (Decimal("4.2"), How.ENTERED, "Took papers along")
    (one,) = row.trip.corrections
    assert (one.by, one.at, one.why, one.original_miles) == ("Nora Field", EVENING, "Detour", Decimal("2.7"))
    event = CaseEvent.objects.get(verb="trip_corrected")
    assert event.chain_id == case.pk
    assert event.summary == "Miles corrected: 2.7 mi to 4.2 mi. Detour"


def test_two_readings_of_the_odometer_win_over_miles(nora: Viewer, trip: dict[str, Any]) -> None:
    correct(nora, trip, miles=Decimal(1), odometer_start=Decimal("41220.4"), odometer_end=Decimal("41224.1"))
    assert (seen(nora, trip).trip.miles, seen(nora, trip).trip.how) == (Decimal("3.7"), How.ODOMETER)


def test_a_retried_correction_is_stored_once(nora: Viewer, trip: dict[str, Any]) -> None:
    id = new_id()
    first = correct(nora, trip, miles=Decimal(5), id=id)
    again = correct(nora, trip, miles=Decimal(6), id=id)
    assert first.pk == again.pk and TripCorrection.objects.get().miles == 5


def test_a_tap_adds_a_mile_to_what_stands_there(nora: Viewer, trip: dict[str, Any]) -> None:
    other = make_case(Assignment.objects.first().staff)
    correct(nora, trip, miles=Decimal(5), purpose="Two files", case_ids=[other.pk])
    add_miles(actor=nora, now=EVENING, more=Decimal(1), **trip)
    row = seen(nora, trip)
    assert (row.trip.miles, row.words, row.trip.case_ids) == (6, "Two files", (other.pk,))
    assert row.trip.corrections[-1].why == "+1 mi by a tap"
    for _ in range(7):
        add_miles(actor=nora, now=EVENING, more=Decimal(-1), **trip)
    assert seen(nora, trip).trip.miles == 0
    assert seen(nora, trip).trip.corrections[-1].why == "−1 mi by a tap"


def test_a_tap_on_a_trip_without_miles_begins_at_none(cast: Cast, nora: Viewer, case: Case) -> None:
    visit = drive(case, office=None, place="12 Oak St")
    trip = {"staff_id": cast.nora.pk, "on": DAY, "drive_id": visit.pk}
    add_miles(actor=nora, now=EVENING, more=Decimal(1), **trip)
    assert seen(nora, trip).trip.miles == 1
    assert seen(nora, trip).trip.corrections[0].original_miles is None


def test_it_is_as_it_was_again_and_that_stays_readable(nora: Viewer, trip: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="Nobody has corrected"):
        restore_trip(actor=nora, now=EVENING, **trip)
    correct(nora, trip, miles=Decimal(5))
    restore_trip(actor=nora, now=EVENING, **trip)
    row = seen(nora, trip)
    assert (row.trip.miles, row.trip.how, len(row.trip.corrections)) == (Decimal("2.7"), How.PLANNED, 2)
    assert "to as planned" in CaseEvent.objects.filter(verb="trip_corrected").last().summary


def test_what_only_the_journal_knows_is_corrected_there_too(cast: Cast, nora: Viewer, case: Case) -> None:
    entry = make_activity(case, kind="travel", miles=Decimal(6))
    trip = {"staff_id": cast.nora.pk, "on": DAY, "drive_id": entry.pk}
    correct(nora, trip, odometer_start=Decimal(10), odometer_end=Decimal("17.5"))
    entry.refresh_from_db()
    assert entry.miles == Decimal("7.5")
    assert (seen(nora, trip).trip.how, seen(nora, trip).trip.original_miles) == (How.ODOMETER, 6)
    restore_trip(actor=nora, now=EVENING, **trip)
    entry.refresh_from_db()
    assert entry.miles == 6
    before = CaseEvent.objects.filter(verb="activity_corrected").count()
    correct(nora, trip, miles=Decimal(6), purpose="Pharmacy run")
    assert CaseEvent.objects.filter(verb="activity_corrected").count() == before == 2


def test_an_entry_keeps_its_miles_where_none_are_said_and_none_where_it_had_none(
    cast: Cast, nora: Viewer, case: Case
) -> None:
    entry = make_activity(case, kind="travel", miles=None, minutes=20)
    trip = {"staff_id": cast.nora.pk, "on": DAY, "drive_id": entry.pk}
    correct(nora, trip, miles=Decimal(6))
    correct(nora, trip, purpose="Pharmacy run")
    assert (seen(nora, trip).trip.miles, seen(nora, trip).words) == (6, "Pharmacy run")
    restore_trip(actor=nora, now=EVENING, **trip)
    assert seen(nora, trip).trip.miles is None


def test_the_way_home_is_corrected_like_any_trip(cast: Cast, nora: Viewer, case: Case, trip: dict) -> None:
    home = {**trip, "drive_id": way_home_id(cast.nora.pk, DAY)}
    correct(nora, home, miles=Decimal(8))
    assert seen(nora, home).trip.miles == 8


def test_a_trip_for_several_cases_is_shared(cast: Cast, nora: Viewer, case: Case, trip: dict) -> None:
    other = make_case(cast.nora)
    correct(nora, trip, miles=Decimal("5.1"), case_ids=[other.pk, case.pk])
    row = seen(nora, trip)
    assert [(one.case_id, one.miles) for one in row.trip.shares] == [
        (other.pk, Decimal("2.6")),
        (case.pk, Decimal("2.5")),
    ]
    assert CaseEvent.objects.filter(verb="trip_corrected", chain_id=case.pk).count() == 1
    correct(nora, trip, miles=Decimal("5.1"), case_ids=[case.pk])
    assert seen(nora, trip).trip.case_ids == (case.pk,)
    assert not TripCorrection.objects.last().cases.exists()


def test_a_case_out_of_sight_cannot_be_chosen(cast: Cast, nora: Viewer, trip: dict) -> None:
    with pytest.raises(Invalid) as caught:
        correct(nora, trip, miles=Decimal(5), case_ids=[make_case(cast.olive).pk])
    assert list(caught.value.problems) == ["cases"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"why": " "}, "why"),
        ({"miles": Decimal(3000)}, "miles"),
        ({"odometer_end": Decimal(1)}, "odometer_start"),
    ],
)
def test_what_cannot_be_is_refused(nora: Viewer, trip: dict, fields: dict, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        correct(nora, trip, **fields)
    assert list(caught.value.problems) == [field]
    assert not TripCorrection.objects.exists()


def test_who_drove_and_their_supervisor_correct_nobody_else(cast: Cast, trip: dict) -> None:
    correct(cast.viewer("susan"), trip, miles=Decimal(5))
    correct(system_viewer(), trip, miles=Decimal(6))
    assert [one.by for one in seen(cast.viewer("nora"), trip).trip.corrections] == ["Susan Super", "Caseday"]
    for name, error in (("carl", NotFound), ("olive", NotFound), ("adam", NotFound), ("audrey", Refused)):
        with pytest.raises(error):
            correct(cast.viewer(name), trip, miles=Decimal(5))


def test_ones_own_trip_of_a_case_that_was_handed_over_is_recorded_with_oneself(
    cast: Cast, nora: Viewer, case: Case, trip: dict
) -> None:
    case.assigned_to = cast.olive
    case.save()
    Assignment.objects.filter(case=case).update(to_at=EVENING - timedelta(days=1))
    correct(nora, trip, miles=Decimal(5), case_ids=[case.pk])
    assert CaseEvent.objects.get(verb="trip_corrected").chain_id == cast.nora.pk
    assert seen(nora, trip).trip.miles == 5
