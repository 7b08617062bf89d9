"""First contacts, holding, closing, reopening."""

from datetime import timedelta

import pytest

from caseday.access.models import CaseEvent
from caseday.access.record import case_chain, change
from caseday.cases import actions, queries
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def reach(case, nora, now):
    def reach_one(role, kind="call", record=None):
        return actions.meet_first_contact(
            actor=nora,
            now=now,
            case_id=case.pk,
            role=role,
            met_at=now,
            activity_id=new_id(),
            activity_kind=kind,
            record=record,
        )

    return reach_one


@pytest.fixture
def settled(case, nora, now):
    """Nothing is open any more."""
    for goal in queries.goals_of(case):
        actions.end_goal(actor=nora, now=now, goal_id=goal.pk, is_met=True)
    for contact in queries.first_contacts_of(case):
        actions.waive_first_contact(actor=nora, now=now, contact_id=contact.pk, reason="Closed early")
    return case


def _close(case, actor, now, **fields):
    values = {"reason": "goals_met", "outcome": "full_duty_same_employer", **fields}
    return actions.close_case(actor=actor, now=now, case_id=case.pk, **values)


def test_reaching_somebody_meets_their_first_contact_once(reach, case):
    assert [one.role for one in reach("adjuster")] == ["adjuster"]
    assert reach("adjuster") == []
    assert reach("pharmacy") == []
    assert CaseEvent.objects.filter(chain_id=case.pk, verb="first_contact_met").count() == 1


def test_the_journals_own_event_carries_the_met_contact(reach, case, nora, now):
    with change("x", actor=nora, now=now, chain=case_chain(case.pk), subject=case) as record:
        assert len(reach("client", record=record)) == 1
        actions.record_contact(record=record, case=case, at=now)
        actions.record_contact(record=record, case=case, at=now - timedelta(days=1))
    case.refresh_from_db()
    assert case.last_contact_at == now
    assert CaseEvent.objects.filter(chain_id=case.pk).count() == 2


def test_unmet_first_contacts_of_the_caseload_come_by_due_moment(case, nora, olive, reach):
    roles = [one.role for one in queries.unmet_first_contacts(nora)]
    assert roles[0] == "adjuster"
    reach("adjuster")
    assert "adjuster" not in {one.role for one in queries.unmet_first_contacts(nora)}
    assert list(queries.unmet_first_contacts(olive)) == []


def test_a_contact_is_waived_for_a_reason(case, nora, now):
    contact = queries.first_contacts_of(case)[0]
    with pytest.raises(Invalid):
        actions.waive_first_contact(actor=nora, now=now, contact_id=contact.pk, reason=" ")
    actions.waive_first_contact(actor=nora, now=now, contact_id=contact.pk, reason="Adjuster asked not to")
    assert contact.pk not in {one.id for one in queries.unmet_first_contacts(nora)}


def test_a_contact_that_left_the_pack_is_waived_all_the_same(case, nora, now):
    contact = queries.first_contacts_of(case)[0]
    contact.role = "gone"
    contact.save()
    assert (
        actions.waive_first_contact(actor=nora, now=now, contact_id=contact.pk, reason="x").waived_reason
        == "x"
    )


def test_what_is_open_is_settled_before_closing(case, nora, now):
    with pytest.raises(Invalid, match="goals are open"):
        _close(case, nora, now)
    actions.end_goal(actor=nora, now=now, goal_id=queries.goals_of(case)[0].pk, is_met=True)
    with pytest.raises(Invalid, match="first contacts are open"):
        _close(case, nora, now)


def test_closing_asks_for_reason_and_outcome(settled, nora, now):
    with pytest.raises(Invalid) as caught:
        _close(settled, nora, now, reason="", outcome="?")
    assert set(caught.value.problems) == {"reason", "outcome"}


def test_a_closed_case_is_not_changed_until_it_is_reopened(settled, nora, now):
    closed = _close(settled, nora, now, note="Back at work.")
    assert (closed.status, closed.closed_at) == ("closed", now)
    with pytest.raises(Refused, match="Reopen"):
        actions.update_case(actor=nora, now=now, case_id=closed.pk, occupation="x")
    with pytest.raises(Invalid):
        actions.reopen_case(actor=nora, now=now, case_id=closed.pk, reason="")
    opened = actions.reopen_case(actor=nora, now=now, case_id=closed.pk, reason="Second surgery")
    assert (opened.status, opened.closure_reason, opened.closed_at) == ("open", "", None)
    assert CaseEvent.objects.filter(chain_id=closed.pk, verb="case_closed").count() == 1


def test_a_case_pauses_for_a_reason_and_is_taken_up_again(case, nora, now):
    with pytest.raises(Invalid):
        actions.hold_case(actor=nora, now=now, case_id=case.pk, reason="")
    assert (
        actions.hold_case(actor=nora, now=now, case_id=case.pk, reason="Awaiting ruling").status == "on_hold"
    )
    assert actions.resume_case(actor=nora, now=now, case_id=case.pk).status == "open"
