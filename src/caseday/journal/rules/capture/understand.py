"""One line understood as far as it can be; nothing is asked for and nothing is made up."""

import re
from dataclasses import replace
from datetime import datetime

from caseday.journal.rules.capture.hours import find_hours
from caseday.journal.rules.capture.kinds import find_direction, find_kind, find_result
from caseday.journal.rules.capture.lengths import find_miles, find_minutes, find_spans
from caseday.journal.rules.capture.moments import Moment, find_moments
from caseday.journal.rules.capture.promises import clauses_of, find_promises
from caseday.journal.rules.capture.result import Candidates, Captured, Found, Promise, folded
from caseday.journal.rules.capture.whom import find_case, find_people, find_reach, find_whom, resolve_role

MAX_LINE = 2000
_NOT_A_START = re.compile(
    r"\b(?:moved|ready|scheduled|set|booked|surgery|until|till|tomorrow|next"
    r"|available|delivery|planned|opens?|closes?|up)\b[^,;]*$"
)
_LATER_START = re.compile(r"^\s*(?:this|yesterday|last|at|earlier)?\s*$")


def understand(line: str, *, now_local: datetime, candidates: Candidates) -> Captured:
    """What `line` says; every field is absent that the line does not say."""
    text = folded(line[:MAX_LINE])
    hours = find_hours(text)
    promises = find_promises(line[:MAX_LINE], text, now_local=now_local, then_at=_then(hours, now_local))
    if hours:
        promises = [promise for promise in promises if not _is_only_hours(promise, hours)]
    facts = _blanked(text, [(promise.start, promise.end) for promise in promises])
    unclosed = _blanked(facts, [(hours.start, hours.end)]) if hours and "closed" not in text else facts
    people = find_people(line[:MAX_LINE], text, candidates)
    kind = find_kind(unclosed)
    first_promise = min((promise.start for promise in promises), default=len(text))
    facts_end = first_promise if kind and first_promise > 0 else len(text)
    subjects = [mention.end for mention in people.mentions if mention.start < facts_end]
    kind, direction, result = _what_it_was(kind, text, facts, unclosed, subjects)
    is_ours = kind is not None and direction is not None and direction.value == "out"
    verb_at = kind.start if kind and is_ours else 0
    whom = find_whom(text, people, kind.value if kind else None, facts_end, verb_at)
    case, case_choices = find_case(people, whom, candidates)
    length, hold = find_minutes(unclosed)
    reached = tuple(replace(one, reach=find_reach(people, one.start, one.end)) for one in promises)
    start, span_minutes = _start(unclosed, now_local, hours)
    return Captured(
        line=line,
        kind=kind,
        direction=direction,
        whom=resolve_role(whom, case, candidates),
        case=case,
        case_choices=case_choices,
        started_at=start,
        minutes=length or span_minutes,
        hold_minutes=hold,
        result=result,
        miles=find_miles(facts),
        hours_learned=hours,
        promises=reached,
        summary=_summary(line, promises),
    )


def _what_it_was(
    kind: Found[str] | None, text: str, facts: str, unclosed: str, subjects: list[int]
) -> tuple[Found[str] | None, Found[str] | None, Found[str] | None]:
    """Kind, direction and result, as each bears on the others: a message has no result, a result makes a call."""
    direction, left_by_them = find_direction(unclosed, kind, subjects)
    if left_by_them and kind:
        kind = Found("message", kind.start, kind.end, 0.75)
    result = find_result(facts, kind.value if kind else None)
    if kind is None and result and _is_call(result, text, facts):
        kind = Found("call", result.start, result.end, 0.7)
        direction = Found("out", result.start, result.end, 0.7)
    elif kind is None:
        result = None
    if kind and kind.value == "message":
        result = None
    return kind, direction, result


def _is_call(result: Found[str], text: str, facts: str) -> bool:
    if result.value == "closed":
        return "lunch" not in text or not find_spans(text)
    return result.value in ("no_answer", "left_word", "on_hold")


def _then(hours: Found[str] | None, now: datetime) -> datetime | None:
    match = re.search(r"(\d\d):(\d\d)", hours.value) if hours else None
    return (
        now.replace(hour=int(match.group(1)), minute=int(match.group(2)), second=0, microsecond=0)
        if match
        else None
    )


def _is_only_hours(promise: Promise, hours: Found[str]) -> bool:
    return hours.start <= promise.start and promise.end <= hours.end


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """`text` with the spans blanked out, every other character where it was."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _start(
    text: str, now: datetime, hours: Found[str] | None
) -> tuple[Found[datetime] | None, Found[int] | None]:
    for number, clause in enumerate(clauses_of(text)):
        for span in find_spans(clause.text):
            if _is_clock_span(clause.text, span.start, span.end) and (number == 0 or span.start < 3):
                at = now.replace(hour=span.opens.hour, minute=span.opens.minute, second=0, microsecond=0)
                offset = clause.start
                found = Found(at, offset + span.start, offset + span.end)
                return found, Found(span.minutes, offset + span.start, offset + span.end)
        for moment in find_moments(clause.text, now_local=now, future=False):
            if _says_when(clause.text, moment, now, number == 0):
                return Found(
                    moment.at, clause.start + moment.start, clause.start + moment.end, _certainty(moment)
                ), None
    return None, None


def _is_clock_span(text: str, start: int, end: int) -> bool:
    return ":" in text[start:end] or bool(re.search(r"[ap]m?\b|from", text[start:end]))


def _says_when(text: str, moment: Moment, now: datetime, first: bool) -> bool:
    if moment.at > now or moment.lead in ("by", "before", "after", "until", "till", "due", "since", "to"):
        return False
    if not (moment.has_time or moment.has_day) or _NOT_A_START.search(text, 0, moment.start):
        return False
    said = text[moment.start : moment.end]
    if said.startswith(("today", "now")) and not moment.has_time:
        return False
    if not moment.has_time:
        return moment.start < 4 or said.startswith(("yest", "last", "this"))
    return (first and "night" not in said) or bool(_LATER_START.match(text[: moment.start]))


def _certainty(moment: Moment) -> float:
    return 0.9 if moment.has_time else 0.6


def _summary(line: str, promises: list[Promise]) -> str:
    kept, last = [], 0
    for promise in promises:
        kept.append(line[last : promise.start])
        last = promise.end
    kept.append(line[last:])
    text = re.sub(
        r"\s*[,;]\s*(?=[,;.]|$)", "", re.sub(r"\s+", " ", " ".join(part.strip() for part in kept)).strip()
    )
    return re.sub(r"^[\s,;.]+|[\s,;]+$", "", text)
