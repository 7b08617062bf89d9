"""Instruments as data: what shows, what comes next, the score, its band, the alerts, and when one is due."""

from caseday.assessments.rules.checking import problems_of
from caseday.assessments.rules.giving import (
    Answers,
    BadAnswer,
    after,
    asked,
    asks_evidence,
    before,
    counted,
    lacks_evidence,
    missing,
    next_item,
    taken,
    visible_items,
)
from caseday.assessments.rules.parts import (
    AlertRule,
    Band,
    Instrument,
    Item,
    License,
    Scale,
    Text,
    Value,
)
from caseday.assessments.rules.reading import InstrumentError, instrument_of, read_instrument
from caseday.assessments.rules.scoring import Result, Score, alerts_of, ends_of, result_of, score_of

__all__ = [
    "AlertRule",
    "Answers",
    "BadAnswer",
    "Band",
    "Instrument",
    "InstrumentError",
    "Item",
    "License",
    "Result",
    "Scale",
    "Score",
    "Text",
    "Value",
    "after",
    "alerts_of",
    "asked",
    "asks_evidence",
    "before",
    "counted",
    "ends_of",
    "instrument_of",
    "lacks_evidence",
    "missing",
    "next_item",
    "problems_of",
    "read_instrument",
    "result_of",
    "score_of",
    "taken",
    "visible_items",
]
