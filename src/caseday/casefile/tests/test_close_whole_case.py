"""Closing a case with everything that is open on it."""

import pytest
from django.urls import reverse

from caseday.casefile import actions, queries
from caseday.casefile.actions import Settlement
from caseday.followups.models import FollowUp
from caseday.kernel.errors import Invalid, Refused
from caseday.testing.make import make_appointment, make_followup

pytestmark = pytest.mark.django_db


def _settlements(case, now, said="", **chosen):
    """What each open item becomes: by kind as told, else the first choice."""
    return [
        Settlement(one.kind, one.id, chosen.get(one.kind, one.choices[0][0]), said)
        for one in queries.open_items_of(case, now=now)
    ]


def _close(case, nora, now, settlements):
    return actions.close_case(
        actor=nora,
        now=now,
        case_id=case.pk,
        reason="goals_met",
        outcome="full_duty_same_employer",
        settlements=settlements,
    )


def test_each_open_item_is_settled_and_the_case_closes(case, nora, now):
    closed = _close(case, nora, now, _settlements(case, now))
    assert closed.status == "closed"
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"done"}
    left = {one.kind for one in queries.open_items_of(closed, now=now)}
    assert left == {"activity"}  # a note that is owed stays owed


def test_items_are_carried_on_after_closing(case, nora, now):
    _close(case, nora, now, _settlements(case, now, followup="carry", appointment="carry"))
    left = {one.kind for one in queries.open_items_of(case, now=now)}
    assert left == {"followup", "appointment", "activity"}


def test_items_are_dropped_with_what_was_said(case, nora, now):
    _close(case, nora, now, _settlements(case, now, said="Moved away", followup="dropped", goal="dropped"))
    assert set(FollowUp.objects.values_list("end_reason", flat=True)) == {"Moved away"}


def test_an_appointment_that_awaited_a_new_date_needs_none(case, nora, now):
    waiting = make_appointment(case, state="cancelled", needs_new_date=True, title="Second opinion")
    _close(case, nora, now, _settlements(case, now))
    waiting.refresh_from_db()
    assert waiting.needs_new_date is False


def test_something_without_a_word_stops_everything(case, nora, now):
    with pytest.raises(Invalid, match="Say what becomes of"):
        _close(case, nora, now, _settlements(case, now)[1:])
    case.refresh_from_db()
    assert case.status == "open"
    assert FollowUp.objects.filter(state="open").count() == 2


def test_what_opened_meanwhile_is_asked_for(case, nora, now):
    settlements = _settlements(case, now)
    make_followup(case, text="Opened in another window")
    with pytest.raises(Invalid, match="another window"):
        _close(case, nora, now, settlements)


def test_a_choice_that_is_none_of_the_items_is_refused(case, nora, now):
    with pytest.raises(Invalid, match="Say what becomes of"):
        _close(case, nora, now, _settlements(case, now, goal="exploded"))


def test_a_goal_given_up_needs_its_reason_beside_it(case, nora, now):
    with pytest.raises(Invalid) as caught:
        _close(case, nora, now, _settlements(case, now, goal="dropped"))
    assert next(iter(caught.value.problems)).startswith("said-")
    case.refresh_from_db()
    assert case.status == "open"


def test_auditors_close_nothing(case, audrey, now):
    with pytest.raises(Refused):
        _close(case, audrey, now, _settlements(case, now))


def test_closing_over_http_keeps_what_was_typed_until_it_fits(case, nora_client, now):
    url = reverse("casefile:close", args=[case.pk])
    assert "Still open" in nora_client.get(url).content.decode()
    response = nora_client.post(url, {"note": "Back at work"})
    assert response.status_code == 422
    assert "Back at work" in response.content.decode()
    items = nora_client.get(url).context["form"].items
    typed = {f"item-{one.id}": one.choices[0][0] for one in items}
    typed |= {"reason": "goals_met", "outcome": "off_work", "note": "Back at work"}
    goal = next(one for one in items if one.kind == "goal")
    response = nora_client.post(url, typed | {f"item-{goal.id}": "dropped"})
    assert response.status_code == 422
    assert "given up" in response.content.decode()
    assert nora_client.post(url, typed).headers["Location"] == reverse("casefile:case", args=[case.pk])
    page = nora_client.get(reverse("casefile:case", args=[case.pk])).content.decode()
    assert "Back at work" in page
    assert "Reopen" in page
