"""In: an instrument whose references lead somewhere. Out: whether any answers lead to an item.

The conditions of an item, of the groups around it and of the questions that it asks are put together: each way to
it says which answers its questions must have. It can be reached where one way asks nothing that excludes itself.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import islice

from caseday.assessments.rules.giving import holds
from caseday.assessments.rules.parts import Condition, Instrument, Item, Value

Answered = frozenset[Value | None]
"""The answers that one question may have; None for no answer."""
Way = dict[str, Answered]
_MOST_WAYS = 4096


def is_reachable(instrument: Instrument, item: Item) -> bool:
    return next(_ways_to(instrument, item, {}), None) is not None


def _ways_to(instrument: Instrument, item: Item, so_far: Way) -> Iterator[Way]:
    """Each way on which the item shows, given what is asked already."""
    ways: Iterator[Way] = iter([so_far])
    if item.within:
        ways = _ways_to(instrument, instrument.by_link[item.within], so_far)
    for way in islice(ways, _MOST_WAYS):
        yield from _enabling(instrument, item, way)


def _enabling(instrument: Instrument, item: Item, way: Way) -> Iterator[Way]:
    if not item.enable_when:
        yield way
    elif item.enable_behavior == "any":
        for condition in item.enable_when:
            yield from _holding(instrument, condition, way)
    else:
        yield from _holding_all(instrument, item.enable_when, way)


def _holding_all(instrument: Instrument, conditions: tuple[Condition, ...], way: Way) -> Iterator[Way]:
    if not conditions:
        yield way
        return
    for one in islice(_holding(instrument, conditions[0], way), _MOST_WAYS):
        yield from _holding_all(instrument, conditions[1:], one)


def _holding(instrument: Instrument, condition: Condition, way: Way) -> Iterator[Way]:
    """The ways on which a condition holds: its question has a fitting answer, and shows where it has one at all.

    No condition holds both with an answer and without.
    """
    question = instrument.by_link[condition.question]
    known = way.get(question.link_id)
    left = frozenset(
        one for one in known or _answers_of(instrument, question) if holds(condition, question, one)
    )
    if not left:
        return
    narrowed = {**way, question.link_id: left}
    if None in left or (known is not None and None not in known):
        yield narrowed
    else:
        yield from _ways_to(instrument, question, narrowed)


def _answers_of(instrument: Instrument, question: Item) -> Answered:
    """Every answer that could decide one of the instrument's conditions, and none."""
    if question.type == "choice":
        return frozenset([None, *question.by_code])
    if question.type == "boolean":
        return frozenset([None, True, False])
    return frozenset([None, *(one for one in _tried(instrument, question) if _fits(question, one))])


def _tried(instrument: Instrument, question: Item) -> Iterator[Value]:
    """The values on both sides of what a question without a list of answers is compared with."""
    compared = [
        one.answer
        for item in instrument.items
        for one in item.enable_when
        if one.question == question.link_id and one.operator != "exists"
    ]
    if question.type in ("integer", "decimal"):
        for answer in compared:
            yield from _around(Decimal(answer), question.type == "integer")
        yield from (one for one in (question.minimum, question.maximum) if one is not None)
        yield Decimal(0)
    elif question.type == "date":
        yield from ("0001-01-01", "9999-12-31", *map(str, compared), *map(_day_after, compared))
    else:
        yield from ("another answer", *map(str, compared))


def _around(answer: Decimal, is_whole: bool) -> Iterator[Decimal]:
    """A number on each side of what is compared with, and that itself where the question takes it."""
    start = answer.to_integral_value(ROUND_FLOOR) if is_whole else answer
    step = Decimal(1) if is_whole else Decimal("0.0001")
    yield from (start - step, start, start + step)


def _day_after(answer: object) -> str:
    try:
        return (date.fromisoformat(str(answer)) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return str(answer)


def _fits(question: Item, value: Value) -> bool:
    if question.type not in ("integer", "decimal"):
        return True
    number = Decimal(value)
    if question.type == "integer" and number % 1:
        return False
    return not (
        (question.minimum is not None and number < question.minimum)
        or (question.maximum is not None and number > question.maximum)
    )
