import re
from datetime import time

import pytest
from django.urls import reverse

from caseday.directory.models import (
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from caseday.followups.actions import offer_resource
from caseday.followups.models import Request
from caseday.people.models import Address
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    case = make_case(cast.nora)
    Address.objects.create(person=case.person, use="home", city="Austin", state="TX", postal_code="78702")
    return case


def make_service(name="Food Pantry", postal_code="78702", at=(30.263, -97.714), **fields):
    organization = Organization.objects.create(name="Eastside Neighbors")
    service = Service.objects.create(
        organization=organization, name=name, **{"search_words": f" {name.lower()} ", **fields}
    )
    place = Location.objects.create(
        organization=organization, city="Austin", postal_code=postal_code, latitude=at[0], longitude=at[1]
    )
    ServiceAtLocation.objects.create(service=service, location=place)
    Phone.objects.create(service=service, number="+15125550123")
    Schedule.objects.create(
        service=service, freq="WEEKLY", byday="MO,TU,WE,TH,FR,SA,SU", opens_at=time(0), closes_at=time(0)
    )
    Language.objects.create(service=service, name="Spanish", code="es")
    return service


@pytest.fixture
def nora_at(client, cast):
    client.force_login(cast.nora)
    return client


def text_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_what_is_near_the_clients_home_stands_first(nora_at, case):
    make_service()
    make_service("Food Bank", "78758", (30.387, -97.707))
    make_service("Food Far Away", "79901", (31.759, -106.487))
    text = text_of(nora_at.get(reverse("followups:find_resource", args=[case.pk])))
    assert text.index("Food Pantry") < text.index("Food Bank") and "Food Far Away" not in text
    assert "Austin 78702" in text and "tel:+15125550123" in text
    elsewhere = text_of(nora_at.get(reverse("followups:find_resource", args=[case.pk]), {"zip": "79901"}))
    assert "Food Far Away" in elsewhere and "Food Pantry" not in elsewhere
    wrong = text_of(nora_at.get(reverse("followups:find_resource", args=[case.pk]), {"zip": "00000"}))
    assert "No such ZIP code" in wrong


def test_an_offer_is_written_down_and_followed_by_taps(nora_at, case):
    service = make_service()
    url = reverse("followups:offer_resource", args=[case.pk, service.pk])
    assert "What did they say?" in text_of(nora_at.get(url))
    answer = nora_at.post(url, {"answer": "accepted", "channel": "phone"}, follow=True)
    text = text_of(answer)
    assert "accepted" in text and "Next: referred" in text
    request = Request.objects.get()
    step = reverse("followups:resource_step", args=[request.pk])
    assert "referred?" in text_of(nora_at.get(step))
    nora_at.post(step, {"step": "referred", "who": "worker"})
    nora_at.post(step, {"step": "connected", "who": "agency", "outcome": "connected"})
    text = text_of(nora_at.get(reverse("followups:resources_of_case", args=[case.pk])))
    assert "connected, said" in text
    refused = nora_at.post(step, {"step": "outcome", "who": "client", "outcome": "not_met"})
    assert "needs the reason" in text_of(refused, 422)
    nora_at.post(step, {"step": "outcome", "who": "client", "outcome": "need_met"})
    request.refresh_from_db()
    assert request.state == "done" and "This offer is over" in text_of(nora_at.get(step))


def test_declining_asks_for_the_reason_and_keeps_what_was_chosen(nora_at, case):
    service = make_service()
    url = reverse("followups:offer_resource", args=[case.pk, service.pk])
    text = text_of(nora_at.post(url, {"answer": "declined"}), 422)
    assert "needs the reason" in text and re.search(r'value="declined"[^>]*checked', text)


def test_a_stale_page_is_told_what_somebody_else_wrote(nora_at, case, cast, now):
    request = offer_resource(
        actor=cast.viewer("nora"), now=now, case_id=case.pk, service_id=make_service().pk
    )
    step = reverse("followups:resource_step", args=[request.pk])
    old = {"step": "answered", "who": "client", "outcome": "accepted", "version": 0}
    assert "Meanwhile" in text_of(nora_at.post(step, old), 422)


def test_the_page_of_a_resource_shows_what_came_of_it(nora_at, case, cast, now):
    service = make_service()
    url = reverse("followups:resource_offers", args=[service.pk])
    assert "offered to nobody yet" in text_of(nora_at.get(url))
    offer_resource(actor=cast.viewer("nora"), now=now, case_id=case.pk, service_id=service.pk)
    assert case.person.called in text_of(nora_at.get(url))
    figures = reverse("followups:resource_figures")
    assert "Food Pantry" in text_of(nora_at.get(figures, {"days": ""}))
    assert text_of(nora_at.get(figures, {"days": "nonsense"}))


def test_nothing_offered_yet_says_what_to_do(nora_at, case):
    text = text_of(nora_at.get(reverse("followups:resources_of_case", args=[case.pk])))
    assert "Nothing was offered yet" in text and "Find a resource" in text


def test_who_does_not_work_on_it_does_not_offer(client, cast, case, now):
    service = make_service()
    request = offer_resource(actor=cast.viewer("nora"), now=now, case_id=case.pk, service_id=service.pk)
    client.force_login(cast.audrey)
    offer = reverse("followups:offer_resource", args=[case.pk, service.pk])
    assert client.get(offer).status_code == 403
    assert client.get(reverse("followups:resource_step", args=[request.pk])).status_code == 403
    client.force_login(cast.olive)
    assert client.get(offer).status_code == 404
    Request.objects.update(service=None)
    client.force_login(cast.nora)
    assert client.get(reverse("followups:resource_step", args=[request.pk])).status_code == 404
