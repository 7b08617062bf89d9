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


def test_an_unknown_pack_is_not_found(nora_client):
    assert nora_client.get(reverse("programs:pack", args=["nothing"])).status_code == 404


def test_diagnoses_are_offered_while_typing(nora_client):
    code = DiagnosisCode.objects.create(code="S832", description="Tear of meniscus", is_billable=False)
    url = reverse("programs:diagnoses")
    assert "S83.2" in nora_client.get(url, {"q": "menis"}).content.decode()
    assert "more digits needed" in nora_client.get(url, {"conditions-code": "s83"}).content.decode()
    assert "<option" not in nora_client.get(url, {"q": "m"}).content.decode()
    assert str(code) == "S83.2 Tear of meniscus"
