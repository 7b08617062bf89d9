"""In: what is said of a project's beds and units (HUD 2.07). Out: what cannot be, by field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

SHELTERS = frozenset({0, 1})
"""Project types that are emergency shelters: these alone have a kind of beds, and are open by season."""
DEDICATED = {
    "ch_veteran_beds": "CHVetBedInventory",
    "youth_veteran_beds": "YouthVetBedInventory",
    "veteran_beds": "VetBedInventory",
    "ch_youth_beds": "CHYouthBedInventory",
    "youth_beds": "YouthBedInventory",
    "ch_beds": "CHBedInventory",
}
"""Each bed is dedicated once, to the first of these that fits; a field and its column."""
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class InventoryTerms:
    """Beds and units for one kind of household, from when to when; a new one where the numbers change."""

    household_type: int
    units: int
    beds: int
    from_on: date
    to_on: date | None = None
    bed_type: int | None = None
    availability: int | None = None
    ch_veteran_beds: int = 0
    youth_veteran_beds: int = 0
    veteran_beds: int = 0
    ch_youth_beds: int = 0
    youth_beds: int = 0
    ch_beds: int = 0

    @property
    def dedicated(self) -> int:
        return sum(getattr(self, name) for name in DEDICATED)

    @property
    def kind(self) -> tuple[int, int | None, int | None]:
        """Of one kind there is one count at a time."""
        return self.household_type, self.bed_type, self.availability


def problems_of_inventory(
    terms: InventoryTerms,
    project_type: int,
    operating_from: date,
    others: Collection[InventoryTerms],
    lists: Mapping[str, Mapping[int, str]],
) -> dict[str, str]:
    """`others`: what the project has already."""
    problems = {**_numbers(terms), **_of_shelters(terms, project_type, lists)}
    if terms.household_type not in lists["HouseholdType"]:
        problems["household_type"] = "Choose for which households."
    if terms.from_on < operating_from:
        problems["from_on"] = f"The project operates since {operating_from.isoformat()}. Choose a later day."
    if terms.to_on is not None and terms.to_on < terms.from_on:
        problems["to_on"] = "It ends before it begins. Choose a later last day, or leave it empty."
    if not problems and any(one.kind == terms.kind and _overlap(one, terms) for one in others):
        problems["from_on"] = (
            "Beds for these households are counted in these days already. End that count the day before, or change it."
        )
    return problems


def _numbers(terms: InventoryTerms) -> dict[str, str]:
    fields = ("units", "beds", *DEDICATED)
    problems = {
        name: "Give a whole number, 0 or more." for name in fields if not 0 <= getattr(terms, name) < _MOST
    }
    if not problems and terms.dedicated > terms.beds:
        problems["beds"] = (
            f"{terms.dedicated} beds are dedicated, more than there are. Count each once, under the first that fits."
        )
    return problems


def _of_shelters(
    terms: InventoryTerms, project_type: int, lists: Mapping[str, Mapping[int, str]]
) -> dict[str, str]:
    said = {"bed_type": (terms.bed_type, "ESBedType"), "availability": (terms.availability, "Availability")}
    if project_type in SHELTERS:
        return {
            name: "Say it of a shelter's beds."
            for name, (code, some) in said.items()
            if code not in lists[some]
        }
    return {
        name: "Only a shelter says this. Leave it empty."
        for name, (code, _) in said.items()
        if code is not None
    }


def _overlap(one: InventoryTerms, other: InventoryTerms) -> bool:
    return one.from_on <= (other.to_on or date.max) and other.from_on <= (one.to_on or date.max)
