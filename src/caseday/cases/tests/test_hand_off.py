"""Assigning, handing off, supporting."""

import pytest

from caseday.cases import actions, queries
from caseday.kernel.errors import Invalid, NotFound, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(case, nora, cast, now):
    return actions.offer_handoff(
        actor=nora, now=now, case_id=case.pk, staff_id=cast.olive.pk, note="Call the wife."
    )


def _primary(case):
    return [one.staff.name for one in queries.workers_of(case) if one.kind == "primary" and one.to_at is None]


def test_the_receiver_sees_the_case_but_the_giver_stays_responsible(offer, case, olive):
    assert queries.get_case(olive, case.pk).assigned_to.name == "Nora Field"
    assert _primary(case) == ["Nora Field"]
    assert [one.pk for one in queries.offers_to(olive)] == [offer.pk]


def test_acceptance_makes_the_receiver_responsible_and_the_giver_loses_sight(
    offer, case, cast, olive, nora, now
):
    actions.accept_handoff(actor=olive, now=now, assignment_id=offer.pk)
    assert queries.get_case(olive, case.pk).assigned_to == cast.olive
    assert _primary(case) == ["Olive Other"]
    assert queries.offers_to(olive) == []
    with pytest.raises(NotFound):
        queries.get_case(nora, case.pk)
    with pytest.raises(Invalid, match="already"):
        actions.accept_handoff(actor=olive, now=now, assignment_id=offer.pk)


def test_only_the_receiver_answers(offer, nora, now):
    with pytest.raises(Refused):
        actions.accept_handoff(actor=nora, now=now, assignment_id=offer.pk)


def test_declining_needs_a_reason_and_ends_the_sight(offer, case, olive, now):
    with pytest.raises(Invalid, match="Say why"):
        actions.decline_handoff(actor=olive, now=now, assignment_id=offer.pk, reason=" ")
    actions.decline_handoff(actor=olive, now=now, assignment_id=offer.pk, reason="Full caseload")
    with pytest.raises(NotFound):
        queries.get_case(olive, case.pk)
    assert _primary(case) == ["Nora Field"]


def test_an_offer_to_somebody_else_takes_the_first_back(offer, case, cast, nora, now):
    actions.offer_handoff(actor=nora, now=now, case_id=case.pk, staff_id=cast.carl.pk)
    offer.refresh_from_db()
    assert offer.to_at == now


def test_whoever_supports_may_take_over(case, cast, nora, olive, now):
    support = actions.add_support(actor=nora, now=now, case_id=case.pk, staff_id=cast.olive.pk)
    assert actions.add_support(actor=nora, now=now, case_id=case.pk, staff_id=cast.olive.pk) == support
    offer = actions.offer_handoff(actor=nora, now=now, case_id=case.pk, staff_id=cast.olive.pk)
    actions.accept_handoff(actor=olive, now=now, assignment_id=offer.pk)
    assert _primary(case) == ["Olive Other"]


def test_nobody_is_offered_what_they_have_and_only_workers_get_cases(case, cast, nora, now):
    with pytest.raises(Invalid, match="has this case already"):
        actions.offer_handoff(actor=nora, now=now, case_id=case.pk, staff_id=cast.nora.pk)
    with pytest.raises(Invalid, match="active case manager"):
        actions.offer_handoff(actor=nora, now=now, case_id=case.pk, staff_id=cast.adam.pk)


def test_support_ends_by_the_worker_or_the_supporter(case, cast, nora, olive, now):
    support = actions.add_support(actor=nora, now=now, case_id=case.pk, staff_id=cast.olive.pk)
    actions.end_support(actor=olive, now=now, assignment_id=support.pk)
    with pytest.raises(NotFound):
        queries.get_case(olive, case.pk)


def test_the_primary_assignment_is_handed_off_not_ended(case, nora, now):
    primary = queries.workers_of(case)[0]
    with pytest.raises(Invalid, match="Hand it off"):
        actions.end_support(actor=nora, now=now, assignment_id=primary.pk)


def test_a_supporter_gives_nothing_away(case, cast, nora, olive, now):
    actions.add_support(actor=nora, now=now, case_id=case.pk, staff_id=cast.olive.pk)
    with pytest.raises(Refused):
        actions.offer_handoff(actor=olive, now=now, case_id=case.pk, staff_id=cast.carl.pk)


def test_a_supervisor_assigns_at_once_and_the_worker_acknowledges(case, cast, nora, susan, olive, now):
    with pytest.raises(Refused, match="hand-off instead"):
        actions.assign_case(actor=nora, now=now, case_id=case.pk, staff_id=cast.carl.pk)
    actions.assign_case(actor=susan, now=now, case_id=case.pk, staff_id=cast.olive.pk)
    assert _primary(case) == ["Olive Other"]
    waiting = queries.offers_to(olive)[0]
    with pytest.raises(Invalid, match="assigned to you"):
        actions.decline_handoff(actor=olive, now=now, assignment_id=waiting.pk, reason="x")
    actions.accept_handoff(actor=olive, now=now, assignment_id=waiting.pk)
    assert queries.offers_to(olive) == []


def test_assigning_to_the_same_worker_changes_nothing(case, cast, susan, now):
    before = len(queries.workers_of(case))
    actions.assign_case(actor=susan, now=now, case_id=case.pk, staff_id=cast.nora.pk)
    assert len(queries.workers_of(case)) == before
