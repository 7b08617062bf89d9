"""In: plain values. Out: what the record of a case has to show, by kind of rule with the parameters of the kind."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from pydantic import Field, model_validator

from caseday.programs.rules.parts import Kind, Reference, Slug
from caseday.programs.rules.plans import SIGNERS
from caseday.programs.rules.scopes import STARTS, Scoped, Span, Start, references_of_start
from caseday.programs.rules.visits import Place

RuleKind = Literal[
    "note_within_hours",
    "visit_every",
    "share_in_place",
    "plan_reviewed",
    "plan_signed",
    "note_has",
    "document_on_file",
    "contact_every",
    "assessment_within",
    "first_contact_within",
]
NotePart = Literal["date", "duration", "place", "goal", "participants", "next_step", "signature"]


class Parameters(NamedTuple):
    """What a kind of rule has to say, and what else it may say."""

    needs: frozenset[str]
    may: frozenset[str]
    meaning: str


def _says(meaning: str, *needs: str, may: tuple[str, ...] = ()) -> Parameters:
    return Parameters(frozenset(needs), frozenset(may), meaning)


RULE_KINDS: Mapping[RuleKind, Parameters] = {
    "note_within_hours": _says(
        "a note is signed within so many hours of what it tells of", "hours", may=("activity_kinds",)
    ),
    "visit_every": _says("a visit in each stretch", "every", "unit", may=("place", "activity_kinds")),
    "share_in_place": _says(
        "so many percent of the visits of a stretch are in a place", "percent", "place", "every", "unit"
    ),
    "plan_reviewed": _says("the plan is reviewed in each stretch", "every", "unit"),
    "plan_signed": _says("the plan is signed in time", "within", "unit", may=("starts", "signatures")),
    "note_has": _says("a note says all of these", "parts", may=("activity_kinds",)),
    "document_on_file": _says(
        "a paper of a kind is on file, and is not older than a stretch",
        "document_kind",
        may=("within", "unit", "starts", "every"),
    ),
    "contact_every": _says(
        "a contact in each stretch", "party_role", "every", "unit", may=("activity_kinds",)
    ),
    "assessment_within": _says(
        "an instrument is completed in time, and again in each stretch",
        "instrument",
        "within",
        "unit",
        may=("starts", "every"),
    ),
    "first_contact_within": _says("one of the first_contacts is reached in its time", "first_contact"),
}
_PARAMETERS = frozenset().union(*(one.needs | one.may for one in RULE_KINDS.values()))


class DocumentationRule(Kind, Scoped):
    """What an auditor asks the record to show. Each kind has parameters of its own."""

    kind: RuleKind = Field(
        description="; ".join(f"{name}: {one.meaning}" for name, one in RULE_KINDS.items())
    )
    hours: int = Field(default=0, ge=0, le=8760, description="how soon a note is signed")
    within: int = Field(default=0, ge=0, le=1000, description="how soon, in `unit`")
    every: int = Field(default=0, ge=0, le=366, description="in each stretch of so many `unit`")
    unit: Span = Field(default="days", description="of `within` and of `every`; a month is a calendar month")
    starts: Start = Field(default="accepted", description=f"from when the time runs: {STARTS}")
    percent: int = Field(default=0, ge=0, le=100, description="at least so many percent")
    place: Place = Field(default="any", description="where the visit has to be")
    parts: tuple[NotePart, ...] = Field(
        default=(), description=f"what a note says: {', '.join(get_args(NotePart))}"
    )
    activity_kinds: tuple[Slug, ...] = Field(
        default=(), description="activities it is about; left out: all of them"
    )
    signatures: tuple[Slug, ...] = Field(
        default=(), description="who has signed; left out: as plan_rules say"
    )
    document_kind: Slug | Literal[""] = Field(default="", description="one of document_kinds")
    party_role: Slug | Literal[""] = Field(default="", description='one of party_roles, or "client"')
    instrument: Slug | Literal[""] = Field(
        default="", description="one of the instruments of assessments_due"
    )
    first_contact: Slug | Literal[""] = Field(default="", description="slug of one of first_contacts")

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> "DocumentationRule":
        known = RULE_KINDS[self.kind]
        said = self.model_fields_set & _PARAMETERS
        problems = [
            *(f"{name}: kind {self.kind!r} needs it" for name in sorted(known.needs - said)),
            *(
                f"{name}: kind {self.kind!r} does not take it"
                for name in sorted(said - known.needs - known.may)
            ),
            *(f"{name}: must not be empty" for name in sorted(known.needs & said) if not getattr(self, name)),
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self


def references_of_documentation(
    rules: Sequence[DocumentationRule], known: Mapping[str, frozenset[str]]
) -> Iterable[Reference]:
    """`known`: the slugs of each list of the pack, by the list's name."""
    for place, one in enumerate(rules):
        where = f"documentation_rules[{place}]"
        yield from references_of_start(
            f"{where}.starts", one.starts, stages=known["stages"], dates=known["key_date_kinds"]
        )
        yield from (
            (f"{where}.activity_kinds", slug, "activity_kinds", known["activity_kinds"])
            for slug in one.activity_kinds
        )
        yield from (
            (f"{where}.signatures", slug, "party_roles", known["party_roles"] | SIGNERS)
            for slug in one.signatures
        )
        named = (
            ("document_kind", one.document_kind, "document_kinds"),
            ("party_role", one.party_role, "party_roles"),
            ("instrument", one.instrument, "assessments_due"),
            ("first_contact", one.first_contact, "first_contacts"),
        )
        yield from ((f"{where}.{field}", slug, among, known[among]) for field, slug, among in named if slug)
