"""In: plain values of an instrument's file. Out: what an instrument is made of, in terms of FHIR R4 Questionnaire."""

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Value = bool | int | Decimal | str
"""What an answer holds: a choice its code, a date its ISO spelling."""

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
LinkId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", max_length=40)]
ItemType = Literal["group", "display", "choice", "boolean", "integer", "decimal", "string", "text", "date"]
Operator = Literal["exists", "=", "!=", ">", "<", ">=", "<="]
LANGUAGES = ("en", "es")


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Text(Part):
    """The same words in both languages; a plain string in a file is English alone."""

    en: str = Field(min_length=1, max_length=2000)
    es: str = Field(default="", max_length=2000)

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return {"en": value} if isinstance(value, str) else value

    def said_in(self, language: str) -> str:
        return (self.es if language == "es" else "") or self.en


class AnswerOption(Part):
    """`ordinal` is what it counts in a score (FHIR extension ordinalValue); None counts nothing."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=40)]
    text: Text
    ordinal: Decimal | None = Field(default=None, alias="ordinalValue", ge=-1000, le=1000)


class Condition(Part):
    """One enableWhen. Order is asked of numbers, and of choices by their ordinal values."""

    question: LinkId
    operator: Operator
    answer: bool | int | Decimal | str


class Evidence(Part):
    """What must stand beside an answer before it is filed: how one knows. `from_score`: only from this value on."""

    text: Text
    from_score: Decimal | None = Field(default=None, alias="fromScore")


class Item(Part):
    link_id: LinkId = Field(alias="linkId")
    type: ItemType
    text: Text
    prefix: str = Field(default="", max_length=10)
    help: Text | None = None
    required: bool = False
    options: tuple[AnswerOption, ...] = Field(default=(), alias="answerOption", max_length=60)
    enable_when: tuple[Condition, ...] = Field(default=(), alias="enableWhen", max_length=20)
    enable_behavior: Literal["all", "any"] = Field(default="all", alias="enableBehavior")
    minimum: Decimal | None = Field(default=None, alias="minValue", ge=-100_000, le=100_000)
    maximum: Decimal | None = Field(default=None, alias="maxValue", ge=-100_000, le=100_000)
    low: Text | None = None
    high: Text | None = None
    evidence: Evidence | None = None
    within: str = ""
    """The linkId of the group that holds it; set by the reader."""

    @property
    def is_question(self) -> bool:
        return self.type not in ("group", "display")

    @property
    def is_scale(self) -> bool:
        """A short row of whole numbers, given as buttons."""
        return self.type == "integer" and 0 < len(self.numbers) <= 12

    @cached_property
    def numbers(self) -> range:
        """The whole numbers it takes; empty where it has no bounds."""
        if self.type != "integer" or self.minimum is None or self.maximum is None:
            return range(0)
        return range(int(self.minimum), int(self.maximum) + 1)

    @cached_property
    def by_code(self) -> dict[str, AnswerOption]:
        return {one.code: one for one in self.options}

    def ordinal_of(self, value: Value | None) -> Decimal | None:
        """What an answer counts: the option's ordinal, the number itself, 1 for yes and 0 for no; else None."""
        if value is None:
            return None
        if self.type == "choice":
            found = self.by_code.get(str(value))
            return found.ordinal if found else None
        if self.type == "boolean":
            return Decimal(int(bool(value)))
        if self.type in ("integer", "decimal"):
            return Decimal(value)
        return None

    def said(self, value: Value | None, language: str = "en") -> str:
        """The answer in words."""
        if value is None:
            return ""
        if self.type == "choice":
            found = self.by_code.get(str(value))
            return found.text.said_in(language) if found else str(value)
        if self.type == "boolean":
            return {"en": ("No", "Yes"), "es": ("No", "Sí")}[language if language == "es" else "en"][
                bool(value)
            ]
        return str(value)


class Scale(Part):
    """One score. `count` counts the items whose value is at least `count_from`.

    What branching leaves out counts zero in a sum and a count, and is left out of a mean.
    """

    slug: Slug = "total"
    word: Text = Text(en="Score", es="Puntaje")
    items: tuple[LinkId, ...] = Field(min_length=1)
    method: Literal["sum", "mean", "count"] = "sum"
    count_from: Decimal = Decimal(1)
    unanswered: Literal["invalid", "prorate", "leave_out"] = "invalid"
    most_unanswered: int = Field(default=0, ge=0, le=100)
    unanswered_source: str = ""
    places: int = Field(default=0, ge=0, le=2)

    @property
    def step(self) -> Decimal:
        return Decimal(1).scaleb(-self.places)


class Need(Part):
    """What a band suggests for the plan."""

    domain: Slug
    text: Text


class Band(Part):
    """Both ends are included."""

    slug: Slug
    word: Text
    starts: Decimal = Field(alias="from")
    ends: Decimal = Field(alias="to")
    meaning: Text
    chip: Literal["ver", "next", "said", "stop", "muted"] = "muted"
    needs: tuple[Need, ...] = ()


class Cutoff(Part):
    at: Decimal
    word: Text
    source: str = Field(min_length=1)


class AlertRule(Part):
    """Raised as soon as one of `when` holds; until somebody says what was done, the assessment cannot be filed."""

    slug: Slug
    word: Text
    when: tuple[Condition, ...] = Field(min_length=1)
    advice: Text
    client_text: Text | None = None
    is_safety: bool = True


class Suggestion(Part):
    """A need that single answers suggest, whatever the score: one of `when` holds."""

    when: tuple[Condition, ...] = Field(min_length=1)
    domain: Slug
    text: Text


class License(Part):
    """`conditional`: it may be shipped, and an administrator confirms that the agency's use keeps its terms."""

    status: Literal["free", "public_domain", "own", "conditional", "licensed"]
    holder: str = Field(min_length=1, max_length=300)
    permission: str = Field(min_length=1, max_length=2000)
    source: str = Field(min_length=1, max_length=600)

    @property
    def needs_confirmation(self) -> bool:
        return self.status in ("conditional", "licensed")


class Translation(Part):
    """Who put the words into a language; `verified` only where they were compared with a published version."""

    by: str = Field(min_length=1, max_length=300)
    verified: bool


class Instrument(Part):
    slug: Slug
    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$", max_length=20)]
    title: Text
    about: Text
    """What it asks for, to the worker who chooses it."""
    introduction: Text
    """Said, or shown, before the first question."""
    license: License
    citation: str = Field(min_length=1, max_length=1000)
    notes: str = Field(default="", max_length=4000)
    is_validated: bool = False
    translations: dict[Literal["es"], Translation] = {}
    by_client: bool = True
    items: tuple[Item, ...] = Field(min_length=1, max_length=200)
    scoring: Scale | None = None
    subscales: tuple[Scale, ...] = ()
    better: Literal["lower", "higher"] = "lower"
    bands: tuple[Band, ...] = ()
    cutoffs: tuple[Cutoff, ...] = ()
    alerts: tuple[AlertRule, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.slug}.{self.version}"

    @property
    def languages(self) -> tuple[str, ...]:
        return ("en", *self.translations)

    @cached_property
    def by_link(self) -> dict[str, Item]:
        return {one.link_id: one for one in self.items}

    @cached_property
    def questions(self) -> tuple[Item, ...]:
        return tuple(one for one in self.items if one.is_question)

    def band(self, slug: str) -> Band | None:
        return next((one for one in self.bands if one.slug == slug), None)

    def band_of(self, score: Decimal | None) -> Band | None:
        if score is None:
            return None
        return next((one for one in self.bands if one.starts <= score <= one.ends), None)

    def alert(self, slug: str) -> AlertRule | None:
        return next((one for one in self.alerts if one.slug == slug), None)
