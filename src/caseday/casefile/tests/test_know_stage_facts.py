"""Before a case enters a stage, the apps that keep its facts are asked."""

from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.stage_facts import is_true
from caseday.followups.models import Request
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db


def test_a_request_that_is_open_or_blocked_holds_a_case_and_one_that_is_over_or_anothers_does_not(
    nora: Viewer, cast: Any
) -> None:
    case, other = make_case(cast.nora), make_case(cast.nora)
    row = Request.objects.create(
        case=case, staff=cast.nora, kind="authorization", title="MRI", opened_at=MONDAY_8
    )

    def nothing_open(of: Any) -> bool | None:
        return is_true("no_open_requests", nora, of, MONDAY_8, "")

    said = {}
    for state in Request.State:
        Request.objects.filter(pk=row.pk).update(state=state)
        said[str(state)] = nothing_open(case)
    assert said == {"open": False, "blocked": False, "done": True, "dropped": True}
    Request.objects.filter(pk=row.pk).update(state="open")
    assert nothing_open(other)
