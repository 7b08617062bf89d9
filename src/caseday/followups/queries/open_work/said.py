"""What was said of a request, who was told, and where that leaves it: worked out once from the same rows.

A page that is asked again finds most requests as they were. Whatever decides is in the key, so nothing has to be
forgotten when a fact changes: its rows are others then.
"""

from functools import cached_property, lru_cache

from caseday.followups.queries.open_work.rows import Part
from caseday.followups.queries.open_work.usual import Ground
from caseday.followups.rules import (
    Claim,
    Matrix,
    Party,
    Receipt,
    Standing,
    ToldFact,
    matrix_of,
    standing_of,
)

_KEPT = 512


class Said:
    """`ground` is what the pack says of this kind, by identity."""

    def __init__(self, ground: Ground, parts: tuple[Part, ...], parties: tuple[Part, ...]) -> None:
        self.ground = ground
        self.claims = tuple(_claim(one) for one in parts if one.table == "claim")
        self.told = tuple(_told(one) for one in parts if one.table == "told")
        self._receipts = tuple(_receipt(one) for one in parts if one.table == "receipt")
        self._parties = tuple(Party(one.role, one.about_id, one.third_id) for one in parties)

    @cached_property
    def standing(self) -> Standing:
        kind = self.ground.kind
        return standing_of(kind.steps if kind else (), self.claims, self.ground.usual)

    @cached_property
    def matrix(self) -> Matrix:
        """Of the latest news alone."""
        must_know = self.ground.kind.must_know if self.ground.kind else ()
        return matrix_of(self.standing, must_know, self.told, self._parties, self._receipts, latest=1)


said_of = lru_cache(_KEPT)(Said)
PARTS_SAID = frozenset({"claim", "told", "receipt"})


def _claim(part: Part) -> Claim:
    assert part.at and part.id
    return Claim(
        id=part.id,
        step=part.slug,
        said_at=part.at,
        outcome=part.outcome,
        is_denial=part.flag,
        said_by=part.who,
        said_role=part.role,
        reason=part.words,
        happened_on=part.on,
        verified_at=part.second_at,
        verified_how=part.how,
    )


def _told(part: Part) -> ToldFact:
    assert part.at
    return ToldFact(part.role, part.slug, part.at, claim_id=part.about_id)


def _receipt(part: Part) -> Receipt:
    assert part.at and part.id
    return Receipt(part.id, part.at, part.about_id, part.third_id, part.role)
