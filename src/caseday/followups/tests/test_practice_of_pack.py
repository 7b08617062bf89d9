"""What stands out, and when a window is tried again, follows the figures of the pack of the case."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.actions import move_case
from caseday.cases.models import Case
from caseday.followups import actions, queries
from caseday.followups.actions import Chase, RequestDetails, Said
from caseday.followups.models import ClockRun, Request
from caseday.followups.queries.open_work import open_work_of_requests
from caseday.followups.queries.open_work.usual import ground_of
from caseday.programs import queries as programs
from caseday.programs.actions import copy_pack, publish_version, save_section
from caseday.programs.rules import FollowUpPractice
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


@pytest.fixture
def practiced(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Gives every pack these figures."""

    def practice(**counts: int) -> None:
        usual = FollowUpPractice()
        changed = {name: getattr(usual, name).model_copy(update={"count": n}) for name, n in counts.items()}
        new = usual.model_copy(update=changed)
        packs = tuple(one.model_copy(update={"followup_practice": new}) for one in programs.all_packs())
        monkeypatch.setattr(programs, "all_packs", lambda: packs)
        monkeypatch.setattr("caseday.followups.queries.practice.known_packs", lambda: packs)
        ground_of.cache_clear()

    yield practice
    ground_of.cache_clear()


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


def ask(nora: Viewer, case: Case, kind: str = "authorization", **details: Any) -> Request:
    return actions.open_request(
        actor=nora, now=MONDAY_8, case_id=case.pk, kind=kind, details=RequestDetails(**details)
    )


def test_approvals_stand_out_as_the_pack_says(nora: Viewer, case: Case, practiced: Any) -> None:
    ask(nora, case, expires_on=MONDAY + timedelta(days=20))
    ask(nora, case, kind="therapy", units_approved=4)

    def limits() -> set[str]:
        rows = open_work_of_requests(nora, [case.assigned_to_id], now=MONDAY_8, today=MONDAY)
        return {one.limit(MONDAY) for one in rows}

    assert limits() == {""}
    practiced(approval_days=21, approval_units=4)
    assert limits() == {"expires in 20 days", "4 of 4 units left"}


def test_a_window_is_tried_again_as_the_pack_says(nora: Viewer, case: Case, practiced: Any) -> None:
    window = Chase(cadence="window", window_from=MONDAY, window_until=date(2026, 3, 20))

    def due_after_a_try() -> date | None:
        one = actions.promise_followup(actor=nora, now=MONDAY_8, text="Ask", case_id=case.pk, chase=window)
        actions.count_attempt(actor=nora, now=MONDAY_8, followup_id=one.pk, result="reached")
        return queries.get_todo(nora, one.pk).due_on

    assert due_after_a_try() == date(2026, 3, 4)
    practiced(window_every=4)
    assert due_after_a_try() == date(2026, 3, 6)


def test_deadlines_stand_out_as_the_pack_says(nora: Viewer, case: Case, practiced: Any) -> None:
    ClockRun.objects.create(
        request=ask(nora, case), clock="x", jurisdiction="TX", words="x", started_at=MONDAY_8,
        due_at=MONDAY_8 + timedelta(days=60),
    )  # fmt: skip
    then = MONDAY_8 + timedelta(days=50)

    def closing() -> int:
        (row,) = open_work_of_requests(nora, [case.assigned_to_id], now=then, today=MONDAY)
        return len(row.closing_clocks(then))

    assert closing() == 0
    practiced(clock_days=14)
    assert closing() == 1


def test_what_was_said_is_asked_about_again_as_the_pack_says(
    nora: Viewer, case: Case, practiced: Any
) -> None:
    """The last step has no usual time of its own."""
    asked = ask(nora, case, kind="equipment")
    actions.claim_step(
        actor=nora, now=MONDAY_8, request_id=asked.pk, step="taught", said=Said(by="Kim"), also_skipped=True
    )

    def is_late(days: int) -> list[bool]:
        at = MONDAY_8 + timedelta(days=days)
        (row,) = open_work_of_requests(nora, [case.assigned_to_id], now=at, today=MONDAY)
        both = (row.standing, queries.get_followed(nora, asked.pk).standing)
        return ["taught" in [step.rung.slug for step in one.late(at)] for one in both]

    assert (is_late(1), is_late(3)) == ([False, False], [True, True])
    practiced(verify_within=4)
    assert (is_late(3), is_late(7)) == ([False, False], [True, True])


def test_what_has_expired_and_what_is_not_begun_stand_out_as_the_pack_says(
    nora: Viewer, case: Case, practiced: Any
) -> None:
    ask(nora, case, expires_on=MONDAY - timedelta(days=31))
    day = make_appointment(case, starts_at=MONDAY_8 + timedelta(days=9))
    ask(nora, case, kind="surgery", appointment_id=day.pk)

    def seen() -> tuple[set[str], list[bool]]:
        rows = open_work_of_requests(nora, [case.assigned_to_id], now=MONDAY_8, today=MONDAY)
        return {one.limit(MONDAY) for one in rows}, [one.has_checklist_to_begin(MONDAY) for one in rows]

    assert seen() == ({""}, [False, False])
    practiced(expired_days=40, checklist_days=9)
    assert seen() == ({"", "expired 31 days ago"}, [False, True])


def test_a_version_of_the_agency_is_followed_by_its_own_figures(cast: Cast, nora: Viewer, case: Case) -> None:
    adam: dict[str, Any] = {"actor": cast.viewer("adam"), "now": MONDAY_8}
    draft = copy_pack(slug=case.program, **adam)
    practice = {"approval_days": {"count": 40, "basis": "contract", "verified": False}}
    save_section(draft_id=draft.pk, section="followup_practice", value=practice, revision=1, **adam)
    publish_version(draft_id=draft.pk, effective_from=MONDAY, **adam)
    move_case(actor=nora, now=MONDAY_8, case_id=case.pk)
    ask(nora, case, expires_on=MONDAY + timedelta(days=35))
    [one] = open_work_of_requests(nora, [cast.nora.pk], now=MONDAY_8, today=MONDAY)
    assert one.limit(MONDAY) == "expires in 35 days"
    programs.forget_versions()
