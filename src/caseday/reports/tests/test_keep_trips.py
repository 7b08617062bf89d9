"""A week after a trip what was planned for it is kept: nothing changes an old report; and it moves with the agency."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from caseday.access import append_only
from caseday.access.viewer import Viewer
from caseday.exchange.actions import export_agency, import_agency
from caseday.exchange.archive import tables
from caseday.reports.actions import Corrected, correct_trip, keep_trips
from caseday.reports.jobs import ask_for_keeping, keep_planned_miles
from caseday.reports.models import KeptTrip, TripCase, TripCorrection
from caseday.reports.queries import miles_between, trips_to_keep
from caseday.reports.tests.roads import DAY, EVENING, clinic, drive, settle
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_activity, make_case

pytestmark = pytest.mark.django_db
LATER = MONDAY_8 + timedelta(days=8)


def planned(viewer: Viewer, staff: Any) -> list[Decimal | None]:
    return [row.trip.planned_miles for row in miles_between(viewer, [staff], DAY, DAY, now=LATER).rows]


def test_a_new_home_base_changes_no_old_report(cast: Cast, nora: Viewer) -> None:
    settle(cast.nora)
    drive(make_case(cast.nora))
    assert keep_trips(now=EVENING) == 0
    assert keep_trips(now=LATER) == 2
    settle(cast.nora, home_latitude=31.0)
    assert planned(nora, cast.nora) == [Decimal("2.7"), Decimal("2.7")]
    KeptTrip.objects.all().delete()
    assert planned(nora, cast.nora) == [Decimal("62.9"), Decimal("62.9")]


def test_it_is_kept_once_and_only_what_was_planned(cast: Cast, nora: Viewer) -> None:
    settle(cast.nora)
    drive(make_case(cast.nora))
    make_activity(make_case(cast.nora), kind="travel", miles=6)
    assert (keep_trips(now=LATER), keep_trips(now=LATER)) == (2, 0)
    drive(make_case(cast.nora), MONDAY_8 + timedelta(hours=5), office=clinic("Spine", 30.5))
    assert keep_trips(now=LATER) == 1
    assert KeptTrip.objects.count() == 3


def test_nobody_but_the_system_gathers_everybodys_trips(cast: Cast, susan: Viewer) -> None:
    settle(cast.nora)
    drive(make_case(cast.nora))
    assert list(trips_to_keep(susan, DAY, DAY, now=LATER)) == []


def test_it_comes_round_by_itself(cast: Cast) -> None:
    ask_for_keeping()
    keep_planned_miles.call()
    assert not KeptTrip.objects.exists()


def test_it_moves_with_the_agency(cast: Cast, nora: Viewer, settings: Any, tmp_path: Path) -> None:
    settings.DOCUMENTS_DIR = tmp_path / "papers"
    settle(cast.nora)
    case = make_case(cast.nora)
    visit = drive(case)
    keep_trips(now=LATER)
    corrected = Corrected(why="Detour", miles=Decimal(5), case_ids=[case.pk, make_case(cast.nora).pk])
    correct_trip(actor=nora, now=LATER, staff_id=cast.nora.pk, on=DAY, drive_id=visit.pk, corrected=corrected)
    export_agency(tmp_path / "out", now=LATER)
    with transaction.atomic():
        append_only.uninstall(connection)
        for model in reversed(tables()):
            rows = model._base_manager.all()
            rows._raw_delete(rows.db)
        import_agency(tmp_path / "out", now=LATER)
        assert TripCorrection.objects.get().miles == 5
        assert [one.position for one in TripCase.objects.all()] == [0, 1]
        assert KeptTrip.objects.count() == 2
        transaction.set_rollback(True)
    assert set(apps.get_app_config("reports").get_models()) <= set(tables())
