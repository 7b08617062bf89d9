"""The same imports in the browser: look first, map columns, import, read the report."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from caseday.access.viewer import system_viewer
from caseday.cases.models import Case
from caseday.exchange import jobs
from caseday.exchange.actions import runs
from caseday.exchange.models import ImportRun
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.schedule.models import Appointment
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
CASELOAD = (HERE / "lists" / "caseload.csv").read_bytes()
GOOGLE = (HERE / "calendars" / "google.ics").read_bytes()


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: MONDAY_8)


def upload(client: Client, kind: str, data: bytes, name: str = "file.csv", **more: str):
    return client.post(
        "/exchange/", {f"{kind}-kind": kind, f"{kind}-file": SimpleUploadedFile(name, data), **more}
    )


def test_a_list_is_looked_at_first_and_imported_then(nora_client: Client) -> None:
    answer = upload(nora_client, "cases", CASELOAD)
    page = nora_client.get(answer.url).content.decode()
    assert "Import 2 cases" in page and "looks alike" in page and "31/31/1980" in page
    assert not Case.objects.exists()
    nora_client.post(f"{answer.url}/import")
    assert Case.objects.count() == 2
    done = nora_client.get(answer.url).content.decode()
    assert "Went in" in done and "Marcus Bell" in done
    run = ImportRun.objects.get()
    assert (run.state, bytes(run.content)) == ("done", b"")
    assert nora_client.post(f"{answer.url}/import").status_code == 422
    assert "caseload" not in done and "file.csv" in nora_client.get("/exchange/").content.decode()


def test_columns_can_be_named_by_hand(nora_client: Client) -> None:
    answer = upload(nora_client, "cases", b'Name,Kunde\nx,"Bell, Marcus"\n')
    nora_client.post(f"{answer.url}/columns", {"heading": ["Name", "Kunde"], "fact": ["", "full_name"]})
    unknown = nora_client.post(f"{answer.url}/columns", {"heading": ["Name"], "fact": ["shoe"]})
    assert unknown.status_code == 422 and b"no fact" in unknown.content
    nora_client.post(f"{answer.url}/import")
    assert Case.objects.get().person.family_name == "Bell"
    assert (
        nora_client.post(f"{answer.url}/columns", {"heading": ["Name"], "fact": ["shoe"]}).status_code == 422
    )


def test_a_calendar_is_looked_at_first_and_imported_then(nora_client: Client) -> None:
    answer = upload(nora_client, "calendar", GOOGLE, "me.ics")
    page = nora_client.get(answer.url).content.decode()
    assert "client not known" in page and "office not known" in page
    nora_client.post(f"{answer.url}/import")
    assert Appointment.objects.count() == 5


@pytest.mark.parametrize(
    ("kind", "data", "says"),
    [
        ("cases", b"", "empty"),
        ("cases", b"GIF89a\0\0", "neither CSV nor XLSX"),
        ("calendar", b"no", "Export your calendar as .ics"),
    ],
)
def test_a_bad_file_says_what_to_do_beside_its_field(
    nora_client: Client, kind: str, data: bytes, says: str
) -> None:
    answer = upload(nora_client, kind, data)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_no_file_at_all_is_said_too(nora_client: Client) -> None:
    assert nora_client.post("/exchange/", {"cases-kind": "cases"}).status_code == 422


def test_the_same_upload_sent_twice_is_one_run(nora_client: Client) -> None:
    wanted = str(new_id())
    for _ in range(2):
        upload(nora_client, "cases", CASELOAD, **{"cases-id": wanted})
    assert ImportRun.objects.count() == 1


def test_a_long_list_is_a_job(nora_client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 1)
    answer = upload(nora_client, "cases", CASELOAD)
    assert "up to" in nora_client.get(answer.url).content.decode()
    run = runs.start_import(actor=cast.viewer("nora"), run_id=ImportRun.objects.get().pk)
    assert "Reading" in nora_client.get(answer.url).content.decode()
    assert "hx-trigger" in nora_client.get(answer.url, headers={"HX-Request": "true"}).content.decode()
    jobs.import_in_background.func(str(run.pk))
    jobs.import_in_background.func(str(run.pk))
    assert Case.objects.count() == 2
    assert nora_client.get(answer.url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_job_that_may_not_do_it_says_so(cast: Cast) -> None:
    run = runs.begin_import(
        actor=cast.viewer("nora"), now=MONDAY_8, kind="cases", name="x.csv", data=CASELOAD
    )
    runs.start_import(actor=cast.viewer("nora"), run_id=run.pk)
    cast.nora.role = "auditor"
    cast.nora.save()
    assert runs.finish_import(actor=cast.viewer("nora"), now=MONDAY_8, run_id=run.pk).state == "failed"


def test_giving_up_throws_the_file_away(nora_client: Client) -> None:
    answer = upload(nora_client, "cases", CASELOAD)
    nora_client.post(f"{answer.url}/give-up")
    assert not ImportRun.objects.exists()


def test_a_run_is_seen_by_its_owner_only(nora_client: Client, olive_client: Client, cast: Cast) -> None:
    answer = upload(nora_client, "cases", CASELOAD)
    assert olive_client.get(answer.url).status_code == 404
    with pytest.raises(NotFound):
        runs.finish_import(actor=cast.viewer("susan"), now=MONDAY_8, run_id=ImportRun.objects.get().pk)


def test_files_of_the_wrong_kind_size_or_sender_are_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    nora = cast.viewer("nora")
    with pytest.raises(Invalid, match="Choose cases, a calendar or a directory"):
        runs.begin_import(actor=nora, now=MONDAY_8, kind="photos", name="x", data=b"x")
    monkeypatch.setattr(runs, "LARGEST", 3)
    with pytest.raises(Invalid, match="Split it"):
        runs.begin_import(actor=nora, now=MONDAY_8, kind="cases", name="x", data=b"xxxx")
    with pytest.raises(Refused):
        runs.begin_import(actor=cast.viewer("audrey"), now=MONDAY_8, kind="cases", name="x", data=b"x")


def test_the_empty_list_needs_no_mapping(nora_client: Client) -> None:
    text = nora_client.get("/exchange/template.csv").content.decode()
    answer = upload(nora_client, "cases", (text + "," * text.count(",")).encode())
    assert answer.status_code == 302


def test_only_an_administrator_takes_everything_out(cast: Cast, nora_client: Client) -> None:
    assert nora_client.post("/exchange/export").status_code == 403
    adam = Client()
    adam.force_login(cast.adam)
    answer = adam.post("/exchange/export")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert {"manifest.json", "data-dictionary.csv", "cases.case.csv"} <= set(archive.namelist())
    assert "Download" in adam.get("/exchange/").content.decode()


def test_somebody_must_own_the_file(cast: Cast) -> None:
    with pytest.raises(Refused, match="whose file"):
        runs.begin_import(actor=system_viewer(), now=MONDAY_8, kind="cases", name="x", data=CASELOAD)
