"""What every entry needs: its words, its case, and the lines of which a text is put together."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, TextField, Value
from django.db.models.functions import Concat

from caseday.search.rules import words_of

_LONGEST_WORD, _MOST_WORDS_BYTES = 80, 300_000
Source = tuple[type[models.Model], str, tuple[str, ...]]
"""A table, the column that says what its row belongs to, and the columns of its text."""


def each_word_once(text: str) -> str:
    """In the order of the text; PostgreSQL takes at most 1 MB of words, with their places."""
    words: dict[str, None] = {}
    size = 0
    for word in words_of(text):
        if word not in words and len(word) <= _LONGEST_WORD:
            words[word] = None
            size += len(word.encode()) + 1
            if size > _MOST_WORDS_BYTES:
                break
    return " ".join(words)


def in_case(case_id: UUID | None) -> dict[str, Any]:
    return {"case_id": case_id, "scope": f"c{case_id.hex}" if case_id else ""}


def lines_of(sources: Sequence[Source], ids: Collection[UUID]) -> dict[UUID, str]:
    """The text of each, out of all its rows. One query, however many tables and texts there are."""
    found: dict[UUID, list[str]] = defaultdict(list)
    first, *others = (
        model._default_manager.filter(**{f"{owner}__in": ids})
        .order_by()
        .values_list(F(owner), _joined(columns))
        for model, owner, columns in sources
    )
    for owner_id, line in first.union(*others, all=True):
        if line.strip():
            found[owner_id].append(line.strip())
    return {owner_id: " · ".join(lines) for owner_id, lines in found.items()}


def _joined(columns: Sequence[str]) -> Concat:
    spaced = [part for column in columns for part in (F(column), Value(" "))]
    return Concat(*spaced, output_field=TextField())
