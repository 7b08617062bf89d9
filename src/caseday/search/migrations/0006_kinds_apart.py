"""SQLite's text index holds a kind as a word that no text has: a search for "case" or "plan" among kinds would
otherwise read every text with that word, however long the history. Filled anew; nothing to do on PostgreSQL."""

from typing import Any

from django.db import migrations

_NAMED = "('person', 'case', 'identifier', 'office', 'professional')"
_OUT = """INSERT INTO search_fts(search_fts, rowid, kind, words, text, sounds, scope)
            VALUES ('delete', old.id, 'zk' || old.kind, old.words, old.text, old.sounds, old.scope);"""
_IN = """INSERT INTO search_fts(rowid, kind, words, text, sounds, scope)
            VALUES (new.id, 'zk' || new.kind, new.words, new.text, new.sounds, new.scope);"""
_PIECES_OUT = f"""INSERT INTO search_pieces(search_pieces, rowid, words)
            SELECT 'delete', old.id, old.words WHERE old.kind IN {_NAMED};"""
_PIECES_IN = (
    f"INSERT INTO search_pieces(rowid, words) SELECT new.id, new.words WHERE new.kind IN {_NAMED};"
)

SQLITE = (
    "DROP TRIGGER search_entry_added",
    "DROP TRIGGER search_entry_removed",
    "DROP TRIGGER search_entry_changed",
    "INSERT INTO search_fts(search_fts) VALUES ('delete-all')",
    """INSERT INTO search_fts(rowid, kind, words, text, sounds, scope)
        SELECT id, 'zk' || kind, words, text, sounds, scope FROM search_entry""",
    f"CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN {_IN} {_PIECES_IN} END",
    f"CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN {_OUT} {_PIECES_OUT} END",
    f"""CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        {_OUT} {_IN} {_PIECES_OUT} {_PIECES_IN} END""",
)


def forwards(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0005_of_the_whole_file")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
