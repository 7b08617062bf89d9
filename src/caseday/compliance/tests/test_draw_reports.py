"""What the file says since the last report, drawn into the headings of a pack."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.advocacy.tests.made import make_decision, make_effort
from caseday.assessments.models import Assessment
from caseday.careplans import actions as plans
from caseday.careplans.models import PlanGoal
from caseday.cases.models import Case, Condition, Goal, KeyDate
from caseday.compliance.models import ProgramReport
from caseday.compliance.queries.report_lines import lines_of
from caseday.compliance.queries.reports import (
    case_of_report,
    report_rows,
    reports_of_case,
    sheet_of_report,
)
from caseday.compliance.rules import report_sections as drawers
from caseday.compliance.tests.reporting import DAY, drafted, signed
from caseday.followups.models import Request
from caseday.meetings.actions import add_decision
from caseday.meetings.tests.made import make_meeting
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_activity, make_case, make_followup

pytestmark = pytest.mark.django_db
EVERY = tuple({drawer for some in drawers.DRAWERS.values() for drawer in some})


def drawn(viewer: Viewer, case: Case, *wanted: str, since: Any = None, until: Any = MONDAY_8) -> Any:
    return lines_of(viewer, case, wanted or EVERY, since=since, until=until, now=until).by_drawer


def told(viewer: Viewer, case: Case, drawer: str, **when: Any) -> list[str]:
    return list(drawn(viewer, case, drawer, **when)[drawer])


def test_an_empty_file_draws_empty_lines(case: Case, nora: Viewer) -> None:
    case.parties.all().delete()
    found = drawn(nora, case)
    assert set(EVERY) <= set(found) and not any(found.values())


def test_visits_and_contacts_are_counted_since_the_last_report(case: Case, nora: Viewer) -> None:
    for days in (40, 2, 1):
        at = MONDAY_8 - days * DAY
        make_activity(case, kind="visit", minutes=30, started_at=at, recorded_at=at)
    make_activity(case, kind="call", started_at=MONDAY_8 - DAY, recorded_at=MONDAY_8 - DAY)
    make_activity(case, kind="visit", started_at=MONDAY_8 - DAY, voided_at=MONDAY_8)
    make_activity(case, kind="desk", started_at=MONDAY_8 - DAY)
    assert told(nora, case, drawers.COUNTED)[0].startswith("3 visits (1 hour 30 minutes), 1 call")
    assert told(nora, case, drawers.COUNTED, since=MONDAY_8 - 7 * DAY)[0].startswith("2 visits (1 hour)")
    happened = told(nora, case, drawers.HAPPENED, since=MONDAY_8 - 7 * DAY)
    assert len(happened) == 3


def scored(case: Case, cast: Cast, score: int, days_ago: int, band: str = "") -> Assessment:
    at = MONDAY_8 - days_ago * DAY
    return Assessment.objects.create(
        case=case, staff=cast.nora, instrument="phq9", version="1999", state="reviewed", begun_at=at, finished_at=at,
        score=score, band=band,
    )  # fmt: skip


def test_scores_stand_with_the_one_before(case: Case, cast: Cast, nora: Viewer) -> None:
    from caseday.assessments.queries.catalog import shipped

    phq = next(one for one in shipped().values() if one.slug == "phq9")
    scored(case, cast, 14, 60)
    Assessment.objects.update(version=phq.version)
    assert told(nora, case, drawers.SCORES, since=MONDAY_8 - 30 * DAY) == []
    assert told(nora, case, drawers.SCORES)[0].endswith(": 14 on Jan 1, 2026")
    last = scored(case, cast, 6, 3, band=phq.bands[1].slug)
    Assessment.objects.filter(pk=last.pk).update(version=phq.version)
    (line,) = told(nora, case, drawers.SCORES, since=MONDAY_8 - 30 * DAY)
    assert f": 6, {phq.bands[1].word.en.lower()} on Feb 27, 2026 (before: 14 on Jan 1, 2026)" in line


def test_goals_are_the_plans_with_how_they_go_and_else_the_cases(case: Case, nora: Viewer) -> None:
    Goal.objects.create(case=case, text="Back to work", target_on=date(2026, 5, 1))
    Goal.objects.create(case=case, text="Drives", state="met", result="since January")
    assert told(nora, case, drawers.GOALS) == ["Back to work: by May 1, 2026", "Drives: met since January"]
    plan = plans.start_plan(actor=nora, now=MONDAY_8, case_id=case.pk)
    assert told(nora, case, drawers.GOALS) == ["Back to work: by May 1, 2026", "Drives: met since January"]
    by = {"actor": nora, "now": MONDAY_8}
    add: Any = {**by, "care_plan_id": plan.pk, "part": "goals"}
    plans.add_part(
        **add,
        values={
            "text": "Walks",
            "measure": "distance",
            "unit": "yards",
            "start_value": Decimal(0),
            "target_value": Decimal(400),
        },
    )
    plans.add_part(**add, values={"text": "Sleeps", "by_on": date(2026, 4, 1)})
    plans.add_part(**add, values={"text": "Reads", "measure": "pages"})
    walks, sleeps, reads = PlanGoal.objects.order_by("position", "pk")
    plans.measure_goal(**by, goal_id=walks.pk, value=Decimal(100), on=date(2026, 3, 1))
    plans.measure_goal(
        **by, goal_id=sleeps.pk, value=None, on=date(2026, 3, 1), note="better since the new pillow"
    )
    plans.measure_goal(**by, goal_id=reads.pk, value=Decimal(3), on=date(2026, 3, 1))
    PlanGoal.objects.filter(pk=reads.pk).update(state="met", result="with glasses")
    assert told(nora, case, drawers.GOALS) == [
        "Walks: 100 yards on Mar 1, 2026, target 400, 25 % of the way",
        "Sleeps: better since the new pillow, by Apr 1, 2026",
        "Reads: met, with glasses, 3 on Mar 1, 2026",
    ]


def test_barriers_and_wishes_are_the_plans(case: Case, nora: Viewer) -> None:
    plan = plans.start_plan(actor=nora, now=MONDAY_8, case_id=case.pk)
    by: Any = {"actor": nora, "now": MONDAY_8, "care_plan_id": plan.pk}
    plans.describe_client(**by, strengths="Patient", preferences="Calls after nine\n\nNo stairs")
    goal = plans.add_part(**by, part="goals", values={"text": "Walks"})
    plans.add_part(
        **by, part="barriers", values={"text": "No ramp", "action": "Asked the landlord", "goal_id": goal.pk}
    )
    plans.add_part(**by, part="barriers", values={"text": "No bus"})
    plan.refresh_from_db()
    from caseday.careplans.models import Barrier

    Barrier.objects.filter(text="No bus").update(state="met")
    assert told(nora, case, drawers.BARRIERS) == ["No ramp: Asked the landlord", "No bus (out of the way)"]
    assert told(nora, case, drawers.WISHES) == ["Calls after nine", "No stairs", "Patient"]


def test_decisions_of_the_client_and_of_the_team(case: Case, nora: Viewer) -> None:
    open_one = make_decision(nora, case)
    assert told(nora, case, drawers.QUESTIONS)[0] == f"To decide: {open_one.question}"
    chosen = open_one.options.all()[0]
    type(open_one).objects.filter(pk=open_one.pk).update(
        state="decided", chosen=chosen, decided_on=date(2026, 3, 1)
    )
    meeting = make_meeting(nora, case)
    add_decision(actor=nora, now=MONDAY_8, meeting_id=meeting.pk, text="Desk work from April")
    found = told(nora, case, drawers.DECISIONS, until=MONDAY_8 + DAY)
    assert found == [
        f"Decided on Mar 1, 2026: {open_one.question} {chosen.title}",
        "Team meeting of Mar 2, 2026: Desk work from April",
    ]
    assert told(nora, case, drawers.DECISIONS, since=MONDAY_8 + DAY, until=MONDAY_8 + 2 * DAY) == []


def test_what_was_asked_for_the_client_stands_while_it_is_new(case: Case, nora: Viewer) -> None:
    effort = make_effort(nora, case)
    assert told(nora, case, drawers.EFFORTS)[0].startswith(f"Asked of {effort.whom} on ")
    assert told(nora, case, drawers.EFFORTS, since=MONDAY_8 + 9 * DAY, until=MONDAY_8 + 10 * DAY) == []
    type(effort).objects.update(voided_at=MONDAY_8)
    assert told(nora, case, drawers.EFFORTS) == []


def test_conditions_dates_and_people_stand_in_the_words_of_the_program(case: Case, nora: Viewer) -> None:
    Condition.objects.create(
        case=case, description="Torn meniscus", body_part="knee", side="left", onset_on=date(2026, 1, 5)
    )
    KeyDate.objects.create(case=case, kind="surgery", on=date(2026, 2, 3))
    case.parties.create(role="physician", name="Ines Moreau", to_on=date(2026, 2, 1))
    assert told(nora, case, drawers.CONDITIONS) == ["Torn meniscus, left knee, since Jan 5, 2026"]
    assert told(nora, case, drawers.DATES)[0].endswith(": Feb 3, 2026")
    assert told(nora, case, drawers.PEOPLE) == ["Adjuster: Dana Whitfield"]


def test_requests_are_told_while_they_are_open_and_in_the_report_in_which_they_end(
    case: Case, cast: Cast, nora: Viewer
) -> None:
    asked = {"case": case, "staff": cast.nora, "kind": "authorization", "opened_at": MONDAY_8 - 9 * DAY}
    Request.objects.create(**asked, title="Therapy")
    Request.objects.create(**asked, title="Brace", state="done", ended_at=MONDAY_8 - DAY)
    found = told(nora, case, drawers.REQUESTS)
    assert found == told(nora, case, drawers.REQUESTS, since=MONDAY_8 - 7 * DAY)
    assert sorted(line.split(":")[0].split(" (")[0] for line in found) == ["Brace", "Therapy"]
    later = told(nora, case, drawers.REQUESTS, since=MONDAY_8)
    assert [line.startswith("Therapy") for line in later] == [True]


def test_next_steps_come_with_their_dates(case: Case, nora: Viewer) -> None:
    make_followup(case, text="Call the surgeon", due_on=date(2026, 3, 9))
    assert told(nora, case, drawers.NEXT) == ["Mar 9: Call the surgeon"]


def test_the_page_of_a_case_says_what_is_owed_waited_for_and_written(
    case: Case, cast: Cast, nora: Viewer
) -> None:
    signed(nora, case)
    found = reports_of_case(nora, case.pk, now=MONDAY_8 + DAY)
    initial, progress, closure = found.rows
    assert (initial.days_late, initial.to_words, initial.last) == (17, "Adjuster", None)
    assert progress.open and progress.open.state == "signed" and progress.days_late == 1
    assert closure.owed.due_on is None and not closure.is_waiting
    assert [one.original.word for one in found.written] == ["Progress report"]
    foster = make_case(cast.nora, program="family_services", case_type="foster_care")
    court = reports_of_case(nora, foster.pk, now=MONDAY_8).rows[0]
    assert court.is_waiting and not court.is_done
    assert reports_of_case(nora, foster.pk, now=MONDAY_8).rows[-1].to_words == ""


def test_the_latest_that_was_sent_of_each_type_is_a_row_of_open_work(
    case: Case, cast: Cast, nora: Viewer
) -> None:
    for days in (40, 10):
        report = signed(nora, case, now=MONDAY_8 - days * DAY)
        ProgramReport.objects.filter(pk=report.pk).update(sent_at=MONDAY_8)
    (row,) = report_rows([cast.nora.pk])
    assert row == ("report_sent", case.pk, case.pk, MONDAY_8 - 10 * DAY, None, "progress")
    assert list(report_rows([cast.olive.pk])) == []


def test_the_sheet_leaves_out_what_is_empty_and_what_is_gone(case: Case, nora: Viewer) -> None:
    report = drafted(nora, case)
    sheet = sheet_of_report(nora, report)
    assert sheet.sections == [] and sheet.to == "Adjuster" and sheet.signed_on == ""
    assert sheet.period == "Jan 31, 2026 to Mar 2, 2026"
    report.report_type = "gone"
    assert sheet_of_report(nora, report).to == ""
    assert case_of_report(report.pk) == [case.pk]


def test_drawing_costs_as_much_for_a_long_file(
    case: Case, nora: Viewer, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    plan = plans.start_plan(actor=nora, now=MONDAY_8, case_id=case.pk)
    for number in range(12):
        plans.add_part(
            actor=nora, now=MONDAY_8, care_plan_id=plan.pk, part="goals", values={"text": f"Goal {number}"}
        )
        make_activity(case, kind="visit", started_at=MONDAY_8 - timedelta(hours=number))
        make_followup(case, text=f"To-do {number}")
    with django_assert_max_num_queries(40):
        drawn(nora, case)
    ProgramReport.objects.all().delete()
    with django_assert_max_num_queries(14):
        reports_of_case(nora, case.pk, now=MONDAY_8)
