"""A small directory of services, as CSV files and as JSON, for the tests of its import."""

import io
import json
import zipfile
from typing import Any

PANTRY, CLASSES, HOTLINE = "svc-pantry", "svc-classes", "svc-hotline"
CSV: dict[str, str] = {
    "organizations.csv": (
        "id,name,description,website,email\r\n"
        "org-1,Eastside Neighbors,A neighborhood house,eastside.example.org,hello@example.org\r\n"
        "org-2,Central Line,Someone listens,,\r\n"
    ),
    "services.csv": (
        "id,organization_id,name,description,status,eligibility_description,minimum_age,maximum_age,fees_description\r\n"
        "svc-pantry,org-1,Food Pantry,Groceries on Tuesdays,active,Residents of Travis County,,,Free\r\n"
        "svc-classes,org-1,English Classes,ESL in the evening,active,Adults,18,,\r\n"
        "svc-hotline,org-2,Crisis Hotline,Day and night,active,Everyone,,,Free\r\n"
    ),
    "locations.csv": "id,organization_id,location_type,name,latitude,longitude\r\nloc-1,org-1,physical,House,30.26,-97.71\r\n",
    "addresses.csv": (
        "id,location_id,address_1,city,state_province,postal_code,country,address_type\r\n"
        "adr-1,loc-1,100 Example Street,Austin,TX,78702,US,physical\r\n"
    ),
    "services_at_location.csv": (
        "id,service_id,location_id\r\nsal-1,svc-pantry,loc-1\r\nsal-2,svc-classes,loc-1\r\n"
    ),
    "phones.csv": (
        "id,service_id,organization_id,number,extension,type,description\r\n"
        "ph-1,svc-pantry,,(512) 555-0123,4,voice,Ask for the pantry\r\n"
        "ph-2,,org-1,512-555-0124,,voice,Front desk\r\n"
        "ph-3,svc-hotline,,988,,voice,\r\n"
    ),
    "schedules.csv": (
        "id,service_id,freq,byday,opens_at,closes_at,description\r\n"
        "sch-1,svc-pantry,WEEKLY,TU,09:00,13:00,\r\n"
        'sch-2,svc-hotline,WEEKLY,"MO,TU,WE,TH,FR,SA,SU",00:00,00:00,\r\n'
        "sch-3,svc-classes,,,,,Evenings by arrangement\r\n"
    ),
    "languages.csv": "id,service_id,name,code\r\nlan-1,svc-pantry,Spanish,es\r\n",
    "taxonomy_terms.csv": "id,name,code,taxonomy\r\nt-1,Food Pantries,BD-1,own\r\n",
    "attributes.csv": "id,link_id,link_entity,taxonomy_term_id\r\nat-1,svc-pantry,service,t-1\r\n",
    "cost_options.csv": "id,service_id,option,amount,currency\r\ncost-1,svc-classes,Books,12.5,USD\r\n",
    "required_documents.csv": "id,service_id,document\r\ndoc-1,svc-pantry,Proof of address\r\n",
    "service_areas.csv": "id,service_id,name\r\narea-1,svc-pantry,Travis County\r\n",
}


def zipped(files: dict[str, str] | dict[str, bytes], **kwargs: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **kwargs) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """The directory with one piece of text of one file replaced."""
    assert old in CSV[name]
    return CSV | {name: CSV[name].replace(old, new)}


SERVICE: dict[str, Any] = {
    "id": "ac148810-d857-441c-9679-408f346de14b",
    "name": "Community Counseling",
    "description": "Talk with somebody",
    "status": "active",
    "minimum_age": 12,
    "organization": {
        "id": "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610",
        "name": "Open Door",
        "phones": [{"id": "p-org", "number": "+1 512 555 0125"}],
    },
    "phones": [{"id": "p-1", "number": "512-555-0126", "languages": [{"name": "Spanish"}]}],
    "schedules": [{"id": "s-1", "freq": "WEEKLY", "byday": "TH,FR", "opens_at": "10:00:00", "closes_at": "18:00:00"}],
    "languages": [{"id": "l-1", "name": "Spanish", "code": "es"}],
    "attributes": [{"id": "a-1", "taxonomy_term": {"id": "tt-1", "name": "Mental Health"}}],
    "service_at_locations": [
        {
            "id": "sal-9",
            "location": {
                "id": "loc-9",
                "location_type": "physical",
                "name": "Open Door House",
                "addresses": [
                    {"address_1": "1 Example Way", "city": "Austin", "state_province": "TX", "postal_code": "78704",
                     "address_type": "physical"}
                ],
            },
        }
    ],
    "service_capacities": [
        {"id": "c-1", "unit": {"id": "u-1", "name": "places"}, "available": 3, "updated": "2026-02-01T10:00:00Z"}
    ],
}  # fmt: skip


def as_json(*services: dict[str, Any]) -> bytes:
    return json.dumps({"contents": list(services), "page_number": 1}).encode()
