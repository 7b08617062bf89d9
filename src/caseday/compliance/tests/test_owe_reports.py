"""What a program owes by when, how headings are filled, and how two writers' texts come together."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.compliance.rules.merging import mark_of, merged
from caseday.compliance.rules.owed import owed_reports
from caseday.compliance.rules.report_letters import report_letter
from caseday.compliance.rules.report_sections import (
    DRAWERS,
    LONGEST,
    Count,
    Goal,
    Lines,
    count_line,
    goal_line,
    minutes_words,
)
from caseday.programs.queries import all_packs, get_pack
from caseday.programs.rules import TOLD_FOR
from caseday.programs.rules.reporting import ReportType

BEGUN = date(2026, 1, 10)
DAY = timedelta(days=1)


def report(**fields: Any) -> ReportType:
    given = {
        "slug": "progress",
        "word": "Progress report",
        "every": 30,
        "basis": "contract",
        "verified": False,
    }
    return ReportType(**{**given, **fields})


def owed(*types: ReportType, sent: Any = None, starts: Any = None, **more: Any) -> list[Any]:
    pack = get_pack("workers_compensation", on=BEGUN)
    asked = {"jurisdiction": "TX", "case_type": "field", "today": date(2026, 3, 2), **more}
    calendar = pack.calendar(zone=ZoneInfo("America/Chicago"), jurisdiction="TX")
    starts = {"referred": BEGUN, "accepted": BEGUN} if starts is None else starts
    return owed_reports(types, starts, sent or {}, calendar=calendar, **asked)


def test_the_first_is_counted_from_its_start_and_the_next_from_what_the_last_one_tells() -> None:
    (first,) = owed(report())
    assert (first.due_on, first.last_on, first.words) == (date(2026, 2, 9), None, "every 30 days")
    (again,) = owed(report(), sent={"progress": date(2026, 2, 20)})
    assert (again.due_on, again.last_on) == (date(2026, 3, 22), date(2026, 2, 20))


def test_one_that_is_owed_once_is_done_once() -> None:
    once = report(is_once=True, every=1, unit="months", starts="date:entered_care")
    (waiting,) = owed(once)
    assert waiting.due_on is None and waiting.words == "once, within 1 month of entered care"
    (due,) = owed(once, starts={"date:entered_care": BEGUN})
    assert due.due_on == date(2026, 2, 10)
    (done,) = owed(once, starts={"date:entered_care": BEGUN}, sent={"progress": BEGUN})
    assert done.due_on is None and done.last_on == BEGUN
    (days,) = owed(report(is_once=True, every=14))
    assert days.words == "once, within 14 days of acceptance"


def test_what_has_no_rhythm_is_written_when_it_is_asked_for_and_stands_last() -> None:
    closing = report(slug="closing", every=0, starts="stage:closing")
    found = owed(closing, report(slug="late", every=10), report(slug="soon", every=5))
    assert [one.type.slug for one in found] == ["soon", "late", "closing"]
    assert found[-1].words == "when it is asked for" and not found[-1].is_pressing(date(2030, 1, 1))


def test_one_that_is_for_other_cases_is_not_owed() -> None:
    assert owed(report(case_types=("catastrophic",))) == []
    assert owed(report(jurisdictions=("TN",))) == []
    assert owed(report(effective_from=date(2026, 2, 1))) == []


def test_it_presses_when_it_is_late_and_what_nobody_ever_wrote_for_a_month() -> None:
    (never,) = owed(report())
    due = never.due_on
    assert not never.is_late(due) and not never.is_pressing(due) and never.days_late(due) == 0
    assert never.is_late(due + DAY) and never.is_pressing(due + DAY) and never.days_late(due + 2 * DAY) == 2
    assert not never.is_pressing(due + TOLD_FOR + DAY) and never.is_late(due + TOLD_FOR + DAY)
    (law,) = owed(report(verified=True))
    (again,) = owed(report(), sent={"progress": BEGUN})
    for one in (law, again):
        assert one.is_pressing(due + TOLD_FOR + DAY)


def test_a_heading_is_filled_by_its_drawers_and_an_unknown_one_stays_empty() -> None:
    lines = Lines({"goals": ["Back to work"], "next": ["Mar 3: see the surgeon"], "counted": ["1 visit"]})
    assert lines.text_of("plan") == "Back to work\nMar 3: see the surgeon"
    assert lines.text_of("use_of_care") == "1 visit"
    assert lines.text_of("money_spent") == "" and lines.text_of("work_status") == ""
    assert len(Lines({"goals": ["x" * (LONGEST + 5)]}).text_of("goals")) == LONGEST


def test_every_program_has_a_report_that_the_file_fills_in_part() -> None:
    for pack in all_packs():
        drawn = [one for one in pack.report_types if any(part.slug in DRAWERS for part in one.sections)]
        assert drawn, pack.slug
        assert {slug for one in pack.report_types for slug in one.to_roles} <= {
            "client", *(role.slug for role in pack.party_roles)
        }  # fmt: skip


def test_contacts_are_counted_in_one_line() -> None:
    assert count_line([Count("visit", 3, 125), Count("call", 1), Count("message", 0)]) == [
        "3 visits (2 hours 5 minutes), 1 call"
    ]
    assert count_line([]) == [] and minutes_words(60) == "1 hour" and minutes_words(1) == "1 minute"


@pytest.mark.parametrize(
    ("goal", "line"),
    [
        (Goal("Sleeps"), "Sleeps"),
        (Goal("Sleeps", by="May 1, 2026"), "Sleeps: by May 1, 2026"),
        (Goal("Sleeps", "met, through the night", "8 hours on May 1", "May 1"), "Sleeps: met, through the night, 8 hours on May 1"),
    ],
)  # fmt: skip
def test_a_goal_says_how_it_stands(goal: Goal, line: str) -> None:
    assert goal_line(goal) == line


def test_the_letter_names_no_client() -> None:
    subject, text = report_letter(
        "Dana Whitfield", "Progress report", "Feb 1 to Mar 2, 2026", "CL-1", "Nora, RN"
    )
    assert subject == "Progress report, CL-1"
    assert "the progress report on CL-1, for Feb 1 to Mar 2, 2026" in text and text.endswith("Nora, RN")
    assert report_letter("", "Letter", "", "1", "N")[1].startswith("Hello,\n")


def read(**texts: str) -> dict[str, str]:
    return {slug: mark_of(text) for slug, text in texts.items()}


def test_what_only_one_of_two_changed_stands() -> None:
    kept = {"a": "theirs", "b": "old"}
    found = merged(kept, {"a": "old", "b": "mine"}, read(a="old", b="old"))
    assert found.texts == {"a": "theirs", "b": "mine"} and found.clashing == ()


def test_what_both_changed_is_named_and_what_is_the_same_is_no_clash() -> None:
    kept = {"a": "theirs", "b": "same", "c": "kept"}
    found = merged(kept, {"a": "mine", "b": "same\r\n", "x": "unknown"}, read(a="old", b="old"))
    assert found.texts == {"a": "mine", "b": "same", "c": "kept"} and found.clashing == ("a",)
    assert merged({"a": "theirs"}, {"a": "mine"}, {}).clashing == ("a",)
    assert merged({"a": "mine"}, {"a": "mine too"}, {}, own={"a"}).clashing == ()


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_no_writers_text_is_lost(old: str, mine: str, theirs: str) -> None:
    """Whoever saves second: their text, or the other's, or both are shown."""
    kept = {"a": mark_and_plain(theirs)}
    found = merged(kept, {"a": mine}, read(a=old))
    both_changed = len({mark_of(old), mark_of(mine), mark_of(theirs)}) == 3
    assert bool(found.clashing) is both_changed
    if mark_of(mine) != mark_of(old):
        assert mark_of(found.texts["a"]) in (mark_of(mine),)
    else:
        assert found.texts == kept


def mark_and_plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\0", "").strip()
