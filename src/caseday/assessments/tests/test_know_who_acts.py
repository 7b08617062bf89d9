"""Who has no name on the staff begins, confirms and sends nothing; a title is not needed to read what was given."""

from typing import Any

import pytest

from caseday.access.viewer import Viewer, system_viewer
from caseday.assessments import actions, queries
from caseday.assessments.models import Assessment
from caseday.assessments.tests.made import begin
from caseday.assessments.tests.test_hold_instruments import LICENSE, changed
from caseday.cases.models import Case
from caseday.kernel.errors import Invalid, Refused
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db


def test_caseday_itself_begins_for_the_worker_of_the_case_and_for_nobody_without_one(cast: Any) -> None:
    own = system_viewer()
    assert begin(own, make_case(cast.nora)).staff_id == cast.nora.pk
    case = make_case(cast.nora)
    Case.objects.filter(pk=case.pk).update(assigned_to=None)
    with pytest.raises(Refused, match="Assign the case first"):
        begin(own, case)


def test_caseday_itself_confirms_no_license_and_sends_no_link(cast: Any, case: Case) -> None:
    own = system_viewer()
    with pytest.raises(Refused, match="Somebody of the staff"):
        actions.hold_instrument(actor=own, now=MONDAY_8, text=changed(), **LICENSE)
    with pytest.raises(Invalid, match="somebody of the staff"):
        actions.make_client_link(actor=own, now=MONDAY_8, assessment_id=begin(own, case).pk)


def test_words_of_rows(nora: Viewer, case: Case) -> None:
    row = begin(nora, case)
    assert str(row) == f"phq9 1 of {case.pk}"
    assert not row.is_filed and not row.is_over
    assert queries.offered(nora, by_client=True) != queries.offered(nora)
    assert queries.get_instruments([("phq9", "1"), ("gone", "1")]).keys() == {("phq9", "1")}
    Assessment.objects.filter(pk=row.pk).update(instrument="gone")
    assert queries.assessments_of_case(nora, case.pk).lines == []
