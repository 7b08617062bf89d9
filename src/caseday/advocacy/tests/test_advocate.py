"""What was asked of whom, on what ground, and what came of it."""

from datetime import date
from typing import Any

import pytest

from caseday.access.viewer import system_viewer
from caseday.advocacy.actions import change_effort, note_outcome, record_effort, void_effort
from caseday.advocacy.models import Effort
from caseday.advocacy.queries import (
    asked_choices,
    case_of_effort,
    counts_seen_by,
    efforts_between,
    efforts_of_case,
    get_effort,
    open_efforts_of_case,
    requests_to_link,
)
from caseday.advocacy.rules import periods_back
from caseday.advocacy.tests.made import asked, make_effort
from caseday.followups.models import FollowUp, Request
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8, make_case, make_party

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 3, 6)


@pytest.fixture
def case(cast: Any) -> Any:
    return make_case(cast.nora)


def a_request(case: Any, **fields: Any) -> Request:
    given = {"kind": "therapy", "title": "Therapy", "opened_at": MONDAY_8, "staff": case.assigned_to}
    return Request.objects.create(case=case, **{**given, **fields})


def test_it_is_asked_again_until_there_is_an_answer(nora: Any, case: Any, now: Any) -> None:
    effort = make_effort(nora, case, ask_again_on=FRIDAY, ground="law", ground_text="28 TAC 134.600")
    todo = FollowUp.objects.get()
    assert todo.text == "Ask Dana Whitfield again: Six more visits of therapy" and todo.due_on == FRIDAY
    note_outcome(actor=nora, now=now, effort_id=effort.pk, outcome="partly", text="Three visits")
    kept = get_effort(nora, effort.pk)
    assert (kept.outcome, kept.outcome_on, kept.outcome_text) == (
        "partly",
        date(2026, 3, 2),
        "Three visits",
    )
    todo.refresh_from_db()
    assert (todo.state, todo.end_reason) == ("done", "Partly granted")
    note_outcome(actor=nora, now=now, effort_id=effort.pk, outcome="open")
    assert get_effort(nora, effort.pk).outcome_on is None


def test_the_same_id_again_is_the_same_effort(nora: Any, case: Any, now: Any) -> None:
    id = new_id()
    for _ in range(2):
        record_effort(actor=nora, now=now, case_id=case.pk, details=asked(), ask_again_on=FRIDAY, id=id)
    assert (Effort.objects.count(), FollowUp.objects.count()) == (1, 1)


def test_it_may_belong_to_a_request_of_the_case_alone(nora: Any, cast: Any, case: Any, now: Any) -> None:
    done, mine = a_request(case, state="done"), a_request(case)
    effort = make_effort(nora, case, request_id=mine.pk)
    assert effort.request_id == mine.pk and requests_to_link(case) == [mine, done]
    foreign = a_request(make_case(cast.nora))
    with pytest.raises(Invalid) as caught:
        make_effort(nora, case, request_id=foreign.pk)
    assert "request" in caught.value.problems
    with pytest.raises(Invalid) as caught:
        make_effort(nora, case, office_id=new_id())
    assert "whom" in caught.value.problems


def test_a_refusal_says_its_reason(nora: Any, case: Any, now: Any) -> None:
    effort = make_effort(nora, case)
    with pytest.raises(Invalid) as caught:
        note_outcome(actor=nora, now=now, effort_id=effort.pk, outcome="refused", outcome_on=date(2026, 3, 9))
    assert set(caught.value.problems) == {"text", "outcome_on"}
    with pytest.raises(Invalid):
        note_outcome(actor=nora, now=now, effort_id=effort.pk, outcome="won")


def test_it_can_be_corrected_and_asked_again_later(nora: Any, case: Any, now: Any) -> None:
    effort = make_effort(nora, case)
    change_effort(
        actor=nora, now=now, effort_id=effort.pk, details=asked(asked="Eight visits"), ask_again_on=FRIDAY
    )
    change_effort(
        actor=nora, now=now, effort_id=effort.pk, details=asked(asked="Nine visits"), ask_again_on=FRIDAY
    )
    kept = get_effort(nora, effort.pk)
    assert kept.asked == "Nine visits" and kept.followup and FollowUp.objects.count() == 1


def test_what_was_a_mistake_counts_nowhere(nora: Any, case: Any, now: Any) -> None:
    effort = make_effort(nora, case)
    with pytest.raises(Invalid):
        void_effort(actor=nora, now=now, effort_id=effort.pk, reason="")
    void_effort(actor=nora, now=now, effort_id=effort.pk, reason="Asked for another client")
    with pytest.raises(Invalid, match="void"):
        change_effort(actor=nora, now=now, effort_id=effort.pk, details=asked())
    assert open_efforts_of_case(case.pk) == [] and efforts_of_case(nora, case.pk) == [effort]
    assert counts_seen_by(nora, periods_back(FRIDAY, months=1, count=1))[0].total == 0


def test_counts_and_rows_are_of_cases_in_sight(
    nora: Any, olive: Any, audrey: Any, susan: Any, cast: Any, case: Any, now: Any
) -> None:
    effort = make_effort(nora, case)
    note_outcome(actor=nora, now=now, effort_id=effort.pk, outcome="granted")
    make_effort(olive, make_case(cast.olive))
    march = periods_back(FRIDAY, months=1, count=2)
    assert [one.total for one in counts_seen_by(nora, march)] == [1, 0]
    assert counts_seen_by(nora, march)[0].granted_percent == 100
    assert counts_seen_by(susan, march)[0].total == 1 and counts_seen_by(audrey, march)[0].total == 2
    assert counts_seen_by(nora, []) == []
    row = efforts_between(nora, march[0].first, march[0].last)[0]
    assert (row.case_number, row.outcome, row.by) == (case.number, "Granted", "Nora Field")


def test_outsiders_find_nothing_and_auditors_only_read(
    nora: Any, olive: Any, audrey: Any, case: Any, now: Any
) -> None:
    effort = make_effort(nora, case)
    with pytest.raises(NotFound):
        get_effort(olive, effort.pk)
    with pytest.raises(NotFound):
        efforts_of_case(olive, case.pk)
    assert get_effort(audrey, effort.pk) == effort and case_of_effort(effort.pk) == [case.pk]
    with pytest.raises(Refused):
        make_effort(audrey, case)
    with pytest.raises(Refused):
        note_outcome(actor=audrey, now=now, effort_id=effort.pk, outcome="granted")


def test_the_client_is_not_asked_for_what_is_asked_for_the_client(nora: Any, case: Any, now: Any) -> None:
    make_party(case, name="Dana Whitfield")
    assert [one.name for one in asked_choices(nora, case, now=now)] == ["Dana Whitfield"]


def test_a_case_of_nobody_is_assigned_first(case: Any, now: Any) -> None:
    type(case).objects.filter(pk=case.pk).update(assigned_to=None)
    with pytest.raises(Invalid, match="Assign"):
        make_effort(system_viewer(), case)
