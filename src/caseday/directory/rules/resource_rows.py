"""A row of a community resource on its way in: plain values, named as in HSDS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

_SPACE = uuid5(NAMESPACE_URL, "https://docs.openreferral.org/en/3.0/")


def resource_id(source: str, table: str, external_id: str) -> UUID:
    """The same row of the same source has the same id, whenever and wherever it is read."""
    return uuid5(_SPACE, f"{source.strip().casefold()}\n{table}\n{external_id}")


@dataclass(frozen=True)
class ResourceRow:
    """`values` are the model's columns; references are ids (`service_id`)."""

    table: str
    id: UUID
    values: Mapping[str, Any]


@dataclass
class Bundle:
    """An organization with everything of it."""

    organization: ResourceRow
    rows: list[ResourceRow] = field(default_factory=list)
    terms: Sequence[ResourceRow] = ()
    """Terms of taxonomies that its attributes name."""

    def of(self, table: str) -> list[ResourceRow]:
        return [one for one in self.rows if one.table == table]
