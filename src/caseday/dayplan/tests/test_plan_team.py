import re
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django_tasks import default_task_backend

from caseday.access.models import CaseEvent, Coverage
from caseday.access.viewer import Viewer
from caseday.cases.models import Assignment
from caseday.dayplan.actions.team import (
    Chosen,
    apply_team_visits,
    ask_for_better_team,
    hand_over_visit,
    keep_better_team,
)
from caseday.dayplan.jobs import better_team
from caseday.dayplan.models import PlanWishes, TeamProposal
from caseday.dayplan.queries.team import proposed_for, team_day, team_week
from caseday.dayplan.rules.team import constructive_team
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.schedule.models import Appointment
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_person

TUESDAY = date(2026, 3, 3)
TEN = MONDAY_8 + timedelta(days=1, hours=2)
NORTH, SOUTH = (30.45, -97.75), (30.15, -97.75)  # some 21 miles apart

pytestmark = pytest.mark.django_db


@pytest.fixture
def crossed(cast: Cast) -> Cast:
    """Nora lives in the north and visits somebody in the south; with Carl it is the other way round."""
    for staff, home in ((cast.nora, NORTH), (cast.carl, SOUTH)):
        staff.home_latitude, staff.home_longitude = home
        staff.save()
    Coverage.objects.update(ended_at=MONDAY_8)
    return cast


@pytest.fixture
def at_now(monkeypatch) -> datetime:
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: MONDAY_8)
    return MONDAY_8


def _visit(staff, where=NORTH, **fields) -> Appointment:
    person = fields.pop("person", None) or make_person(given_name="Rosa", family_name="Alvarez")
    return make_appointment(
        make_case(staff, person=person), kind="home_visit", title="Home visit", place="1 Oak St",
        latitude=where[0], longitude=where[1], **{"starts_at": TEN, **fields},
    )  # fmt: skip


def _tick(one: Appointment, staff, at: datetime | None = None) -> Chosen:
    return Chosen(one.pk, one.version, staff.pk, at or one.starts_at)


def test_only_who_leads_the_team_plans_it(crossed: Cast, now: datetime) -> None:
    for name in ("nora", "adam", "audrey", "olive"):
        viewer = crossed.viewer(name)
        with pytest.raises(Refused, match="supervisor"):
            team_day(viewer, now=now)
        with pytest.raises(Refused):
            ask_for_better_team(actor=viewer, now=now, day=TUESDAY)
        with pytest.raises(Refused):
            apply_team_visits(actor=viewer, now=now, day=TUESDAY, chosen=[])
        with pytest.raises(Refused):
            hand_over_visit(
                actor=viewer,
                now=now,
                day=TUESDAY,
                appointment_id=crossed.nora.pk,
                version=1,
                staff_id=crossed.carl.pk,
            )


def test_a_free_visit_may_go_to_who_is_nearer_and_the_gain_is_told(
    crossed: Cast, susan: Viewer, now: datetime, django_assert_max_num_queries
) -> None:
    _visit(crossed.nora, SOUTH), _visit(crossed.carl, NORTH)
    with django_assert_max_num_queries(8):
        found = team_day(susan, day=TUESDAY, now=now)
        proposed = proposed_for(susan, found)
    assert {(one.from_name, one.to.name) for one in proposed.moves} == {
        ("Nora Field", "Carl Cover"), ("Carl Cover", "Nora Field"),
    }  # fmt: skip
    assert proposed.is_gain and proposed.moves[0].is_handed and proposed.moves[0].is_stranger
    assert proposed.now.miles > 80 > 5 > proposed.then.miles
    assert (proposed.now.strangers, proposed.then.strangers) == (0, 2)
    assert "estimated" in found.words
    assert found.today == date(2026, 3, 2)


def test_what_is_confirmed_agreed_called_off_or_over_stays(
    crossed: Cast, susan: Viewer, now: datetime
) -> None:
    sure = _visit(crossed.nora, SOUTH, state="confirmed")
    clinic = _visit(crossed.nora, SOUTH, starts_at=TEN + timedelta(hours=3))
    Appointment.objects.filter(pk=clinic.pk).update(kind="physician_visit")
    _visit(crossed.nora, SOUTH, state="cancelled")
    make_appointment(make_case(crossed.nora), kind="call", starts_at=TEN)
    make_appointment(None, staff=crossed.carl, starts_at=TEN, title="Depot", place="2 Elm St")
    problem = team_day(susan, day=TUESDAY, now=now).problem
    assert {visit.key: visit.is_bound for visit in problem.visits if visit.client} == {
        str(sure.pk): True, str(clinic.pk): True,
    }  # fmt: skip
    assert [visit.name for visit in problem.visits if not visit.client] == ["Depot"]
    later = TEN + timedelta(hours=1)
    assert str(sure.pk) not in {visit.key for visit in team_day(susan, day=TUESDAY, now=later).problem.visits}
    assert team_day(susan, now=later).problem.workers[0].start == 11 * 60
    assert proposed_for(susan, team_day(susan, day=TUESDAY, now=now)).moves == ()


def test_a_visit_in_spanish_stays_with_who_has_clients_in_spanish(
    crossed: Cast, susan: Viewer, now: datetime
) -> None:
    _visit(crossed.nora, SOUTH, person=make_person(language="es-MX"))
    alone = team_day(susan, day=TUESDAY, now=now)
    assert proposed_for(susan, alone).moves == ()
    make_case(crossed.carl, person=make_person(language="es"))
    assert [one.to.name for one in proposed_for(susan, team_day(susan, day=TUESDAY, now=now)).moves] == [
        "Carl Cover"
    ]


def test_an_interpreter_comes_along_whoever_goes(crossed: Cast, susan: Viewer, now: datetime) -> None:
    _visit(crossed.nora, SOUTH, person=make_person(language="vi", needs_interpreter=True))
    assert len(proposed_for(susan, team_day(susan, day=TUESDAY, now=now)).moves) == 1


def test_the_hours_that_somebody_wants_to_work_are_kept(crossed: Cast, susan: Viewer, now: datetime) -> None:
    PlanWishes.objects.create(staff=crossed.carl, day_from="13:00", day_to="13:20", lunch_minutes=0)
    _visit(crossed.nora, SOUTH)
    found = team_day(susan, day=TUESDAY, now=now)
    carl = next(worker for worker in found.problem.workers if worker.name == "Carl Cover")
    assert (carl.start, carl.end, carl.usual_minutes) == (780, 800, 20)
    assert proposed_for(susan, found).moves == ()


def test_who_has_agreed_to_come_early_works_early_that_day(
    crossed: Cast, susan: Viewer, now: datetime
) -> None:
    six = TEN - timedelta(hours=4)
    _visit(crossed.nora, NORTH, starts_at=six, state="confirmed")
    late = TEN + timedelta(hours=9)
    _visit(crossed.carl, SOUTH, starts_at=late, state="confirmed")
    found = team_day(susan, day=TUESDAY, now=now)
    hours = {worker.name: (worker.start, worker.end) for worker in found.problem.workers}
    assert hours["Nora Field"][0] < 6 * 60 and hours["Nora Field"][1] == 17 * 60
    assert hours["Carl Cover"][0] == 8 * 60 and hours["Carl Cover"][1] >= 19 * 60 + 45
    assert proposed_for(susan, found).clashes == ()


def test_what_cannot_be_kept_stays_in_the_calendar_and_counts(
    crossed: Cast, susan: Viewer, now: datetime
) -> None:
    _visit(crossed.nora, SOUTH, state="confirmed"), _visit(crossed.nora, NORTH, state="confirmed")
    proposed = proposed_for(susan, team_day(susan, day=TUESDAY, now=now))
    assert (proposed.moves, proposed.now) == ((), proposed.then)
    assert proposed.now.clashes == 1 and len(proposed.clashes) == 1
    _visit(crossed.nora, SOUTH, starts_at=TEN + timedelta(hours=3))
    proposed = proposed_for(susan, team_day(susan, day=TUESDAY, now=now))
    assert [one.to.name for one in proposed.moves] == ["Carl Cover"]
    assert proposed.then.clashes == 1 and proposed.then.unserved == 0
    assert proposed.then.drive_minutes > 60
    assert len(proposed.unserved) == 1


def test_only_ticked_visits_move_each_with_an_event_of_its_case(
    crossed: Cast, susan: Viewer, now: datetime
) -> None:
    given, stays = (
        _visit(crossed.nora, SOUTH),
        _visit(crossed.nora, SOUTH, starts_at=TEN + timedelta(hours=2)),
    )
    at = TEN + timedelta(minutes=20)
    assert apply_team_visits(actor=susan, now=now, day=TUESDAY, chosen=[_tick(given, crossed.carl, at)]) == 1
    given.refresh_from_db(), stays.refresh_from_db()
    assert (given.staff_id, given.starts_at) == (crossed.carl.pk, at)
    assert given.ends_at - given.starts_at == timedelta(minutes=45)
    assert (stays.staff_id, stays.version) == (crossed.nora.pk, 1)
    verbs = list(CaseEvent.objects.filter(chain_id=given.case_id).values_list("verb", flat=True))
    assert verbs == ["support_added", "appointment_taken_over", "appointment_moved", "followup_promised"]
    assert Assignment.objects.filter(case=given.case_id, staff=crossed.carl, kind="support").exists()
    assert not CaseEvent.objects.filter(chain_id=stays.case_id).exists()


def test_another_hour_alone_makes_nobody_a_supporter(crossed: Cast, susan: Viewer, now: datetime) -> None:
    one = _visit(crossed.nora)
    at = TEN + timedelta(minutes=30)
    assert apply_team_visits(actor=susan, now=now, day=TUESDAY, chosen=[_tick(one, crossed.nora, at)]) == 1
    assert not Assignment.objects.filter(case=one.case_id, kind="support").exists()
    one.refresh_from_db()
    assert apply_team_visits(actor=susan, now=now, day=TUESDAY, chosen=[_tick(one, crossed.nora)]) == 0


def test_a_visit_of_nobodys_case_is_given_as_well(crossed: Cast, susan: Viewer, now: datetime) -> None:
    one = make_appointment(
        None, staff=crossed.nora, kind="home_visit", title="Look at a home", place="3 Elm St", starts_at=TEN
    )
    assert apply_team_visits(actor=susan, now=now, day=TUESDAY, chosen=[_tick(one, crossed.carl)]) == 1


def test_what_cannot_be_kept_moves_nothing_and_says_what_stands_against_it(
    crossed: Cast, susan: Viewer, now: datetime
) -> None:
    free, good = _visit(crossed.nora), _visit(crossed.nora, starts_at=TEN + timedelta(hours=2))
    _visit(crossed.carl, SOUTH, state="confirmed")
    with pytest.raises(Invalid, match=r"minutes late.*Tick what has to move with it"):
        apply_team_visits(
            actor=susan, now=now, day=TUESDAY, chosen=[_tick(good, crossed.nora), _tick(free, crossed.carl)]
        )
    assert not CaseEvent.objects.exists()


def test_nothing_ticked_moved_meanwhile_agreed_or_gone_is_refused_in_words(
    crossed: Cast, susan: Viewer, now: datetime
) -> None:
    one = _visit(crossed.nora)
    with pytest.raises(Invalid, match="Tick the visits"):
        apply_team_visits(actor=susan, now=now, day=TUESDAY, chosen=[])
    for wrong in (_tick(one, crossed.olive), Chosen(crossed.nora.pk, 1, crossed.carl.pk, TEN)):
        with pytest.raises(Invalid, match="no longer planned"):
            apply_team_visits(actor=susan, now=now, day=TUESDAY, chosen=[wrong])
    Appointment.objects.filter(pk=one.pk).update(version=2)
    with pytest.raises(Invalid, match="changed in the meantime"):
        apply_team_visits(actor=susan, now=now, day=TUESDAY, chosen=[_tick(one, crossed.carl)])
    Appointment.objects.filter(pk=one.pk).update(state="confirmed")
    with pytest.raises(Invalid, match="agreed at its hour"):
        apply_team_visits(actor=susan, now=now, day=TUESDAY, chosen=[_tick(one, crossed.carl)])


def test_one_visit_is_handed_to_somebody_nearer(crossed: Cast, susan: Viewer, now: datetime) -> None:
    one = _visit(crossed.nora, SOUTH)
    week = team_week(team_day(susan, day=TUESDAY, now=now))
    nora = next(row for row in week.workers if row.staff == crossed.nora)
    assert [(h.appointment.pk, h.to.name, h.is_stranger) for h in nora.handings] == [
        (one.pk, "Carl Cover", True)
    ]
    assert nora.handings[0].saves_minutes > 50 and nora.handings[0].saves_miles > 40
    wanted = {"appointment_id": one.pk, "version": 1, "staff_id": crossed.carl.pk, "day": TUESDAY}
    assert hand_over_visit(actor=susan, now=now, **wanted) == 1
    one.refresh_from_db()
    assert (one.staff_id, one.starts_at) == (crossed.carl.pk, TEN)
    with pytest.raises(NotFound):
        hand_over_visit(actor=susan, now=now, **{**wanted, "appointment_id": crossed.nora.pk})


def test_the_week_shows_who_has_more_than_there_is_time_for(
    crossed: Cast, susan: Viewer, now: datetime
) -> None:
    _visit(crossed.nora, SOUTH)
    long_day = TEN + timedelta(days=1)
    _visit(crossed.nora, NORTH, starts_at=long_day, ends_at=long_day + timedelta(hours=9))
    _visit(crossed.carl, SOUTH, starts_at=long_day, ends_at=long_day + timedelta(minutes=470))
    week = team_week(team_day(susan, day=TUESDAY, now=now))
    nora, carl = (
        next(row for row in week.workers if row.staff == one) for one in (crossed.nora, crossed.carl)
    )
    assert [row.staff for row in week.overloaded] == [crossed.nora]
    assert [load.is_over for load in nora.loads] == [False, False, True, False, False, False, False]
    assert carl.loads[2].is_full and not carl.is_overloaded
    assert nora.available == 5 * 510 and nora.loads[5].available == 0
    assert nora.planned == sum(load.planned for load in nora.loads) > 540
    assert [bar.kind for bar in nora.bars] == ["drive", "visit", "drive"]
    assert nora.bars[1].x == 600 and nora.visits[0][2] == "Rosa Alvarez"
    assert carl.bars == ()
    assert week.days[0] == date(2026, 3, 2)


def test_who_is_fuller_on_the_other_days_is_spared(crossed: Cast, susan: Viewer, now: datetime) -> None:
    _visit(crossed.nora), _visit(crossed.carl)
    for day in (1, 2):
        starts = TEN + timedelta(days=day)
        _visit(crossed.nora, starts_at=starts, ends_at=starts + timedelta(hours=5))
    workers = {worker.name: worker for worker in team_day(susan, day=TUESDAY, now=now).problem.workers}
    assert workers["Nora Field"].fair_minutes < workers["Carl Cover"].fair_minutes


def test_a_better_plan_is_asked_for_once_and_shown_while_the_facts_hold(
    crossed: Cast, susan: Viewer, now: datetime
) -> None:
    one = _visit(crossed.nora, SOUTH)
    default_task_backend.clear()
    for _ in range(2):
        ask_for_better_team(actor=susan, now=now, day=TUESDAY)
    assert [one.args for one in default_task_backend.results] == [[str(susan.staff_id), "2026-03-03"]]
    waiting = proposed_for(susan, team_day(susan, day=TUESDAY, now=now))
    assert (waiting.is_better_asked, waiting.is_best) == (True, False)
    TeamProposal.objects.create(staff=crossed.carl, on=date(2020, 1, 1), facts="", asked_at=now)
    plan = keep_better_team(susan, day=TUESDAY, now=now, solve=constructive_team)
    assert [row.on for row in TeamProposal.objects.all()] == [TUESDAY]
    shown = proposed_for(susan, team_day(susan, day=TUESDAY, now=now))
    assert (shown.is_better_asked, shown.is_best, shown.plan) == (False, True, plan)
    ask_for_better_team(actor=susan, now=now, day=TUESDAY)
    assert len(default_task_backend.results) == 1
    default_task_backend.clear()
    Appointment.objects.filter(pk=one.pk).update(ends_at=one.ends_at + timedelta(minutes=15))
    changed = proposed_for(susan, team_day(susan, day=TUESDAY, now=now))
    assert (changed.is_better_asked, changed.is_best) == (False, False)


def test_two_who_ask_at_the_same_moment_ask_once(
    crossed: Cast, susan: Viewer, now: datetime, monkeypatch
) -> None:
    default_task_backend.clear()

    def taken(**fields: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(TeamProposal.objects, "update_or_create", taken)
    ask_for_better_team(actor=susan, now=now, day=TUESDAY)
    assert default_task_backend.results == []


def test_a_kept_plan_that_breaks_a_rule_is_not_shown(crossed: Cast, susan: Viewer, now: datetime) -> None:
    _visit(crossed.nora, SOUTH)
    keep_better_team(susan, day=TUESDAY, now=now, solve=constructive_team)
    row = TeamProposal.objects.get()
    row.plan["stops"][0][2] += 900
    row.plan["stops"][0][3] += 900
    row.save()
    assert not proposed_for(susan, team_day(susan, day=TUESDAY, now=now)).is_best


def test_a_team_of_nobody_has_a_day_as_well(cast: Cast, susan: Viewer, now: datetime) -> None:
    from caseday.access.models import TeamMembership

    TeamMembership.objects.exclude(staff=cast.susan).delete()
    found = team_day(cast.viewer("susan"), now=now)
    assert proposed_for(susan, found).moves == () and team_week(found).workers == ()


def test_the_page_shows_the_gain_and_moves_only_what_is_ticked(crossed: Cast, at_now: datetime) -> None:
    one, other = _visit(crossed.nora, SOUTH), _visit(crossed.nora, SOUTH, starts_at=TEN + timedelta(hours=3))
    client = Client()
    client.force_login(crossed.susan)
    page = client.get("/plan/team?day=2026-03-03").content.decode()
    values = re.findall(r'name="visit" value="([^"]+)" checked', page)
    assert len(values) == 2 and "Carl Cover" in page and "Look for a better one" in page
    ticked = [value for value in values if value.startswith(str(one.pk))]
    answer = client.post("/plan/team/apply", {"day": "2026-03-03", "visit": ticked})
    assert (answer.status_code, answer["Location"]) == (302, "/plan/team?day=2026-03-03")
    one.refresh_from_db(), other.refresh_from_db()
    assert (one.staff, other.staff) == (crossed.carl, crossed.nora)
    again = client.post("/plan/team/apply", {"day": "2026-03-03", "visit": ticked})
    assert again.status_code == 422 and "changed in the meantime" in again.content.decode()
    for wrong in (
        "",
        "a|b",
        f"{one.pk}|x|{crossed.carl.pk}|2026-03-03",
        f"{one.pk}|1|{crossed.carl.pk}|2026-03-03T10:00",
    ):
        answer = client.post("/plan/team/hand-over", {"day": "2026-03-03", "visit": wrong})
        assert answer.status_code == 422 and "could not be read" in answer.content.decode()


def test_the_page_hands_one_visit_over_and_looks_for_a_better_plan(crossed: Cast, at_now: datetime) -> None:
    one = _visit(crossed.nora, SOUTH)
    client = Client()
    client.force_login(crossed.susan)
    value = f"{one.pk}|1|{crossed.carl.pk}|{TEN.isoformat()}"
    assert client.post("/plan/team/better", {"day": "2026-03-03"}).status_code == 302
    part = client.get("/plan/team?day=2026-03-03&part=gain", headers={"HX-Request": "true"}).content.decode()
    assert "is being looked for" in part and "<h1" not in part
    assert client.post("/plan/team/hand-over", {"day": "2026-03-03", "visit": value}).status_code == 302
    one.refresh_from_db()
    assert one.staff == crossed.carl


def test_the_job_asks_the_solver_and_keeps_what_it_says(crossed: Cast, at_now: datetime, monkeypatch) -> None:
    _visit(crossed.nora, SOUTH)
    monkeypatch.setattr("caseday.dayplan.engines.team_apart.improved_team", constructive_team)
    better_team.func(str(crossed.susan.pk), "2026-03-03")
    assert TeamProposal.objects.get().plan["stops"]
