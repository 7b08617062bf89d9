"""JSON of HSDS 3.x, in which everything of a service stands inside it, as the same rows that its CSV files have."""

from collections.abc import Iterator, Mapping
from typing import Any

from caseday.exchange.rules.hsds.raw import RawRow, RawTables

# Where a part stands inside another: (owner, name in it) -> table.
_LISTS = {
    "organization": {"phones": "phone", "services": "service", "locations": "location"},
    "service": {
        "phones": "phone", "schedules": "schedule", "languages": "language", "service_areas": "service_area",
        "cost_options": "cost_option", "required_documents": "required_document", "attributes": "attribute",
        "service_at_locations": "service_at_location", "capacities": "service_capacity",
        "service_capacities": "service_capacity",
    },
    "service_at_location": {"phones": "phone", "schedules": "schedule"},
    "location": {
        "phones": "phone", "schedules": "schedule", "languages": "language", "addresses": "address",
        "physical_addresses": "address",
    },
}  # fmt: skip
NO_SERVICES = "This JSON holds no services of HSDS. Ask for the list of services, with everything of each."


def tables_of_json(name: str, found: Any) -> RawTables:
    """A list of services or of organizations, a page of them (`contents`), or one alone. Raises ValueError."""
    tables = RawTables()
    for place, one in enumerate(_items(found), start=1):
        where = f"{name}, {'organization' if 'services' in one else 'service'} {place}"
        if "services" in one:
            _walk(tables, "organization", one, where, {})
        else:
            _take_service(tables, one, where)
    if not tables.of("service"):
        raise ValueError(NO_SERVICES)
    return tables


def _items(found: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(found, Mapping):
        pages = next((found[key] for key in ("contents", "services", "organizations") if key in found), None)
        is_page = isinstance(pages, list) and ("id" not in found or "contents" in found)
        found = pages if is_page else [found]
    if not isinstance(found, list):
        raise ValueError(NO_SERVICES)
    yield from (one for one in found if isinstance(one, Mapping) and ("id" in one or "name" in one))


def _take_service(tables: RawTables, service: Mapping[str, Any], where: str) -> None:
    owner: dict[str, str] = {}
    organization = service.get("organization")
    if isinstance(organization, Mapping):
        owner = {"organization_id": _walk(tables, "organization", organization, where, {})}
    _walk(tables, "service", service, where, owner)


def _walk(
    tables: RawTables, table: str, found: Mapping[str, Any], where: str, owner: Mapping[str, str]
) -> str:
    """Adds the row and everything inside it; its id, made of its place where the file has none.

    It ends: what `_LISTS` and `_referred` name stands never inside itself.
    """
    own = str(found.get("id") or "").strip() or f"{'/'.join(owner.values())}/{table}/{where}"
    cells = {**owner, **{key: value for key, value in found.items() if not isinstance(value, (dict, list))}}
    cells |= {"id": own, **_referred(tables, table, found, where, owner)}
    tables.add(table, RawRow(where, cells))
    for key, part in _LISTS.get(table, {}).items():
        for place, one in enumerate(_listed(found.get(key)), start=1):
            below = f"{where}, {part.replace('_', ' ')} {place}"
            _walk(tables, part, one, below, _owner_of(table, own, owner))
    return own


def _listed(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _owner_of(table: str, own: str, owner: Mapping[str, str]) -> dict[str, str]:
    kept = (
        {"organization_id": owner["organization_id"]}
        if table == "service" and "organization_id" in owner
        else {}
    )
    return {f"{table}_id": own, **kept}


def _referred(
    tables: RawTables, table: str, found: Mapping[str, Any], where: str, owner: Mapping[str, str]
) -> dict[str, str]:
    """One thing inside another: the place of a service, the term of an attribute, the unit of a capacity."""
    if table == "service_at_location" and isinstance(found.get("location"), Mapping):
        belongs = {"organization_id": owner["organization_id"]} if "organization_id" in owner else {}
        return {"location_id": _walk(tables, "location", found["location"], where, belongs)}
    if table == "attribute" and isinstance(found.get("taxonomy_term"), Mapping):
        term = found["taxonomy_term"]
        return {
            "taxonomy_term_id": _walk(tables, "taxonomy_term", term, where, {}),
            "link_id": owner.get("service_id", ""),
            "link_entity": "service",
        }
    if table == "service_capacity" and isinstance(found.get("unit"), Mapping):
        return {"unit": str(found["unit"].get("name") or "")}
    return {}
