"""In: a pack's plain values. Out: the pack, checked: every reference inside it leads somewhere."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, model_validator

from caseday.programs.rules.clocks import Unit, WorkCalendar, in_words
from caseday.programs.rules.copies import SimultaneousCopies, references_of_copies
from caseday.programs.rules.mileage import (
    USUAL_MILEAGE_RULE,
    MileageRate,
    MileageRule,
    problems_of_periods,
    references_of_mileage,
)
from caseday.programs.rules.parts import (
    Citation,
    Figure,
    Kind,
    OpenTime,
    Part,
    Reference,
    Slug,
    Word,
    dangling,
    find_kind,
    is_effective,
    repeated,
)
from caseday.programs.rules.practice import FollowUpPractice
from caseday.programs.rules.requests import (
    CLIENT,
    Checklist,
    DocumentKind,
    RequestKind,
    RestrictionKind,
    references_of_checklists,
    references_of_requests,
    references_to_clocks,
    repeated_in,
)


class Words(Part):
    client: Word
    clients: Word
    referrer: Word
    payer: Word
    case: Word
    visit: Word


class WorkingTime(OpenTime, Figure):
    """When the clocks of a program run."""


class NoteSigning(Figure):
    """A note signed later than this after what it tells of is a late entry; 0 for no limit."""

    within_hours: int = Field(ge=0, le=8760)


class Stage(Kind):
    next: tuple[Slug, ...] = ()


class PartyRole(Kind):
    holder: Literal["professional", "office", "name"]
    is_asked_at_referral: bool = False
    is_one_at_a_time: bool = False
    is_opposing: bool = False


class IdentifierKind(Kind):
    is_asked_at_referral: bool = False
    is_unique: bool = False


class KeyDateKind(Kind):
    is_asked_at_referral: bool = False


class FirstContactRule(Kind, Figure):
    """Somebody to be reached soon; without jurisdictions, case types or dates it holds for all of them."""

    party_role: Slug
    within: int = Field(ge=1, le=1000)
    unit: Unit
    starts: Literal["received", "accepted"] = "received"
    jurisdictions: tuple[str, ...] = ()
    activity_kinds: tuple[Slug, ...] = ()
    case_types: tuple[Slug, ...] = ()
    effective_from: date = date.min
    effective_to: date | None = None

    def is_met_by(self, role: str, activity_kind: str) -> bool:
        """Whether reaching `role` by this kind of activity is the contact that was asked for."""
        return self.party_role == role and (not self.activity_kinds or activity_kind in self.activity_kinds)

    def is_asked_for(self, *, jurisdiction: str, case_type: str, on: date) -> bool:
        return (
            (not self.jurisdictions or jurisdiction in self.jurisdictions)
            and (not self.case_types or case_type in self.case_types)
            and is_effective(self.effective_from, self.effective_to, on)
        )

    def may_meet(self, other: "FirstContactRule") -> bool:
        """Whether one case could be asked for both."""
        later = max(self.effective_from, other.effective_from)
        return (
            _share(self.jurisdictions, other.jurisdictions)
            and _share(self.case_types, other.case_types)
            and is_effective(self.effective_from, self.effective_to, later)
            and is_effective(other.effective_from, other.effective_to, later)
        )


def _share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not one or not other or bool(set(one) & set(other))


class Acuity(Kind, Figure):
    level: int = Field(ge=1, le=9)
    contact_every: int = Field(ge=1, le=366)
    unit: Literal["days", "working_days"]


class Section(Kind):
    hint: str = ""


class NoteFormat(Kind):
    sections: tuple[Section, ...] = Field(min_length=1)


class ActivityKind(Kind):
    note_format: Slug
    needs_note: bool
    counts_as_contact: bool = False


class SuggestedGoal(Part):
    word: Word


class Pack(Part):
    slug: Slug
    word: Word
    effective_from: date
    effective_to: date | None = None
    words: Words
    working_time: WorkingTime
    note_signing: NoteSigning | None = None
    case_types: tuple[Kind, ...] = Field(min_length=1)
    stages: tuple[Stage, ...] = Field(min_length=1)
    party_roles: tuple[PartyRole, ...]
    identifier_kinds: tuple[IdentifierKind, ...]
    key_date_kinds: tuple[KeyDateKind, ...]
    first_contacts: tuple[FirstContactRule, ...]
    acuities: tuple[Acuity, ...] = Field(min_length=1)
    note_formats: tuple[NoteFormat, ...] = Field(min_length=1)
    activity_kinds: tuple[ActivityKind, ...]
    goals: tuple[SuggestedGoal, ...] = ()
    closure_reasons: tuple[Kind, ...] = Field(min_length=1)
    outcomes: tuple[Kind, ...] = Field(min_length=1)
    request_kinds: tuple[RequestKind, ...] = ()
    document_kinds: tuple[DocumentKind, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    restriction_kinds: tuple[RestrictionKind, ...] = ()
    followup_practice: FollowUpPractice = FollowUpPractice()
    simultaneous_copies: tuple[SimultaneousCopies, ...] = ()
    mileage_rates: tuple[MileageRate, ...] = ()
    mileage_rules: tuple[MileageRule, ...] = ()
    citations: tuple[Citation, ...]

    @model_validator(mode="after")
    def _holds_together(self, info: ValidationInfo) -> "Pack":
        problems = [*_periods(self), *_repeated(self), *dangling(_references(self))]
        if info.context is not None:
            clocks = info.context["clocks"]
            problems += dangling(references_to_clocks(self.request_kinds, self.document_kinds, clocks))
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def is_effective(self, on: date) -> bool:
        return is_effective(self.effective_from, self.effective_to, on)

    @property
    def sign_notes_within_hours(self) -> int:
        return self.note_signing.within_hours if self.note_signing else 0

    @cached_property
    def activities_that_need_a_note(self) -> frozenset[str]:
        return frozenset(kind.slug for kind in self.activity_kinds if kind.needs_note)

    @cached_property
    def activities_that_are_contacts(self) -> frozenset[str]:
        return frozenset(kind.slug for kind in self.activity_kinds if kind.counts_as_contact)

    def acuity(self, level: int) -> Acuity | None:
        return next((one for one in self.acuities if one.level == level), None)

    def stage(self, slug: str) -> Stage | None:
        return find_kind(self.stages, slug)

    def party_role(self, slug: str) -> PartyRole | None:
        return find_kind(self.party_roles, slug)

    def request_kind(self, slug: str) -> RequestKind | None:
        return find_kind(self.request_kinds, slug)

    def document_kind(self, slug: str) -> DocumentKind | None:
        return find_kind(self.document_kinds, slug)

    def checklist(self, slug: str) -> Checklist | None:
        return find_kind(self.checklists, slug)

    def restriction_kind(self, slug: str) -> RestrictionKind | None:
        return find_kind(self.restriction_kinds, slug)

    def note_format_for(self, activity_kind: str) -> NoteFormat:
        """The format of an activity's note; the pack's first where the kind is not in it."""
        kind = find_kind(self.activity_kinds, activity_kind)
        wanted = kind.note_format if kind else self.note_formats[0].slug
        return find_kind(self.note_formats, wanted) or self.note_formats[0]

    def first_contacts_in(self, jurisdiction: str, *, case_type: str, on: date) -> list[FirstContactRule]:
        """Whom a case referred on a date asks to reach."""
        return [
            one
            for one in self.first_contacts
            if one.is_asked_for(jurisdiction=jurisdiction, case_type=case_type, on=on)
        ]

    def describe(self, contact: FirstContactRule) -> str:
        """The clock in words, with its source: "within 4 working hours of receipt (contract default)"."""
        since = "receipt" if contact.starts == "received" else "acceptance"
        known = next(one.source for one in self.citations if one.slug == contact.basis)
        source = "contract default, not verified" if contact.basis == "contract" else known
        return f"within {in_words(contact.within, contact.unit)} of {since} ({source})"

    def mileage_rate(self, on: date) -> MileageRate | None:
        return next((one for one in self.mileage_rates if one.is_effective(on)), None)

    def mileage_rule(self, on: date) -> MileageRule:
        return next((one for one in self.mileage_rules if one.is_effective(on)), USUAL_MILEAGE_RULE)

    def copies_in(self, jurisdiction: str, *, on: date) -> list[SimultaneousCopies]:
        """Which rules of copies at the same time hold for a case on a date."""
        return [one for one in self.simultaneous_copies if one.holds(jurisdiction=jurisdiction, on=on)]

    def calendar(self, *, zone: ZoneInfo, jurisdiction: str) -> WorkCalendar:
        return self.working_time.calendar(zone=zone, jurisdiction=jurisdiction)


def _periods(pack: Pack) -> list[str]:
    problems = [
        *problems_of_periods("mileage_rates", pack.mileage_rates),
        *problems_of_periods("mileage_rules", pack.mileage_rules),
    ]
    if pack.effective_to is not None and pack.effective_to < pack.effective_from:
        return ["effective_to: must not be before effective_from", *problems]
    return problems


def _repeated(pack: Pack) -> list[str]:
    lists: dict[str, Sequence[Kind | Citation]] = {
        "case_types": pack.case_types,
        "stages": pack.stages,
        "party_roles": pack.party_roles,
        "identifier_kinds": pack.identifier_kinds,
        "key_date_kinds": pack.key_date_kinds,
        "acuities": pack.acuities,
        "note_formats": pack.note_formats,
        "activity_kinds": pack.activity_kinds,
        "closure_reasons": pack.closure_reasons,
        "outcomes": pack.outcomes,
        "request_kinds": pack.request_kinds,
        "document_kinds": pack.document_kinds,
        "checklists": pack.checklists,
        "restriction_kinds": pack.restriction_kinds,
        "simultaneous_copies": pack.simultaneous_copies,
        "citations": pack.citations,
    }
    problems = [one for name, members in lists.items() for one in repeated(name, members)]
    return [*problems, *_asked_twice(pack.first_contacts), *repeated_in(pack.request_kinds)]


def _asked_twice(contacts: Sequence[FirstContactRule]) -> list[str]:
    """The same contact may be there in several versions; one case must not be asked for two of them."""
    return [
        f"first_contacts[{place}].slug: {one.slug!r} is there twice"
        for place, one in enumerate(contacts)
        if any(one.slug == earlier.slug and one.may_meet(earlier) for earlier in contacts[:place])
    ]


def _references(pack: Pack) -> Iterable[Reference]:
    roles = frozenset(role.slug for role in pack.party_roles) | {CLIENT}
    sources = frozenset(citation.slug for citation in pack.citations)
    checklists = frozenset(one.slug for one in pack.checklists)
    yield from _references_of_figures(pack, sources)
    yield from _references_of_case(pack, roles)
    yield from references_of_requests(pack.request_kinds, roles=roles, sources=sources, checklists=checklists)
    yield from references_of_checklists(pack.checklists, roles)
    yield from references_of_copies(pack.simultaneous_copies, roles=roles, sources=sources)


def _references_of_figures(pack: Pack, sources: frozenset[str]) -> Iterable[Reference]:
    yield "working_time.basis", pack.working_time.basis, "citations", sources
    if pack.note_signing:
        yield "note_signing.basis", pack.note_signing.basis, "citations", sources
    for place, contact in enumerate(pack.first_contacts):
        yield f"first_contacts[{place}].basis", contact.basis, "citations", sources
    for place, acuity in enumerate(pack.acuities):
        yield f"acuities[{place}].basis", acuity.basis, "citations", sources
    yield from pack.followup_practice.references(sources)
    yield from references_of_mileage(pack.mileage_rates, pack.mileage_rules, sources)


def _references_of_case(pack: Pack, roles: frozenset[str]) -> Iterable[Reference]:
    stages = frozenset(stage.slug for stage in pack.stages)
    formats = frozenset(form.slug for form in pack.note_formats)
    kinds = frozenset(kind.slug for kind in pack.activity_kinds)
    types = frozenset(kind.slug for kind in pack.case_types)
    for place, stage in enumerate(pack.stages):
        yield from ((f"stages[{place}].next", slug, "stages", stages) for slug in stage.next)
    for place, contact in enumerate(pack.first_contacts):
        yield f"first_contacts[{place}].party_role", contact.party_role, "party_roles", roles
        where = f"first_contacts[{place}]"
        yield from (
            (f"{where}.activity_kinds", slug, "activity_kinds", kinds) for slug in contact.activity_kinds
        )
        yield from ((f"{where}.case_types", slug, "case_types", types) for slug in contact.case_types)
    for place, kind in enumerate(pack.activity_kinds):
        yield f"activity_kinds[{place}].note_format", kind.note_format, "note_formats", formats
