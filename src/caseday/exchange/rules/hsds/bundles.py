"""Raw rows put together: each organization with everything of it. Bad rows are named, the good ones go in."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from caseday.directory.rules.places import place_of
from caseday.directory.rules.resource_rows import Bundle, ResourceRow, resource_id
from caseday.exchange.rules.hsds.columns import COLUMNS
from caseday.exchange.rules.hsds.raw import RawRow, RawTables

Problem = tuple[str, str, str]
"""Where it stands, the column, and what to do."""
_LEFT_OUT = " It was left out; the row went in without it."
_PARTS = (
    "phone", "schedule", "language", "service_area", "cost_option", "service_capacity", "required_document",
    "attribute",
)  # fmt: skip
_TABLES = ("organization", "location", "service", "service_at_location", *_PARTS)


@dataclass
class ReadResources:
    """`bundles` are right as they are; `names` are the services by id."""

    bundles: list[Bundle] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0
    unused: list[str] = field(default_factory=list)

    @property
    def names(self) -> dict[UUID, str]:
        return {one.id: str(one.values["name"]) for bundle in self.bundles for one in bundle.of("service")}


@dataclass
class _Reading:
    """What was read so far: by table, the id in the file -> the row, and of whom it is."""

    raw: RawTables
    source: str
    found: ReadResources
    known: dict[str, dict[str, ResourceRow]] = field(default_factory=dict)
    of: dict[UUID, UUID] = field(default_factory=dict)
    """Row to its organization."""

    def row(self, table: str, external_id: str) -> ResourceRow | None:
        return self.known.get(table, {}).get(external_id)

    def keep(self, table: str, key: str, row: ResourceRow, organization_id: UUID | None) -> None:
        self.known.setdefault(table, {})[key] = row
        if organization_id:
            self.of[row.id] = organization_id

    def wrong(self, raw: RawRow, column: str, reason: str) -> None:
        self.found.problems.append((raw.where, column, reason))


def bundles_of(raw: RawTables, *, source: str = "") -> ReadResources:
    """`source` names the directory, so that rows of two directories with the same ids stay apart."""
    reading = _Reading(raw, source, ReadResources(rows=sum(map(len, raw.rows.values())), unused=raw.unused))
    _read_terms(reading)
    for raw_row in raw.of("organization"):
        _read_organization(reading, raw_row)
    addresses = _addresses(reading)
    for raw_row in raw.of("service"):
        _read_service(reading, raw_row)
    homes = _homes_of_locations(reading)
    for raw_row in raw.of("location"):
        _read_location(reading, raw_row, addresses, homes)
    for raw_row in raw.of("service_at_location"):
        _read_place(reading, raw_row)
    units = {one.text("id"): one.text("name") for one in raw.of("unit")}
    for table in _PARTS:
        for raw_row in raw.of(table):
            _read_part(reading, table, raw_row, units)
    reading.found.bundles = _bundled(reading)
    return reading.found


def _values(reading: _Reading, table: str, raw: RawRow) -> dict[str, Any] | None:
    """None where something that must be there is missing or wrong; what may be missing is left out, and said."""
    columns, values, is_right = COLUMNS[table], {}, True
    for name, read in columns.readers.items():
        said = raw.text(name) or next((raw.text(old) for old, new in columns.also.items() if new == name), "")
        if not said:
            if name in columns.needed:
                reading.wrong(raw, name, f"The {name} is missing. The row was not taken.")
                is_right = False
            continue
        try:
            values[name] = read(said)
        except ValueError as error:
            is_needed = name in columns.needed
            reading.wrong(raw, name, f"{error}{' The row was not taken.' if is_needed else _LEFT_OUT}")
            is_right = is_right and not is_needed
    return values if is_right else None


def _blank(table: str) -> dict[str, Any]:
    """So that what a source no longer says is emptied."""
    empty_dates = {
        "minimum_age", "maximum_age", "assured_date", "latitude", "longitude", "valid_from", "valid_to", "opens_at",
        "closes_at", "amount", "available", "maximum", "updated",
    }  # fmt: skip
    defaults: dict[str, Any] = {"interval": 1, "location_type": "physical"}
    return {name: defaults.get(name, None if name in empty_dates else "") for name in COLUMNS[table].readers}


def _own_id(reading: _Reading, table: str, raw: RawRow) -> str:
    own = raw.text("id")[:120]
    if not own:
        reading.wrong(raw, "id", "The id is missing. The row was not taken.")
    return own


def _made(reading: _Reading, table: str, key: str, values: dict[str, Any], **more: Any) -> ResourceRow:
    return ResourceRow(
        table,
        resource_id(reading.source, table, key),
        {**_blank(table), **values, "external_id": key[:120], **more},
    )


def _read_terms(reading: _Reading) -> None:
    taxonomies = {one.text("id"): one.text("name") for one in reading.raw.of("taxonomy")}
    for raw in reading.raw.of("taxonomy_term"):
        key = _own_id(reading, "taxonomy_term", raw)
        if not key or reading.row("taxonomy_term", key):
            continue
        values = _values(reading, "taxonomy_term", raw)
        if values:
            named = taxonomies.get(raw.text("taxonomy_id"), "")
            values["taxonomy"] = (values.get("taxonomy") or named)[:80]
            reading.keep("taxonomy_term", key, _made(reading, "taxonomy_term", key, values), None)


def _read_organization(reading: _Reading, raw: RawRow) -> None:
    key = _own_id(reading, "organization", raw)
    if not key or reading.row("organization", key):
        return
    values = _values(reading, "organization", raw)
    if values:
        row = _made(reading, "organization", key, values)
        reading.keep("organization", key, row, row.id)


def _read_service(reading: _Reading, raw: RawRow) -> None:
    key = _own_id(reading, "service", raw)
    if not key or reading.row("service", key):
        return
    organization = reading.row("organization", raw.text("organization_id"))
    if organization is None:
        reading.wrong(
            raw, "organization_id", "Its organization is not in the file. The service was not taken."
        )
        return
    values = _values(reading, "service", raw)
    if values is None:
        return
    youngest, oldest = values.get("minimum_age"), values.get("maximum_age")
    if youngest is not None and oldest is not None and youngest > oldest:
        reading.wrong(raw, "maximum_age", "The maximum age is below the minimum age." + _LEFT_OUT)
        values.pop("maximum_age")
    row = _made(reading, "service", key, values, organization_id=organization.id)
    reading.keep("service", key, row, organization.id)


def _addresses(reading: _Reading) -> dict[str, dict[str, Any]]:
    """By the location's id; where somebody goes comes before where letters go."""
    found: dict[str, dict[str, Any]] = {}
    for raw in reading.raw.of("address"):
        where, is_postal = raw.text("location_id"), raw.text("address_type").lower() == "postal"
        values = _values(reading, "address", raw) or {}
        if where and (where not in found or (not is_postal and found[where].get("is_postal"))):
            found[where] = {**values, "is_postal": is_postal}
    return {where: {k: v for k, v in one.items() if k != "is_postal"} for where, one in found.items()}


def _homes_of_locations(reading: _Reading) -> dict[str, UUID]:
    """Whose a location is, where its row does not say: of the first service there."""
    found: dict[str, UUID] = {}
    for raw in reading.raw.of("service_at_location"):
        service = reading.row("service", raw.text("service_id"))
        if service:
            found.setdefault(raw.text("location_id"), reading.of[service.id])
    return found


def _read_location(
    reading: _Reading, raw: RawRow, addresses: dict[str, dict[str, Any]], homes: dict[str, UUID]
) -> None:
    key = _own_id(reading, "location", raw)
    if not key or reading.row("location", key):
        return
    organization = reading.row("organization", raw.text("organization_id"))
    of = organization.id if organization else homes.get(key)
    values = _values(reading, "location", raw)
    if of is None or values is None:
        reading.wrong(
            raw, "organization_id", "No organization and no service is here. The place was not taken."
        )
        return
    blank = dict.fromkeys(COLUMNS["address"].readers, "")
    values = {**blank, **addresses.get(key, {}), **values}
    _place(reading, raw, values)
    reading.keep("location", key, _made(reading, "location", key, values, organization_id=of), of)


def _place(reading: _Reading, raw: RawRow, values: dict[str, Any]) -> None:
    """By its postal code where the file has no degrees."""
    has_degrees = values.get("latitude") is not None and values.get("longitude") is not None
    place = place_of(values["postal_code"])
    if not has_degrees and place and values.get("location_type", "physical") == "physical":
        values["latitude"], values["longitude"] = place.latitude, place.longitude
    elif not has_degrees:
        values.pop("latitude", None)
        values.pop("longitude", None)


def _read_place(reading: _Reading, raw: RawRow) -> None:
    key = _own_id(reading, "service_at_location", raw)
    service = reading.row("service", raw.text("service_id"))
    location = reading.row("location", raw.text("location_id"))
    if not key or reading.row("service_at_location", key):
        return
    if service is None or location is None:
        column = "location_id" if service else "service_id"
        reading.wrong(raw, column, "What it names is not in the file, or was not taken.")
        return
    values = _values(reading, "service_at_location", raw) or {}
    row = _made(reading, "service_at_location", key, values, service_id=service.id, location_id=location.id)
    reading.keep("service_at_location", key, row, reading.of[service.id])


def _read_part(reading: _Reading, table: str, raw: RawRow, units: dict[str, str]) -> None:
    key = _own_id(reading, table, raw)
    if not key or not (owner := _owner(reading, table, raw)):
        return
    column, owned_by = owner
    if (same := reading.row(table, key)) is not None:
        if same.values.get(column) == owned_by.id:
            return
        key = f"{key[:60]}@{owned_by.values['external_id']}"[:120]
    values = _values(reading, table, raw)
    if values is None:
        return
    more: dict[str, Any] = {name: None for name in COLUMNS[table].owners} | {column: owned_by.id}
    if table == "attribute":
        term = reading.row("taxonomy_term", raw.text("taxonomy_term_id"))
        if term is None:
            reading.wrong(raw, "taxonomy_term_id", "This term is not in the file. The row was not taken.")
            return
        more["taxonomy_term_id"] = term.id
    _tidy(table, values, raw, units)
    row = _made(reading, table, key, values, **more)
    reading.keep(table, key, row, reading.of[owned_by.id])


def _tidy(table: str, values: dict[str, Any], raw: RawRow, units: dict[str, str]) -> None:
    if table == "schedule" and "freq" in values:
        values["freq"] = values["freq"].upper()
    if table == "language" and not values.get("name"):
        values["name"] = values.get("code") or raw.text("language")[:60]
    if table == "service_capacity" and not values.get("unit"):
        values["unit"] = units.get(raw.text("unit_id"), "")[:60]


def _owner(reading: _Reading, table: str, raw: RawRow) -> tuple[str, ResourceRow] | None:
    """The narrowest that it names. Attributes name theirs by `link_id`; those of other things are not read."""
    if table == "attribute":
        if raw.text("link_entity") not in ("", "service", "services"):
            return None
        service = reading.row("service", raw.text("link_id") or raw.text("service_id"))
        if service is None:
            reading.wrong(raw, "link_id", "Its service is not in the file, or was not taken.")
        return ("service_id", service) if service else None
    named = [one for one in COLUMNS[table].owners if raw.text(one)]
    for column in named:
        if row := reading.row(column.removesuffix("_id"), raw.text(column)):
            return column, row
    if named or not raw.text("contact_id"):
        column = named[0] if named else COLUMNS[table].owners[0]
        reading.wrong(raw, column, "What it belongs to is not in the file, or was not taken.")
    return None


def _bundled(reading: _Reading) -> list[Bundle]:
    bundles = {row.id: Bundle(row) for row in reading.known.get("organization", {}).values()}
    for table in _TABLES[1:]:
        for row in reading.known.get(table, {}).values():
            bundles[reading.of[row.id]].rows.append(row)
    terms = {one.id: one for one in reading.known.get("taxonomy_term", {}).values()}
    for bundle in bundles.values():
        wanted = dict.fromkeys(one.values["taxonomy_term_id"] for one in bundle.of("attribute"))
        bundle.terms = [terms[one] for one in wanted]
    return list(bundles.values())
