"""The number by which everybody calls a case: a claim, a student's, a participant's; its program says which."""

from collections.abc import Iterable

from caseday.cases.models import Identifier
from caseday.programs.queries import known_packs
from caseday.programs.rules import Pack, referral_fields


def main_number_kinds() -> frozenset[str]:
    """Of every program, for lists of cases of several; no query."""
    asked = (referral_fields(pack).number for pack in known_packs())
    return frozenset(one.slug for one in asked if one)


def number_of(pack: Pack, identifiers: Iterable[Identifier]) -> str:
    """Of the case of this program; "" where it is not known."""
    wanted = referral_fields(pack).number
    found = (one.value for one in identifiers if wanted and one.kind == wanted.slug and not one.is_retired)
    return next(found, "")
