"""Loose ends of a case are offered for its team meeting, each once."""

from typing import Any

import pytest

from caseday.looseends.queries.agenda import offers_of_case
from caseday.meetings.queries import offers_for
from caseday.testing.make import make_activity, make_case, make_followup

pytestmark = pytest.mark.django_db


def test_only_those_of_the_case_are_offered(nora: Any, cast: Any, now: Any) -> None:
    case, other = make_case(cast.nora), make_case(cast.nora)
    activity = make_activity(case)
    make_activity(other)
    todo = make_followup(case, due_on=now.date())
    sources = {one.source for one in offers_of_case(nora, case, now)}
    assert {f"end:activity_without_note:{activity.pk}", f"end:todo_due:{todo.pk}"} <= sources
    offered = [one.source for one in offers_for(nora, case, now=now)]
    assert f"end:activity_without_note:{activity.pk}" in offered
    assert f"todo:{todo.pk}" in offered and f"end:todo_due:{todo.pk}" not in offered
