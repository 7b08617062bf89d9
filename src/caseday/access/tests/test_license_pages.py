from datetime import timedelta

import pytest
from django.urls import reverse

from caseday.access.models import ContinuingEducation, License
from caseday.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(client, cast):
    client.force_login(cast.nora)
    return client


@pytest.fixture
def ccm(cast):
    return License.objects.create(
        staff=cast.nora, kind="ccm", number="77", expires_on=clock.now().date() + timedelta(days=40)
    )


def test_a_person_without_licenses_learns_what_to_do(own):
    assert "Add what stands after the name" in own.get(reverse("access:licenses")).content.decode()


def test_a_license_and_hours_are_noted_and_reckoned(own, cast):
    last = clock.now().date() + timedelta(days=400)
    add = reverse("access:add_license", args=[cast.nora.pk])
    assert own.get(add).status_code == 200
    refused = own.post(add, {"kind": "rn", "number": "A-1"})
    assert refused.status_code == 422
    assert "Which state issued it" in refused.content.decode() and 'value="A-1"' in refused.content.decode()
    own.post(add, {"kind": "ccm", "expires_on": last.isoformat()})
    hours = reverse("access:add_education", args=[cast.nora.pk])
    assert own.get(hours).status_code == 200
    said = {"title": "Ethics of advocacy", "taken_on": "2026-01-05", "hours": "8", "category": "ethics"}
    assert own.post(hours, said | {"hours": "0"}).status_code == 422
    text = own.post(hours, said, follow=True).content.decode()
    assert "72 missing" in text and "Ethics of advocacy" in text and "read " in text
    entry = ContinuingEducation.objects.get()
    text = own.post(reverse("access:void_education", args=[entry.pk]), follow=True).content.decode()
    assert "80 missing" in text


def test_a_license_is_renewed_or_ended(own, ccm):
    edit = reverse("access:edit_license", args=[ccm.pk])
    assert "It ended before its last day" in own.get(edit).content.decode()
    assert own.post(edit, {"kind": "ccm", "expires_on": "1800-01-01"}).status_code == 422
    own.post(edit, {"kind": "ccm", "expires_on": "2040-01-01"})
    ccm.refresh_from_db()
    assert ccm.expires_on.year == 2040
    end = reverse("access:end_license", args=[ccm.pk])
    assert own.post(end, {"reason": ""}).status_code == 422
    text = own.post(end, {"reason": "given up"}, follow=True).content.decode()
    assert "Ended (1)" in text and "given up" in text


def test_a_supervisor_sees_who_is_about_to_expire(client, cast, ccm):
    client.force_login(cast.susan)
    text = client.get(reverse("access:team_licenses")).content.decode()
    assert "1 ends within 90 days" in text and "CCM: expires in" in text
    assert (
        "Licenses of Nora Field"
        in client.get(reverse("access:staff_licenses", args=[cast.nora.pk])).content.decode()
    )
    client.force_login(cast.nora)
    assert client.get(reverse("access:team_licenses")).status_code == 403
