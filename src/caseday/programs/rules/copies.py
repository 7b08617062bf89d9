"""In: plain values. Out: who gets the same at the same time as somebody else, so that no side is written to alone."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from caseday.programs.rules.parts import Figure, Kind, Reference, Slug, is_effective


class SimultaneousCopies(Kind, Figure):
    """What goes to one of the roles in `to` goes to all of `copies` that the case has, at the same time.

    Without jurisdictions or dates it holds for all of them.
    """

    to: tuple[Slug, ...] = Field(min_length=1, description="party_roles to whom something goes")
    copies: tuple[Slug, ...] = Field(
        min_length=1, description="party_roles who get the same at the same time"
    )
    jurisdictions: tuple[str, ...] = Field(
        default=(), description="states in which it holds; left out: everywhere"
    )
    effective_from: date = Field(
        default=date.min, description="first day on which it holds; left out: since ever"
    )
    effective_to: date | None = Field(
        default=None, description="last such day; left out: until further notice"
    )

    def holds(self, *, jurisdiction: str, on: date) -> bool:
        in_place = not self.jurisdictions or jurisdiction in self.jurisdictions
        return in_place and is_effective(self.effective_from, self.effective_to, on)


def references_of_copies(
    rules: Iterable[SimultaneousCopies], *, roles: frozenset[str], sources: frozenset[str]
) -> Iterable[Reference]:
    for place, one in enumerate(rules):
        where = f"simultaneous_copies[{place}]"
        yield f"{where}.basis", one.basis, "citations", sources
        yield from ((f"{where}.to", slug, "party_roles", roles) for slug in one.to)
        yield from ((f"{where}.copies", slug, "party_roles", roles) for slug in one.copies)
