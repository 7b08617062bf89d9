"""Something that was promised to somebody, due today or late: they wait for it, and remember."""

from datetime import datetime
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Tap, joined
from caseday.looseends.rules.todo_due import Facts, call_taps, done_tap, due_end, promised_words, reach_of

RULE = "promise_due"


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [
        due_end(RULE, one, now, why=joined(promised_words(one), one.office, one.tried), taps=_taps(one))
        for one in facts
    ]


def _taps(one: Facts) -> tuple[Tap, ...]:
    return (*(call_taps(one) if reach_of(one) else ()), done_tap(one))
