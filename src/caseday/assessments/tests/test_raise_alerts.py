"""An answer that gives cause raises an alert at once, and nothing is filed until somebody says what was done."""

from datetime import timedelta

import pytest

from caseday.access.viewer import Viewer
from caseday.assessments import actions, queries
from caseday.assessments.models import Alert
from caseday.assessments.tests.made import answer, begin, phq9
from caseday.cases.models import Case
from caseday.kernel.errors import Invalid, NotFound
from caseday.testing.make import MONDAY_8

pytestmark = pytest.mark.django_db
LATER = MONDAY_8 + timedelta(minutes=5)
PLAN = "Stayed on the line; called 988 together; Dr. Farouk told; call tomorrow at 9."


@pytest.mark.parametrize("ninth", ["1", "2", "3"])
def test_item_9_above_0_raises_it_before_anything_else_is_answered(
    nora: Viewer, case: Case, ninth: str
) -> None:
    row = begin(nora, case)
    answer(nora, row, q9=ninth)
    assert [one.rule for one in Alert.objects.filter(assessment=row)] == ["self_harm"]


def test_item_9_of_0_raises_nothing(nora: Viewer, case: Case) -> None:
    phq9(nora, case, each="3", ninth="0")
    assert not Alert.objects.exists()


def test_it_is_raised_once_and_stays_when_the_answer_is_changed(nora: Viewer, case: Case) -> None:
    row = begin(nora, case)
    answer(nora, row, q9="2")
    answer(nora, row, q9="0")
    answer(nora, row, q9="1")
    answer(nora, row, q9=None)
    assert len(queries.get_sheet(nora, row.pk).open_alerts) == 1


def test_it_is_not_filed_until_somebody_says_what_was_done(nora: Viewer, carl: Viewer, case: Case) -> None:
    row = phq9(nora, case, each="0", ninth="1")
    row = actions.finish_assessment(actor=nora, now=LATER, assessment_id=row.pk)
    assert (row.state, row.band) == ("finished", "minimal")
    with pytest.raises(Invalid, match="say what was done"):
        actions.review_assessment(actor=nora, now=LATER, assessment_id=row.pk)
    alert = queries.get_sheet(nora, row.pk).alerts[0].alert
    for empty in ("", "   ", "ok"):
        with pytest.raises(Invalid, match="Say what was done"):
            actions.acknowledge_alert(actor=carl, now=LATER, alert_id=alert.pk, plan=empty)
    kept = actions.acknowledge_alert(actor=carl, now=LATER, alert_id=alert.pk, plan=PLAN)
    assert (kept.plan, kept.acknowledged_by_id) == (PLAN, carl.staff_id)
    again = actions.acknowledge_alert(
        actor=nora, now=LATER, alert_id=alert.pk, plan="Something else was done."
    )
    assert again.plan == PLAN
    assert actions.review_assessment(actor=nora, now=LATER, assessment_id=row.pk).is_filed


def test_nobody_without_sight_of_the_case_sees_it(nora: Viewer, olive: Viewer, case: Case) -> None:
    row = begin(nora, case)
    answer(nora, row, q9="2")
    alert = Alert.objects.get()
    assert queries.case_of_alert(alert.pk) == [case.pk]
    with pytest.raises(NotFound):
        actions.acknowledge_alert(actor=olive, now=LATER, alert_id=alert.pk, plan=PLAN)
