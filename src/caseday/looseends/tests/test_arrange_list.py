"""The list of loose ends and the taps on its rows."""

from datetime import timedelta

import pytest
from django.test import Client

from caseday.cases.models import Case
from caseday.followups.models import FollowUp
from caseday.kernel.ids import new_id
from caseday.looseends.models import Placement, Snooze
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_activity, make_case, make_followup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_eight")]
HX = {"HX-Request": "true"}


@pytest.fixture
def todo(cast: Cast) -> FollowUp:
    case = make_case(cast.nora, last_contact_at=MONDAY_8 - timedelta(hours=1))
    make_activity(case, started_at=MONDAY_8 - timedelta(days=1))
    return make_followup(case)


def url(todo: FollowUp, tap: str) -> str:
    return f"/loose-ends/todo_due/{todo.pk}/{tap}"


def test_the_list_shows_each_kind_and_can_be_narrowed(nora_client: Client, todo: FollowUp) -> None:
    page = nora_client.get("/loose-ends/").content.decode()
    assert "Call the pharmacy back" in page and "Notes 1" in page
    only = nora_client.get("/loose-ends/?rule=activity_without_note", headers=HX).content.decode()
    assert "Call the pharmacy back" not in only and "<html" not in only
    assert "Call the pharmacy back" in nora_client.get("/loose-ends/?rule=nonsense").content.decode()


@pytest.mark.parametrize("until", ["hour", "afternoon", "tomorrow", "workday", "week", "2026-03-05"])
def test_a_tap_puts_to_sleep_and_undoing_wakes(nora_client: Client, todo: FollowUp, until: str) -> None:
    answer = nora_client.post(url(todo, "snooze"), {"until": until, "reason": "closed"}, headers=HX)
    assert answer.status_code == 200
    asleep = Snooze.objects.get()
    assert asleep.until > MONDAY_8 and asleep.reason == "closed"
    nora_client.post(url(todo, "wake"))
    assert not Snooze.objects.exists()


@pytest.mark.parametrize("until", ["", "x", "2026-02-30", "2026-03-01", "2030-01-01", "\0"])
def test_a_moment_that_is_none_is_refused(nora_client: Client, todo: FollowUp, until: str) -> None:
    assert nora_client.post(url(todo, "snooze"), {"until": until}, headers=HX).status_code == 422
    assert not Snooze.objects.exists()


def test_pin_move_and_reset_answer_with_the_list(nora_client: Client, todo: FollowUp) -> None:
    pinned = nora_client.post(url(todo, "pin"), {"pinned": "yes", "surface": "today"}, headers=HX)
    assert b"pinned" in pinned.content and b'data-surface="today"' in pinned.content
    nora_client.post(url(todo, "pin"), {"pinned": "no"}, headers=HX)
    assert nora_client.post(url(todo, "move"), {"to": "0"}, headers=HX).status_code == 200
    assert Placement.objects.get().position == 0
    assert nora_client.post("/loose-ends/reset").status_code == 302
    assert not Placement.objects.exists()


@pytest.mark.parametrize("to", ["", "-1", "x", "1e3", "9" * 9])
def test_a_place_that_is_none_is_refused(nora_client: Client, todo: FollowUp, to: str) -> None:
    assert nora_client.post(url(todo, "move"), {"to": to}, headers=HX).status_code == 422


def test_what_is_not_in_sight_is_not_found(olive_client: Client, nora_client: Client, todo: FollowUp) -> None:
    for tap in ("snooze", "pin", "move"):
        assert olive_client.post(url(todo, tap), {"until": "hour", "to": "0"}).status_code == 404
    assert nora_client.post(f"/loose-ends/nonsense/{new_id()}/pin", {}).status_code == 404


def test_nothing_open_says_what_will_be_here(olive_client: Client) -> None:
    assert b"Nothing is open" in olive_client.get("/loose-ends/").content


def test_a_long_list_says_how_many_more_there_are(cast: Cast, nora_client: Client, todo: FollowUp) -> None:
    case = Case.objects.get()
    for number in range(105):
        make_followup(case, text=f"Call {number}")
    assert b"7 more press less" in nora_client.get("/loose-ends/").content
