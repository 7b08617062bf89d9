import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from caseday.cli import transfer
from caseday.directory.models import Service
from caseday.exchange.actions import runs
from caseday.exchange.tests.hsds_files import CSV, SERVICE, as_json, changed, zipped
from caseday.testing.fixtures import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora_at(client, cast: Cast):
    client.force_login(cast.nora)
    return client


def upload(nora_at, data: bytes, name: str = "directory.zip"):
    file = SimpleUploadedFile(name, data)
    return nora_at.post(
        reverse("exchange:home"), {"resources-kind": "resources", "resources-file": file}, follow=True
    )


def test_a_directory_is_looked_at_before_it_comes_in(nora_at):
    page = upload(nora_at, zipped(changed("services.csv", "Adults,18,", "Adults,eighteen,")))
    text = page.content.decode()
    assert "Import 3 services" in text and "services.csv, row 3, minimum_age" in text
    assert not Service.objects.exists()
    run_url = page.redirect_chain[-1][0]
    done = nora_at.post(f"{run_url}/import", follow=True).content.decode()
    assert Service.objects.count() == 3 and "Went in" in done
    again = upload(nora_at, zipped(CSV)).content.decode()
    assert "2 unchanged" in again and "Changed in the directory" in again


def test_a_long_directory_is_brought_in_by_a_job(nora_at, monkeypatch):
    monkeypatch.setattr(runs, "AT_ONCE", 2)
    text = upload(nora_at, zipped(CSV)).content.decode()
    assert "Import up to 3 services" in text


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "empty"), (b"hello", "no HSDS file"), (b"%PDF-1.4\n" + zipped(CSV), "two kinds of file")],
)
def test_what_is_no_directory_is_refused_beside_the_file(nora_at, data, says):
    page = upload(nora_at, data)
    assert page.status_code == 422 and says in page.content.decode()


def test_an_administrator_brings_it_in_and_an_auditor_does_not(client, cast):
    client.force_login(cast.adam)
    assert "Import 1 service<" in upload(client, as_json(SERVICE), "services.json").content.decode()
    client.force_login(cast.audrey)
    assert upload(client, zipped(CSV)).status_code == 403


def run(*arguments: str):
    return CliRunner().invoke(transfer.import_, ["resources", *arguments])


@pytest.fixture
def no_start(monkeypatch, cast):
    monkeypatch.setattr(transfer, "_ready", lambda: None)


def test_the_command_takes_a_zip_a_folder_and_json(no_start, tmp_path):
    folder = tmp_path / "hsds"
    folder.mkdir()
    for name, content in CSV.items():
        (folder / name).write_text(content, newline="")
    (folder / "notes.txt").write_text("x")
    assert "services: 3 added" in run(str(folder), "--dry-run").output
    assert not Service.objects.exists()
    packed = tmp_path / "d.zip"
    packed.write_bytes(zipped(CSV))
    assert "services: 3 added" in run(str(packed), "--source", "Austin").output
    assert "0 added, 0 changed, 3 unchanged" in run(str(packed), "--source", "Austin").output
    listed = tmp_path / "services.json"
    listed.write_bytes(as_json(SERVICE))
    assert "services: 1 added" in run(str(listed)).output


def test_the_command_names_each_bad_row_and_fails(no_start, tmp_path):
    packed = tmp_path / "d.zip"
    packed.write_bytes(zipped(changed("phones.csv", "(512) 555-0123", "call us")))
    found = run(str(packed))
    assert found.exit_code == 1 and "phones.csv, row 2, number: “call us” is no phone number" in found.output
    assert Service.objects.count() == 3


def test_its_help_teaches_by_example():
    found = run("--help").output
    assert "caseday import resources directory.zip --dry-run" in found and "services.csv" in found
