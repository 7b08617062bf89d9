"""In: an instrument and the answers. Out: its scores, the band of the total, and the alerts that stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from caseday.assessments.rules.giving import Answers, asked, counted, holds
from caseday.assessments.rules.parts import AlertRule, Band, Instrument, Item, Need, Scale


@dataclass(frozen=True)
class Score:
    """`value` is None where the instrument's rule gives none; `unanswered` of `size` items had no answer."""

    scale: Scale
    value: Decimal | None
    unanswered: int
    size: int
    is_prorated: bool = False

    @property
    def words(self) -> str:
        """Why there is no score, or that it was drawn up from fewer items; "" where there is nothing to say."""
        items = f"{self.unanswered} of {self.size} items without an answer"
        if self.value is None:
            return f"not scored: {items}"
        return f"prorated: {items}" if self.is_prorated else ""


@dataclass(frozen=True)
class Result:
    total: Score | None
    subscales: tuple[Score, ...]
    band: Band | None

    @property
    def value(self) -> Decimal | None:
        return self.total.value if self.total else None


def result_of(instrument: Instrument, answers: Answers) -> Result:
    total = score_of(instrument, instrument.scoring, answers) if instrument.scoring else None
    subscales = tuple(score_of(instrument, one, answers) for one in instrument.subscales)
    return Result(total, subscales, instrument.band_of(total.value if total else None))


def score_of(instrument: Instrument, scale: Scale, answers: Answers) -> Score:
    shown = {one.link_id for one in asked(instrument, answers)}
    held = counted(instrument, answers)
    items = [instrument.by_link[link] for link in scale.items if link in shown]
    values = [one for item in items if (one := item.ordinal_of(held.get(item.link_id))) is not None]
    unanswered = len(items) - len(values)
    value = _value(scale, values, unanswered)
    rounded = None if value is None else value.quantize(scale.step, ROUND_HALF_UP)
    is_prorated = value is not None and bool(unanswered) and scale.unanswered == "prorate"
    return Score(scale, rounded, unanswered, len(items), is_prorated)


def _value(scale: Scale, values: Sequence[Decimal], unanswered: int) -> Decimal | None:
    if not values and (unanswered or scale.method == "mean"):
        return None
    if unanswered == 0 or scale.unanswered == "leave_out":
        return _added(scale, values)
    if scale.unanswered == "prorate" and unanswered <= scale.most_unanswered:
        return _added(scale, values) * (len(values) + unanswered) / len(values)
    return None


def _added(scale: Scale, values: Sequence[Decimal]) -> Decimal:
    if scale.method == "count":
        return Decimal(sum(one >= scale.count_from for one in values))
    total = sum(values, Decimal(0))
    return total / len(values) if scale.method == "mean" else total


def ends_of(instrument: Instrument, scale: Scale) -> tuple[Decimal, Decimal]:
    """The least and the most that a scale can come to."""
    if scale.method == "count":
        return Decimal(0), Decimal(len(scale.items))
    pairs = [_ends_of_item(instrument.by_link[link]) for link in scale.items]
    lows, highs = [low for low, _ in pairs], [high for _, high in pairs]
    if scale.method == "mean":
        return min(lows), max(highs)
    hidden = [may_be_hidden(instrument, link) for link in scale.items]
    low = [min(one, Decimal(0)) if away else one for one, away in zip(lows, hidden, strict=True)]
    high = [max(one, Decimal(0)) if away else one for one, away in zip(highs, hidden, strict=True)]
    return sum(low, Decimal(0)), sum(high, Decimal(0))


def may_be_hidden(instrument: Instrument, link_id: str) -> bool:
    item: Item | None = instrument.by_link[link_id]
    while item is not None:
        if item.enable_when:
            return True
        item = instrument.by_link.get(item.within)
    return False


def _ends_of_item(item: Item) -> tuple[Decimal, Decimal]:
    if item.type == "boolean":
        return Decimal(0), Decimal(1)
    ordinals = [one.ordinal for one in item.options if one.ordinal is not None]
    if ordinals:
        return min(ordinals), max(ordinals)
    return item.minimum or Decimal(0), item.maximum or Decimal(0)


def alerts_of(instrument: Instrument, answers: Answers) -> list[AlertRule]:
    """The alerts that these answers raise, whether all questions are answered or not."""
    held = counted(instrument, answers)
    return [
        rule
        for rule in instrument.alerts
        if any(holds(one, instrument.by_link[one.question], held.get(one.question)) for one in rule.when)
    ]


def needs_of(instrument: Instrument, answers: Answers, band: Band | None) -> list[Need]:
    """What the band suggests for the plan, and what single answers do; each domain's words once."""
    found = list(band.needs) if band else []
    held = counted(instrument, answers)
    for one in instrument.suggestions:
        if any(holds(c, instrument.by_link[c.question], held.get(c.question)) for c in one.when):
            found.append(Need(domain=one.domain, text=one.text))
    return list({(one.domain, one.text.en): one for one in found}.values())
