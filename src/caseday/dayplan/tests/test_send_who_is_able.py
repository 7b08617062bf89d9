"""Skills, languages and absences decide who of a team may go."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from caseday.access.models import Coverage, License, Staff
from caseday.access.viewer import Viewer
from caseday.dayplan.actions.team import Chosen, apply_team_visits
from caseday.dayplan.models import PlanWishes
from caseday.dayplan.queries.team import TeamDay, proposed_for, team_day, team_week
from caseday.dayplan.rules.team import asked_of
from caseday.schedule.models import Appointment
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_person

TUESDAY = date(2026, 3, 3)
TEN = MONDAY_8 + timedelta(days=1, hours=2)
NORTH, SOUTH = (30.45, -97.75), (30.15, -97.75)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast: Cast) -> Cast:
    """Nora lives in the north, Carl in the south."""
    for staff, home in ((cast.nora, NORTH), (cast.carl, SOUTH)):
        staff.home_latitude, staff.home_longitude = home
        staff.save()
    Coverage.objects.update(ended_at=MONDAY_8)
    return cast


def _visit(staff: Staff, **fields) -> Appointment:
    return make_appointment(
        make_case(staff, person=make_person(given_name="Rosa", family_name="Alvarez", **fields.pop("person", {}))),
        **{
            "kind": "home_visit", "title": "Home visit", "place": "1 Oak St", "latitude": SOUTH[0],
            "longitude": SOUTH[1], "starts_at": TEN, **fields,
        },
    )  # fmt: skip


def _found(viewer: Viewer, now: datetime) -> TeamDay:
    return team_day(viewer, day=TUESDAY, now=now)


def test_only_who_has_what_a_visit_asks_for_is_sent(pair: Cast, susan: Viewer, now: datetime) -> None:
    _visit(pair.nora, skills="ccm, RN")
    assert proposed_for(susan, _found(susan, now)).moves == (), "Carl is nearer, and no CCM"
    held = License.objects.create(staff=pair.carl, kind="ccm", expires_on=TUESDAY)
    assert [one.to for one in proposed_for(susan, _found(susan, now)).moves] == [pair.carl]
    held.expires_on = date(2026, 3, 2)
    held.save()
    assert proposed_for(susan, _found(susan, now)).moves == ()


def test_a_sentence_says_that_nobody_has_it(pair: Cast, susan: Viewer, now: datetime) -> None:
    _visit(pair.nora, skills="bilingual")
    proposed = proposed_for(susan, _found(susan, now))
    assert proposed.clashes == ("Rosa Alvarez asks for bilingual, which Nora Field does not have.",)
    assert proposed.nobody == (
        "Nobody here has bilingual, which Rosa Alvarez asks for: ask another team for somebody.",
    )


def test_languages_that_somebody_notes_are_theirs(pair: Cast, susan: Viewer, now: datetime) -> None:
    _visit(pair.nora, person={"language": "es"}, skills="bilingual")
    assert proposed_for(susan, _found(susan, now)).moves == ()
    pair.carl.languages = "spanish, Klingon"
    pair.carl.save()
    found = _found(susan, now)
    carl = next(worker for worker in found.problem.workers if worker.name == "Carl Cover")
    assert carl.languages == {"English", "Spanish"} and "bilingual" in carl.skills
    assert [one.to for one in proposed_for(susan, found).moves] == [pair.carl]


def test_who_is_away_is_not_sent_and_what_is_agreed_keeps_its_hour(
    pair: Cast, susan: Viewer, now: datetime
) -> None:
    Coverage.objects.create(absent=pair.nora, covering=pair.susan, from_on=TUESDAY, to_on=TUESDAY)
    agreed = _visit(pair.nora, state="confirmed")
    found = _found(susan, now)
    assert found.away == [("Nora Field", "Susan Super")]
    proposed = proposed_for(susan, found)
    assert proposed.clashes == ("Nora Field is away: Rosa Alvarez needs somebody else.",)
    assert [(one.to, one.to_at) for one in proposed.moves] == [(pair.carl, TEN)]
    chosen = [Chosen(agreed.pk, agreed.version, pair.carl.pk, TEN)]
    assert apply_team_visits(actor=susan, now=now, day=TUESDAY, chosen=chosen) == 1
    agreed.refresh_from_db()
    assert (agreed.staff, agreed.state) == (pair.carl, "confirmed")
    nora = next(row for row in team_week(found).workers if row.staff == pair.nora)
    assert [(load.is_away, load.available) for load in nora.loads[:3]] == [
        (False, 510),
        (True, 0),
        (False, 510),
    ]
    assert nora.available == 4 * 510


def test_who_is_away_is_given_nothing_even_where_they_are_nearer(
    pair: Cast, susan: Viewer, now: datetime
) -> None:
    Coverage.objects.create(absent=pair.carl, covering=pair.susan, from_on=TUESDAY, to_on=TUESDAY)
    _visit(pair.nora)
    assert proposed_for(susan, _found(susan, now)).moves == ()


def test_the_wished_lunch_is_kept_unless_what_is_agreed_leaves_no_time(
    pair: Cast, susan: Viewer, now: datetime
) -> None:
    PlanWishes.objects.create(staff=pair.carl, lunch_minutes=0)
    noon = TEN + timedelta(hours=2)
    _visit(
        pair.nora,
        starts_at=noon - timedelta(minutes=30),
        ends_at=noon + timedelta(minutes=80),
        state="confirmed",
    )
    found = _found(susan, now)
    lunches = {worker.name: (worker.lunch, worker.lunch_minutes) for worker in found.problem.workers}
    assert lunches == {"Nora Field": (None, 30), "Carl Cover": (None, 0)}
    assert found.lunchless == ("Nora Field",)


def test_the_page_says_who_is_away_and_who_has_no_lunch(pair: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: MONDAY_8)
    Coverage.objects.create(absent=pair.nora, covering=pair.susan, from_on=TUESDAY, to_on=TUESDAY)
    noon = TEN + timedelta(hours=2)
    _visit(
        pair.carl,
        starts_at=noon - timedelta(minutes=30),
        ends_at=noon + timedelta(minutes=80),
        state="confirmed",
    )
    client = Client()
    client.force_login(pair.susan)
    page = client.get("/plan/team?day=2026-03-03").content.decode()
    assert "Nora Field; Susan Super stands in" in page
    assert "Carl Cover: what is agreed leaves no time for it" in page


def test_skills_of_a_visit_and_languages_of_oneself_are_typed_where_the_rest_is(
    pair: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: MONDAY_8)
    client = Client()
    client.force_login(pair.nora)
    typed = {
        "kind": "home_visit", "day": "2026-03-03", "starts": "10:00", "minutes": "30", "skills": " RN, bilingual ",
        "staff": str(pair.nora.pk), "where": "1 Oak St",
    }  # fmt: skip
    assert client.post("/calendar/new/", typed).status_code == 302
    one = Appointment.objects.get()
    assert one.skills == "RN, bilingual"
    assert "has to be, or speak: RN, bilingual" in client.get(f"/calendar/{one.pk}/").content.decode()
    assert 'value="RN, bilingual"' in client.get(f"/calendar/{one.pk}/edit/").content.decode()
    me = {
        "name": "Nora Field",
        "time_zone": "America/Chicago",
        "languages": "Spanish",
        "navigates_with": "geo",
    }
    assert client.post("/access/me/", me).status_code == 302
    pair.nora.refresh_from_db()
    assert pair.nora.languages == "Spanish"


@pytest.mark.parametrize(
    ("own", "of_case", "needs", "language"),
    [
        ("", "", set(), "Vietnamese"),
        ("", "rn, ccm", {"RN", "CCM"}, "Vietnamese"),
        ("LCSW", "rn", {"LCSW"}, "Vietnamese"),
        ("", "Spanish", {"Spanish"}, ""),
        ("spanish, RN", "", {"Spanish", "RN"}, ""),
        ("anybody", "rn", set(), ""),
        ("", "Anybody", set(), ""),
    ],
)
def test_a_visits_own_words_win_over_the_cases_and_these_over_the_clients_language(
    own: str, of_case: str, needs: set[str], language: str
) -> None:
    assert asked_of(own, of_case, "Vietnamese") == (needs, language)


def test_what_the_case_asks_for_holds_for_its_visits(pair: Cast, susan: Viewer, now: datetime) -> None:
    visit = _visit(pair.nora)
    assert visit.case is not None
    visit.case.visit_skills = "CCM"
    visit.case.save()
    assert proposed_for(susan, _found(susan, now)).moves == (), "Carl is nearer, and no CCM"
    visit.skills = "anybody"
    visit.save()
    assert [one.to for one in proposed_for(susan, _found(susan, now)).moves] == [pair.carl]
