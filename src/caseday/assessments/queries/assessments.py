"""Every read of assessments, viewer first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from caseday.access.viewer import Viewer
from caseday.assessments.models import Alert, Answer, Assessment, ClientLink
from caseday.assessments.permissions import visible_to
from caseday.assessments.queries.catalog import get_instrument, get_instruments
from caseday.assessments.rules import (
    AlertRule,
    AnswerOption,
    Answers,
    Band,
    Instrument,
    Item,
    Value,
    asked,
    asks_evidence,
    lacks_evidence,
    missing,
    next_item,
)
from caseday.cases.models import Case
from caseday.cases.queries import get_case
from caseday.kernel.errors import NotFound

_OVER = (Assessment.State.FINISHED, Assessment.State.REVIEWED)
_MOST_OF_CASE = 300


def assessments_seen_by(viewer: Viewer) -> QuerySet[Assessment]:
    return Assessment.objects.filter(visible_to(viewer)).select_related(
        "case__person", "staff", "reviewed_by"
    )


def get_assessment(viewer: Viewer, assessment_id: UUID) -> Assessment:
    """NotFound outside the viewer's sight."""
    found = assessments_seen_by(viewer).filter(pk=assessment_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class AlertRow:
    alert: Alert
    rule: AlertRule

    @property
    def is_open(self) -> bool:
        return self.alert.acknowledged_at is None


@dataclass(frozen=True)
class ItemRow:
    """A question with its present answer, and the answers before it."""

    item: Item
    answer: Answer | None
    earlier: tuple[Answer, ...]
    value: Value | None
    language: str = "en"
    place: int = 0

    @property
    def options(self) -> list[tuple[str, str, str]]:
        """What can be tapped: what is sent, the words, the key that does it."""
        if self.item.type == "boolean":
            yes, no = self.item.said(True, self.language), self.item.said(False, self.language)
            return [("yes", yes, "y"), ("no", no, "n")]
        if self.item.is_scale:
            keys = {**{n: str(n) for n in range(10)}, 10: "t"}
            return [(str(n), str(n), keys.get(n, "")) for n in self.item.numbers]
        return [
            (one.code, one.text.said_in(self.language), _key_of(one.ordinal, place, self.item.options))
            for place, one in enumerate(self.item.options)
        ]

    @property
    def chosen(self) -> str:
        """Which of the options is the present answer, as it is sent."""
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return "" if self.value is None else str(self.value)

    @property
    def anchor(self) -> str:
        """What its place on the page is called: a linkId may hold what an address may not."""
        return f"q{self.place}"

    @property
    def is_skipped(self) -> bool:
        return self.answer is not None and self.value is None

    @property
    def asks_evidence(self) -> bool:
        return asks_evidence(self.item, self.value)

    @property
    def low(self) -> str:
        return self.item.low.said_in(self.language) if self.item.low else ""

    @property
    def high(self) -> str:
        return self.item.high.said_in(self.language) if self.item.high else ""

    @property
    def text(self) -> str:
        return self.item.text.said_in(self.language)

    @property
    def said(self) -> str:
        return "No answer" if self.is_skipped else self.item.said(self.value)

    @property
    def ordinal(self) -> Decimal | None:
        return self.item.ordinal_of(self.value)

    @property
    def was(self) -> list[tuple[str, Answer]]:
        """What was answered before, in words."""
        return [(self.item.said(value_of(self.item, one.value)) or "No answer", one) for one in self.earlier]


@dataclass(frozen=True)
class Sheet:
    """One assessment with its instrument and all its answers. Three queries beside the assessment's own."""

    row: Assessment
    instrument: Instrument
    present: Mapping[str, Answer]
    earlier: Mapping[str, tuple[Answer, ...]]
    alerts: tuple[AlertRow, ...] = ()
    links: tuple[ClientLink, ...] = field(default=())

    @cached_property
    def answers(self) -> Answers:
        by_link = self.instrument.by_link
        held = (
            (link, value_of(by_link[link], one.value))
            for link, one in self.present.items()
            if link in by_link
        )
        return {link: value for link, value in held if value is not None}

    @property
    def notes(self) -> dict[str, str]:
        return {link: one.evidence for link, one in self.present.items()}

    @property
    def skipped(self) -> set[str]:
        return {link for link, one in self.present.items() if one.value is None}

    @property
    def items(self) -> list[ItemRow]:
        """The questions that show, in order."""
        return [self.item(one) for one in asked(self.instrument, self.answers)]

    def item(self, item: Item) -> ItemRow:
        link = item.link_id
        earlier = tuple(self.earlier.get(link, ()))
        place = self.instrument.items.index(item)
        return ItemRow(
            item, self.present.get(link), earlier, self.answers.get(link), self.row.language, place
        )

    @property
    def next(self) -> Item | None:
        return next_item(self.instrument, self.answers, self.skipped)

    @property
    def missing(self) -> list[Item]:
        return missing(self.instrument, self.answers)

    @property
    def lacks_evidence(self) -> list[Item]:
        return lacks_evidence(self.instrument, self.answers, self.notes)

    @property
    def open_alerts(self) -> list[AlertRow]:
        return [one for one in self.alerts if one.is_open]

    @property
    def band(self) -> Band | None:
        return self.instrument.band(self.row.band)

    @property
    def living_link(self) -> ClientLink | None:
        return next((one for one in self.links if one.finished_at is None and one.ended_at is None), None)

    @property
    def answered_count(self) -> int:
        return sum(one.answer is not None for one in self.items)

    @property
    def by_client(self) -> bool:
        return any(one.staff_id is None for one in self.present.values())


def _key_of(ordinal: Decimal | None, place: int, options: tuple[AnswerOption, ...]) -> str:
    """The key of an answer is what it counts (0 to 3), where each counts something else; else its place from 1."""
    ordinals = [one.ordinal for one in options]
    own = None not in ordinals and len(set(ordinals)) == len(ordinals)
    key = str(ordinal) if own else str(place + 1)
    return key if len(key) == 1 else ""


def sheet_of(row: Assessment) -> Sheet:
    """Of an assessment that the caller has fetched."""
    instrument = get_instrument(row.instrument, row.version)
    present: dict[str, Answer] = {}
    earlier: dict[str, tuple[Answer, ...]] = {}
    for one in Answer.objects.filter(assessment=row).select_related("staff").order_by("answered_at", "pk"):
        if one.replaced_at is None:
            present[one.item] = one
        else:
            earlier[one.item] = (*earlier.get(one.item, ()), one)
    found = Alert.objects.filter(assessment=row).select_related("acknowledged_by")
    alerts = tuple(AlertRow(one, rule) for one in found if (rule := instrument.alert(one.rule)))
    links = tuple(ClientLink.objects.filter(assessment=row).order_by("-made_at"))
    return Sheet(row, instrument, present, earlier, alerts, links)


def get_sheet(viewer: Viewer, assessment_id: UUID) -> Sheet:
    return sheet_of(get_assessment(viewer, assessment_id))


def value_of(item: Item, kept: object) -> Value | None:
    """What is kept as JSON, as the rules take it."""
    if kept is None:
        return None
    if item.type == "decimal":
        return Decimal(str(kept))
    if isinstance(kept, bool | int):
        return kept
    return str(kept)


def plain_value(value: Value | None) -> bool | int | str | None:
    """As it is kept: JSON has no decimals that are exact."""
    return str(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Line:
    """One assessment in a list."""

    row: Assessment
    instrument: Instrument
    has_open_alert: bool
    answered: int = 0

    @property
    def band(self) -> Band | None:
        return self.instrument.band(self.row.band)

    @property
    def is_amended(self) -> bool:
        return bool(getattr(self.row, "is_amended", False))

    @property
    def at(self) -> datetime:
        """When it was finished; while it is open, when it was begun."""
        return self.row.finished_at or self.row.begun_at

    @property
    def value(self) -> Decimal:
        """The score; 0 where there is none, which is never drawn."""
        return self.row.score if self.row.score is not None else Decimal(0)


@dataclass(frozen=True)
class CasePage:
    case: Case
    lines: list[Line]

    @property
    def open(self) -> list[Line]:
        return [one for one in self.lines if one.row.state == Assessment.State.OPEN]

    @property
    def to_review(self) -> list[Line]:
        return [one for one in self.lines if one.row.state == Assessment.State.FINISHED]

    @property
    def filed(self) -> list[Line]:
        return [one for one in self.lines if one.row.state == Assessment.State.REVIEWED]

    @property
    def set_aside(self) -> list[Line]:
        return [one for one in self.lines if one.row.state == Assessment.State.SET_ASIDE]

    @property
    def scored(self) -> dict[str, list[Line]]:
        """By instrument, oldest first: what is drawn over time. What was amended is not drawn."""
        found: dict[str, list[Line]] = {}
        for one in sorted(self.lines, key=lambda line: line.at):
            if one.row.score is not None and one.row.state in _OVER and not one.is_amended:
                found.setdefault(one.row.instrument, []).append(one)
        return found


def assessments_of_case(viewer: Viewer, case_id: UUID) -> CasePage:
    """All of a case, newest first; three queries, one more where the agency holds instruments of its own."""
    case = get_case(viewer, case_id)
    alerts = Alert.objects.filter(assessment=OuterRef("pk"), acknowledged_at=None)
    newer = Assessment.objects.filter(amends=OuterRef("pk"), state__in=_OVER)
    rows = list(
        Assessment.objects.filter(case=case)
        .select_related("staff", "reviewed_by")
        .annotate(has_open_alert=Exists(alerts), is_amended=Exists(newer))
        .order_by("-begun_at", "-pk")[:_MOST_OF_CASE]
    )
    known = get_instruments((one.instrument, one.version) for one in rows)
    lines = [
        Line(one, instrument, one.has_open_alert)
        for one in rows
        if (instrument := known.get((one.instrument, one.version)))
    ]
    return CasePage(case, lines)


def case_of_assessment(assessment_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(Assessment.objects.filter(pk=assessment_id).values_list("case_id", flat=True))


def case_of_alert(alert_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(Alert.objects.filter(pk=alert_id).values_list("assessment__case_id", flat=True))


def get_alert(viewer: Viewer, alert_id: UUID) -> Alert:
    """NotFound outside the viewer's sight."""
    seen = Alert.objects.filter(assessment__in=Assessment.objects.filter(visible_to(viewer)), pk=alert_id)
    found = seen.select_related("assessment__case").first()
    if found is None:
        raise NotFound
    return found
