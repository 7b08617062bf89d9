"""Alerts without a plan, answers that nobody has read, and what a program asks to assess are loose ends."""

from datetime import timedelta
from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.assessments import actions
from caseday.assessments.models import Alert, Assessment
from caseday.cases.models import Case
from caseday.looseends.queries import LooseEnds, loose_ends_for
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db
LATER = MONDAY_8 + timedelta(days=2)


def ends(viewer: Viewer, rule: str, now: Any = LATER) -> list[Any]:
    found: LooseEnds = loose_ends_for(viewer, now=now)
    return found.of(rule)


def alerted(viewer: Viewer, case: Case) -> Assessment:
    row = actions.begin_assessment(actor=viewer, now=MONDAY_8, case_id=case.pk, instrument="phq9")
    actions.answer_item(actor=viewer, now=MONDAY_8, assessment_id=row.pk, item="9", value="2")
    return row


def test_an_alert_stands_first_until_somebody_says_what_was_done(nora: Viewer, cast: Any) -> None:
    row = alerted(nora, make_case(cast.nora, referred_at=MONDAY_8, case_type="field"))
    found = loose_ends_for(nora, now=LATER)
    first = found.ends[0]
    assert (first.rule, first.subject_id, first.title) == (
        "assessment_alert",
        row.pk,
        "Alert of PHQ-9, depression",
    )
    assert first.why == "Open for 2 days: ask, act, and say what was done"
    alert = Alert.objects.get()
    actions.acknowledge_alert(actor=nora, now=LATER, alert_id=alert.pk, plan="Called 988 together with her.")
    assert ends(nora, "assessment_alert") == []


def test_what_is_finished_and_not_filed_is_to_be_read(nora: Viewer, cast: Any) -> None:
    row = alerted(nora, make_case(cast.nora, referred_at=MONDAY_8, case_type="field"))
    actions.finish_assessment(actor=nora, now=MONDAY_8, assessment_id=row.pk, leaves_open=True)
    alert = Alert.objects.get()
    actions.acknowledge_alert(
        actor=nora, now=MONDAY_8, alert_id=alert.pk, plan="Called 988 together with her."
    )
    (one,) = ends(nora, "assessment_to_review")
    assert (one.title, one.why) == ("Read and file: PHQ-9, depression", "Answered, not filed for 2 days")
    actions.review_assessment(actor=nora, now=LATER, assessment_id=row.pk)
    assert ends(nora, "assessment_to_review") == []


def test_what_the_program_asks_for_is_one_line_a_case_from_the_day_before(nora: Viewer, cast: Any) -> None:
    case = make_case(cast.nora, referred_at=MONDAY_8, case_type="field")
    assert ends(nora, "assessment_due", MONDAY_8 + timedelta(days=5)) == []
    (soon,) = ends(nora, "assessment_due", MONDAY_8 + timedelta(days=6))
    assert (
        soon.subject_id == case.pk and soon.title.startswith("Assess: Pain, 0 to 10") and soon.chip == "next"
    )
    (late,) = ends(nora, "assessment_due", MONDAY_8 + timedelta(days=30))
    assert late.chip == "stop" and late.chip_words.endswith("late") and "PHQ-2" in late.title
    assert late.weight > soon.weight


def test_it_goes_when_it_is_done(nora: Viewer, cast: Any) -> None:
    case = make_case(cast.nora, referred_at=MONDAY_8, case_type="field")
    row = actions.begin_assessment(actor=nora, now=MONDAY_8, case_id=case.pk, instrument="pain")
    actions.answer_item(actor=nora, now=MONDAY_8, assessment_id=row.pk, item="now", value="3")
    actions.finish_assessment(actor=nora, now=MONDAY_8, assessment_id=row.pk)
    assert ends(nora, "assessment_due", MONDAY_8 + timedelta(days=7)) == []


def test_only_of_the_workers_own_open_cases(nora: Viewer, olive: Viewer, susan: Viewer, cast: Any) -> None:
    alerted(nora, make_case(cast.nora))
    make_case(cast.nora, status="closed")
    for viewer in (olive, susan):
        assert ends(viewer, "assessment_alert") == [] == ends(viewer, "assessment_due")
    assert len(loose_ends_for(susan, now=LATER, staff_id=cast.nora.pk).of("assessment_alert")) == 1
