"""Funds of the demonstration: charged by the rules themselves, one nearly used up, something waiting on each."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from pytest_django.plugin import DjangoDbBlocker

from caseday.access.models import Staff
from caseday.access.queries import viewer_for
from caseday.access.viewer import Viewer
from caseday.careplans.queries import outcomes_of
from caseday.cases.models import Case
from caseday.demo.actions import Size, build_agency
from caseday.funding.models import Fund
from caseday.funding.queries import counts_of, open_entries, use_of
from caseday.funding.queries.hmis import hmis_export, project_of
from caseday.kernel.ids import new_id
from caseday.testing.standing import standing

pytestmark = pytest.mark.whole

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("America/Chicago"))
FIRST, LAST = date(2025, 1, 1), date(2026, 3, 2)


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    def build() -> None:
        build_agency(now=NOW, size=Size(own=4, colleague=0, closed=0))

    with standing(django_db_blocker, build):
        yield


@pytest.fixture
def grace(_built: None, db: None) -> Viewer:
    return viewer_for(Staff.objects.get(email="grace@caseday.example"), now=NOW)


def test_one_fund_is_nearly_used_up_and_the_other_is_not(grace: Viewer) -> None:
    warned = {one.name: use_of(one).warnings for one in Fund.objects.all()}
    assert warned["Targeted case management"] == []
    (units, *_) = warned["A home of one's own"]
    assert units.startswith("Support toward a home and work: ")


def test_units_are_those_of_the_rules_and_the_contract_keeps_its_amounts(grace: Viewer) -> None:
    fund = Fund.objects.get(name="Targeted case management")
    made = list(fund.charges.order_by("on"))
    assert {(one.code, one.activity_code, one.amount) for one in made} == {("T1017", "tcm", None)}
    assert [(one.minutes, int(one.units)) for one in made] == [(15, 1), (20, 1), (75, 5), (12, 1), (45, 3)]


def test_something_waits_on_each_and_nothing_without_reason(grace: Viewer) -> None:
    for fund in Fund.objects.all():
        assert [one for one in open_entries(grace, fund, FIRST, LAST) if not one.why_not], fund.name


def test_cases_have_measures_from_their_start_on(grace: Viewer) -> None:
    for case in Case.objects.filter(assigned_to__email="grace@caseday.example"):
        assert any(one.verdict for one in outcomes_of(grace, case)), case.program
    counts = counts_of(grace, Fund.objects.get(name="A home of one's own"), FIRST, LAST)
    assert counts.measures and sum(one.tally.better for one in counts.measures) > 2


def test_a_family_is_enrolled_asked_and_paid_for(grace: Viewer) -> None:
    fund = Fund.objects.get(name="Rapid rehousing")
    robert = viewer_for(Staff.objects.get(email="robert@caseday.example"), now=NOW)
    project = project_of(fund)
    assert project is not None
    found = hmis_export(robert, fund, project, FIRST, LAST, export_id=new_id(), now=NOW)
    assert [str(one) for one in found.problems] == []
    counts = dict(found.counts)
    assert [counts[name] for name in ("Client", "Enrollment", "HMISParticipation", "CEParticipation")] == [
        3,
        3,
        1,
        1,
    ]
    assert {one["RelationshipToHoH"] for one in found.files["Enrollment"]} == {1, 2}
    assert all(one["BlackAfAmerican"] == 1 and one["Sex"] != 99 for one in found.files["Client"])
    paid = fund.spendings.order_by("-amount")
    assert [(str(one.amount), one.waits, bool(one.approved_by)) for one in paid] == [
        ("985.00", False, True), ("41.25", False, False),
    ]  # fmt: skip
    assert (use_of(fund).budget.used, use_of(fund).warnings, fund.charges.count()) == (
        Decimal("1026.25"),
        [],
        1,
    )
