"""In: a database connection. Out: triggers by which the database itself refuses to rewrite case events.

A head may only move on by one; so neither an event nor the end of a chain can be taken back through the application's
login without first dropping a trigger, and `verify_chains` finds what was done after that.
"""

from typing import Any

EVENTS = "access_caseevent"
HEADS = "access_chainhead"
REFUSAL = "case events are append-only"

_SQLITE = (
    f"CREATE TRIGGER IF NOT EXISTS {EVENTS}_keep BEFORE UPDATE ON {EVENTS} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER IF NOT EXISTS {EVENTS}_stay BEFORE DELETE ON {EVENTS} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER IF NOT EXISTS {HEADS}_keep BEFORE UPDATE ON {HEADS} WHEN NEW.sequence <> OLD.sequence + 1 "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER IF NOT EXISTS {HEADS}_stay BEFORE DELETE ON {HEADS} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
)
_SQLITE_DROPS = tuple(f"DROP TRIGGER IF EXISTS {t}_{w}" for t in (EVENTS, HEADS) for w in ("keep", "stay"))

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION caseday_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$
"""
_POSTGRESQL = (
    _FUNCTION,
    f"CREATE OR REPLACE TRIGGER {EVENTS}_keep BEFORE UPDATE OR DELETE ON {EVENTS} "
    "FOR EACH ROW EXECUTE FUNCTION caseday_refuse()",
    f"CREATE OR REPLACE TRIGGER {EVENTS}_stay BEFORE TRUNCATE ON {EVENTS} EXECUTE FUNCTION caseday_refuse()",
    f"CREATE OR REPLACE TRIGGER {HEADS}_keep BEFORE UPDATE ON {HEADS} FOR EACH ROW "
    "WHEN (NEW.sequence <> OLD.sequence + 1) EXECUTE FUNCTION caseday_refuse()",
    f"CREATE OR REPLACE TRIGGER {HEADS}_gone BEFORE DELETE ON {HEADS} FOR EACH ROW EXECUTE FUNCTION caseday_refuse()",
    f"CREATE OR REPLACE TRIGGER {HEADS}_stay BEFORE TRUNCATE ON {HEADS} EXECUTE FUNCTION caseday_refuse()",
)
_POSTGRESQL_DROPS = (
    *(f"DROP TRIGGER IF EXISTS {EVENTS}_{w} ON {EVENTS}" for w in ("keep", "stay")),
    *(f"DROP TRIGGER IF EXISTS {HEADS}_{w} ON {HEADS}" for w in ("keep", "gone", "stay")),
)


def install(connection: Any) -> None:
    _run(connection, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


def uninstall(connection: Any) -> None:
    """For the emptying of a test database, and for tests of what a trespasser could do."""
    _run(connection, _POSTGRESQL_DROPS if connection.vendor == "postgresql" else _SQLITE_DROPS)


def _run(connection: Any, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
