from datetime import timedelta

import pytest

from caseday.access.models import CaseEvent
from caseday.access.queries import verify_chains
from caseday.directory.actions import learn_of_resource
from caseday.directory.models import Location, Organization, Phone, Service
from caseday.directory.queries import ResourceSearch, find_resources
from caseday.exchange.actions.resources import import_resources, read_resources, read_resources_in
from caseday.exchange.rules.hsds import files
from caseday.exchange.tests.hsds_files import CSV, SERVICE, as_json, changed, zipped
from caseday.kernel.errors import Invalid, Refused

pytestmark = pytest.mark.django_db


def take(viewer, now, data=None, name="directory.zip", **kwargs):
    tables = read_resources(name, zipped(CSV) if data is None else data)
    return import_resources(actor=viewer, now=now, tables=tables, **kwargs)


def refusal(data: bytes, name: str = "directory.zip") -> str:
    with pytest.raises(Invalid) as caught:
        read_resources(name, data)
    return str(caught.value)


def test_a_zip_of_csv_files_comes_in_whole(cast, now):
    report = take(cast.viewer("nora"), now)
    assert report.problems == [] and report.unused == []
    assert sorted(report.added) == ["Crisis Hotline", "English Classes", "Food Pantry"]
    pantry = Service.objects.get(name="Food Pantry")
    assert pantry.organization.website == "https://eastside.example.org"
    assert pantry.needs == " food " and " pantry " in pantry.search_words
    assert [one.number for one in pantry.phones.all()] == ["+15125550123"]
    assert pantry.phones.get().extension == "4"
    assert Phone.objects.get(service__name="Crisis Hotline").number == "988"
    assert Location.objects.get().address == "100 Example Street, Austin, TX 78702"
    assert str(pantry.required_documents.get()) == "Proof of address"
    assert verify_chains().holds


def test_twice_changes_nothing(cast, now):
    nora = cast.viewer("nora")
    take(nora, now)
    events = CaseEvent.objects.count()
    again = take(nora, now + timedelta(days=1))
    assert (again.added, again.changed, again.unchanged) == ([], [], 3)
    assert CaseEvent.objects.count() == events


def test_a_dry_run_writes_nothing_and_says_the_same(cast, now):
    report = take(cast.viewer("nora"), now, is_dry_run=True)
    assert len(report.added) == 3
    assert not Organization.objects.exists() and not CaseEvent.objects.exists()


def test_what_changed_in_the_file_changes_here_and_what_is_gone_goes(cast, now):
    nora = cast.viewer("nora")
    take(nora, now)
    newer = changed("phones.csv", "ph-1,svc-pantry,,(512) 555-0123,4,voice,Ask for the pantry\r\n", "")
    newer["services.csv"] = newer["services.csv"].replace(
        "Groceries on Tuesdays", "Groceries on Tuesdays and Fridays"
    )
    report = take(nora, now, zipped(newer))
    assert report.changed == ["Food Pantry"] and report.unchanged == 2
    assert not Phone.objects.filter(service__name="Food Pantry").exists()
    assert " fridays " in Service.objects.get(name="Food Pantry").search_words


@pytest.mark.parametrize(
    ("owner", "touched"),
    [
        ("sal-1,,", ["Food Pantry"]),
        (",loc-1,", ["English Classes", "Food Pantry"]),
        (",,org-1", ["English Classes", "Food Pantry"]),
    ],
)
def test_a_new_phone_changes_each_service_that_it_serves(cast, now, owner, touched):
    nora = cast.viewer("nora")
    heading = "id,service_at_location_id,location_id,organization_id,number\r\n"
    take(nora, now, zipped(CSV | {"phones.csv": f"{heading}ph-1,{owner},512-555-0123\r\n"}))
    report = take(nora, now, zipped(CSV | {"phones.csv": f"{heading}ph-1,{owner},512-555-0129\r\n"}))
    assert sorted(report.changed) == touched and report.unchanged == 3 - len(touched)
    assert Phone.objects.get().number == "+15125550129"


def test_what_colleagues_learned_stays_when_the_directory_is_read_again(cast, now):
    nora = cast.viewer("nora")
    take(nora, now)
    pantry = Service.objects.get(name="Food Pantry")
    learn_of_resource(actor=nora, now=now, service_id=pantry.pk, kind="closed", text="moved out in May")
    take(nora, now)
    assert pantry.notes.get().text == "moved out in May"
    assert "Food Pantry" not in [
        one.service.name for one in find_resources(nora, at=now, search=ResourceSearch()).rows
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "where", "column", "taken"),
    [
        ("services.csv", "Food Pantry,", ",", "services.csv, row 2", "name", False),
        ("services.csv", "svc-pantry,org-1", "svc-pantry,org-9", "services.csv, row 2", "organization_id", False),
        ("services.csv", "Tuesdays,active", "Tuesdays,sometimes", "services.csv, row 2", "status", False),
        ("services.csv", "Adults,18,", "Adults,eighteen,", "services.csv, row 3", "minimum_age", True),
        ("services.csv", "Adults,18,,", "Adults,18,12,", "services.csv, row 3", "maximum_age", True),
        ("phones.csv", "(512) 555-0123", "call us", "phones.csv, row 2", "number", True),
        ("schedules.csv", "09:00,13:00", "9ish,13:00", "schedules.csv, row 2", "opens_at", True),
        ("locations.csv", "30.26", "330.26", "locations.csv, row 2", "latitude", True),
        ("organizations.csv", "eastside.example.org", "on the web", "organizations.csv, row 2", "website", True),
        ("organizations.csv", "hello@example.org", "hello", "organizations.csv, row 2", "email", True),
        ("cost_options.csv", "12.5", "twelve", "cost_options.csv, row 2", "amount", True),
        ("attributes.csv", "service,t-1", "service,t-9", "attributes.csv, row 2", "taxonomy_term_id", True),
        ("services_at_location.csv", "svc-pantry,loc-1", "svc-pantry,loc-9", "services_at_location.csv, row 2",
         "location_id", True),
        ("languages.csv", "svc-pantry", "svc-none", "languages.csv, row 2", "service_id", True),
        ("phones.csv", "ph-1,", ",", "phones.csv, row 2", "id", True),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_the_good_ones_go_in(cast, now, name, old, new, where, column, taken):
    report = take(cast.viewer("nora"), now, zipped(changed(name, old, new)))
    assert (where, column) in [(place, heading) for place, heading, _ in report.problems]
    assert all(reason.endswith(".") for _, _, reason in report.problems)
    assert len(report.added) == (3 if taken else 2)


def test_json_of_services_comes_in_whole(cast, now):
    nora = cast.viewer("nora")
    report = take(nora, now, as_json(SERVICE), "services.json")
    assert report.problems == [] and report.added == ["Community Counseling"]
    service = Service.objects.get()
    assert service.needs == " mental_health " and service.minimum_age == 12
    assert {one.number for one in Phone.objects.all()} == {"+15125550125", "+15125550126"}
    assert service.capacities.get().unit == "places" and service.languages.get().code == "es"
    place = Location.objects.get()
    assert place.city == "Austin" and place.latitude == pytest.approx(30.24, abs=0.05)
    assert take(nora, now, as_json(SERVICE), "services.json").unchanged == 1


def test_organizations_with_their_services_and_a_zip_of_json_come_in_too(cast, now):
    service = {key: value for key, value in SERVICE.items() if key != "organization"}
    organization = SERVICE["organization"] | {"services": [service]}
    import json

    report = take(cast.viewer("nora"), now, zipped({"all.json": json.dumps([organization])}))
    assert report.added == ["Community Counseling"] and report.problems == []


def test_a_folder_of_csv_files_comes_in(cast, now, tmp_path):
    for name, content in CSV.items():
        (tmp_path / name).write_text(content, newline="")
    (tmp_path / "reviews.csv").write_text("id\n1\n")
    report = import_resources(actor=cast.viewer("nora"), now=now, tables=read_resources_in(tmp_path))
    assert len(report.added) == 3 and report.unused == ["reviews.csv"]


def test_two_directories_with_the_same_ids_stay_apart(cast, now):
    nora = cast.viewer("nora")
    take(nora, now, source="Austin")
    report = take(nora, now, source="Waco")
    assert len(report.added) == 3 and Service.objects.count() == 6


def test_a_bomb_is_refused_before_it_is_unpacked():
    assert "unpacks to far more" in refusal(zipped({"services.csv": b"0" * 60_000_000}))
    assert "unpacks to far more" in refusal(zipped({f"services{n}.csv": b"" for n in range(300)}))


def test_a_member_that_lies_about_its_size_is_never_read_past_it():
    data = bytearray(zipped({"services.csv": b"id,name\r\n" + b"x" * 5000}))
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = (10).to_bytes(4, "little")
    assert refusal(bytes(data))


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\n" + zipped(CSV),
        b"id,name\r\n1,x\r\n" + zipped(CSV),
        zipped(CSV) + zipped({"services.csv": "id\r\n"}),
    ],
)
def test_two_kinds_of_file_in_one_are_refused(data):
    assert "two kinds of file" in refusal(data)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.zip", "empty"),
        (b"id,name\r\n1,x\r\n", "services.csv", "One CSV file alone"),
        (b"\x89PNG\0\0\0", "a.png", "no HSDS file"),
        (b"hello there", "a.txt", "no HSDS file"),
        (b"{not json", "a.json", "cannot be read as JSON"),
        (b'{"a": 1}', "a.json", "ask"),
        (b"[]", "a.json", "holds no services"),
        (b"3", "a.json", "no HSDS"),
        (b"[" * 100_000, "a.json", "cannot be read as JSON"),
        (b"PK\x03\x04 and then nothing", "a.zip", "cannot be read"),
        (zipped({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), "a.xlsx", "no HSDS file"),
        (zipped({"orders.csv": "id\r\n1\r\n"}), "a.zip", "no HSDS file"),
    ],
)
def test_what_is_no_directory_is_refused_in_words(data, name, says):
    assert says.lower() in refusal(data, name).lower()


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(files, "MOST_ROWS", 1)
    assert "more than 1 rows" in refusal(zipped(CSV))


def test_an_auditor_reads_only(cast, now):
    with pytest.raises(Refused):
        take(cast.viewer("audrey"), now)
