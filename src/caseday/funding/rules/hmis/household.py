"""In: what is said of a household's member. Out: what cannot be, by field; and how a single line of a name is taken."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

Stay = tuple[date, date | None]
ADULT = 18


@dataclass(frozen=True, slots=True)
class MemberTerms:
    """`relationship` is a code of HUD's list 3.15.1; `to_on` empty: as long as the client."""

    relationship: int
    from_on: date
    to_on: date | None = None
    birth_date: date | None = None


def problems_of_member(
    terms: MemberTerms, client: Stay, others: Collection[Stay], codes: Collection[int], today: date
) -> dict[str, str]:
    """`client` is when the client is enrolled, `others` when the same member is enrolled besides."""
    problems = {}
    if terms.relationship not in codes:
        problems["relationship"] = "Choose one of the list."
    if terms.birth_date is not None and not date(1900, 1, 1) <= terms.birth_date <= today:
        problems["birth_date"] = "Check the date of birth: it is in the future, or before 1900."
    if terms.from_on < client[0]:
        problems["from_on"] = f"The client is enrolled since {client[0].isoformat()}. Begin then, or later."
    elif client[1] is not None and terms.from_on > client[1]:
        problems["from_on"] = f"The client left on {client[1].isoformat()}. Begin before."
    elif any(_meet((terms.from_on, terms.to_on), one) for one in others):
        problems["from_on"] = "They are enrolled on these days already. Change that enrollment instead."
    if terms.to_on is not None and terms.to_on < terms.from_on:
        problems["to_on"] = "It ends before it begins. Check both days."
    elif terms.to_on is not None and terms.to_on > (client[1] or today):
        problems["to_on"] = "It is in the future, or after the client left. Leave it empty until they leave."
    return problems


def _meet(one: Stay, other: Stay) -> bool:
    return one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)


def parted(name: str) -> tuple[str, str]:
    """Given and family name of what is kept on one line; of a single word the family name is empty."""
    given, _, family = name.strip().rpartition(" ")
    return (given.strip(), family) if given else (family, "")
