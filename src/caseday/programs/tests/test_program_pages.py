"""Pages of programs over HTTP."""

import pytest
from django.urls import reverse

from caseday.programs.models import DiagnosisCode

pytestmark = pytest.mark.django_db


def test_a_pack_shows_its_clocks_and_which_of_them_are_to_be_verified(nora_client):
    assert "Workers&#x27; compensation" in nora_client.get(reverse("programs:packs")).content.decode()
    page = nora_client.get(reverse("programs:pack", args=["workers_compensation"])).content.decode()
    assert "within 4 working hours of receipt" in page
    assert "to be verified" in page
    assert "source says so" in page


def test_a_pack_shows_its_ladders_papers_and_checklists(nora_client):
    page = nora_client.get(reverse("programs:pack", args=["workers_compensation"])).content.decode()
    assert "Non-certified: blocked" in page
    assert "Pharmacy · usually within 2 working hours" in page
    assert "only after Modified or Non-certified" in page
    assert "Opens the deadline to appeal." in page
    assert "Who is at home" in page
    assert "Confirmed by Client, Family; stands out from 3 days before." in page


def test_a_state_shows_its_deadlines_with_source_and_which_of_them_are_not_verified(nora_client):
    assert "Deadlines by law" in nora_client.get(reverse("programs:packs")).content.decode()
    page = nora_client.get(reverse("programs:deadlines", args=["TX"])).content.decode()
    assert "3 working days after review received the request" in page
    assert "to be checked: 28 Tex. Admin. Code § 134.600 (o)" in page
    assert "not verified" in page
    assert "read in the source" in page
    assert "until Aug 31, 2009" in page


def test_an_unknown_pack_is_not_found(nora_client):
    assert nora_client.get(reverse("programs:pack", args=["nothing"])).status_code == 404
    assert nora_client.get(reverse("programs:deadlines", args=["WA"])).status_code == 404


def test_diagnoses_are_offered_while_typing(nora_client):
    code = DiagnosisCode.objects.create(code="S832", description="Tear of meniscus", is_billable=False)
    url = reverse("programs:diagnoses")
    assert "S83.2" in nora_client.get(url, {"q": "menis"}).content.decode()
    assert "more digits needed" in nora_client.get(url, {"conditions-code": "s83"}).content.decode()
    assert "<option" not in nora_client.get(url, {"q": "m"}).content.decode()
    assert str(code) == "S83.2 Tear of meniscus"
