"""Plans, decisions, advocacy, team meetings and community resources join the index: found by their words alone."""

from typing import Any

from django.db import migrations, models

_NAMED = "('person', 'case', 'identifier', 'office', 'professional')"
_OUT = """INSERT INTO search_fts(search_fts, rowid, kind, words, text, sounds, scope)
            VALUES ('delete', old.id, old.kind, old.words, old.text, old.sounds, old.scope);"""
_IN = """INSERT INTO search_fts(rowid, kind, words, text, sounds, scope)
            VALUES (new.id, new.kind, new.words, new.text, new.sounds, new.scope);"""
_PIECES_OUT = f"""INSERT INTO search_pieces(search_pieces, rowid, words)
            SELECT 'delete', old.id, old.words WHERE old.kind IN {_NAMED};"""
_PIECES_IN = (
    f"INSERT INTO search_pieces(rowid, words) SELECT new.id, new.words WHERE new.kind IN {_NAMED};"
)

SQLITE = (
    "DROP TRIGGER search_entry_added",
    "DROP TRIGGER search_entry_removed",
    "DROP TRIGGER search_entry_changed",
    f"CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN {_IN} {_PIECES_IN} END",
    f"CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN {_OUT} {_PIECES_OUT} END",
    f"""CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        {_OUT} {_IN} {_PIECES_OUT} {_PIECES_IN} END""",
)
POSTGRESQL = (
    "DROP INDEX search_entry_sounds",
    "DROP INDEX search_entry_words",
    f"CREATE INDEX search_entry_sounds ON search_entry USING gin (sounds_tsv) WHERE kind IN {_NAMED}",
    f"CREATE INDEX search_entry_words ON search_entry USING gin (words gin_trgm_ops) WHERE kind IN {_NAMED}",
)


def forwards(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_messages")]
    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="entry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("person", "Person"),
                    ("case", "Case"),
                    ("identifier", "Identifier"),
                    ("office", "Office"),
                    ("professional", "Professional"),
                    ("entry", "Journal"),
                    ("paper", "Papers"),
                    ("message", "Messages"),
                    ("part", "Care plans"),
                    ("plan", "Care plan"),
                    ("decision", "Decisions"),
                    ("effort", "Advocacy"),
                    ("meeting", "Team meetings"),
                    ("resource", "Community resources"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="text",
            field=models.TextField(
                blank=True,
                default="",
                help_text="folded: what a journal entry and its notes say; the words of what is longer, each once",
            ),
        ),
    ]
