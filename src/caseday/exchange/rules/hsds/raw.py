"""A row as it stands in a file, before anything is read into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class RawRow:
    """`where` tells a person where it stands: `services.csv, row 3`."""

    where: str
    cells: Mapping[str, Any]

    def text(self, column: str) -> str:
        value = self.cells.get(column)
        if value is None or isinstance(value, (dict, list)):
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "".join(one for one in str(value) if one.isprintable() or one == "\n").strip()


@dataclass
class RawTables:
    """Rows by table (`service`), and what of the files was not used."""

    rows: dict[str, list[RawRow]] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)

    def of(self, table: str) -> list[RawRow]:
        return self.rows.get(table, [])

    def add(self, table: str, row: RawRow) -> None:
        self.rows.setdefault(table, []).append(row)
