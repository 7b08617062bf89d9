"""In: plain values. Out: which reports a program owes, to whom and how often."""

from collections.abc import Iterable, Sequence

from pydantic import Field

from caseday.programs.rules.parts import Kind, Reference, Slug
from caseday.programs.rules.scopes import STARTS, Scoped, Span, Start, references_of_start


class Section(Kind):
    """One heading of a note or a report."""

    hint: str = Field(default="", description="what belongs there, shown in the empty box")


class ReportType(Kind, Scoped):
    """A report that is owed on a rhythm, once, or when it is asked for."""

    every: int = Field(
        default=0, ge=0, le=366, description="due after so many, again and again; 0: when asked for"
    )
    unit: Span = Field(default="days", description="of `every`")
    is_once: bool = Field(default=False, description="due once, `every` so many after `starts`")
    starts: Start = Field(default="accepted", description=f"from when the time runs: {STARTS}")
    to_roles: tuple[Slug, ...] = Field(default=(), description='who gets it: party_roles, or "client"')
    sections: tuple[Section, ...] = Field(default=(), description="its headings, in order")


def references_of_reports(
    reports: Sequence[ReportType], *, roles: frozenset[str], stages: frozenset[str], dates: frozenset[str]
) -> Iterable[Reference]:
    for place, one in enumerate(reports):
        where = f"report_types[{place}]"
        yield from references_of_start(f"{where}.starts", one.starts, stages=stages, dates=dates)
        yield from ((f"{where}.to_roles", slug, "party_roles", roles) for slug in one.to_roles)
