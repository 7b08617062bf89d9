"""Plain values of decisions and efforts, checked; counts; the fixed words of the page for the client."""

from caseday.advocacy.rules.counting import Counts, Period, count_efforts, period_of, periods_back
from caseday.advocacy.rules.details import (
    DecisionDetails,
    EffortDetails,
    MatterDetails,
    OptionDetails,
    QuestionDetails,
    require_sound_decision,
    require_sound_effort,
)
from caseday.advocacy.rules.words import WORDS, SheetWords, words_in

__all__ = [
    "WORDS",
    "Counts",
    "DecisionDetails",
    "EffortDetails",
    "MatterDetails",
    "OptionDetails",
    "Period",
    "QuestionDetails",
    "SheetWords",
    "count_efforts",
    "period_of",
    "periods_back",
    "require_sound_decision",
    "require_sound_effort",
    "words_in",
]
