from datetime import timedelta

import pytest

from caseday.access.queries import verify_chains
from caseday.directory.models import Organization, Service
from caseday.followups.actions import (
    Answer,
    RequestDetails,
    change_request,
    note_resource_step,
    offer_resource,
    open_request,
)
from caseday.followups.models import Request
from caseday.followups.queries import (
    counted_resources,
    get_followed,
    home_of,
    offers_of_case,
    resource_counts,
)
from caseday.followups.rules.resources import learned_by, who_may_say
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.people.models import Address
from caseday.testing.make import make_case, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora(cast):
    return cast.viewer("nora")


@pytest.fixture
def case(cast):
    return make_case(cast.nora)


@pytest.fixture
def pantry(db):
    neighbors = Organization.objects.create(name="Eastside Neighbors", office=make_office(kind="community"))
    return Service.objects.create(organization=neighbors, name="Food Pantry")


def offer(viewer, now, case, service, **more):
    return offer_resource(actor=viewer, now=now, case_id=case.pk, service_id=service.pk, **more)


def say(viewer, now, request, step, who, outcome="", **more):
    return note_resource_step(
        actor=viewer, now=now, request_id=request.pk, step=step, who=who, outcome=outcome, **more
    )


def test_an_offer_begins_the_loop_and_asks_for_the_clients_answer(nora, now, case, pantry):
    request = offer(nora, now, case, pantry)
    assert request.title == "Food Pantry, Eastside Neighbors" and request.office == pantry.organization.office
    one = offers_of_case(nora, case.pk)[0]
    assert one.next_step.slug == "answered" and one.who == ("client",)
    assert offer(nora, now, case, pantry) == request
    assert offer(nora, now, case, pantry, id=request.pk) == request
    assert verify_chains().holds


def test_a_declined_offer_ends_with_its_reason(nora, now, case, pantry):
    request = offer(nora, now, case, pantry, answer=Answer("declined", "has family nearby", "phone"))
    assert (request.state, request.end_reason) == (Request.State.DONE, "Declined: has family nearby")
    assert offers_of_case(nora, case.pk)[0].next_step is None and offers_of_case(nora, case.pk)[0].who == ()
    with pytest.raises(Invalid):
        offer(nora, now, make_case(case.assigned_to), pantry, answer=Answer("declined"))
    assert Request.objects.count() == 1
    assert offer(nora, now, case, pantry) != request


def test_what_the_agency_says_is_said_and_what_the_client_confirms_is_verified(nora, now, case, pantry):
    request = offer(nora, now, case, pantry, answer=Answer("accepted"))
    say(nora, now, request, "referred", "worker")
    say(nora, now + timedelta(days=2), request, "connected", "agency", "connected")
    step = get_followed(nora, request.pk).standing.step("connected")
    assert step.state == "said" and step.latest.said_by == "Eastside Neighbors"
    say(nora, now + timedelta(days=3), request, "connected", "client", "connected")
    step = get_followed(nora, request.pk).standing.step("connected")
    assert step.state == "verified"
    say(nora, now + timedelta(days=9), request, "outcome", "client", "need_met")
    request.refresh_from_db()
    assert request.state == Request.State.DONE
    counts = resource_counts(nora)[pantry.pk]
    assert (counts.offered, counts.accepted, counts.referred) == (1, 1, 1)
    assert (counts.connected, counts.connected_verified, counts.need_met) == (1, 1, 1)


def test_a_need_that_was_not_met_counts_as_connected_alone(nora, now, case, pantry):
    request = offer(nora, now, case, pantry, answer=Answer("accepted"))
    say(nora, now, request, "connected", "client", "connected")
    say(nora, now, request, "outcome", "client", "not_met", reason="Closed when she came")
    counts = resource_counts(nora)[pantry.pk]
    assert (counts.connected, counts.need_met, counts.not_connected) == (1, 0, {})


def test_what_was_skipped_on_the_way_is_said_along(nora, now, case, pantry):
    request = offer(nora, now, case, pantry)
    say(nora, now, request, "connected", "client", "connected")
    standing = get_followed(nora, request.pk).standing
    assert standing.step("answered").latest.outcome == "accepted" and standing.step("referred").is_taken


def test_a_full_place_blocks_the_offer_and_is_kept_for_colleagues(nora, now, case, pantry):
    request = offer(nora, now, case, pantry, answer=Answer("accepted"))
    say(nora, now, request, "connected", "agency", "full", reason="until June")
    say(nora, now, request, "connected", "agency", "full", reason="still until June")
    request.refresh_from_db()
    assert request.state == Request.State.BLOCKED
    assert [str(one) for one in pantry.notes.all()] == ["Full: until June"]
    counts = resource_counts(nora, since=now, service_ids=[pantry.pk])[pantry.pk]
    assert counts.not_connected == {"full": 1} and counts.connected == 0
    assert resource_counts(nora, since=now + timedelta(days=1)) == {}


def test_offers_of_all_clients_are_counted_by_resource(nora, cast, now, case, pantry):
    shelter = Service.objects.create(organization=pantry.organization, name="Night Shelter")
    offer(nora, now, case, shelter, answer=Answer("declined", "no"))
    say(nora, now, offer(nora, now, case, pantry), "connected", "client", "connected")
    rows = counted_resources(cast.viewer("olive"))
    assert [(str(one.service), one.connected, one.declined) for one in rows] == [
        ("Food Pantry", 1, 0),
        ("Night Shelter", 0, 1),
    ]


def test_the_page_of_a_case_asks_the_database_as_often_for_many_offers(
    nora, now, case, pantry, django_assert_max_num_queries
):
    for place in range(6):
        service = Service.objects.create(organization=pantry.organization, name=f"Service {place}")
        offer(nora, now, case, service)
    with django_assert_max_num_queries(16):
        assert len(offers_of_case(nora, case.pk)) == 6


def test_a_change_of_the_request_keeps_its_resource(nora, now, case, pantry):
    request = offer(nora, now, case, pantry)
    change_request(actor=nora, now=now, request_id=request.pk, details=RequestDetails(title="Pantry"))
    request.refresh_from_db()
    assert request.service == pantry


def test_a_program_without_the_ladder_says_what_to_do(nora, now, case, pantry, monkeypatch):
    from caseday.followups.actions import resources
    from caseday.programs.rules import Pack

    pack = resources.pack_of(case)
    kinds = tuple(one for one in pack.request_kinds if one.slug != "community_resource")
    monkeypatch.setattr(resources, "pack_of", lambda case: Pack.model_construct(request_kinds=kinds))
    with pytest.raises(Invalid, match="no ladder"):
        offer(nora, now, case, pantry)


def test_who_may_offer_and_what_cannot_be_said(nora, cast, now, case, pantry):
    with pytest.raises(NotFound):
        offer(cast.viewer("olive"), now, case, pantry)
    with pytest.raises(Refused):
        offer(cast.viewer("audrey"), now, case, pantry)
    with pytest.raises(NotFound):
        offer_resource(actor=nora, now=now, case_id=case.pk, service_id=new_id())
    request = offer(nora, now, case, pantry)
    with pytest.raises(NotFound):
        say(cast.viewer("olive"), now, request, "connected", "client", "connected")
    with pytest.raises(Invalid):
        say(nora, now, request, "connected", "neighbor", "connected")
    with pytest.raises(Invalid):
        say(nora, now, request, "connected", "agency", "full")
    other = open_request(actor=nora, now=now, case_id=case.pk, kind="information", details=RequestDetails())
    with pytest.raises(NotFound):
        say(nora, now, other, "asked", "worker")


def test_the_way_to_the_clients_home_is_counted_from_its_place_or_zip(case):
    assert home_of(case) == (None, "")
    work = Address.objects.create(person=case.person, use="work", city="Waco", postal_code="76701")
    assert home_of(case)[1] == "Waco 76701"
    home = Address.objects.create(person=case.person, use="home", city="Austin", postal_code="78702")
    point, words = home_of(case)
    assert words == "Austin 78702" and point == pytest.approx((30.26, -97.71), abs=0.05)
    home.latitude, home.longitude = 30.1, -97.1
    home.save()
    assert home_of(case)[0] == (30.1, -97.1) and work


def test_who_says_what():
    assert who_may_say("answered") == ("client",) and "agency" in who_may_say("a_step_of_ones_own")
    assert learned_by("connected", "not_available", "client") == "closed"
    assert learned_by("connected", "full", "worker") == "" and learned_by("outcome", "full", "agency") == ""
