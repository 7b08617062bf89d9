"""Options side by side: written at once, kept by their ids, decided by the client, with who was present."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from caseday.access.models import CaseEvent
from caseday.advocacy.actions import (
    begin_decision,
    change_decision,
    decide,
    drop_decision,
    reopen_decision,
)
from caseday.advocacy.models import Decision, DecisionFit, DecisionOption
from caseday.advocacy.queries import (
    case_of_decision,
    decisions_of_case,
    get_decision,
    open_decisions_of_case,
    side_by_side,
)
from caseday.advocacy.rules import OptionDetails
from caseday.advocacy.tests.made import ASK, GARDEN, INJECTIONS, SURGERY, details, make_decision
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Any) -> Any:
    return make_case(cast.nora)


@pytest.fixture
def decision(nora: Any, case: Any) -> Decision:
    return make_decision(nora, case)


def test_it_is_kept_as_written_in_one_event(nora: Any, case: Any, decision: Decision) -> None:
    page = side_by_side(nora, decision.pk)
    assert [one.title for one in page.options] == ["Surgery", "Injections"]
    assert [fits for _, fits in page.matter_rows] == [["partly", "serves"], ["", ""]]
    assert [one.text for one in page.unanswered] == [ASK.text]
    events = CaseEvent.objects.filter(chain_id=case.pk)
    assert [one.verb for one in events] == ["decision_begun"]
    assert case_of_decision(decision.pk) == [case.pk] and page.case == case


def test_the_same_id_again_is_the_same_decision(nora: Any, case: Any, now: Any) -> None:
    id = new_id()
    for _ in range(2):
        begin_decision(actor=nora, now=now, case_id=case.pk, details=details(), id=id)
    assert Decision.objects.count() == 1


def test_who_does_not_see_the_case_finds_nothing(
    olive: Any, audrey: Any, case: Any, decision: Decision, now: Any
) -> None:
    with pytest.raises(NotFound):
        get_decision(olive, decision.pk)
    with pytest.raises(NotFound):
        begin_decision(actor=olive, now=now, case_id=case.pk, details=details())
    assert decisions_of_case(audrey, case.pk) == [decision]
    with pytest.raises(Refused):
        begin_decision(actor=audrey, now=now, case_id=case.pk, details=details())
    with pytest.raises(Refused):
        reopen_decision(actor=audrey, now=now, decision_id=decision.pk)


def test_rows_follow_their_ids(nora: Any, decision: Decision, now: Any) -> None:
    third = OptionDetails("Wait and see")
    changed = details(options=(third, replace(INJECTIONS, pros="Quick")), matters=(GARDEN,), fits={
        (INJECTIONS.id, GARDEN.id): "against", (SURGERY.id, GARDEN.id): "serves", (third.id, GARDEN.id): "serves",
    })  # fmt: skip
    change_decision(actor=nora, now=now, decision_id=decision.pk, details=changed, version=1)
    page = side_by_side(nora, decision.pk)
    assert [(one.title, one.pros) for one in page.options] == [
        ("Wait and see", ""),
        ("Injections", "Quick"),
    ]
    assert page.matter_rows == [(page.matters[0], ["serves", "against"])]
    assert page.decision.version == 2
    change_decision(
        actor=nora, now=now, decision_id=decision.pk, details=replace(changed, fits={}), version=2
    )
    assert not DecisionFit.objects.exists()


def test_an_older_page_does_not_overwrite(nora: Any, decision: Decision, now: Any) -> None:
    change_decision(
        actor=nora, now=now, decision_id=decision.pk, details=details(question="A?"), version=None
    )
    with pytest.raises(Invalid) as caught:
        change_decision(
            actor=nora, now=now, decision_id=decision.pk, details=details(question="B?"), version=1
        )
    assert "another window" in caught.value.problems["version"]
    assert Decision.objects.get().question == "A?"
    same = details(question="A?")
    change_decision(actor=nora, now=now, decision_id=decision.pk, details=same, version=2)
    assert Decision.objects.get().version == 2


def test_a_row_of_another_decision_is_refused(nora: Any, case: Any, decision: Decision, now: Any) -> None:
    with pytest.raises(Invalid, match="another decision"):
        begin_decision(actor=nora, now=now, case_id=case.pk, details=details())
    twice = details(options=(SURGERY, SURGERY))
    with pytest.raises(Invalid, match="another decision"):
        begin_decision(
            actor=nora, now=now, case_id=case.pk, details=replace(twice, options=(OptionDetails("A", id=(x := new_id())), OptionDetails("B", id=x)))
        )  # fmt: skip


def test_the_choice_is_kept_with_who_was_present(nora: Any, decision: Decision, now: Any) -> None:
    decide(
        actor=nora, now=now, decision_id=decision.pk, option_id=INJECTIONS.id, because="I want to be home",
        present="Rosa\nher daughter", decided_on=date(2026, 3, 1),
    )  # fmt: skip
    kept = get_decision(nora, decision.pk)
    assert (kept.state, kept.chosen.title if kept.chosen else "") == ("decided", "Injections")
    assert kept.present == "Rosa\nher daughter" and kept.decided_on == date(2026, 3, 1)
    assert CaseEvent.objects.filter(verb="decision_made").get().summary.endswith("Injections")
    with pytest.raises(Invalid, match="Open it again"):
        change_decision(actor=nora, now=now, decision_id=decision.pk, details=details(), version=None)
    reopened = reopen_decision(actor=nora, now=now, decision_id=decision.pk)
    assert (reopened.state, reopened.chosen_id, reopened.because) == ("open", None, "I want to be home")


def test_what_lacks_for_a_choice_is_said(nora: Any, decision: Decision, now: Any) -> None:
    other = DecisionOption(id=new_id(), position=0, title="Of nobody")
    with pytest.raises(Invalid) as caught:
        decide(
            actor=nora, now=now, decision_id=decision.pk, option_id=other.pk, because="", present=" ",
            decided_on=date(2026, 3, 3),
        )  # fmt: skip
    assert set(caught.value.problems) == {"option", "present", "decided_on"}
    with pytest.raises(Invalid):
        decide(actor=nora, now=now, decision_id=decision.pk, option_id=None, because="", present="Rosa")


def test_what_need_not_be_decided_says_why(nora: Any, case: Any, decision: Decision, now: Any) -> None:
    assert [(one.pk, len(asks)) for one, asks in open_decisions_of_case(case.pk)] == [(decision.pk, 1)]
    with pytest.raises(Invalid):
        drop_decision(actor=nora, now=now, decision_id=decision.pk, reason=" ")
    drop_decision(actor=nora, now=now, decision_id=decision.pk, reason="The pain is gone")
    assert open_decisions_of_case(case.pk) == []
    newer = make_decision(nora, case, options=(), matters=(), questions=(), fits={})
    assert decisions_of_case(nora, case.pk) == [newer, decision]


def test_a_case_of_nobody_is_assigned_first(cast: Any, case: Any, now: Any) -> None:
    from caseday.access.viewer import system_viewer

    type(case).objects.filter(pk=case.pk).update(assigned_to=None)
    with pytest.raises(Invalid, match="Assign"):
        begin_decision(actor=system_viewer(), now=now, case_id=case.pk, details=details())


def test_the_page_of_a_decision_costs_five_queries(
    nora: Any, decision: Decision, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(5):
        side_by_side(nora, decision.pk)
