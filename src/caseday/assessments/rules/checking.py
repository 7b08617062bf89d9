"""In: an instrument. Out: what is wrong with it, each as the item and the reason; empty where it can be given."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from caseday.assessments.rules.parts import Band, Condition, Instrument, Item, Scale
from caseday.assessments.rules.reaching import is_reachable
from caseday.assessments.rules.scoring import ends_of

Problem = tuple[str, str]
"""The item (or part) and the reason."""

_ORDERED = (">", "<", ">=", "<=")


def problems_of(instrument: Instrument) -> list[Problem]:
    """References first: what follows them is looked at only where they all lead somewhere."""
    found = [*_items(instrument), *_references(instrument), *_licensed(instrument), *_translated(instrument)]
    if found:
        return found
    return [*_unreachable(instrument), *_scored(instrument), *_bands(instrument)]


def _items(instrument: Instrument) -> Iterator[Problem]:
    for link in _repeated(one.link_id for one in instrument.items):
        yield link, "this linkId is there twice"
    for item in instrument.items:
        yield from _one_item(item)
    if not instrument.questions:
        yield "items", "there is no question"


def _one_item(item: Item) -> Iterator[Problem]:
    link = item.link_id
    if item.type == "choice" and len(item.options) < 2:
        yield link, "a choice needs at least two answers (answerOption)"
    if item.type != "choice" and item.options:
        yield link, f"only a choice has answers, this is of type {item.type}"
    for code in _repeated(one.code for one in item.options):
        yield link, f"the answer {code!r} is there twice"
    if item.minimum is not None and item.maximum is not None and item.minimum > item.maximum:
        yield link, "minValue is above maxValue"
    if not item.is_question and (item.required or item.evidence):
        yield link, f"a {item.type} has no answer, so nothing of it can be required"


def _references(instrument: Instrument) -> Iterator[Problem]:
    before: dict[str, Item] = {}
    for item in instrument.items:
        for condition in item.enable_when:
            yield from ((item.link_id, reason) for reason in _condition(condition, before, instrument, item))
        before[item.link_id] = item
    named = [(f"alert {one.slug}", one.when) for one in instrument.alerts]
    named += [(f"suggestion {one.domain}", one.when) for one in instrument.suggestions]
    for where, conditions in named:
        for condition in conditions:
            found = _condition(condition, instrument.by_link, instrument)
            yield from ((where, reason) for reason in found)
    for slug in _repeated(one.slug for one in instrument.alerts):
        yield f"alert {slug}", "this alert is there twice"
    for scale in _scales(instrument):
        yield from _scale_references(scale, instrument)


def _condition(
    condition: Condition, before: dict[str, Item], instrument: Instrument, item: Item | None = None
) -> Iterator[str]:
    question = before.get(condition.question)
    if question is None:
        if item is not None and condition.question in instrument.by_link:
            yield f"enableWhen asks {condition.question!r}, which does not come before it"
        else:
            yield f"enableWhen asks {condition.question!r}, which is not there"
    elif not question.is_question:
        yield f"enableWhen asks {condition.question!r}, which is no question"
    else:
        yield from _answer_fits(condition, question)


def _answer_fits(condition: Condition, question: Item) -> Iterator[str]:
    """Whether the question can be compared so at all."""
    asked, answer = condition.question, condition.answer
    if condition.operator == "exists":
        if not isinstance(answer, bool):
            yield f"exists of {asked!r} is asked with true or false"
    elif condition.operator in _ORDERED and question.type not in ("integer", "decimal", "choice", "date"):
        yield f"{asked!r} is of type {question.type}, which has no order"
    elif (
        question.type == "choice"
        and condition.operator in ("=", "!=")
        and str(answer) not in question.by_code
    ):
        yield f"{answer!r} is no answer of {asked!r}"
    elif question.type == "boolean" and not isinstance(answer, bool):
        yield f"{asked!r} is answered with true or false"
    elif _needs_number(condition, question) and not _is_number(answer):
        yield f"{asked!r} is compared with a number"


def _needs_number(condition: Condition, question: Item) -> bool:
    return question.type in ("integer", "decimal") or (
        question.type == "choice" and condition.operator in _ORDERED
    )


def _is_number(answer: object) -> bool:
    return isinstance(answer, int | Decimal) and not isinstance(answer, bool)


def _scales(instrument: Instrument) -> list[Scale]:
    return [*([instrument.scoring] if instrument.scoring else []), *instrument.subscales]


def _scale_references(scale: Scale, instrument: Instrument) -> Iterator[Problem]:
    where = f"scoring {scale.slug}"
    for link in _repeated(scale.items):
        yield where, f"{link!r} is counted twice"
    for link in scale.items:
        item = instrument.by_link.get(link)
        if item is None:
            yield where, f"{link!r} is not there"
        elif item.type == "choice" and any(one.ordinal is None for one in item.options):
            yield link, "an answer has no ordinalValue, but the item is scored"
        elif item.type in ("integer", "decimal") and (item.minimum is None or item.maximum is None):
            yield link, "it is scored, so it needs minValue and maxValue"
        elif item.type not in ("choice", "boolean", "integer", "decimal"):
            yield link, f"an item of type {item.type} cannot be scored"
    if scale.method == "mean" and scale.unanswered == "prorate":
        yield where, "a mean is not prorated: leave out what is unanswered, or make it invalid"
    if scale.unanswered == "prorate" and not 0 < scale.most_unanswered < len(scale.items):
        yield where, "say how many items may be unanswered (most_unanswered), fewer than there are"


def _licensed(instrument: Instrument) -> Iterator[Problem]:
    held = instrument.license
    for name in ("holder", "permission", "source"):
        if not getattr(held, name).strip():
            yield "license", f"{name} is empty"


def _translated(instrument: Instrument) -> Iterator[Problem]:
    """What says that it speaks Spanish says everything in Spanish."""
    if "es" not in instrument.translations:
        return
    for item in instrument.items:
        texts = [
            item.text,
            *(one.text for one in item.options),
            *(one for one in (item.low, item.high) if one),
        ]
        if any(not one.es for one in texts):
            yield item.link_id, "a Spanish text is missing"
    whole = [instrument.title, instrument.introduction, *(one.word for one in instrument.bands)]
    if any(not one.es for one in whole):
        yield "the whole", "a Spanish text is missing (title, introduction or a band)"


def _unreachable(instrument: Instrument) -> Iterator[Problem]:
    for item in instrument.items:
        if not is_reachable(instrument, item):
            yield item.link_id, "no answers lead to it (unreachable by its enableWhen)"


def _scored(instrument: Instrument) -> Iterator[Problem]:
    if instrument.bands and instrument.scoring is None:
        yield "bands", "there are bands, but no scoring"
    for cutoff in instrument.cutoffs:
        if instrument.scoring is None:
            yield "cutoffs", "there is a cut-off, but no scoring"
        else:
            low, high = ends_of(instrument, instrument.scoring)
            if not low <= cutoff.at <= high:
                yield "cutoffs", f"{cutoff.at} is outside the scores {low} to {high}"


def _bands(instrument: Instrument) -> Iterator[Problem]:
    scale, bands = instrument.scoring, sorted(instrument.bands, key=lambda one: one.starts)
    if scale is None or not bands:
        return
    for slug in _repeated(one.slug for one in bands):
        yield f"band {slug}", "this band is there twice"
    for one in bands:
        if one.starts > one.ends:
            yield f"band {one.slug}", f"it ends ({one.ends}) before it begins ({one.starts})"
    yield from _joined(bands, scale.step)
    low, high = ends_of(instrument, scale)
    if bands[0].starts > low:
        yield f"band {bands[0].slug}", f"scores from {low} have no band"
    if bands[-1].ends < high:
        yield f"band {bands[-1].slug}", f"scores up to {high} have no band"


def _joined(bands: list[Band], step: Decimal) -> Iterator[Problem]:
    for one, other in pairwise(bands):
        if other.starts <= one.ends:
            yield f"band {other.slug}", f"it overlaps {one.slug} at {other.starts}"
        elif other.starts != one.ends + step:
            yield f"band {other.slug}", f"there is a gap after {one.slug}, from {one.ends + step}"


def _repeated(names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [one for one in names if one in seen or seen.add(one)]  # type: ignore[func-returns-value]
