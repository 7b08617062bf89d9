"""In: checks of one rule. Out: how the rule stands in the days under review, with what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Standing(StrEnum):
    MET = "met"
    DUE = "due"
    MISSED = "missed"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Proof:
    """`kind` is "entry", "paper", "plan", "signature" or "assessment"; `id` that of its row."""

    kind: str
    id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """One time that a rule asks for something: a month's visit, an entry's note.

    `about` is what it is asked of. `is_open`: doing it now still helps; a late note stays late, and a month
    without a visit is answered by the next visit.
    """

    since: datetime
    until: datetime
    standing: Standing
    proofs: tuple[Proof, ...] = ()
    about: Proof | None = None
    lacks: tuple[str, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A rule of a case. `until` is the nearest time at which something is due, or came to be."""

    rule: str
    standing: Standing
    checks: tuple[Check, ...] = ()
    until: datetime | None = None

    def count(self, standing: Standing) -> int:
        return sum(1 for one in self.checks if one.standing == standing)

    @property
    def open_check(self) -> Check | None:
        """The earliest miss that can still be put right."""
        return next((one for one in self.checks if one.standing == Standing.MISSED and one.is_open), None)


_WORST_FIRST = (Standing.MISSED, Standing.DUE, Standing.MET)


def result_of(rule: str, checks: Sequence[Check]) -> Result:
    """The worst of its checks; not applicable where the rule asked for nothing."""
    in_order = tuple(sorted(checks, key=lambda one: one.until))
    found = {one.standing for one in in_order}
    standing = next((one for one in _WORST_FIRST if one in found), Standing.NOT_APPLICABLE)
    due = [one.until for one in in_order if one.standing == Standing.DUE]
    missed = [one.until for one in in_order if one.standing == Standing.MISSED]
    return Result(rule, standing, in_order, min(due) if due else max(missed, default=None))
