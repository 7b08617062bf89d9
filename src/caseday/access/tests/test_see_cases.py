"""Who sees what: built in one query, with coverage by the calendar of one's own time zone."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from caseday.access.models import Coverage, GlassBreak, Role, Staff
from caseday.access.permissions import (
    can_arrange_coverage,
    can_break_glass,
    can_change_agency,
    can_edit_directory,
    can_manage_staff,
    can_review_access,
    can_work_on_cases,
    require,
)
from caseday.access.queries import signed_in_staff, stand_ins_now, viewer_for
from caseday.access.rules import counts_on, state_on
from caseday.access.viewer import Viewer, system_viewer
from caseday.kernel.errors import Refused
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8

pytestmark = pytest.mark.django_db


def test_a_case_manager_sees_the_own_caseload(olive: Viewer, cast: Cast) -> None:
    assert olive.caseload_staff_ids == {cast.olive.pk}
    assert olive.role_label == "Case manager"


def test_a_supervisor_sees_the_team_and_a_member_does_not(susan: Viewer, nora: Viewer, cast: Cast) -> None:
    assert susan.caseload_staff_ids == {cast.susan.pk, cast.nora.pk, cast.carl.pk}
    assert nora.caseload_staff_ids == {cast.nora.pk}


def test_a_lead_who_is_no_longer_supervisor_sees_no_team(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.susan.pk).update(role=Role.CASE_MANAGER)
    assert viewer_for(Staff.objects.get(pk=cast.susan.pk), now=MONDAY_8).caseload_staff_ids == {cast.susan.pk}


@pytest.mark.parametrize(
    ("from_on", "to_on", "ended", "sees"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), False, True),
        (date(2026, 3, 1), date(2026, 3, 1), False, False),
        (date(2026, 3, 3), date(2026, 3, 9), False, False),
        (date(2026, 3, 1), date(2026, 3, 9), True, False),
    ],
)
def test_who_stands_in_sees_the_caseload_in_those_days(
    cast: Cast, from_on: date, to_on: date, ended: bool, sees: bool
) -> None:
    Coverage.objects.update(from_on=from_on, to_on=to_on, ended_at=MONDAY_8 if ended else None)
    viewer = cast.viewer("carl")
    assert (cast.nora.pk in viewer.caseload_staff_ids) == sees
    assert viewer.covered_staff_ids == ({cast.nora.pk} if sees else set())
    assert counts_on(MONDAY_8.date(), from_on=from_on, to_on=to_on, was_ended=ended) == sees


def test_coverage_counts_by_the_calendar_of_who_stands_in(cast: Cast) -> None:
    Coverage.objects.update(from_on=date(2026, 3, 2), to_on=date(2026, 3, 2))
    just_after_midnight_utc = datetime(2026, 3, 3, 1, 0, tzinfo=MONDAY_8.tzinfo)
    assert cast.nora.pk in cast.viewer("carl", just_after_midnight_utc).caseload_staff_ids


def test_the_days_of_coverage_have_a_word() -> None:
    days = {"from_on": date(2026, 3, 2), "to_on": date(2026, 3, 4)}
    words = [state_on(date(2026, 3, day), was_ended=False, **days) for day in (1, 2, 4, 5)]
    assert words == ["planned", "now", "now", "over"]
    assert state_on(date(2026, 3, 2), was_ended=True, **days) == "ended"


def test_stand_ins_are_named_beside_who_is_away(cast: Cast) -> None:
    assert stand_ins_now([cast.nora.pk, cast.olive.pk], today=MONDAY_8.date()) == {
        cast.nora.pk: ["Carl Cover"]
    }


def test_a_broken_glass_opens_the_case_for_its_hours(cast: Cast) -> None:
    case_id, opened = UUID(int=3), MONDAY_8
    GlassBreak.objects.create(
        staff=cast.olive,
        case_id=case_id,
        reason="x",
        opened_at=opened,
        expires_at=opened + timedelta(hours=4),
    )
    assert cast.viewer("olive", opened + timedelta(hours=3)).opened_case_ids == {case_id}
    assert cast.viewer("olive", opened + timedelta(hours=5)).opened_case_ids == set()
    assert cast.viewer("nora", opened).opened_case_ids == set()


def test_a_person_and_a_viewer_cost_a_query_each(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        staff = signed_in_staff(cast.susan.pk)
        assert staff and staff.agency_name == cast.agency.name  # type: ignore[attr-defined]
        viewer = viewer_for(staff, now=MONDAY_8)
        assert viewer.agency_zone_name == "America/Chicago"
    assert signed_in_staff(UUID(int=1)) is None


ROLES = ("nora", "susan", "adam", "audrey")


@pytest.mark.parametrize(
    ("may", "expected"),
    [
        (can_work_on_cases, {"nora", "susan"}),
        (can_edit_directory, {"nora", "susan", "adam"}),
        (can_manage_staff, {"adam"}),
        (can_change_agency, {"adam"}),
        (can_break_glass, {"nora", "susan"}),
        (can_review_access, {"susan", "adam", "audrey"}),
    ],
)
def test_roles_may(cast: Cast, may: Any, expected: set[str]) -> None:
    assert {name for name in ROLES if may(cast.viewer(name))} == expected


def test_absences_are_arranged_by_oneself_ones_supervisor_or_an_administrator(cast: Cast) -> None:
    may = {n for n in (*ROLES, "carl", "olive") if can_arrange_coverage(cast.viewer(n), cast.nora.pk)}
    assert may == {"nora", "susan", "adam"}
    assert not can_arrange_coverage(cast.viewer("audrey"), cast.audrey.pk)


def test_the_system_may_do_everything_but_break_glass() -> None:
    system = system_viewer()
    every = (can_work_on_cases, can_edit_directory, can_manage_staff, can_change_agency, can_review_access)
    assert all(may(system) for may in every)
    assert can_arrange_coverage(system, UUID(int=1))
    assert system.sees_every_case and not can_break_glass(system)


def test_what_is_required_is_refused_with_a_sentence() -> None:
    require(True, "fine")
    with pytest.raises(Refused, match="Ask your supervisor"):
        require(False, "Ask your supervisor.")
