"""What the address of an audit says: the days, the sample or the cases. Only ids stand in it, never numbers."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from caseday.compliance.rules.sampling import MOST_CASES

_MOST_SEED = 999_999
_USUAL_SIZE = 10
_LONGEST = timedelta(days=5 * 366)


@dataclass(frozen=True)
class AskedAudit:
    first: date
    last: date
    program: str
    size: int
    seed: int
    case_ids: tuple[UUID, ...]
    is_asked: bool
    problem: str = ""

    @property
    def query(self) -> str:
        days = {"from": self.first.isoformat(), "to": self.last.isoformat()}
        if self.case_ids:
            return urlencode({**days, "cases": packed(self.case_ids)})
        return urlencode({**days, "program": self.program, "size": self.size, "seed": self.seed})


def asked_audit(given: Any, today: date) -> AskedAudit:
    """The last quarter of a year, where it says nothing usable."""
    first, last, problem = days_of(given, today)
    case_ids = unpacked(given.get("cases", ""))
    size = _number(given.get("size"), _USUAL_SIZE, MOST_CASES)
    seed = _number(given.get("seed"), today.toordinal() % _MOST_SEED, _MOST_SEED)
    is_asked = bool(case_ids) or "size" in given
    return AskedAudit(first, last, given.get("program", "")[:40], size, seed, case_ids, is_asked, problem)


def days_of(given: Any, today: date) -> tuple[date, date, str]:
    """First and last day, and why they are not what was asked for."""
    first, last = _day(given.get("from", "")), _day(given.get("to", ""))
    usual = today - timedelta(days=89)
    if first is None and last is None:
        said = bool(given.get("from") or given.get("to"))
        return usual, today, "Write days as 2026-03-02. The last 90 days are shown." if said else ""
    first, last = first or min(usual, last or usual), last or max(today, first or today)
    if last < first:
        first, last = last, first
    if last - first > _LONGEST:
        return last - _LONGEST, last, "At most five years at a time: the last of them are shown."
    return first, last, ""


def packed(case_ids: tuple[UUID, ...]) -> str:
    """Short enough for an address: 22 characters a case."""
    return "".join(base64.urlsafe_b64encode(one.bytes).decode().rstrip("=") for one in case_ids)


def unpacked(text: str) -> tuple[UUID, ...]:
    """Nothing where the text is not what `packed` gives."""
    parts = [text[at : at + 22] for at in range(0, min(len(text), 22 * MOST_CASES), 22)]
    try:
        return tuple(UUID(bytes=base64.urlsafe_b64decode(one + "==")) for one in parts)
    except (binascii.Error, ValueError):
        return ()


def _number(text: str | None, usual: int, most: int) -> int:
    try:
        return min(max(int(text or ""), 1), most)
    except ValueError:
        return usual


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2099 else None
