"""In: what was done and when, a start, a rhythm. Out: a check for each time that it was asked for.

Three rhythms: within a time of the start, once; every so many days (or months) from the last time on; and in each
calendar month. A rule that comes into force later asks from that day on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from caseday.programs.rules.documentation.look import Look, from_on, judged
from caseday.programs.rules.documentation.results import Check, Proof, Standing
from caseday.programs.rules.documentation.rule import Rule
from caseday.programs.rules.documentation.times import after, midnight, months_between

_ONE_MOMENT = timedelta(microseconds=1)


def asked_from(rule: Rule, start: datetime, look: Look) -> datetime:
    """The start, or the day on which the rule came into force, whichever is later."""
    if rule.effective_from <= look.local(start):
        return start
    return midnight(rule.effective_from, look.zone)


def once(
    rule: Rule,
    start: datetime,
    done: Sequence[Proof],
    look: Look,
    *,
    closed_at: datetime | None,
    before_counts: bool = False,
) -> Iterator[Check]:
    """Within a time of the start. `before_counts`: what was there already will do (a paper)."""
    start = asked_from(rule, start, look)
    until = after(start, rule.within, rule.unit, look.calendar)
    earliest = next((one for one in done if before_counts or one.at >= start), None)
    if rule.holds_on(look.local(start)):
        check = judged(since=start, until=until, done=earliest, now=look.now, closed_at=closed_at)
        if check is not None and look.has(check):
            yield check


def rolling(
    rule: Rule,
    start: datetime,
    done: Sequence[Proof],
    look: Look,
    *,
    closed_at: datetime | None,
    before_counts: bool = False,
) -> Iterator[Check]:
    """Again so long after each time; the first within `within` of the start, or after one turn of the rhythm."""
    start = asked_from(rule, start, look)
    since, until = start, after(start, rule.within or rule.every, rule.unit, look.calendar)
    place = from_on(done, _at, start)
    if before_counts and place:
        latest = done[place - 1]
        until = max(until, after(latest.at, rule.every, rule.unit, look.calendar))
    skipped = from_on(done, _at, look.earliest(max(rule.every, rule.within), rule.unit)) - 1
    if skipped > place:
        since, place = done[skipped].at, skipped + 1
        until = after(since, rule.every, rule.unit, look.calendar)
    for one in [*done[place:], None]:
        check = judged(since=since, until=until, done=one, now=look.now, closed_at=closed_at)
        if check is not None and rule.holds_on(look.local(since)) and look.has(check):
            yield check
        if one is not None:
            since, until = one.at, after(one.at, rule.every, rule.unit, look.calendar)


def monthly(
    rule: Rule, start: datetime, done: Sequence[Proof], look: Look, *, closed_at: datetime | None
) -> Iterator[Check]:
    """In each block of whole calendar months; the month in which the case began, and that of its end, ask nothing."""
    first = look.local(asked_from(rule, start, look))
    last = min(look.local(look.now), look.last)
    for begins, ends in months_between(first, last, rule.every, look.zone):
        until = ends - _ONE_MOMENT
        if ends <= look.begins or not rule.holds_on(look.local(begins)):
            continue
        found = tuple(done[from_on(done, _at, begins) : from_on(done, _at, ends)])
        if found:
            check: Check | None = Check(begins, until, Standing.MET, found)
        else:
            check = judged(since=begins, until=until, done=None, now=look.now, closed_at=closed_at)
        if check is not None and check.is_open and done and done[-1].at >= ends:
            check = Check(begins, until, Standing.MISSED)
        if check is not None and look.has(check):
            yield check


def _at(proof: Proof) -> datetime:
    return proof.at
