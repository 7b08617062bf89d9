"""In: a pack's plain values. Out: the pack, checked: every reference inside it leads somewhere."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, model_validator

from caseday.programs.rules.billing import ActivityCode, Rate
from caseday.programs.rules.checks import problems_of
from caseday.programs.rules.clocks import WorkCalendar, in_words
from caseday.programs.rules.consents import ConsentRule
from caseday.programs.rules.copies import SimultaneousCopies
from caseday.programs.rules.documentation_kinds import DocumentationRule
from caseday.programs.rules.measures import OutcomeMeasure
from caseday.programs.rules.mileage import USUAL_MILEAGE_RULE, MileageRate, MileageRule
from caseday.programs.rules.parts import (
    Citation,
    Coded,
    Figure,
    Kind,
    OpenTime,
    Part,
    Printed,
    Slug,
    Spanish,
    Word,
    find_kind,
    is_effective,
)
from caseday.programs.rules.plans import AssessmentDue, PlanRule
from caseday.programs.rules.practice import FollowUpPractice
from caseday.programs.rules.reporting import ReportType, Section
from caseday.programs.rules.requests import Checklist, DocumentKind, RequestKind, RestrictionKind
from caseday.programs.rules.spanish import own_tables
from caseday.programs.rules.stages import Stage
from caseday.programs.rules.visits import Acuity, ContactRule, FirstContactRule, VisitRule

# The program of a referral or an import for which nobody chose one, where the agency has it.
USUAL_PROGRAM = "workers_compensation"


class Words(Part):
    """What this kind of work calls things, as they stand in the middle of a sentence."""

    client: Word = Field(description="the person served: injured worker, patient, student")
    clients: Word = Field(description="several of them")
    referrer: Word = Field(description="who sends cases")
    payer: Word = Field(description="who pays for the work")
    case: Word = Field(description="the work for one client: case, file")
    visit: Word = Field(description="seeing the client: visit, session")
    worker: Word = Field(
        default="case manager", description="who does the work: nurse, caseworker, coordinator"
    )
    guardian: Word = Field(default="guardian", description="who decides for a client who cannot")
    client_in_spanish: Spanish = Field(
        default="", description="`client` on papers in Spanish; left out: ours where we know the word"
    )
    worker_in_spanish: Spanish = Field(default="", description="`worker` on papers in Spanish")
    guardian_in_spanish: Spanish = Field(default="", description="`guardian` on papers in Spanish")


class WorkingTime(OpenTime, Figure):
    """When the clocks of a program run."""


class NoteSigning(Figure):
    """When a signed note is a late entry."""

    within_hours: int = Field(
        ge=0,
        le=8760,
        description="signed later than this after what it tells of, a note is late; 0: no limit",
    )


class PartyRole(Kind, Printed):
    """Somebody who has a part in a case."""

    holder: Literal["professional", "office", "name"] = Field(
        description="professional: a person of the directory; office: an office of it; name: a name of this case alone"
    )
    is_asked_at_referral: bool = Field(
        default=False, description="the referral form asks for it; the first of the list is who refers"
    )
    is_one_at_a_time: bool = Field(default=False, description="a new one takes the place of the old one")
    is_opposing: bool = Field(default=False, description="acts for a side of a dispute")


class IdentifierKind(Kind):
    """A number or code by which others know the case."""

    is_asked_at_referral: bool = Field(default=False, description="the referral form asks for the first such")
    is_unique: bool = Field(default=False, description="two cases never have the same")


class KeyDateKind(Kind):
    """A date that the case turns on."""

    is_asked_at_referral: bool = Field(default=False, description="the referral form asks for the first such")


class NoteFormat(Kind):
    """How a note is divided."""

    sections: tuple[Section, ...] = Field(min_length=1, description="its headings, in order")


class ActivityKind(Kind):
    """Something a worker does for a case."""

    note_format: Slug = Field(description="one of note_formats")
    needs_note: bool = Field(description="without a note it stands out as a loose end")
    counts_as_contact: bool = Field(default=False, description="it is a contact with whom it was with")


class MeetingKind(Kind, Printed):
    """A kind of team meeting, as minutes and invitations call it."""


class SuggestedGoal(Printed):
    """A goal of a case that is offered when a case begins."""

    word: Word = Field(description="the goal in words")


class Pack(Part):
    """What one kind of case management requires."""

    slug: Slug = Field(description="the program's name for machines; never changed: cases carry it")
    word: Word = Field(description="the program's name for people")
    effective_from: date = Field(description="first day on which a referral may come under this pack")
    effective_to: date | None = Field(
        default=None, description="last such day; left out: until further notice"
    )
    words: Words = Field(description="what things are called")
    working_time: WorkingTime = Field(description="when the clocks run")
    note_signing: NoteSigning | None = Field(
        default=None, description="when a signed note is late; left out: never"
    )
    case_types: tuple[Coded, ...] = Field(
        min_length=1, description="kinds of work under this program; the first is offered first"
    )
    stages: tuple[Stage, ...] = Field(
        min_length=1, description="where a case may stand; it begins in the first"
    )
    party_roles: tuple[PartyRole, ...] = Field(description="who has a part in a case, besides the client")
    identifier_kinds: tuple[IdentifierKind, ...] = Field(description="numbers and codes that are asked for")
    asks_for_ssn: bool = Field(
        default=False,
        description="whether a person's Social Security number is asked for, as HUD's files need it",
    )
    key_date_kinds: tuple[KeyDateKind, ...] = Field(description="dates that are asked for")
    first_contacts: tuple[FirstContactRule, ...] = Field(description="whom to reach first, and how soon")
    acuities: tuple[Acuity, ...] = Field(
        min_length=1, description="levels, each with how often the client is contacted"
    )
    contact_rules: tuple[ContactRule, ...] = Field(default=(), description="how often others are spoken with")
    visit_rules: tuple[VisitRule, ...] = Field(
        default=(), description="how often the client is seen, and where"
    )
    assessments_due: tuple[AssessmentDue, ...] = Field(default=(), description="instruments to complete")
    plan_rules: tuple[PlanRule, ...] = Field(
        default=(), description="when the care plan is due, reviewed and signed"
    )
    note_formats: tuple[NoteFormat, ...] = Field(
        min_length=1, description="how notes are divided; the first is the usual one"
    )
    activity_kinds: tuple[ActivityKind, ...] = Field(
        description="what a worker does: call, visit, meeting, message, travel, wait, research, paperwork"
    )
    activity_codes: tuple[ActivityCode, ...] = Field(default=(), description="how activities are billed")
    rates: tuple[Rate, ...] = Field(
        default=(), description="how an activity code is counted and paid, by period"
    )
    goals: tuple[SuggestedGoal, ...] = Field(default=(), description="goals to choose from")
    report_types: tuple[ReportType, ...] = Field(default=(), description="reports that are owed")
    documentation_rules: tuple[DocumentationRule, ...] = Field(
        default=(), description="what an auditor asks the record to show"
    )
    consent_rules: tuple[ConsentRule, ...] = Field(default=(), description="consents that a case needs")
    closure_reasons: tuple[Kind, ...] = Field(min_length=1, description="why a case may close")
    outcomes: tuple[Coded, ...] = Field(min_length=1, description="where the client stands at the end")
    outcome_measures: tuple[OutcomeMeasure, ...] = Field(
        default=(), description="numbers that tell whether the work helped"
    )
    request_kinds: tuple[RequestKind, ...] = Field(
        default=(), description="what is asked of others, as ladders of steps"
    )
    document_kinds: tuple[DocumentKind, ...] = Field(default=(), description="kinds of paper")
    meeting_kinds: tuple[MeetingKind, ...] = Field(
        default=(), description="kinds of team meeting; none: the usual ones"
    )
    checklists: tuple[Checklist, ...] = Field(default=(), description="what is confirmed before a day")
    restriction_kinds: tuple[RestrictionKind, ...] = Field(
        default=(), description="what a physician may limit at work"
    )
    followup_practice: FollowUpPractice = Field(
        default=FollowUpPractice(),
        description="how closely things are watched where no law and no ladder names a time",
    )
    simultaneous_copies: tuple[SimultaneousCopies, ...] = Field(
        default=(), description="who gets the same at the same time"
    )
    mileage_rates: tuple[MileageRate, ...] = Field(default=(), description="what a mile is paid at")
    mileage_rules: tuple[MileageRule, ...] = Field(
        default=(), description="whose miles a drive for several cases is"
    )
    citations: tuple[Citation, ...] = Field(
        description="the sources that the figures name; one of them has the slug contract"
    )

    @model_validator(mode="after")
    def _holds_together(self, info: ValidationInfo) -> "Pack":
        clocks = info.context["clocks"] if info.context is not None else None
        if problems := problems_of(self, clocks):
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

    @cached_property
    def spanish(self) -> Mapping[str, Mapping[str, str]]:
        """Its own words in Spanish, where it says so: roles by word and by slug, meetings, goals."""
        words = self.words
        own = (
            ("client", words.client, words.client_in_spanish),
            ("worker", words.worker, words.worker_in_spanish),
            ("guardian", words.guardian, words.guardian_in_spanish),
            *((one.slug.replace("_", " "), one.word, one.spanish) for one in self.party_roles),
        )
        return own_tables(
            roles=[*((slug, said) for slug, _, said in own), *((word, said) for _, word, said in own)],
            meetings=[(one.word, one.spanish) for one in self.meeting_kinds],
            goals=[(one.word, one.spanish) for one in self.goals],
        )

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
