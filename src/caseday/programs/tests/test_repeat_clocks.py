"""A clock that repeats begins anew on the day of what stopped it: one run at a time, each later than the one before."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from caseday.programs import queries
from caseday.programs.rules import Clock, WorkCalendar, begins_next, deadline, find_kind

ZONE = ZoneInfo("America/Los_Angeles")
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))


def clock(**fields: Any) -> Clock:
    return Clock.model_validate({
        "slug": "progress", "word": "Progress", "jurisdiction": "CA", "starts": "received", "until": "received",
        "starts_word": "the last report", "within": 45, "unit": "days", "who_must_act": "physician", "repeats": True,
        "effective_from": date(2020, 1, 1), "verified": True, "citation": {"source": "x"}, **fields,
    })  # fmt: skip


def runs(rule: Clock, events: list[datetime]) -> list[datetime]:
    """The beginning of each run, as reports come in, in whatever order they are written down."""
    begun: list[datetime] = []
    for at in events:
        if not begun or begins_next(rule, begun[-1], at, ZONE):
            begun.append(at)
    return begun


@given(st.lists(MOMENTS, min_size=1))
def test_each_run_begins_on_a_later_day_and_the_last_one_with_the_latest_report(
    events: list[datetime],
) -> None:
    begun = runs(clock(), events)
    days = [at.astimezone(ZONE).date() for at in begun]
    assert days == sorted(set(days))
    assert days[-1] == max(at.astimezone(ZONE).date() for at in events)
    assert days[0] == events[0].astimezone(ZONE).date()


@given(st.lists(MOMENTS, min_size=1), st.sampled_from(["next", "previous", "same"]))
def test_each_deadline_is_later_than_the_one_before(events: list[datetime], if_closed: str) -> None:
    rule, calendar = clock(if_closed=if_closed), WorkCalendar(zone=ZONE, subdivision="CA")
    due = [deadline(rule, at, calendar).due_at for at in runs(rule, events)]
    assert due == sorted(due)  # type: ignore[type-var]
    for at, by in zip(runs(rule, events), due, strict=True):
        assert by is not None and 40 <= (by.astimezone(ZONE).date() - at.astimezone(ZONE).date()).days <= 50


@given(st.lists(MOMENTS, min_size=1), st.integers(0, 5))
def test_what_is_told_twice_counts_once(events: list[datetime], again: int) -> None:
    told = [at for at in events for _ in range(again + 1)]
    assert runs(clock(), told) == runs(clock(), events)


@given(MOMENTS, MOMENTS)
def test_one_that_does_not_repeat_begins_no_next_run(started: datetime, happened: datetime) -> None:
    assert not begins_next(clock(repeats=False), started, happened, ZONE)


def test_the_day_is_that_of_the_worker() -> None:
    """23:30 on the day of the start, in Los Angeles, is the next day in UTC."""
    started = datetime(2026, 3, 2, 10, tzinfo=ZONE)
    assert not begins_next(clock(), started, datetime(2026, 3, 2, 23, 30, tzinfo=ZONE), ZONE)
    assert begins_next(clock(), started, datetime(2026, 3, 3, 0, 30, tzinfo=ZONE), ZONE)


def test_a_clock_that_nothing_stops_cannot_repeat() -> None:
    with pytest.raises(ValidationError, match="until or until_papers"):
        clock(until="")
    assert clock(until="", until_papers=["visit_report"]).repeats


@pytest.mark.parametrize(("jurisdiction", "days"), [("CA", 45), ("NY", 90)])
def test_progress_reports_recur(jurisdiction: str, days: int) -> None:
    found = find_kind(queries.clocks_in(jurisdiction, date(2026, 3, 2)), "progress_report")
    assert found is not None
    assert (found.repeats, found.until, found.within) == (True, "received", days)


def test_the_shipped_clocks_name_papers_that_the_packs_know() -> None:
    kinds = {kind.slug for pack in queries.all_packs() for kind in pack.document_kinds}
    named = {slug for one in queries.all_clocks() for slug in one.until_papers}
    assert named and named <= kinds


def test_the_longest_history_of_one_case_ends() -> None:
    begun = runs(clock(), [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=45 * n) for n in range(200)])
    assert len(begun) == 200
