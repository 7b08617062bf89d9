"""After a visit the adjuster is to be told: until then it is a loose end, late after the pack's working days."""

from datetime import timedelta

import pytest

from caseday.access.queries import viewer_for
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Party
from caseday.correspondence.actions.updates import tell_update
from caseday.looseends.queries import find_loose_end, loose_ends_for
from caseday.looseends.tests.seen import DAY, HOUR, ends_of, labels, only
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_activity, make_case, make_followup, make_party

pytestmark = pytest.mark.django_db
RULE = "update_due"


@pytest.fixture
def case(cast: Cast) -> Case:
    case = make_case(cast.nora)
    make_party(case, "adjuster")
    return case


def test_a_visit_is_owed_until_it_is_told(case: Case, nora: Viewer) -> None:
    make_activity(case, kind="visit", with_name="Dr. Farouk", with_role="physician")
    end = only(nora, RULE, MONDAY_8 + HOUR)
    assert (end.title, end.case_id, end.chip) == ("Update the adjuster", case.pk, "next")
    assert end.why == "visit of Mar 2 with Dr. Farouk" and end.chip_words == "due tomorrow"
    assert labels(end) == ["Write it"]
    tell_update(
        actor=nora, now=MONDAY_8 + 2 * HOUR, case_id=case.pk, drawn_at=MONDAY_8 + 2 * HOUR,
        sections={"happened": "Seen."}, form="call_notes",
    )  # fmt: skip
    assert ends_of(nora, RULE, MONDAY_8 + 3 * HOUR) == []
    late = MONDAY_8 + 4 * HOUR
    make_activity(case, kind="meeting", started_at=late, recorded_at=late)
    assert only(nora, RULE, late + HOUR).why == "visit of Mar 2"


def test_it_becomes_late_and_counts_what_came_after(case: Case, nora: Viewer) -> None:
    make_activity(case, kind="visit")
    make_activity(case, kind="visit", started_at=MONDAY_8 + DAY)
    due = only(nora, RULE, MONDAY_8 + DAY + timedelta(minutes=-30))
    late = only(nora, RULE, MONDAY_8 + 3 * DAY)
    assert due.chip_words == "due today" and due.weight < late.weight
    assert late.chip == "stop" and late.chip_words == "was due Mar 3" and "and 1 more since" in late.why


def test_calls_talks_with_the_adjuster_and_cases_without_one_owe_nothing(
    case: Case, nora: Viewer, cast: Cast
) -> None:
    make_activity(case, kind="call")
    make_activity(case, kind="visit", with_role="adjuster")
    make_activity(make_case(cast.nora), kind="visit")
    make_activity(case, kind="visit", started_at=MONDAY_8 - 40 * DAY)
    assert ends_of(nora, RULE, MONDAY_8 + HOUR) == []
    assert Party.objects.count() == 1


def test_what_is_promised_already_is_said_by_the_promise(case: Case, nora: Viewer) -> None:
    make_activity(case, kind="visit")
    make_followup(case, text="Send the update", reach_role="adjuster")
    assert ends_of(nora, RULE, MONDAY_8 + HOUR) == []


def test_it_is_found_by_its_case_and_not_by_others(case: Case, nora: Viewer, cast: Cast) -> None:
    make_activity(case, kind="visit")
    assert find_loose_end(nora, RULE, case.pk, now=MONDAY_8 + HOUR).case_id == case.pk
    olive = viewer_for(cast.olive, now=MONDAY_8)
    assert loose_ends_for(olive, now=MONDAY_8 + HOUR).of(RULE) == []
