"""Reading the clocks of a jurisdiction, and what the shipped files hold."""

from collections import Counter
from datetime import date
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from caseday.programs import queries
from caseday.programs.rules import PackError, read_clocks

TEXT = (files("caseday.programs") / "packs" / "clocks" / "texas.toml").read_text("utf-8")
TODAY = date(2026, 11, 22)
PACK = queries.get_pack("workers_compensation", on=TODAY)
CLOCKS = queries.all_clocks()
CHANGES = (date(2005, 8, 31), date(2005, 9, 1), date(2009, 8, 31), date(2009, 9, 1), TODAY)


def _problem(old: str, new: str) -> str:
    assert old in TEXT
    with pytest.raises(PackError) as caught:
        read_clocks(TEXT.replace(old, new, 1), name="texas.toml")
    return str(caught.value)


def test_three_states_are_shipped_and_each_has_an_appeal():
    assert [one.word for one in queries.clock_files()] == ["California", "New York", "Texas"]
    assert all(queries.find_clock("appeal", one.jurisdiction, TODAY) for one in queries.clock_files())


@pytest.mark.parametrize("one", CLOCKS, ids=lambda one: f"{one.jurisdiction}-{one.slug}-{one.effective_from}")
def test_a_clock_runs_between_steps_that_a_request_has_and_somebody_acts(one):
    steps = [{step.slug for step in PACK.request_kind(kind).steps} for kind in one.for_request_kinds]
    opened = {
        outcome.opens_clock for kind in PACK.request_kinds for step in kind.steps for outcome in step.outcomes
    }
    assert all({one.starts, one.until or one.starts} <= known for known in steps)
    assert one.for_request_kinds or one.slug in opened
    assert PACK.party_role(one.who_must_act) or one.who_must_act == "client"


@pytest.mark.parametrize("one", CLOCKS, ids=lambda one: f"{one.jurisdiction}-{one.slug}-{one.effective_from}")
def test_a_clock_cites_what_was_read_or_says_what_is_to_be_checked(one):
    assert one.verified != one.citation.source.startswith("to be checked: ")
    assert one.citation.url.startswith("http") or not one.verified


def test_between_two_steps_at_most_one_clock_is_the_usual_one():
    usual = [one for one in CLOCKS if one.is_usual and one.is_effective(TODAY)]
    runs = Counter(
        (one.jurisdiction, kind, one.starts, one.until) for one in usual for kind in one.for_request_kinds
    )
    assert max(runs.values()) == 1
    assert all(one.until for one in usual if one.for_request_kinds)


def test_the_clock_of_a_date_is_the_one_that_held_then():
    found = {on: queries.find_clock("review_prospective_network", "TX", on) for on in CHANGES}
    assert [(one.within, one.unit) if one else None for one in found.values()] == [
        None,
        (3, "days"),
        (3, "days"),
        (3, "working_days"),
        (3, "working_days"),
    ]
    assert [queries.find_clock("progress_report", "NY", date(2020, 10, day)).within for day in (13, 14)] == [
        45,
        90,
    ]


def test_no_clock_is_known_where_no_file_names_the_state():
    assert queries.clocks_in("WA", TODAY) == []
    assert queries.find_clock("appeal", "WA", TODAY) is None
    assert queries.find_clock("nothing", "TX", TODAY) is None
    calendar = queries.calendar_for("WA", ZoneInfo("America/Los_Angeles"))
    assert calendar.is_working_day(date(2026, 11, 27))
    assert not calendar.is_working_day(date(2026, 11, 26))


def test_a_step_starts_the_usual_clock_first_and_none_that_an_outcome_opens():
    values = {"request_kind": "authorization", "jurisdiction": "TX", "on": TODAY}
    started = queries.clocks_started_by("received_by_review", **values)
    assert started[0].slug == "review_prospective"
    assert [one.is_usual for one in started] == [True] + [False] * 3
    assert [one.slug for one in queries.clocks_started_by("decided", **values)] == ["decision_in_writing"]


@pytest.mark.parametrize(
    ("jurisdiction", "on", "is_worked"),
    [
        ("TX", date(2026, 7, 3), True),
        ("TX", date(2026, 6, 19), True),
        ("TX", date(2026, 11, 27), False),
        ("TX", date(2026, 12, 24), False),
        ("TX", date(2027, 12, 24), False),
        ("TX", date(2028, 1, 3), True),
        ("CA", date(2026, 3, 31), False),
        ("CA", date(2026, 11, 27), False),
        ("CA", date(2026, 2, 13), True),
        ("NY", date(2026, 11, 3), False),
        ("NY", date(2026, 2, 12), False),
        ("NY", date(2026, 11, 27), True),
    ],
)
def test_each_state_works_on_its_own_days(jurisdiction, on, is_worked):
    calendar = queries.calendar_for(jurisdiction, ZoneInfo("America/New_York"))
    assert calendar.is_working_day(on) == is_worked


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("within = 3", "within = 0", "clocks.0.within: Input should be greater than or equal to 1"),
        ('jurisdiction = "TX"', 'jurisdiction = "Texas"', "jurisdiction: String should match pattern"),
        ('unit = "working_days"', 'unit = "hours"', "clocks.0.unit: hours run from the moment on"),
        (
            "\nverified = false",
            "\nverified = true",
            "clocks.0.verified: the source begins with 'to be checked: '",
        ),
        ("\nverified = true", "\nverified = false", "working_time.verified: the source begins with"),
        ("cut_off = 17:00:00", "may_pause = true\ncut_off = 17:00:00", "clocks.0.pause_reason: says why"),
        (
            "effective_to = 2009-08-31",
            "effective_to = 2001-08-31",
            "clocks.3.effective_to: must not be before",
        ),
        (
            "effective_to = 2009-08-31",
            "effective_to = 2009-09-01",
            "clocks.4.effective_from: 'review_prospective_network' is there twice on this date",
        ),
        ("opens = 08:00:00", "opens = 18:00:00", "working_time: opens (18:00:00) must be before closes"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_field(old, new, said):
    problem = _problem(old, new)
    assert said in problem
    assert problem.startswith("texas.toml line ")


def test_the_line_is_that_of_the_field():
    line = next(n for n, text in enumerate(TEXT.splitlines(), start=1) if text.startswith("within = 3"))
    assert _problem("within = 3", "within = 0").startswith(f"texas.toml line {line}, clocks.0.within: ")


@pytest.mark.parametrize("text", ["", "clocks = 3", "clocks = [3]", 'jurisdiction = "TX"\nclocks = []'])
def test_a_file_that_is_no_file_of_clocks_is_refused(text):
    with pytest.raises(PackError, match="word: Field required"):
        read_clocks(text, name="empty.toml")


def test_clocks_are_read_once():
    assert queries.clock_files() is queries.clock_files()
