from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from PIL import Image

from caseday.access.models import CaseEvent, ContinuingEducation, License
from caseday.documents.actions import digests_wanted
from caseday.documents.actions.certificates import keep_certificate
from caseday.documents.jobs import copy_away
from caseday.documents.keeping import the_store
from caseday.kernel.errors import Invalid, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def license_(cast):
    return License.objects.create(staff=cast.nora, kind="ccm", expires_on=date(2027, 3, 1))


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (80, 60), "white").save(out, "PNG")
    return out.getvalue()


def send(client, url, data=None, name="ccm.png"):
    files = {"files": SimpleUploadedFile(name, photo() if data is None else data)}
    return client.post(url, files, follow=True)


def test_a_certificate_is_kept_and_given_back_to_who_may_see_it(client, cast, license_):
    url = reverse("documents:license_certificate", args=[license_.pk])
    client.force_login(cast.nora)
    assert client.get(url).status_code == 404
    assert "The certificate is kept" in send(client, url).content.decode()
    license_.refresh_from_db()
    assert (license_.certificate_name, license_.certificate_type) == ("ccm.png", "image/png")
    assert the_store().has(license_.certificate_sha256) and license_.certificate_sha256 in digests_wanted()
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == photo() and "sandbox" in answer["Content-Security-Policy"]
    assert CaseEvent.objects.get(verb="certificate_attached").chain_id == cast.nora.pk
    client.force_login(cast.audrey)
    assert client.get(url).status_code == 200 and send(client, url).status_code == 403
    client.force_login(cast.olive)
    assert client.get(url).status_code == 404 and send(client, url).status_code == 404


def test_hours_have_certificates_too(client, cast):
    entry = ContinuingEducation.objects.create(
        staff=cast.nora, taken_on=date(2026, 1, 1), hours=2, title="Ethics"
    )
    client.force_login(cast.nora)
    send(client, reverse("documents:education_certificate", args=[entry.pk]))
    entry.refresh_from_db()
    assert entry.certificate_sha256


def test_a_certificate_is_copied_to_where_the_database_is(client, cast, license_, settings, tmp_path):
    settings.PAPERS_COPY_DIR = tmp_path / "nas"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    client.force_login(cast.nora)
    send(client, reverse("documents:license_certificate", args=[license_.pk]))
    license_.refresh_from_db()
    (job,) = DBTaskResult.objects.filter(task_path=copy_away.module_path)
    assert job.args_kwargs["args"] == [[license_.certificate_sha256]]


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "empty"), (b"<html><script>x</script></html>", "web page"), (b"PK\x03\x04", "cut off")],
)
def test_what_is_no_certificate_is_refused_in_words(client, cast, license_, data, says):
    client.force_login(cast.nora)
    text = send(client, reverse("documents:license_certificate", args=[license_.pk]), data).content.decode()
    license_.refresh_from_db()
    assert says in text and not license_.certificate_sha256


def test_what_is_too_large_is_refused_before_it_is_read(client, cast, license_, settings):
    settings.MAX_UPLOAD_BYTES = 10
    client.force_login(cast.nora)
    url = reverse("documents:license_certificate", args=[license_.pk])
    assert "larger than" in send(client, url).content.decode()
    settings.MAX_UPLOAD_BYTES = -2_000_000
    assert "larger than" in send(client, url).content.decode()


def test_a_form_without_its_token_is_refused(cast, license_):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.nora)
    assert send(client, reverse("documents:license_certificate", args=[license_.pk])).status_code == 403


def test_one_file_and_by_who_may(cast, license_, now):
    with pytest.raises(Invalid):
        keep_certificate(actor=cast.viewer("nora"), now=now, of=license_, files=[])
    with pytest.raises(Refused):
        keep_certificate(actor=cast.viewer("audrey"), now=now, of=license_, files=[])
