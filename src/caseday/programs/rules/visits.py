"""In: plain values. Out: whom to reach first, how often to see the client and where, how often to speak with whom."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from pydantic import Field

from caseday.programs.rules.clocks import Unit
from caseday.programs.rules.parts import Figure, Kind, Reference, Slug
from caseday.programs.rules.scopes import Scoped, Span, Staged, span_words

Place = Literal["any", "residence", "school", "office", "facility", "workplace", "community"]


class FirstContactRule(Kind, Scoped):
    """Somebody to be reached soon after the referral."""

    party_role: Slug = Field(description='who is to be reached: one of party_roles, or "client"')
    within: int = Field(ge=1, le=1000, description="how soon")
    unit: Unit = Field(description="of `within`")
    starts: Literal["received", "accepted"] = Field(
        default="received",
        description="whether the time runs from receipt of the referral or from acceptance",
    )
    activity_kinds: tuple[Slug, ...] = Field(
        default=(), description='activities that count, such as ["visit"]; left out: any contact'
    )

    def is_met_by(self, role: str, activity_kind: str) -> bool:
        """Whether reaching `role` by this kind of activity is the contact that was asked for."""
        return self.party_role == role and (not self.activity_kinds or activity_kind in self.activity_kinds)

    def is_asked_for(self, *, jurisdiction: str, case_type: str, on: date) -> bool:
        return self.holds(jurisdiction=jurisdiction, case_type=case_type, on=on)


class Acuity(Kind, Figure):
    """How closely a case is held, and how often the client is contacted then."""

    level: int = Field(ge=1, le=9, description="1 is the calmest")
    contact_every: int = Field(
        ge=1, le=366, description="at the latest, the client is contacted again after so many"
    )
    unit: Literal["days", "working_days"] = Field(description="of `contact_every`")


class VisitRule(Kind, Staged):
    """How often the client is seen in person, and where."""

    every: int = Field(ge=1, le=366, description="one visit in each stretch of so many")
    unit: Span = Field(description="of `every`; a month is a calendar month")
    where: Place = Field(default="any", description="where the visit has to be; any: wherever")
    share_in_residence_percent: int = Field(
        default=0,
        ge=0,
        le=100,
        description="so many percent of a year's visits, at least, where the client lives",
    )
    is_alone_with_client: bool = Field(
        default=False,
        description="part of the visit is with the client alone, such as a child without the parents",
    )
    with_roles: tuple[Slug, ...] = Field(default=(), description="party_roles who are seen at the visit, too")

    @property
    def rhythm_words(self) -> str:
        return f"every {span_words(self.every, self.unit)}"


class ContactRule(Kind, Staged):
    """How often somebody is spoken with, whatever the acuity."""

    party_role: Slug = Field(description='who: one of party_roles, or "client"')
    every: int = Field(ge=1, le=366, description="one contact in each stretch of so many")
    unit: Span = Field(description="of `every`; a month is a calendar month")
    activity_kinds: tuple[Slug, ...] = Field(
        default=(), description="activities that count; left out: any that counts as a contact"
    )


def references_of_visits(
    first: Sequence[FirstContactRule],
    contacts: Sequence[ContactRule],
    visits: Sequence[VisitRule],
    *,
    roles: frozenset[str],
    kinds: frozenset[str],
) -> Iterable[Reference]:
    for place, one in enumerate(first):
        yield from _references_of_contact(f"first_contacts[{place}]", one, roles, kinds)
    for place, other in enumerate(contacts):
        yield from _references_of_contact(f"contact_rules[{place}]", other, roles, kinds)
    for place, visit in enumerate(visits):
        where = f"visit_rules[{place}].with_roles"
        yield from ((where, slug, "party_roles", roles) for slug in visit.with_roles)


def _references_of_contact(
    where: str, rule: FirstContactRule | ContactRule, roles: frozenset[str], kinds: frozenset[str]
) -> Iterable[Reference]:
    yield f"{where}.party_role", rule.party_role, "party_roles", roles
    yield from ((f"{where}.activity_kinds", slug, "activity_kinds", kinds) for slug in rule.activity_kinds)
