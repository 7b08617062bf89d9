"""The text indexes: FTS5 tables kept by triggers on SQLite; generated columns and trigrams on PostgreSQL."""

from typing import Any

from django.db import migrations

SQLITE = (
    """CREATE VIRTUAL TABLE search_fts USING fts5(
        kind, words, text, sounds, scope, content='search_entry', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2', prefix='2 3 4 5', detail='column')""",
    """CREATE VIRTUAL TABLE search_pieces USING fts5(words, content='', tokenize='trigram')""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_fts(rowid, kind, words, text, sounds, scope)
            VALUES (new.id, new.kind, new.words, new.text, new.sounds, new.scope);
        INSERT INTO search_pieces(rowid, words) SELECT new.id, new.words WHERE new.kind <> 'entry'; END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_fts(search_fts, rowid, kind, words, text, sounds, scope)
            VALUES ('delete', old.id, old.kind, old.words, old.text, old.sounds, old.scope);
        INSERT INTO search_pieces(search_pieces, rowid, words) SELECT 'delete', old.id, old.words WHERE old.kind <> 'entry'; END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_fts(search_fts, rowid, kind, words, text, sounds, scope)
            VALUES ('delete', old.id, old.kind, old.words, old.text, old.sounds, old.scope);
        INSERT INTO search_fts(rowid, kind, words, text, sounds, scope)
            VALUES (new.id, new.kind, new.words, new.text, new.sounds, new.scope);
        INSERT INTO search_pieces(search_pieces, rowid, words) SELECT 'delete', old.id, old.words WHERE old.kind <> 'entry';
        INSERT INTO search_pieces(rowid, words) SELECT new.id, new.words WHERE new.kind <> 'entry'; END""",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """ALTER TABLE search_entry
        ADD COLUMN tsv tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('simple', words), 'A') || setweight(to_tsvector('simple', text), 'B')) STORED,
        ADD COLUMN sounds_tsv tsvector GENERATED ALWAYS AS (to_tsvector('simple', sounds)) STORED""",
    "CREATE INDEX search_entry_tsv ON search_entry USING gin (tsv)",
    "CREATE INDEX search_entry_sounds ON search_entry USING gin (sounds_tsv) WHERE kind <> 'entry'",
    "CREATE INDEX search_entry_words ON search_entry USING gin (words gin_trgm_ops) WHERE kind <> 'entry'",
)


def forwards(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
