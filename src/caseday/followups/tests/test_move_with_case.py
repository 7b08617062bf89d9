"""A case is moved to another version of its program with its open requests: shown, mapped, or refused."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from caseday.access.queries import events_of_chain
from caseday.access.viewer import Viewer
from caseday.cases.actions import kind_field, move_case, move_cases
from caseday.cases.models import Case
from caseday.cases.queries import move_of, moves_of_program
from caseday.followups import actions
from caseday.followups.actions import RequestDetails, Said
from caseday.followups.models import Request
from caseday.kernel.errors import Invalid
from caseday.programs import actions as programs
from caseday.programs import queries as packs
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_packs")]
SLUG = "workers_compensation"
MONDAY = date(2026, 3, 2)


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, stage="active")


def publish(cast: Cast, *, without: str = "", **renamed: str) -> None:
    """A version that lacks a kind, or in which some are of another slug."""
    adam: dict[str, Any] = {"actor": cast.viewer("adam"), "now": MONDAY_8}
    kinds = packs.pack_to_begin_with(SLUG, on=MONDAY)[0].model_dump(mode="json")["request_kinds"]
    kept = [{**one, "slug": renamed.get(one["slug"], one["slug"])} for one in kinds if one["slug"] != without]
    draft = programs.copy_pack(slug=SLUG, **adam)
    draft = programs.save_section(
        draft_id=draft.pk, section="request_kinds", value=kept, revision=draft.revision, **adam
    )
    programs.publish_version(draft_id=draft.pk, effective_from=MONDAY, **adam)


def ask(nora: Viewer, case: Case, kind: str, title: str) -> Request:
    request = actions.open_request(
        actor=nora, now=MONDAY_8, case_id=case.pk, kind=kind, details=RequestDetails(title=title)
    )
    said = Said(by="Dr. Farouk", role="physician", channel="phone")
    actions.claim_step(actor=nora, now=MONDAY_8, request_id=request.pk, step="requested", said=said)
    return request


def test_a_request_of_a_kind_that_is_gone_is_shown_and_asked_for(
    cast: Cast, case: Case, nora: Viewer, nora_client: Client
) -> None:
    request = ask(nora, case, "authorization", "MRI of the knee")
    publish(cast, authorization="approval")
    move = move_of(nora, case.pk, MONDAY)
    (one,) = move.requests
    assert ("approval", "Authorization") in one.choices and move.open_problems == [one.problem]
    with pytest.raises(Invalid) as refused:
        move_case(actor=nora, now=MONDAY_8, case_id=case.pk)
    assert list(refused.value.problems) == [kind_field(request.pk)]
    assert move_cases(actor=nora, now=MONDAY_8, case_ids=[case.pk]).left[0][0] == case.pk
    page = nora_client.get(f"/cases/{case.pk}/version").content.decode()
    assert "MRI of the knee" in page and "to be decided" in page and "becomes" in page
    answer = nora_client.post(f"/cases/{case.pk}/version", {kind_field(request.pk): ""})
    assert answer.status_code == 422
    answer = nora_client.post(f"/cases/{case.pk}/version", {kind_field(request.pk): "approval"})
    assert answer.status_code == 302
    request.refresh_from_db()
    case.refresh_from_db()
    assert request.kind == "approval" and case.pack_version_id == move.target.version_id
    verbs = [event.verb for event in events_of_chain(case.pk)]
    assert "request_kind_changed" in verbs and "pack_changed" in verbs


def test_a_choice_that_does_not_know_the_steps_is_refused_and_nothing_is_changed(
    cast: Cast, case: Case, nora: Viewer
) -> None:
    request = ask(nora, case, "authorization", "MRI of the knee")
    publish(cast, authorization="approval")
    with pytest.raises(Invalid):
        move_case(actor=nora, now=MONDAY_8, case_id=case.pk, kinds={request.pk: "prescription"})
    request.refresh_from_db()
    case.refresh_from_db()
    assert request.kind == "authorization" and case.pack_version_id is None


def test_what_has_no_place_in_the_new_version_is_in_the_way_until_it_ends(
    cast: Cast, case: Case, nora: Viewer, nora_client: Client
) -> None:
    request = ask(nora, case, "authorization", "MRI of the knee")
    publish(cast, without="authorization")
    (one,) = move_of(nora, case.pk, MONDAY).requests
    assert dict(one.choices)  # others that begin with the same step
    assert "to be decided" in nora_client.get(f"/cases/{case.pk}/version").content.decode()
    actions.drop_request(actor=nora, now=MONDAY_8, request_id=request.pk, reason="Not needed")
    assert move_of(nora, case.pk, MONDAY).requests == []
    assert move_case(actor=nora, now=MONDAY_8, case_id=case.pk).pack_version_id


def test_requests_of_many_cases_cost_two_queries(
    cast: Cast, nora: Viewer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        ask(nora, make_case(cast.nora, stage="active"), "authorization", f"MRI {number}")
    publish(cast, authorization="approval")
    moves_of_program(nora, SLUG, MONDAY)
    with django_assert_max_num_queries(8):
        found = moves_of_program(nora, SLUG, MONDAY)
    assert [len(one.requests) for one in found] == [1, 1, 1, 1]
