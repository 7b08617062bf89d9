"""Whom a call about a case goes to where only a role is named, and at which number first: for the list of calls and for
the card that it opens."""

from collections.abc import Iterable
from typing import Protocol, TypeVar
from uuid import UUID


class InRole(Protocol):
    @property
    def pk(self) -> UUID: ...
    @property
    def role(self) -> str: ...


P = TypeVar("P", bound=InRole)


def last_in_role(present: Iterable[P], role: str) -> P | None:
    """Of several the one who came last: ids tell when they were made."""
    return max((one for one in present if one.role == role), key=lambda one: one.pk, default=None)


def direct_numbers(party_phone: str, professional_phone: str, extension: str) -> list[str]:
    """As noted on the case, then the professional's own line; the office's desk comes after."""
    own = f"{professional_phone} ext. {extension}" if professional_phone and extension else professional_phone
    return [one for one in (party_phone, own) if one]
