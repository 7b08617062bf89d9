"""In: plain facts of a day. Out: its line of time, what to do now, whom to call, what came in."""

from caseday.today.rules.calls import Call, Callee, call_list, counted_words
from caseday.today.rules.coming_in import CameIn, Event, came_in, with_waiting
from caseday.today.rules.line import Happened, Row, Stop, TimedTodo, day_line
from caseday.today.rules.now_card import Button, NowCard, Situation, what_now

__all__ = [
    "Button",
    "Call",
    "Callee",
    "CameIn",
    "Event",
    "Happened",
    "NowCard",
    "Row",
    "Situation",
    "Stop",
    "TimedTodo",
    "call_list",
    "came_in",
    "counted_words",
    "day_line",
    "what_now",
    "with_waiting",
]
