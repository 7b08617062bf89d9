"""Who wrote within the day raises what else is open on their case: it is on their mind now."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from caseday.looseends.rules import message_flagged, message_unanswered
from caseday.looseends.rules.end import LooseEnd, joined

RAISED_BY = 40
"""Above its like, never above what presses more."""
_LASTS = timedelta(days=1)
_OF_MESSAGES = (message_unanswered.RULE, message_flagged.RULE)


def raised(ends: Iterable[LooseEnd], *, now: datetime) -> list[LooseEnd]:
    known = list(ends)
    wrote = {
        end.case_id: end.since
        for end in known
        if end.rule == message_unanswered.RULE and now - end.since < _LASTS
    }
    return [_raised(end, wrote[end.case_id], now) if _is_raised(end, wrote) else end for end in known]


def _is_raised(end: LooseEnd, wrote: Mapping[UUID | None, datetime]) -> bool:
    return end.case_id in wrote and end.rule not in _OF_MESSAGES


def _raised(end: LooseEnd, since: datetime, now: datetime) -> LooseEnd:
    words = message_unanswered.wrote_words(since, now)
    return replace(end, weight=end.weight + RAISED_BY, why=joined(end.why, f"they {words}"))
