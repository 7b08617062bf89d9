import time
from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from caseday.access.viewer import system_viewer
from caseday.dayplan import jobs
from caseday.dayplan.actions import ask_for_travel, drop_old_travel, fill_travel
from caseday.dayplan.models import ServerTrouble, TravelTime
from caseday.dayplan.queries import places_ahead, recorded_drives, travels_of, trouble_of
from caseday.dayplan.tests.map_servers import OsrmServer, ValhallaServer, running
from caseday.dayplan.travel import Source
from caseday.kernel.errors import NotFound
from caseday.schedule.models import VisitStep
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_office

pytestmark = pytest.mark.django_db
HOME, NORTH, SOUTH, WEST = (30.2672, -97.7431), (30.4005, -97.7431), (30.15, -97.8), (30.3, -97.95)
PLACES = [HOME, NORTH, SOUTH]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = MONDAY_8 + 4 * HOUR


@pytest.fixture
def osrm(settings):
    with running(OsrmServer()) as server:
        settings.TRAVEL_SERVER = {"kind": "osrm", "url": server.url, "knows_traffic": False}
        yield server


def sources_of(viewer, staff, places=PLACES, now=NOON):
    return travels_of(viewer, staff, places, now=now).sources(places, now.astimezone(viewer.time_zone))


def test_without_a_server_nothing_is_asked(nora, cast, settings):
    settings.TRAVEL_SERVER = {"kind": "", "url": "", "knows_traffic": False}
    assert fill_travel(now=NOON, places=PLACES) == 0
    assert not ask_for_travel(now=NOON, places=PLACES)
    assert sources_of(nora, cast.nora) == {Source.ESTIMATE: 6}


def test_what_a_server_said_is_found_again_without_asking(osrm, nora, cast, django_assert_num_queries):
    assert fill_travel(now=NOON, places=PLACES) == 6
    assert fill_travel(now=NOON, places=PLACES) == 0
    assert len(osrm.asked) == 1
    with django_assert_num_queries(3):
        travels = travels_of(nora, cast.nora, [*PLACES, None], now=NOON)
    assert travels.leg(HOME, NORTH, NOON.astimezone(nora.time_zone)).source is Source.OSRM
    assert sources_of(nora, cast.nora) == {Source.OSRM: 6}


def test_a_new_place_asks_for_its_row_and_column_alone(osrm):
    fill_travel(now=NOON, places=PLACES)
    assert fill_travel(now=NOON, places=[*PLACES, WEST]) == 6
    assert [one.count(";") for one in osrm.asked[1:]] == [5, 5]
    assert TravelTime.objects.count() == 12


def test_answers_are_asked_for_again_when_they_are_old(osrm):
    fill_travel(now=NOON, places=PLACES)
    osrm.mph = 20.0
    assert fill_travel(now=NOON + 91 * DAY, places=PLACES) == 6
    assert TravelTime.objects.count() == 6
    assert TravelTime.objects.earliest("asked_at").asked_at == NOON + 91 * DAY
    assert drop_old_travel(now=NOON + 300 * DAY) == 6


def test_a_place_off_the_road_is_estimated_and_asked_for_again_after_a_week(osrm, nora, cast):
    osrm.sea = {SOUTH}
    assert fill_travel(now=NOON, places=PLACES) == 2
    assert sources_of(nora, cast.nora) == {Source.OSRM: 2, Source.ESTIMATE: 4}
    assert fill_travel(now=NOON + DAY, places=PLACES) == 0
    osrm.sea = set()
    assert fill_travel(now=NOON + 8 * DAY, places=PLACES) == 4


def test_a_server_that_is_silent_is_said_to_be_and_left_alone_for_a_while(osrm, nora, cast):
    osrm.mode = "silent"
    begun = time.monotonic()
    assert fill_travel(now=NOON, places=PLACES) == 0
    assert time.monotonic() - begun < 2.5
    travels = travels_of(nora, cast.nora, PLACES, now=NOON)
    assert travels.words(PLACES, NOON.astimezone(nora.time_zone)) == (
        "Drives are estimated by distance and hour. The map server did not answer within a second."
    )
    osrm.mode = ""
    assert fill_travel(now=NOON + timedelta(minutes=1), places=PLACES) == 0
    assert not ask_for_travel(now=NOON + timedelta(minutes=1), places=PLACES)
    assert fill_travel(now=NOON + timedelta(minutes=6), places=PLACES) == 6
    assert trouble_of("roads") == ""


def test_trouble_keeps_since_when_it_is(osrm):
    osrm.mode = "<html>"
    fill_travel(now=NOON, places=PLACES)
    fill_travel(now=NOON + HOUR, places=PLACES)
    trouble = ServerTrouble.objects.get()
    assert (trouble.since, trouble.last_at) == (NOON, NOON + HOUR)
    assert str(trouble).startswith("roads answered with something else")


def test_a_page_asks_in_the_background_for_what_is_missing(
    osrm, monkeypatch, django_capture_on_commit_callbacks
):
    enqueued = []
    monkeypatch.setattr(
        "caseday.dayplan.actions.travel.fill_in_background", type("Task", (), {"enqueue": enqueued.append})
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert ask_for_travel(now=NOON, places=[*PLACES, None])
    assert enqueued == [[list(place) for place in PLACES]]
    assert osrm.asked == []
    jobs.fill_in_background.call(enqueued[0])
    assert TravelTime.objects.count() == 6
    assert not ask_for_travel(now=NOON, places=PLACES)


def test_a_server_that_knows_the_traffic_is_asked_for_every_hour(settings, nora, cast):
    with running(ValhallaServer()) as server:
        settings.TRAVEL_SERVER = {"kind": "valhalla", "url": server.url, "knows_traffic": True}
        assert fill_travel(now=NOON, places=[HOME, NORTH]) == 60
    travels = travels_of(nora, cast.nora, [HOME, NORTH], now=NOON)
    free, rush = (travels.leg(HOME, NORTH, (MONDAY_8 + n * HOUR).astimezone(nora.time_zone)) for n in (4, 9))
    assert rush.minutes == pytest.approx(2 * free.minutes, abs=5) and rush.minutes > 30
    assert (free.source, rush.source) == (Source.VALHALLA, Source.VALHALLA)


def test_it_ends_when_other_work_waits(osrm):
    assert fill_travel(now=NOON, places=PLACES, until=0.0) == 0
    assert osrm.asked == []


def test_the_jobs_ask_ahead_for_everybodys_next_days(osrm, cast, monkeypatch):
    monkeypatch.setattr(jobs, "ask_again", lambda *_: None)
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: MONDAY_8)
    cast.nora.home_latitude, cast.nora.home_longitude = HOME
    cast.nora.save()
    case, office = make_case(cast.nora), make_office(latitude=NORTH[0], longitude=NORTH[1])
    make_appointment(case, office=office, starts_at=MONDAY_8 + DAY)
    make_appointment(case, latitude=SOUTH[0], longitude=SOUTH[1], place="Home", starts_at=MONDAY_8 + 2 * DAY)
    make_appointment(case, kind="call", latitude=WEST[0], longitude=WEST[1], starts_at=MONDAY_8 + DAY)
    make_appointment(case, latitude=WEST[0], longitude=WEST[1], starts_at=MONDAY_8 + 9 * DAY)
    make_appointment(make_case(cast.carl), office=office)
    assert places_ahead(system_viewer(), now=MONDAY_8) == [PLACES]
    jobs.fill_ahead.call()
    assert TravelTime.objects.count() == 6


def test_the_jobs_are_asked_for_only_where_there_is_a_server(settings, monkeypatch):
    asked = []
    monkeypatch.setattr(jobs, "ask_now", asked.append)
    settings.TRAVEL_SERVER, settings.GEOCODER = {"kind": ""}, {"kind": ""}
    jobs.ask_for_map_work()
    settings.TRAVEL_SERVER, settings.GEOCODER = {"kind": "osrm"}, {"kind": "photon"}
    jobs.ask_for_map_work()
    assert asked == [jobs.fill_ahead, jobs.find_places]
    assert not DBTaskResult.objects.exists()


def tapped(staff, appointment, set_off, arrived):
    for kind, at in (("set_off", set_off), ("arrived", arrived)):
        VisitStep.objects.create(appointment=appointment, kind=kind, at=at, staff=staff)


@pytest.fixture
def driven(cast):
    """Three Mondays: from home to the office in 25 minutes, from there to somebody's home in 40."""
    cast.nora.home_latitude, cast.nora.home_longitude = HOME
    cast.nora.save()
    case, office = make_case(cast.nora), make_office(latitude=NORTH[0], longitude=NORTH[1])
    for week in (1, 2, 3):
        ten = MONDAY_8 + 2 * HOUR - 7 * week * DAY
        first = make_appointment(case, office=office, starts_at=ten)
        second = make_appointment(case, latitude=SOUTH[0], longitude=SOUTH[1], starts_at=ten + 2 * HOUR)
        tapped(cast.nora, first, ten - timedelta(minutes=35), ten - timedelta(minutes=10))
        tapped(cast.nora, second, ten + HOUR, ten + HOUR + timedelta(minutes=40))
    return cast.nora


def test_own_drives_are_read_from_the_taps(driven, nora):
    drives = recorded_drives(nora, driven, now=NOON)
    assert [(one.start, one.end, one.minutes) for one in drives[:2]] == [
        (HOME, NORTH, 25),
        (NORTH, SOUTH, 40),
    ]
    assert len(drives) == 6
    travels = travels_of(nora, driven, PLACES, now=NOON)
    leg = travels.leg(NORTH, SOUTH, NOON.astimezone(nora.time_zone))
    assert (leg.minutes, leg.source) == (40, Source.RECORDED)


def test_a_colleagues_taps_are_no_drives_of_ones_own(driven, nora, cast):
    VisitStep.objects.update(staff=cast.carl)
    assert recorded_drives(nora, driven, now=NOON) == []


def test_an_arrival_without_setting_off_is_no_drive_and_no_place_is_no_start(driven, nora):
    VisitStep.objects.filter(kind="set_off", appointment__office=None).delete()
    assert len(recorded_drives(nora, driven, now=NOON)) == 3
    VisitStep.objects.filter(kind="arrived").delete()
    assert recorded_drives(nora, driven, now=NOON) == []


def test_a_place_that_is_not_on_the_map_ends_what_is_known_of_the_way(driven, nora):
    driven.home_latitude = None
    assert {one.start for one in recorded_drives(nora, driven, now=NOON)} == {NORTH}
    make_office()
    VisitStep.objects.first().appointment.office.__class__.objects.update(latitude=None)
    assert recorded_drives(nora, driven, now=NOON) == []


def test_nobody_reads_the_drives_of_a_stranger(driven, olive, susan):
    with pytest.raises(NotFound):
        recorded_drives(olive, driven, now=NOON)
    assert len(recorded_drives(susan, driven, now=NOON)) == 6
    assert len(recorded_drives(system_viewer(), driven, now=NOON)) == 6


def test_one_place_needs_no_cache(nora, cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        travels_of(nora, cast.nora, [HOME, None], now=NOON)


def test_a_drive_names_its_places():
    assert str(TravelTime(from_place="1,2", to_place="3,4")) == "1,2 to 3,4"
