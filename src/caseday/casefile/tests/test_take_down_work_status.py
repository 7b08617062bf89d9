"""A work status is typed with the paper of the case on which it stands; the paper is a link from then on."""

from datetime import timedelta

import pytest
from django.test import Client

from caseday.cases.models import WorkStatus
from caseday.documents.models import Document
from caseday.kernel.ids import new_id
from caseday.testing.make import make_case, make_professional

pytestmark = pytest.mark.django_db
SENT = {"kind": "modified", "from_on": "2026-02-01", "physician": "Dr. Lee", "amount_lift": "20"}


@pytest.fixture
def url(case):
    return f"/case/{case.pk}/work-status"


@pytest.fixture
def put_in(cast, case, now):
    def put_in_paper(title, kind, *, days=0, of=case, **fields):
        at = now - timedelta(days=days)
        return Document.objects.create(
            case=of, staff=cast.nora, title=title, kind=kind, received_at=at, pages=1, **fields
        )

    return put_in_paper


def choices(client: Client, url: str) -> list[tuple[str, str]]:
    return list(client.get(url).context["form"].fields["document_id"].choices)


def test_a_status_is_typed_and_kept(nora_client: Client, url) -> None:
    assert "Lift" in nora_client.get(url).content.decode()
    sent = {**SENT, "from_on": "2025-12-31", "id": str(new_id())}
    refused = nora_client.post(url, sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "before the injury on January 5, 2026" in page and 'value="20"' in page and "Dr. Lee" in page
    assert nora_client.post(url, {**sent, "from_on": "2026-02-01"}).status_code == 302
    kept = WorkStatus.objects.get()
    assert (kept.by_name, kept.restrictions[0]["amount"], kept.document_id) == ("Dr. Lee", "20", None)


def test_a_physician_of_the_directory_is_found(nora_client: Client, url) -> None:
    doctor = make_professional(name="Iris Park")
    nora_client.post(url, {**SENT, "physician": "Iris Park"})
    assert WorkStatus.objects.get().professional == doctor


def test_the_papers_of_the_case_are_offered_work_statuses_first(
    nora_client: Client, url, put_in, cast, now
) -> None:
    older, report = put_in("Old slip", "work_status", days=9), put_in("Report", "visit_report")
    newer = put_in("New slip", "work_status", days=2, service_on=now.date() - timedelta(days=3))
    bare = put_in("Scan", "", days=20)
    put_in("Voided slip", "work_status", voided_at=now, void_reason="Not hers")
    put_in("Slip of another", "work_status", of=make_case(cast.nora))
    assert [str(key) for key, _ in choices(nora_client, url)] == [
        "",
        *(str(one.pk) for one in (newer, older, report, bare)),
    ]
    words = [label for _, label in choices(nora_client, url)]
    assert words[1] == "New slip, Work status, Feb 27, 2026" and words[4] == "Scan, Feb 10, 2026"


def test_the_paper_in_the_address_is_chosen_already(nora_client: Client, url, put_in) -> None:
    slip = put_in("Slip", "work_status")
    assert f'value="{slip.pk}" selected' in nora_client.get(f"{url}?document={slip.pk}").content.decode()
    paper = nora_client.get(f"/papers/{slip.pk}/").content.decode()
    assert f'href="{url}?document={slip.pk}"' in paper
    report = put_in("Report", "visit_report")
    assert url not in nora_client.get(f"/papers/{report.pk}/").content.decode()


def test_timeline_and_table_link_to_the_paper(nora_client: Client, url, case, put_in) -> None:
    slip = put_in("Slip", "work_status")
    assert nora_client.post(url, {**SENT, "document_id": str(slip.pk)}).status_code == 302
    assert WorkStatus.objects.get().document_id == slip.pk
    page = nora_client.get(f"/cases/{case.pk}/work").content.decode()
    assert page.count(f'href="/papers/{slip.pk}/"') == 2 and "said, no paper" not in page
    assert f'href="{url}"' in page


def test_a_paper_of_another_case_is_refused(nora_client: Client, url, put_in, cast) -> None:
    strange = put_in("Slip of another", "work_status", of=make_case(cast.nora))
    assert nora_client.post(url, {**SENT, "document_id": str(strange.pk)}).status_code == 422
    assert not WorkStatus.objects.exists()
