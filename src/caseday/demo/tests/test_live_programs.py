"""One case of each other program, as far as its story goes: every stage entered with what it requires."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pytest_django.plugin import DjangoDbBlocker

from caseday.access.models import Staff
from caseday.access.queries import verify_chains, viewer_for
from caseday.assessments.models import Assessment
from caseday.careplans.models import CarePlan
from caseday.cases.models import Case
from caseday.cases.queries import pack_of
from caseday.compliance.queries.reports import reports_of_case
from caseday.demo.actions import Size, build_agency
from caseday.demo.programs import STORIES
from caseday.looseends.queries import loose_ends_for
from caseday.programs.queries import shipped_packs_on
from caseday.testing.standing import standing

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("America/Chicago"))


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    def build() -> None:
        build_agency(now=NOW, size=Size(own=4, colleague=0, closed=0))

    with standing(django_db_blocker, build):
        yield


@pytest.fixture
def cases(_built: None, db: None) -> dict[str, Case]:
    found = Case.objects.filter(assigned_to__email="grace@caseday.example")
    return {case.program: case for case in found.select_related("person")}


def test_every_program_has_a_case(cases: dict[str, Case]) -> None:
    known = {pack.slug for pack in shipped_packs_on(NOW.date())}
    assert set(cases) | {"workers_compensation"} == known
    assert {story["program"] for story in STORIES} == set(cases)


def test_each_went_on_by_what_its_stages_require(cases: dict[str, Case]) -> None:
    for case in cases.values():
        assert case.stage_changes.count() > 1
        assert [one.missing for one in case.stage_changes.all() if one.missing] == [], case.program


def test_each_was_assessed_and_has_a_plan_that_everybody_signed(cases: dict[str, Case]) -> None:
    for case in cases.values():
        assert Assessment.objects.filter(case=case, state="reviewed").exists(), case.program
        assert not Assessment.objects.filter(case=case).exclude(state="reviewed").exists(), case.program
        plan = CarePlan.objects.get(case=case)
        assert plan.missing_signatures == "", case.program


def test_everybody_who_is_reached_first_was_reached(cases: dict[str, Case]) -> None:
    for case in cases.values():
        assert not case.first_contacts.filter(met_at=None).exists(), case.program


def test_each_has_asked_for_something_with_one_step_verified_and_one_only_said(
    cases: dict[str, Case],
) -> None:
    for case in cases.values():
        (asked,) = case.requests.filter(kind__in=[one.slug for one in pack_of(case).request_kinds])
        seen = [bool(one.verified_at) for one in asked.claims.order_by("said_at", "pk")]
        assert seen[0] and not seen[-1], (case.program, seen)


def test_the_colleague_has_her_day_and_the_case_manager_hers(cases: dict[str, Case]) -> None:
    grace, maya = (Staff.objects.get(email=f"{key}@caseday.example") for key in ("grace", "maya"))
    assert all(end.case_id not in {one.pk for one in cases.values()}
               for end in loose_ends_for(viewer_for(maya, now=NOW), now=NOW).ends)  # fmt: skip
    assert len(loose_ends_for(viewer_for(grace, now=NOW), now=NOW).ends) < 20


def test_the_record_is_whole(cases: dict[str, Case]) -> None:
    assert list(verify_chains().problems) == []


def test_a_report_was_sent_and_the_next_one_is_owed(cases: dict[str, Case]) -> None:
    viewer = viewer_for(Staff.objects.get(email="grace@caseday.example"), now=NOW)
    found = reports_of_case(viewer, cases["homeless"].pk, now=NOW)
    monthly = next(one for one in found.rows if one.owed.type.slug == "monthly")
    assert monthly.last and monthly.last.document and monthly.last.receipts.get().how == "portal"
    assert 0 < monthly.days_late < 20
