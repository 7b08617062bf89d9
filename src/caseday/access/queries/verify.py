"""Finds what was done around the application: a gap, an edit, a reorder or a cut in a chain; a row edited by hand.

Streams: memory holds one chain and one batch of rows at a time, plus what does not fit.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from caseday.access.models import CaseEvent, ChainHead
from caseday.access.queries.live import Comparison, StateOfChain
from caseday.access.record import HASHED, hash_of_parts

Progress = Callable[[int, int], None]
Row = tuple[Any, ...]

_COLUMNS = (*HASHED, "hash", "changes_json")
_SEQUENCE, _PREVIOUS, _KIND, _CHAIN = (
    HASHED.index(n) for n in ("sequence", "previous_hash", "chain_kind", "chain_id")
)
_HASH, _CHANGES = len(HASHED), len(HASHED) + 1
_REPORT_EVERY = 1000


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: a place in a chain, or a row."""

    chain_kind: str
    chain_id: UUID | None
    sequence: int | None
    what: str
    model: str = ""
    row_id: str = ""

    def __str__(self) -> str:
        where = f"{self.chain_kind} {self.chain_id}" if self.chain_id else ""
        place = f" at {self.sequence}" if self.sequence is not None else ""
        row = f" {self.model} {self.row_id}" if self.model else ""
        return f"{where}{place}{row}: {self.what}".strip()


@dataclass
class Verified:
    """What was looked at, and what is wrong with it (empty: everything holds)."""

    events: int = 0
    chains: int = 0
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.problems


def verify_chains(progress: Progress | None = None, *, compare_rows: bool = True) -> Verified:
    """Every chain, and the folded state against the live rows. `progress(events done, events in all)`."""
    verified = Verified()
    total = CaseEvent.objects.count() if progress else 0
    comparison = Comparison() if compare_rows else None
    for chain_id, rows in groupby(_stream(), key=lambda row: row[_CHAIN]):
        verified.chains += 1
        verified.problems += _verify_chain(chain_id, _counted(rows, verified, progress, total), comparison)
    verified.problems += _heads_without_events()
    if comparison:
        verified.problems += [_row_problem(model, row, what) for model, row, what in comparison.finish()]
        verified.rows = comparison.rows
    return verified


def _stream() -> Iterator[Row]:
    return CaseEvent.objects.order_by("chain_id", "sequence").values_list(*_COLUMNS).iterator(chunk_size=500)


def _counted(rows: Iterable[Row], verified: Verified, progress: Progress | None, total: int) -> Iterator[Row]:
    for row in rows:
        verified.events += 1
        if progress and verified.events % _REPORT_EVERY == 0:
            progress(verified.events, total)
        yield row


def _verify_chain(chain_id: UUID, rows: Iterable[Row], comparison: Comparison | None) -> list[Problem]:
    problems: list[Problem] = []
    expected, previous, kind = 1, "", ""
    state = StateOfChain()
    for row in rows:
        kind = row[_KIND]
        for what in _faults(row, expected, previous):
            problems.append(Problem(kind, chain_id, row[_SEQUENCE], what))
        expected, previous = row[_SEQUENCE] + 1, row[_HASH]
        if comparison and not state.apply(row[_CHANGES]):
            problems.append(Problem(kind, chain_id, row[_SEQUENCE], "its changes cannot be read"))
    problems += _head_faults(kind, chain_id, expected - 1, previous)
    if comparison:
        comparison.take(state)
    return problems


def _faults(row: Row, expected: int, previous: str) -> Iterator[str]:
    sequence = row[_SEQUENCE]
    if sequence > expected:
        missing = f"{expected}" if sequence == expected + 1 else f"{expected} to {sequence - 1}"
        yield f"the chain has a gap: event {missing} is missing before it"
    elif row[_PREVIOUS] != previous:
        yield "it does not follow from the event before it: one of the two was replaced or moved"
    if hash_of_parts(row[:_HASH], row[_CHANGES]) != row[_HASH]:
        yield "it was edited after it was recorded: its content does not fit its hash"


def _head_faults(kind: str, chain_id: UUID, last: int, last_hash: str) -> list[Problem]:
    head = ChainHead.objects.filter(chain_id=chain_id).first()
    if head is None:
        return [Problem(kind, chain_id, last, "the chain has no head: where it ends cannot be told")]
    if head.sequence > last:
        what = f"the end is cut off: the chain went on to event {head.sequence}"
        return [Problem(kind, chain_id, last, what)]
    if head.sequence < last:
        return [Problem(kind, chain_id, last, f"events were added behind the end, which is {head.sequence}")]
    if head.hash != last_hash:
        return [Problem(kind, chain_id, last, "the last event is not the one that the head remembers")]
    return []


def _heads_without_events() -> list[Problem]:
    chains = CaseEvent.objects.values("chain_id")
    cut = ChainHead.objects.filter(sequence__gt=0).exclude(chain_id__in=chains)
    return [
        Problem(head.chain_kind, head.chain_id, 0, f"all {head.sequence} events of the chain are gone")
        for head in cut.iterator()
    ]


def _row_problem(model: str, row_id: str, what: str) -> Problem:
    return Problem("", None, None, what, model=model, row_id=row_id)
