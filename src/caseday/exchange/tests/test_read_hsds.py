"""Rows of HSDS as they are read, without a database."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

import pytest

from caseday.exchange.actions.resources import read_resources_in
from caseday.exchange.rules.hsds import ReadResources, bundles_of, files, files_in_folder, raw_tables
from caseday.exchange.rules.hsds.columns import amount, clock, moment
from caseday.exchange.rules.hsds.files import tables_of_files
from caseday.exchange.tests.hsds_files import CSV, SERVICE, as_json, changed, zipped
from caseday.kernel.errors import Invalid


def read(directory: Mapping[str, str]) -> ReadResources:
    return bundles_of(tables_of_files({name: said.encode() for name, said in directory.items()}))


def read_json(*services: Mapping[str, Any]) -> ReadResources:
    return bundles_of(raw_tables("services.json", as_json(*map(dict, services))))


def rows(found: ReadResources, table: str) -> list[Mapping[str, Any]]:
    return [one.values for bundle in found.bundles for one in bundle.of(table)]


def complaints(found: ReadResources) -> list[tuple[str, str]]:
    return [(where, column) for where, column, _ in found.problems]


def added(name: str, *lines: str) -> dict[str, str]:
    return CSV | {name: CSV[name] + "".join(f"{one}\r\n" for one in lines)}


@pytest.mark.parametrize("said", ["-1", "10000000", "NaN", "-inf"])
def test_nobody_pays_less_than_nothing_or_what_is_no_number(said):
    with pytest.raises(ValueError, match="no amount"):
        amount(said)


@pytest.mark.parametrize(
    ("said", "read"),
    [("9:30 am", time(9, 30)), ("12:15 AM", time(0, 15)), ("5:00 pm", time(17)), ("12:00 PM", time(12)),
     ("24:00", time()), ("09:00:00-06:00", time(9))],
)  # fmt: skip
def test_the_clock_is_read_with_its_half_of_the_day(said, read):
    assert clock(said) == read


@pytest.mark.parametrize("said", ["24:01", "10:60", "noon"])
def test_what_no_clock_shows_is_refused(said):
    with pytest.raises(ValueError, match="Write it as 09:00"):
        clock(said)


def test_moments_are_kept_in_utc():
    nine = datetime(2026, 2, 1, 9, tzinfo=UTC)
    assert moment("2026-02-01T09:00:00") == moment("2026-02-01T09:00:00Z") == nine
    assert moment("2026-02-01T03:00:00-06:00") == nine


@pytest.mark.parametrize("said", ["last week", "9999-12-31T23:59:59-06:00"])
def test_what_is_no_moment_is_refused_with_an_example(said):
    with pytest.raises(ValueError, match="2026-03-31T09:00:00Z"):
        moment(said)


def test_dates_say_how_they_are_written():
    service = SERVICE | {"assured_date": "in spring"}
    found = read_json(service)
    assert "Write it as 2026-03-31" in found.problems[0][2] and len(found.names) == 1
    assert rows(read_json(SERVICE | {"assured_date": "2026-03-31"}), "service")[0]["assured_date"].day == 31


def test_a_row_that_stands_twice_is_taken_once():
    twice = CSV | {
        name: CSV[name] + CSV[name].split("\r\n", 1)[1]
        for name in ("organizations.csv", "services.csv", "locations.csv", "services_at_location.csv",
                     "phones.csv", "taxonomy_terms.csv", "attributes.csv")
    }  # fmt: skip
    once, again = read(CSV), read(twice)
    assert again.problems == [] and again.bundles == once.bundles
    assert again.rows > once.rows


def test_an_organization_without_a_name_takes_its_services_along():
    found = read(changed("organizations.csv", "org-2,Central Line", "org-2,"))
    assert complaints(found) == [("organizations.csv, row 3", "name"), ("services.csv, row 4", "organization_id"),
                                 ("phones.csv, row 4", "service_id"), ("schedules.csv, row 3", "service_id")]  # fmt: skip
    assert len(found.bundles) == 1


def test_a_term_without_a_name_is_no_term():
    found = read(changed("taxonomy_terms.csv", "Food Pantries", ""))
    assert complaints(found) == [
        ("taxonomy_terms.csv, row 2", "name"),
        ("attributes.csv, row 2", "taxonomy_term_id"),
    ]
    assert rows(found, "attribute") == []


def test_a_term_is_of_the_taxonomy_that_it_names():
    directory = CSV | {
        "taxonomies.csv": "id,name\r\ntx-1,Needs of Texas\r\n",
        "taxonomy_terms.csv": "id,name,taxonomy_id\r\nt-1,Food Pantries,tx-1\r\n",
    }
    terms = [one for bundle in read(directory).bundles for one in bundle.terms]
    assert [one.values["taxonomy"] for one in terms] == ["Needs of Texas"]


@pytest.mark.parametrize("letters_come_first", [True, False])
def test_where_somebody_goes_comes_before_where_letters_go(letters_come_first):
    heading, house = CSV["addresses.csv"].splitlines()
    box = "adr-2,loc-1,PO Box 1,Austin,TX,78767,US,postal"
    lines = [box, house] if letters_come_first else [house, box]
    found = read(CSV | {"addresses.csv": "\r\n".join([heading, *lines])})
    assert rows(found, "location")[0]["address_1"] == "100 Example Street"


def test_a_place_that_does_not_say_whose_it_is_belongs_to_the_service_there():
    found = read(changed("locations.csv", "loc-1,org-1", "loc-1,"))
    bundle = next(one for one in found.bundles if one.of("location"))
    assert bundle.of("location")[0].values["organization_id"] == bundle.organization.id
    assert found.problems == []


def test_a_place_where_nobody_is_is_not_taken():
    found = read(added("locations.csv", "loc-2,,physical,Empty House,30.2,-97.7"))
    assert complaints(found) == [("locations.csv, row 3", "organization_id")]
    assert [one["name"] for one in rows(found, "location")] == ["House"]


@pytest.mark.parametrize(
    ("kind", "code", "is_placed"),
    [("physical", "78702", True), ("physical", "00000", False), ("virtual", "78702", False)],
)
def test_a_place_without_degrees_is_put_where_its_postal_code_is(kind, code, is_placed):
    directory = CSV | {
        "locations.csv": f"id,organization_id,location_type,latitude\r\nloc-1,org-1,{kind},30.26\r\n",
        "addresses.csv": CSV["addresses.csv"].replace("78702", code),
    }
    place = rows(read(directory), "location")[0]
    assert (place["latitude"] is not None, place["longitude"] is not None) == (is_placed, is_placed)


@pytest.mark.parametrize("said", ["north", "nan", "90.1", "-91"])
def test_a_degree_that_no_map_has_is_left_out(said):
    found = read(changed("locations.csv", "30.26", said))
    assert complaints(found) == [("locations.csv, row 2", "latitude")]
    assert rows(found, "location")[0]["latitude"] == pytest.approx(30.26, abs=0.05)


def test_rows_without_an_id_are_not_taken():
    heading = "id,name\r\n,Lost Place\r\n"
    found = read(
        added("organizations.csv", ",Nobody,,,")
        | {"locations.csv": heading, "services_at_location.csv": "id,service_id\r\n,svc-pantry\r\n"}
        | {"services.csv": added("services.csv", ",org-1,Nothing,,active,,,,")["services.csv"]}
    )
    assert {column for _, column in complaints(found)} == {"id"}
    assert len(found.bundles) == 2 and rows(found, "location") == rows(found, "service_at_location") == []


def test_a_service_at_a_place_names_what_is_missing():
    found = read(added("services_at_location.csv", "sal-3,svc-none,loc-1", "sal-4,svc-pantry,loc-none"))
    assert complaints(found) == [("services_at_location.csv, row 4", "service_id"),
                                 ("services_at_location.csv, row 5", "location_id")]  # fmt: skip


def test_one_phone_of_two_services_goes_to_both():
    found = read(added("phones.csv", "ph-1,svc-classes,,(512) 555-0123,4,voice,Ask for the pantry"))
    shared = [one for one in rows(found, "phone") if one["number"] == "+15125550123"]
    assert [one["external_id"] for one in shared] == ["ph-1", "ph-1@svc-classes"]
    assert shared[0]["service_id"] != shared[1]["service_id"] and found.problems == []


def test_a_phone_belongs_to_the_narrowest_that_it_names():
    heading = "id,service_at_location_id,service_id,organization_id,number\r\n"
    found = read(CSV | {"phones.csv": f"{heading}ph-1,sal-1,svc-pantry,org-1,512-555-0123\r\n"})
    phone = rows(found, "phone")[0]
    assert phone["service_at_location_id"] and phone["service_id"] is None is phone["organization_id"]


def test_the_phone_of_a_person_is_passed_over_and_a_phone_of_nobody_is_named():
    heading = "id,service_id,contact_id,number\r\n"
    found = read(CSV | {"phones.csv": f"{heading}ph-1,,con-1,512-555-0123\r\nph-2,,,512-555-0124\r\n"})
    assert complaints(found) == [("phones.csv, row 3", "service_at_location_id")]
    assert rows(found, "phone") == []


def test_attributes_of_other_things_are_passed_over_and_of_unknown_services_named():
    found = read(added("attributes.csv", "at-2,org-1,organization,t-1", "at-3,svc-none,service,t-1"))
    assert complaints(found) == [("attributes.csv, row 4", "link_id")]
    assert len(rows(found, "attribute")) == 1


def test_a_language_without_a_name_goes_by_its_code_or_by_what_older_files_call_it():
    directory = CSV | {
        "languages.csv": "id,service_id,code,language\r\nl-1,svc-pantry,es,\r\nl-2,svc-pantry,,Farsi\r\n"
    }
    assert [one["name"] for one in rows(read(directory), "language")] == ["es", "Farsi"]


def test_a_capacity_is_counted_in_the_unit_that_it_names_or_says():
    directory = CSV | {
        "units.csv": "id,name\r\nu-1,beds\r\n",
        "service_capacities.csv": (
            "id,service_id,unit_id,unit,available,updated\r\n"
            "c-1,svc-pantry,u-1,,3,2026-02-01T10:00:00Z\r\nc-2,svc-pantry,,boxes,4,lately\r\n"
        ),
    }
    found = read(directory)
    assert [(one["unit"], one["available"]) for one in rows(found, "service_capacity")] == [
        ("beds", 3),
        ("boxes", 4),
    ]
    assert complaints(found) == [("service_capacities.csv, row 3", "updated")]


def test_columns_of_older_files_are_read_too():
    found = read(CSV | {"organizations.csv": CSV["organizations.csv"].replace(",website,", ",url,")})
    assert found.bundles[0].organization.values["website"] == "https://eastside.example.org"


def test_numbers_of_json_may_carry_a_point_but_ages_are_whole():
    assert rows(read_json(SERVICE | {"minimum_age": 12.0}), "service")[0]["minimum_age"] == 12
    found = read_json(SERVICE | {"maximum_age": 17.5})
    assert complaints(found) == [("services.json, service 1", "maximum_age")] and len(found.names) == 1


def test_a_list_where_a_word_belongs_says_nothing():
    found = read_json(SERVICE | {"status": ["active"]})
    assert ("services.json, service 1", "status") in complaints(found) and found.bundles[0].of(
        "service"
    ) == []


def test_a_service_of_json_without_its_organization_is_named():
    lone = {key: value for key, value in SERVICE.items() if key != "organization"}
    found = read_json(lone)
    assert ("services.json, service 1", "organization_id") in complaints(found) and found.bundles == []


def test_the_phone_of_a_service_at_one_place_stays_there():
    at = SERVICE["service_at_locations"][0] | {"phones": [{"id": "p-9", "number": "512-555-0127"}]}
    found = read_json(SERVICE | {"service_at_locations": [at]})
    phone = next(one for one in rows(found, "phone") if one["number"] == "+15125550127")
    place = next(one for bundle in found.bundles for one in bundle.of("service_at_location"))
    assert phone["service_at_location_id"] == place.id and phone["service_id"] is None


@pytest.mark.parametrize("said", ["3", '"services"', "null", '{"id": "1", "services": 4}'])
def test_json_without_services_is_refused_inside_a_zip_too(said):
    with pytest.raises(ValueError, match="holds no services"):
        raw_tables("directory.zip", zipped({"services.json": said}))


def test_json_that_is_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(files, "LARGEST_UNPACKED", 100)
    with pytest.raises(ValueError, match="larger than a directory"):
        raw_tables("services.json", json.dumps([SERVICE]).encode())


def test_a_folder_of_too_many_files_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(files, "MOST_FILES", 1)
    for name in ("services.csv", "organizations.csv"):
        (tmp_path / name).write_text(CSV[name])
    with pytest.raises(ValueError, match="more than a directory"):
        files_in_folder(tmp_path)


def test_a_folder_without_services_says_what_to_name(tmp_path):
    (tmp_path / "orders.csv").write_text("id\n1\n")
    with pytest.raises(Invalid) as caught:
        read_resources_in(tmp_path)
    assert "no HSDS file" in caught.value.problems["file"]


def test_a_csv_file_whose_cells_never_end_is_refused():
    with pytest.raises(ValueError, match="phones.csv cannot be read as CSV"):
        raw_tables("directory.zip", zipped(CSV | {"phones.csv": "id,number\r\n1," + "5" * 140_000}))


def test_an_empty_csv_file_is_no_trouble():
    found = bundles_of(raw_tables("directory.zip", zipped(CSV | {"phones.csv": ""})))
    assert found.problems == [] and len(found.names) == 3


def test_csv_files_of_old_spreadsheets_keep_their_accents():
    services = CSV["services.csv"].replace("Food Pantry", "Despensa San José").encode("cp1252")
    found = bundles_of(
        tables_of_files({name: said.encode() for name, said in CSV.items()} | {"services.csv": services})
    )
    assert "Despensa San José" in found.names.values()
