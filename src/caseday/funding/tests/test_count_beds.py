"""Beds and units of projects that house people: what cannot be, what goes out, and the page."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.queries import viewer_for
from caseday.funding import actions
from caseday.funding.models import Fund, HmisInventory, HmisProject
from caseday.funding.rules.hmis import fy2026, problems_of
from caseday.funding.rules.hmis.inventory import InventoryTerms, problems_of_inventory
from caseday.funding.tests.test_tell_hmis_projects import SERVICES, SHELTER, shelter, tell
from caseday.funding.tests.test_write_hmis_files import FIRST, NOW, PROJECT, fund, made
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id

__all__ = ["fund", "shelter"]
FAMILIES = InventoryTerms(3, units=6, beds=20, from_on=FIRST, ch_beds=4, veteran_beds=2)
IN_SHELTER = replace(FAMILIES, bed_type=1, availability=1)
END = date(2026, 2, 28)
HOUSING, SHELTERING = 13, 0


def problems(terms: InventoryTerms, project_type: int = HOUSING, *others: InventoryTerms) -> list[str]:
    return sorted(problems_of_inventory(terms, project_type, FIRST, others, fy2026().lists))


@pytest.mark.parametrize(
    ("said", "project_type", "fields"),
    [
        ({}, HOUSING, []),
        ({"beds": 6}, HOUSING, []),
        ({"beds": 5}, HOUSING, ["beds"]),
        ({"units": -1}, HOUSING, ["units"]),
        ({"youth_beds": 100_000}, HOUSING, ["youth_beds"]),
        ({"household_type": 2}, HOUSING, ["household_type"]),
        ({"from_on": date(2025, 12, 31)}, HOUSING, ["from_on"]),
        ({"to_on": date(2025, 12, 31)}, HOUSING, ["to_on"]),
        ({"to_on": FIRST}, HOUSING, []),
        ({"bed_type": 1}, HOUSING, ["bed_type"]),
        ({"availability": 2}, HOUSING, ["availability"]),
        ({}, SHELTERING, ["availability", "bed_type"]),
        ({"bed_type": 4, "availability": 1}, SHELTERING, ["bed_type"]),
        ({"bed_type": 2, "availability": 3}, 1, []),
    ],
)
def test_what_cannot_be_is_said_by_field(said: dict[str, Any], project_type: int, fields: list[str]) -> None:
    assert problems(replace(FAMILIES, **said), project_type) == fields


def test_of_one_kind_there_is_one_count_at_a_time() -> None:
    until, after = replace(FAMILIES, to_on=END), replace(FAMILIES, from_on=date(2026, 3, 1))
    assert problems(after, HOUSING, until) == problems(until, HOUSING, after) == []
    assert (
        problems(FAMILIES, HOUSING, after)
        == problems(replace(after, from_on=END), HOUSING, until)
        == ["from_on"]
    )
    assert problems(replace(FAMILIES, household_type=1), HOUSING, FAMILIES) == []
    assert problems(IN_SHELTER, SHELTERING, replace(IN_SHELTER, availability=2)) == []


ROW = {"ProjectID": "p", "BedInventory": 3, "CHBedInventory": 1, "OtherBedInventory": 2}


@pytest.mark.parametrize(
    ("project", "row", "columns"),
    [
        ({"ProjectType": 2}, {}, []),
        ({"ProjectType": 2}, {"OtherBedInventory": 3}, ["BedInventory"]),
        ({"ProjectType": 6}, {}, ["ProjectID"]),
        ({"ProjectType": 13, "RRHSubType": 1}, {}, ["ProjectID"]),
        ({"ProjectType": 13, "RRHSubType": 2}, {"ESBedType": 1}, ["ESBedType"]),
        ({"ProjectType": 0}, {"ESBedType": 1}, ["Availability"]),
        ({"ProjectType": 1}, {"ESBedType": 1, "Availability": 2}, []),
    ],
)
def test_files_say_beds_of_who_houses_people(
    project: dict[str, Any], row: dict[str, Any], columns: list[str]
) -> None:
    files = {"Project": [{"ProjectID": "p", **project}], "Inventory": [{**ROW, **row}]}
    said = ("sum of the beds", "houses people", "of shelters")
    found = [one for one in problems_of(files, fy2026()) if any(text in one.text for text in said)]
    assert [one.column for one in found] == columns


def keep(cast: Any, fund: Fund, terms: InventoryTerms, **more: Any) -> HmisInventory:
    susan = viewer_for(cast.susan, now=NOW)
    return actions.keep_inventory(actor=susan, now=NOW, fund_id=fund.pk, terms=terms, **more)


@pytest.mark.django_db
def test_beds_go_out_with_the_project_and_with_the_one_it_goes_with(
    cast: Any, fund: Fund, shelter: Any
) -> None:
    tell(cast, fund, PROJECT)
    keep(cast, fund, FAMILIES)
    found = made(viewer_for(cast.susan, now=NOW), fund)
    assert found.problems == []
    (row,) = found.files["Inventory"]
    counts = [row[name] for name in ("UnitInventory", "BedInventory", "CHBedInventory", "VetBedInventory")]
    assert (counts, row["OtherBedInventory"], row["CoCCode"]) == ([6, 20, 4, 2], 14, "TX-503")
    assert (row["HouseholdType"], row["ESBedType"], row["InventoryEndDate"]) == (3, None, None)
    keep(cast, shelter.fund, IN_SHELTER)
    tell(cast, fund, SERVICES, shelter)
    found = made(viewer_for(cast.susan, now=NOW), fund)
    assert found.problems == []
    (row,) = found.files["Inventory"]
    assert (row["ProjectID"], row["ESBedType"], row["Availability"]) == (shelter.pk.hex, 1, 1)


@pytest.mark.django_db
def test_a_count_is_changed_or_taken_back_by_who_leads(cast: Any, fund: Fund) -> None:
    tell(cast, fund, SERVICES)
    with pytest.raises(Invalid, match="house people"):
        keep(cast, fund, FAMILIES)
    tell(cast, fund, PROJECT)
    id = new_id()
    first = keep(cast, fund, FAMILIES, id=id)
    assert keep(cast, fund, FAMILIES, id=id) == first and "20 beds" in str(first)
    changed = keep(cast, fund, replace(FAMILIES, to_on=END), id=id)
    assert (HmisInventory.objects.count(), changed.to_on) == (1, END)
    with pytest.raises(Invalid) as refused:
        keep(cast, fund, replace(FAMILIES, from_on=END))
    assert list(refused.value.problems) == ["from_on"]
    nora = viewer_for(cast.nora, now=NOW)
    with pytest.raises(Refused):
        actions.keep_inventory(actor=nora, now=NOW, fund_id=fund.pk, terms=FAMILIES)
    with pytest.raises(Refused):
        actions.remove_inventory(actor=nora, now=NOW, fund_id=fund.pk, id=id)
    susan = viewer_for(cast.susan, now=NOW)
    actions.remove_inventory(actor=susan, now=NOW, fund_id=fund.pk, id=id)
    assert not HmisInventory.objects.exists()
    with pytest.raises(Invalid, match="gone already"):
        actions.remove_inventory(actor=susan, now=NOW, fund_id=fund.pk, id=id)


@pytest.mark.django_db
@pytest.mark.usefixtures("at_eight")
def test_the_page_asks_for_beds_and_keeps_what_was_typed(cast: Any, fund: Fund) -> None:
    susan, audrey = Client(), Client()
    susan.force_login(cast.susan)
    audrey.force_login(cast.audrey)
    url, about = reverse("funding:inventory", args=[fund.pk]), reverse("funding:hmis", args=[fund.pk])
    HmisProject.objects.all().delete()
    assert susan.get(url).headers["Location"] == about
    tell(cast, fund, replace(SHELTER, funder_code=8))
    assert url in susan.get(about).content.decode()
    assert "None yet" in susan.get(url).content.decode()
    zero = dict.fromkeys(
        ("ch_veteran_beds", "youth_veteran_beds", "veteran_beds", "ch_youth_beds", "youth_beds"), "0"
    )
    sent = {
        "id": new_id(), "household_type": "1", "bed_type": "1", "availability": "1", "units": "4", "beds": "12",
        "ch_beds": "13", "from_on": "2026-01-01", "to_on": "", **zero,
    }  # fmt: skip
    wrong = susan.post(url, sent)
    assert wrong.status_code == 422 and "13 beds are dedicated" in wrong.content.decode()
    assert 'value="12"' in wrong.content.decode()
    assert susan.post(url, {**sent, "ch_beds": "3"}).status_code == 302
    kept = HmisInventory.objects.get()
    page = susan.get(url).content.decode()
    assert (
        "12 beds in 4 units" in page and "facility-based beds, year-round" in page and "3 dedicated" in page
    )
    seen = audrey.get(url)
    assert seen.status_code == 200 and f"?of={kept.pk}" not in seen.content.decode()
    assert audrey.post(url, sent).status_code == 403
    assert susan.get(f"{url}?of={kept.pk}").context["form"].initial["beds"] == 12
    assert susan.post(f"{url}?of={kept.pk}", {"remove": "1"}).status_code == 302
    assert not HmisInventory.objects.exists()
    tell(cast, fund, SERVICES)
    assert url not in susan.get(about).content.decode()
