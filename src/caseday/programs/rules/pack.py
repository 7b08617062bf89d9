"""In: a pack's plain values. Out: the pack, checked: every reference inside it leads somewhere."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from functools import cached_property
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from caseday.programs.rules.clocks import Unit, WorkCalendar

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Word = Annotated[str, Field(min_length=1, max_length=120)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(_Part):
    slug: Slug
    word: Word
    meaning: str = ""


K = TypeVar("K", bound=Kind)


class Figure(_Part):
    """A figure, and where it comes from; `verified` only where the cited source states it."""

    basis: Slug
    verified: bool


class Words(_Part):
    client: Word
    clients: Word
    referrer: Word
    payer: Word
    case: Word
    visit: Word


class WorkingTime(Figure):
    days: tuple[Weekday, ...] = Field(min_length=1)
    opens: time
    closes: time
    holidays: Literal["jurisdiction", "federal", "none"]
    not_observed: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _opens_first(self) -> "WorkingTime":
        if self.opens >= self.closes:
            raise ValueError(f"opens ({self.opens}) must be before closes ({self.closes})")
        return self


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
    party_role: Slug
    within: int = Field(ge=1, le=1000)
    unit: Unit
    starts: Literal["received", "accepted"] = "received"
    jurisdictions: tuple[str, ...] = ()
    activity_kinds: tuple[Slug, ...] = ()

    def is_met_by(self, role: str, activity_kind: str) -> bool:
        """Whether reaching `role` by this kind of activity is the contact that was asked for."""
        return self.party_role == role and (not self.activity_kinds or activity_kind in self.activity_kinds)


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


class SuggestedGoal(_Part):
    word: Word


class Citation(_Part):
    slug: Slug
    source: str = Field(min_length=1)
    url: str = ""
    dated_on: date | None = None


class Pack(_Part):
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
    citations: tuple[Citation, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> "Pack":
        problems = [*_period(self), *_repeated(self), *_dangling(self)]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def is_effective(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

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

    def note_format_for(self, activity_kind: str) -> NoteFormat:
        """The format of an activity's note; the pack's first where the kind is not in it."""
        kind = find_kind(self.activity_kinds, activity_kind)
        wanted = kind.note_format if kind else self.note_formats[0].slug
        return find_kind(self.note_formats, wanted) or self.note_formats[0]

    def first_contacts_in(self, jurisdiction: str) -> list[FirstContactRule]:
        contacts = self.first_contacts
        return [one for one in contacts if not one.jurisdictions or jurisdiction in one.jurisdictions]

    def describe(self, contact: FirstContactRule) -> str:
        """The clock in words, with its source: "within 4 working hours of receipt (contract default)"."""
        amount = f"{contact.within} {contact.unit.replace('_', ' ')}"
        shown = amount.removesuffix("s") if contact.within == 1 else amount
        since = "receipt" if contact.starts == "received" else "acceptance"
        known = next(one.source for one in self.citations if one.slug == contact.basis)
        source = known if contact.verified else "contract default, not verified"
        return f"within {shown} of {since} ({source})"

    def calendar(self, *, zone: ZoneInfo, jurisdiction: str) -> WorkCalendar:
        working = self.working_time
        return WorkCalendar(
            zone=zone,
            weekdays=frozenset(_WEEKDAYS.index(day) for day in working.days),
            opens=working.opens,
            closes=working.closes,
            subdivision=jurisdiction if working.holidays == "jurisdiction" else "",
            has_holidays=working.holidays != "none",
            not_observed=frozenset(working.not_observed),
        )


def find_kind(kinds: Iterable[K], slug: str) -> K | None:
    return next((one for one in kinds if one.slug == slug), None)


def word_of(kinds: Iterable[Kind], slug: str) -> str:
    """The word for a slug; the slug, spelled out, where a later pack has dropped it."""
    found = find_kind(kinds, slug)
    return found.word if found else slug.replace("_", " ").capitalize()


def _period(pack: Pack) -> list[str]:
    if pack.effective_to is not None and pack.effective_to < pack.effective_from:
        return ["effective_to: must not be before effective_from"]
    return []


def _repeated(pack: Pack) -> list[str]:
    lists: dict[str, Sequence[Kind | Citation]] = {
        "case_types": pack.case_types,
        "stages": pack.stages,
        "party_roles": pack.party_roles,
        "identifier_kinds": pack.identifier_kinds,
        "key_date_kinds": pack.key_date_kinds,
        "first_contacts": pack.first_contacts,
        "acuities": pack.acuities,
        "note_formats": pack.note_formats,
        "activity_kinds": pack.activity_kinds,
        "closure_reasons": pack.closure_reasons,
        "outcomes": pack.outcomes,
        "citations": pack.citations,
    }
    return [
        f"{name}[{place}].slug: {one.slug!r} is there twice"
        for name, members in lists.items()
        for place, one in enumerate(members)
        if one.slug in {earlier.slug for earlier in members[:place]}
    ]


def _dangling(pack: Pack) -> list[str]:
    return [
        f"{where}: {slug!r} is not among {among}"
        for where, slug, among, known in _references(pack)
        if slug not in known
    ]


def _references(pack: Pack) -> Iterable[tuple[str, str, str, set[str]]]:
    stages = {stage.slug for stage in pack.stages}
    roles = {role.slug for role in pack.party_roles} | {"client"}
    formats = {form.slug for form in pack.note_formats}
    sources = {citation.slug for citation in pack.citations}
    yield "working_time.basis", pack.working_time.basis, "citations", sources
    if pack.note_signing:
        yield "note_signing.basis", pack.note_signing.basis, "citations", sources
    for place, stage in enumerate(pack.stages):
        yield from ((f"stages[{place}].next", slug, "stages", stages) for slug in stage.next)
    for place, contact in enumerate(pack.first_contacts):
        yield f"first_contacts[{place}].party_role", contact.party_role, "party_roles", roles
        yield f"first_contacts[{place}].basis", contact.basis, "citations", sources
    for place, acuity in enumerate(pack.acuities):
        yield f"acuities[{place}].basis", acuity.basis, "citations", sources
    kinds = {kind.slug for kind in pack.activity_kinds}
    for place, contact in enumerate(pack.first_contacts):
        where = f"first_contacts[{place}].activity_kinds"
        yield from ((where, slug, "activity_kinds", kinds) for slug in contact.activity_kinds)
    for place, kind in enumerate(pack.activity_kinds):
        yield f"activity_kinds[{place}].note_format", kind.note_format, "note_formats", formats
