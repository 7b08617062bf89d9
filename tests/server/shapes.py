"""In: a database with Caseday's tables. Out: its shape as plain data; run as a program it prints that as JSON.

Columns stand by name: the order in which migrations added them is nothing that anybody asks for.
"""

import json
from typing import Any

import django

_IN_POSTGRESQL = {
    "columns": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,"
    " is_identity, generation_expression FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc JOIN pg_language l ON l.oid = prolang"
    " WHERE pronamespace = 'public'::regnamespace AND lanname = 'plpgsql'",
    "extensions": "SELECT extname FROM pg_extension",
}
_COMMON = {
    "migrations": "SELECT app, name FROM django_migrations",
    "kinds": "SELECT app_label, model FROM django_content_type",
    "permissions": "SELECT codename, name FROM auth_permission",
}


def shape() -> dict[str, list[Any]]:
    from django.db import connection

    with connection.cursor() as cursor:

        def rows(sql: str) -> list[Any]:
            cursor.execute(sql)
            return sorted(([str(cell) for cell in row] for row in cursor.fetchall()), key=str)

        asked = _IN_POSTGRESQL if connection.vendor == "postgresql" else {}
        found = {name: rows(sql) for name, sql in {**asked, **_COMMON}.items()}
        return found if asked else {**found, "tables": _made_in_sqlite(cursor)}


def _made_in_sqlite(cursor: Any) -> list[Any]:
    cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return sorted([kind, name, _parts(sql)] for kind, name, sql in cursor.fetchall())


def _parts(sql: str) -> list[str]:
    """What stands between the commas of a statement, without its order."""
    return sorted(part.strip() for part in " ".join(sql.split()).removesuffix(")").split(","))


if __name__ == "__main__":
    django.setup()
    print(json.dumps(shape()))
