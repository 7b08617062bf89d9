"""A longer past: `python -m bench.lengthen --times 10` copies what is older than two months nine times, a year
earlier each, in SQL, so that ten times the history takes minutes to make.

Entries of the journal, their notes, what is found of them, and as many case events. The copied events stand in
chains of their own, for a chain of a case has no room before its beginning.
"""

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.generate import NOW

_TABLES: dict[str, dict[str, str]] = {
    "journal_activity": {
        "id": "id", "appointment_id": "nothing", "started_at": "year", "recorded_at": "year", "noted_at": "year",
        "note_begun_at": "year", "voided_at": "year",
    },
    "journal_note": {"id": "id", "activity_id": "id", "amends_id": "id", "signed_at": "year"},
    "search_entry": {"id": "own", "tsv": "own", "sounds_tsv": "own", "subject_id": "id"},
    "access_caseevent": {
        "id": "id", "chain_id": "id", "happened_at": "year", "recorded_at": "year", "subject_id": "id",
    },
}  # fmt: skip
_OLD = {
    "journal_activity": "noted_at IS NOT NULL AND started_at < %s",
    "journal_note": "activity_id IN (SELECT id FROM journal_activity WHERE noted_at IS NOT NULL AND started_at < %s)",
    "search_entry": "kind = 'entry' AND subject_id IN"
    " (SELECT id FROM journal_activity WHERE noted_at IS NOT NULL AND started_at < %s)",
    "access_caseevent": "recorded_at < %s",
}


@dataclass(frozen=True)
class Dialect:
    """Ids begin alike, being of one year: their first three digits say which copy it is."""

    id: Callable[[str, int], str]
    year: Callable[[str, int], str]
    is_copy: str


_SQLITE = Dialect(
    lambda name, copy: f"'00{copy:x}' || substr({name}, 4)",
    lambda name, copy: f"datetime({name}, '-{copy} years')",
    "substr(id, 1, 2) = '00'",
)
_POSTGRESQL = Dialect(
    lambda name, copy: f"('00{copy:x}' || substr({name}::text, 4))::uuid",
    lambda name, copy: f"{name} - interval '{copy} years'",
    "substr(id::text, 1, 2) = '00'",
)


def lengthen(times: int) -> None:
    from django.db import connection, transaction

    dialect = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    before = NOW.replace(month=1, day=1).strftime("%Y-%m-%d %H:%M:%S")
    with transaction.atomic(), connection.cursor() as cursor:
        # What comes first is read by what follows: copies of a note's entry must not be copied again.
        for copy in range(1, times):
            for table in ("access_caseevent", "search_entry", "journal_note", "journal_activity"):
                cursor.execute(_copied(table, copy, dialect), [before])
            print(f"{copy + 1} times the history")
    with connection.cursor() as cursor:
        # As a database stands that grew over years: its own upkeep does not run beside the measuring.
        cursor.execute("ANALYZE" if dialect is _SQLITE else "VACUUM (ANALYZE)")


def _copied(table: str, copy: int, dialect: Dialect) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
    how = _TABLES[table]
    names = [one for one in columns if how.get(one) != "own"]
    values = ", ".join(_value(one, how.get(one, ""), copy, dialect) for one in names)
    old = _OLD[table].replace("noted_at IS NOT NULL", f"noted_at IS NOT NULL AND NOT {dialect.is_copy}")
    if table == "access_caseevent":
        old += f" AND NOT {dialect.is_copy}"
    quoted = ", ".join(f'"{one}"' for one in names)
    return f"INSERT INTO {table} ({quoted}) SELECT {values} FROM {table} WHERE {old}"


def _value(name: str, how: str, copy: int, dialect: Dialect) -> str:
    if how == "nothing":
        return "NULL"
    quoted = f'"{name}"'
    return (
        dialect.id(quoted, copy) if how == "id" else dialect.year(quoted, copy) if how == "year" else quoted
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caseday.config.settings")
    import django

    django.setup()
    began = time.monotonic()
    lengthen(asked.times)
    print(f"lengthened in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
