"""In: what is said of money spent on a client. Out: what cannot be, by field; and whether it needs approval."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

Stay = tuple[date, date | None]
_CENT = Decimal("0.01")
_MOST = Decimal(10_000_000)


@dataclass(frozen=True, slots=True)
class SpendingTerms:
    """`payee` is who the directory does not have; `assistance` a code of HUD's list, where its files ask for one."""

    on: date
    amount: Decimal
    what: str
    payee: str = ""
    office_id: UUID | None = None
    document_id: UUID | None = None
    assistance: int | None = None
    covers_from: date | None = None  # the days that it helps with, where HUD's files tell them
    covers_to: date | None = None


def problems_of_spending(
    terms: SpendingTerms,
    fund: Stay,
    on_fund: Collection[Stay],
    types: Collection[int],
    today: date,
    *,
    has_period: bool = False,
) -> dict[str, str]:
    """`fund` is its period, `on_fund` when the case is on it, `types` those of HUD's list; empty: it asks for none."""
    problems = {}
    if not 0 < terms.amount < _MOST or terms.amount != terms.amount.quantize(_CENT):
        problems["amount"] = "Give dollars and cents, more than 0, such as 62.50."
    if not terms.what.strip():
        problems["what"] = "Say what it was for: a bus pass, a deposit, a month's rent."
    if terms.on > today:
        problems["on"] = "This day is in the future. Give the day of the service once it was paid for."
    elif not _is_in(terms.on, fund):
        problems["on"] = f"The fund runs from {fund[0].isoformat()}{_until(fund)}. Choose a day in it."
    elif not any(_is_in(terms.on, stay) for stay in on_fund):
        problems["on"] = "The case is not on the fund on this day. Choose a day on which it is."
    if types and terms.assistance not in types:
        problems["assistance"] = "Choose the type of assistance: HUD's files ask for it."
    elif not types and terms.assistance is not None:
        problems["assistance"] = "HUD's files have no type of assistance for this fund. Leave it empty."
    return {**problems, **_problems_of_period(terms, has_period)}


def _problems_of_period(terms: SpendingTerms, has_period: bool) -> dict[str, str]:
    if not has_period:
        given = [name for name in ("covers_from", "covers_to") if getattr(terms, name) is not None]
        return dict.fromkeys(given, "HUD's files tell no days for this fund. Leave it empty.")
    if terms.covers_to is not None and terms.covers_to < (terms.covers_from or terms.on):
        return {"covers_to": "It ends before it begins. Choose a later last day, or leave it empty."}
    return {}


def needs_approval(amount: Decimal, approval_from: Decimal | None) -> bool:
    return approval_from is not None and amount >= approval_from


def _is_in(on: date, stay: Stay) -> bool:
    return stay[0] <= on and (stay[1] is None or on <= stay[1])


def _until(stay: Stay) -> str:
    return f" to {stay[1].isoformat()}" if stay[1] else ""
