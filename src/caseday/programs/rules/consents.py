"""In: plain values. Out: which consents a case needs, from whom, and how long they last."""

from collections.abc import Iterable, Sequence

from pydantic import Field

from caseday.programs.rules.parts import Kind, Reference, Slug
from caseday.programs.rules.plans import SIGNERS
from caseday.programs.rules.requests import CLIENT
from caseday.programs.rules.scopes import Scoped, Span


class ConsentRule(Kind, Scoped):
    """A signed paper without which the work may not go on."""

    document_kind: Slug = Field(description="the kind of paper that proves it: one of document_kinds")
    renew_every: int = Field(default=0, ge=0, le=366, description="asked for again after so many; 0: once")
    unit: Span = Field(default="months", description="of `renew_every`")
    by_roles: tuple[Slug, ...] = Field(
        default=(CLIENT,),
        description='who signs: "client", "guardian", or one of party_roles; one of them is enough',
    )


def references_of_consents(
    rules: Sequence[ConsentRule], *, roles: frozenset[str], papers: frozenset[str]
) -> Iterable[Reference]:
    for place, one in enumerate(rules):
        where = f"consent_rules[{place}]"
        yield f"{where}.document_kind", one.document_kind, "document_kinds", papers
        yield from ((f"{where}.by_roles", slug, "party_roles", roles | SIGNERS) for slug in one.by_roles)
