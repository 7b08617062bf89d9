"""What is open of assessments: in one union, for lists of open work; and what a case's program asks for by when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from caseday.access.viewer import Viewer
from caseday.assessments import actions, queries
from caseday.assessments.models import Assessment
from caseday.assessments.rules.due import due_assessments
from caseday.assessments.tests.made import answer, begin, phq9
from caseday.cases.models import Assignment, Case, KeyDate, StageChange
from caseday.programs.rules import WorkCalendar
from caseday.programs.rules.plans import AssessmentDue
from caseday.testing.make import MONDAY_8, make_case

AUSTIN = ZoneInfo("America/Chicago")
CALENDAR = WorkCalendar(zone=AUSTIN)
LATER = MONDAY_8 + timedelta(hours=1)


def rows_of(viewer: Viewer, **more: Any) -> list[Any]:
    first, *others = queries.loose_rows(viewer, LATER, **more)
    return list(first.union(*others, all=True))


def kinds(rows: list[Any]) -> list[str]:
    return sorted(row[0].removeprefix("assessment_") for row in rows)


def rule(**more: Any) -> AssessmentDue:
    said: dict[str, Any] = {
        "instrument": "phq9",
        "within": 30,
        "unit": "days",
        "basis": "contract",
        "verified": False,
    }
    return AssessmentDue.model_validate({**said, **more})


def due(*rules: AssessmentDue, starts: Any = None, done: Any = None) -> list[Any]:
    held = {"accepted": date(2026, 3, 2)} if starts is None else starts
    found = due_assessments(rules, held, done or {}, jurisdiction="TX", case_type="", calendar=CALENDAR)
    return [(one.instrument, one.due_on, one.rule_words) for one in found]


def test_it_is_due_so_long_after_its_start() -> None:
    assert due(rule()) == [("phq9", date(2026, 4, 1), "within 30 days of acceptance")]
    assert due(rule(within=1, unit="weeks")) == [("phq9", date(2026, 3, 9), "within 1 week of acceptance")]


def test_a_start_that_has_not_happened_asks_for_nothing_yet() -> None:
    assert due(rule(starts="stage:discharge")) == []
    in_stage = due(rule(starts="stage:discharge", within=3), starts={"stage:discharge": date(2026, 3, 5)})
    assert in_stage == [("phq9", date(2026, 3, 8), "within 3 days of discharge")]


def test_once_is_enough_where_it_does_not_repeat() -> None:
    assert due(rule(), done={"phq9": date(2026, 3, 3)}) == []


def test_where_it_repeats_it_is_due_again_from_the_last_one() -> None:
    again = due(rule(repeat_every=3, repeat_unit="months"), done={"phq9": date(2026, 11, 30)})
    assert again == [("phq9", date(2027, 2, 28), "every 3 months")]


def test_it_holds_for_its_cases_alone_and_the_soonest_rule_counts() -> None:
    assert due(rule(jurisdictions=["OH"])) == []
    both = due(rule(within=9), rule(within=5), rule(within=7))
    assert [one[1] for one in both] == [date(2026, 3, 7)]


def test_it_is_near_a_week_before_and_late_the_day_after() -> None:
    one = due_assessments(
        [rule()], {"accepted": date(2026, 3, 2)}, {}, jurisdiction="TX", case_type="", calendar=CALENDAR
    )[0]
    assert [one.is_near(date(2026, 3, day)) for day in (24, 25)] == [False, True]
    assert [one.is_late(on) for on in (date(2026, 4, 1), date(2026, 4, 2))] == [False, True]


def test_it_presses_from_the_day_before_and_a_month_long_where_it_was_never_begun() -> None:
    one = due_assessments(
        [rule()], {"accepted": date(2026, 3, 2)}, {}, jurisdiction="TX", case_type="", calendar=CALENDAR
    )[0]
    days = (date(2026, 3, 30), date(2026, 3, 31), date(2026, 5, 1), date(2026, 5, 2))
    assert [one.is_pressing(on) for on in days] == [False, True, True, False]
    assert replace(one, last_on=date(2026, 1, 2)).is_pressing(date(2026, 5, 2))


@pytest.mark.django_db
def test_an_alert_is_open_from_the_moment_it_is_raised_until_it_is_acknowledged(
    nora: Viewer, case: Case
) -> None:
    row = begin(nora, case)
    answer(nora, row, q9="2")
    found = queries.open_assessments(rows_of(nora))
    assert [(one.kind, one.assessment_id, one.instrument, one.since) for one in found] == [
        ("assessment_alert", row.pk, "phq9", MONDAY_8)
    ]
    assert queries.starts_in(rows_of(nora), AUSTIN)[case.pk].done == {}
    alert = queries.get_sheet(nora, row.pk).alerts[0].alert
    actions.acknowledge_alert(actor=nora, now=LATER, alert_id=alert.pk, plan="Called 988 together.")
    assert queries.open_assessments(rows_of(nora)) == []
    actions.finish_assessment(actor=nora, now=LATER, assessment_id=row.pk, leaves_open=True)
    assert kinds(rows_of(nora)) == ["case", "done"]


@pytest.mark.django_db
def test_what_is_answered_waits_to_be_read(nora: Viewer, case: Case) -> None:
    row = phq9(nora, case)
    Assessment.objects.filter(pk=row.pk).update(state="finished", finished_at=MONDAY_8)
    assert kinds(rows_of(nora)) == ["case", "to_review"]


@pytest.mark.django_db
def test_only_the_latest_of_an_instrument_is_given_and_closed_cases_are_not(
    nora: Viewer, case: Case, cast: Any
) -> None:
    for hours in (1, 2):
        row = phq9(nora, case)
        at = MONDAY_8 + timedelta(hours=hours)
        actions.finish_assessment(actor=nora, now=at, assessment_id=row.pk)
    make_case(cast.nora, status="closed")
    rows = rows_of(nora)
    assert kinds(rows) == ["case", "done"]
    assert [row[3] for row in rows if row[0] == "assessment_done"] == [MONDAY_8 + timedelta(hours=2)]


@pytest.mark.django_db
def test_only_cases_in_sight_and_of_the_workers_named(
    nora: Viewer, olive: Viewer, susan: Viewer, case: Case
) -> None:
    assert rows_of(olive) == []
    assert kinds(rows_of(susan, staff_ids=[susan.staff_id])) == []
    assert kinds(rows_of(susan, staff_ids=[nora.staff_id])) == ["case"]


@pytest.mark.django_db
def test_a_case_says_when_it_was_accepted_and_came_into_its_stages(nora: Viewer, cast: Any) -> None:
    case = make_case(cast.nora, case_type="injury", stage="active", stage_at=MONDAY_8)
    for days, stage in ((20, "intake"), (10, "intake")):
        StageChange.objects.create(case=case, stage=stage, at=MONDAY_8 - timedelta(days=days))
    found = queries.starts_in(rows_of(nora), AUSTIN)[case.pk]
    assert (found.case_type, found.done) == ("injury", {})
    assert found.starts == {
        "accepted": date(2026, 1, 31),
        "stage:active": date(2026, 3, 2),
        "stage:intake": date(2026, 2, 10),
    }


@pytest.mark.django_db
def test_a_case_that_nobody_has_accepted_has_no_start_but_its_referral(nora: Viewer, cast: Any) -> None:
    case = make_case(cast.nora, case_type="telephonic", referred_at=MONDAY_8)
    Assignment.objects.filter(case=case).delete()
    assert queries.starts_in(rows_of(nora), AUSTIN)[case.pk].starts == {}
    found = queries.due_of_case(nora, case, now=MONDAY_8)
    assert [(one.due.instrument, one.due.due_on) for one in found] == [
        ("pain", date(2026, 3, 9)),
        ("patient_specific_function", date(2026, 3, 16)),
    ]


@pytest.mark.django_db
def test_what_was_done_is_known_by_its_day(nora: Viewer, case: Case) -> None:
    row = phq9(nora, case)
    actions.finish_assessment(actor=nora, now=LATER, assessment_id=row.pk)
    assert queries.starts_in(rows_of(nora), AUSTIN)[case.pk].done == {"phq9": date(2026, 3, 2)}
    assert queries.is_assessment_done(case.pk, "phq9")
    assert not queries.is_assessment_done(case.pk, "phq9", since=LATER + timedelta(days=1))
    assert not queries.is_assessment_done(case.pk, "gad7")
    assert queries.instruments_done([case.pk]) == {case.pk: frozenset({"phq9"})}
    assert queries.completed_of([case.pk]) == [(case.pk, row.pk, "phq9", LATER)]


@pytest.mark.django_db
def test_a_case_knows_what_its_program_asks_for(
    nora: Viewer, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    from caseday.assessments.queries import open_work

    pack = open_work.pack_of(case).model_copy(
        update={
            "assessments_due": (
                rule(instrument="pain", within=10, starts="referred"),
                rule(within=90),
                rule(instrument="gad7", within=2, starts="date:hearing"),
                rule(instrument="adl", starts="stage:active", within=1),
            )
        }
    )
    monkeypatch.setattr(open_work, "pack_of", lambda one: pack)
    KeyDate.objects.create(case=case, kind="hearing", on=date(2026, 3, 1))
    Case.objects.filter(pk=case.pk).update(stage_at=datetime(2026, 3, 1, 18, tzinfo=UTC))
    StageChange.objects.create(case=case, stage="intake", at=MONDAY_8)
    case.refresh_from_db()
    found = queries.due_of_case(nora, case, now=MONDAY_8)
    assert [(one.due.instrument, one.is_late, one.is_near) for one in found] == [
        ("pain", True, True),
        ("adl", False, True),
        ("gad7", False, True),
        ("phq9", False, False),
    ]
    assert found[0].title == "Pain, 0 to 10"
    assert queries.title_of("of_another_world") == "Of another world"
