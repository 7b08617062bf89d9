"""Text search of both engines behind one function each: FTS5 on SQLite, text search and trigrams on PostgreSQL.

Returns ids of entries. Cost follows what the viewer may see: with few cases in sight the
scope is part of the text query, so that it does not grow with everybody else's history.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from caseday.search.models import Kind
from caseday.search.rules import Query, trigrams

_SCOPE_LIMIT = 400
_KIND_IN_INDEX = "zk"
"""What SQLite's triggers put before a kind (migration 0006)."""
_NAMED = (Kind.PERSON, Kind.CASE, Kind.IDENTIFIER, Kind.OFFICE, Kind.PROFESSIONAL)

_FTS_BY_NAME = "SELECT rowid FROM search_fts WHERE search_fts MATCH %s ORDER BY rowid DESC LIMIT %s"
_FTS_BY_NAME_IN_SIGHT = """SELECT search_fts.rowid FROM search_fts JOIN search_entry e ON e.id = search_fts.rowid
    WHERE search_fts MATCH %s AND (e.kind IN ('office', 'professional')
        OR coalesce(e.case_id, e.person_id) IN (SELECT value FROM json_each(%s)))
    ORDER BY search_fts.rowid DESC LIMIT %s"""
_FTS_BY_SOUND = "SELECT rowid FROM search_fts WHERE search_fts MATCH %s ORDER BY rank LIMIT %s"
_FTS_NEWEST = """SELECT * FROM (SELECT rowid FROM search_fts
    WHERE search_fts MATCH %s ORDER BY rowid DESC LIMIT %s) AS newest"""
_FTS_NEWEST_OF_EACH = """SELECT id FROM (
    SELECT e.id AS id, row_number() OVER (PARTITION BY e.kind ORDER BY e.id DESC) AS place
    FROM search_fts JOIN search_entry e ON e.id = search_fts.rowid WHERE search_fts MATCH %s
) AS ranked WHERE place <= %s"""
_FTS_PIECES = "SELECT rowid FROM search_pieces WHERE search_pieces MATCH %s ORDER BY rank LIMIT %s"

_PG_BY_NAME = """SELECT id FROM search_entry
    WHERE kind = ANY(%s) AND tsv @@ to_tsquery('simple', %s) ORDER BY id DESC LIMIT %s"""
_PG_BY_NAME_IN_SIGHT = """SELECT id FROM search_entry
    WHERE kind = ANY(%s) AND tsv @@ to_tsquery('simple', %s)
        AND (kind IN ('office', 'professional') OR coalesce(case_id, person_id) = ANY(%s))
    ORDER BY id DESC LIMIT %s"""
_PG_ALIKE = """SELECT id FROM search_entry
    WHERE kind IN ('person', 'case', 'identifier', 'office', 'professional')
        AND (sounds_tsv @@ to_tsquery('simple', %s) OR %s <%% words)
    ORDER BY id LIMIT %s"""
_PG_NEWEST = """SELECT * FROM (SELECT id FROM search_entry
    WHERE kind = ANY(%s) AND tsv @@ to_tsquery('simple', %s) ORDER BY id DESC LIMIT %s) AS newest"""
_PG_NEWEST_OF_CASES = (
    "SELECT * FROM (SELECT id FROM search_entry WHERE kind = ANY(%s) AND tsv @@ to_tsquery('simple', %s)"
    " AND case_id = ANY(%s) ORDER BY id DESC LIMIT %s) AS newest"
)
_PG_NEWEST_OF_EACH = """SELECT id FROM (
    SELECT id, row_number() OVER (PARTITION BY kind ORDER BY id DESC) AS place
    FROM search_entry WHERE kind = ANY(%s) AND tsv @@ to_tsquery('simple', %s)
) AS ranked WHERE place <= %s"""
_PG_NEWEST_OF_EACH_OF_CASES = """SELECT id FROM (
    SELECT id, row_number() OVER (PARTITION BY kind ORDER BY id DESC) AS place
    FROM search_entry WHERE kind = ANY(%s) AND tsv @@ to_tsquery('simple', %s) AND case_id = ANY(%s)
) AS ranked WHERE place <= %s"""
_FTS_ON_NO_CASE = (
    "SELECT search_fts.rowid FROM search_fts JOIN search_entry e ON e.id = search_fts.rowid"
    " WHERE search_fts MATCH %s AND e.case_id IS NULL ORDER BY search_fts.rowid DESC LIMIT %s"
)
_PG_ON_NO_CASE = """SELECT id FROM search_entry
    WHERE kind = %s AND tsv @@ to_tsquery('simple', %s) AND case_id IS NULL ORDER BY id DESC LIMIT %s"""


def match_names(query: Query, limit: int, in_sight: Collection[UUID] | None) -> list[int]:
    """Named entries, whose words begin with the words asked; the number, if one was asked. The newest, for the
    caller to rank. `in_sight`: cases and persons that may be shown (None: all), so that nobody else's fill the limit.
    """
    if connection.vendor == "sqlite":
        match = f"{_of(_NAMED)} AND ({_by_number(query)})"
        if in_sight is None:
            return _ids(_FTS_BY_NAME, match, limit)
        return _ids(_FTS_BY_NAME_IN_SIGHT, match, json.dumps([one.hex for one in in_sight]), limit)
    if in_sight is None:
        return _ids(_PG_BY_NAME, list(_NAMED), _tsquery(query), limit)
    return _ids(_PG_BY_NAME_IN_SIGHT, list(_NAMED), _tsquery(query), list(in_sight), limit)


def match_sounds(query: Query, limit: int) -> list[int]:
    """Entries that sound like the words asked or share three-letter pieces with them; to be ranked by nearness."""
    if connection.vendor == "sqlite":
        heard = _ids(_FTS_BY_SOUND, f"sounds: ({_any(query.sounds)})", limit) if query.sounds else []
        pieces = [piece for word in query.words for piece in trigrams(word)]
        return heard + (_ids(_FTS_PIECES, _any(pieces), limit) if pieces else [])
    return _ids(_PG_ALIKE, " | ".join(query.sounds) or "zznone", " ".join(query.words), limit)


@dataclass(frozen=True)
class Wanted:
    """Kinds of texts that one look at the index finds together, and how many of each."""

    kinds: Sequence[str]
    limit: int
    is_of_case: bool = True


def match_texts(wanted: Sequence[Wanted], query: Query, case_ids: Sequence[UUID] | None) -> list[int]:
    """Texts of `case_ids` (None: of every case) that contain the words asked, and those of no case. One statement;
    the newest of each kind, as many as wanted. One of the wanted at least is of no case."""
    parts = [
        _newest(one, query, case_ids if one.is_of_case else None)
        for one in wanted
        if case_ids or case_ids is None or not one.is_of_case
    ]
    return _ids(" UNION ALL ".join(text for text, _ in parts), *(value for _, own in parts for value in own))


def _newest(wanted: Wanted, query: Query, case_ids: Sequence[UUID] | None) -> tuple[str, list[Any]]:
    """A statement and its values. One kind alone is read from its newest on, and not to the end."""
    is_one = len(wanted.kinds) == 1
    if connection.vendor == "sqlite":
        scoped = case_ids is not None and len(case_ids) <= _SCOPE_LIMIT
        scope = f" AND scope: ({_any([f'c{i.hex}' for i in case_ids or ()])})" if scoped else ""
        match = f"{_of(wanted.kinds)} AND {_in_text(query)}{scope}"
        return _FTS_NEWEST if is_one else _FTS_NEWEST_OF_EACH, [match, wanted.limit]
    values: list[Any] = [list(wanted.kinds), _tsquery(query)]
    if case_ids is None:
        return _PG_NEWEST if is_one else _PG_NEWEST_OF_EACH, [*values, wanted.limit]
    of_cases = _PG_NEWEST_OF_CASES if is_one else _PG_NEWEST_OF_EACH_OF_CASES
    return of_cases, [*values, list(case_ids), wanted.limit]


def _of(kinds: Sequence[str]) -> str:
    """In the index a kind is a word that no text has: "case" itself is in every third note."""
    return f"kind: ({_any([_KIND_IN_INDEX + kind for kind in kinds])})"


def _in_text(query: Query) -> str:
    """The kind stands in the index, too: a word that it begins with is looked for in the text alone."""
    is_kind = any((_KIND_IN_INDEX + kind).startswith(word) for kind in Kind.values for word in query.words)
    return f"{{words text}}: ({_words(query)})" if is_kind else f"({_words(query)})"


def match_on_no_case(kind: str, query: Query, limit: int) -> list[int]:
    """What is on no case, newest first; who may see it is for the caller to ask."""
    if connection.vendor == "sqlite":
        return _ids(_FTS_ON_NO_CASE, f"{_of([kind])} AND {_in_text(query)}", limit)
    return _ids(_PG_ON_NO_CASE, kind, _tsquery(query), limit)


def _ids(statement: str, *values: Any) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


def _any(words: Sequence[str]) -> str:
    return " OR ".join(f'"{word}"' for word in words)


def _words(query: Query) -> str:
    whole = [f'"{word}"' for word in query.words[:-1]]
    return " AND ".join([*whole, f'"{query.words[-1]}"*'])


def _by_number(query: Query) -> str:
    return f'({_words(query)}) OR "{query.number}"*' if query.number else _words(query)


def _tsquery(query: Query) -> str:
    words = " & ".join([*(f"'{word}'" for word in query.words[:-1]), f"'{query.words[-1]}':*"])
    return f"({words}) | '{query.number}':*" if query.number else words
