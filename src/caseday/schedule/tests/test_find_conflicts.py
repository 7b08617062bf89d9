from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from caseday.schedule.rules import Slot, conflicts_between, conflicts_of

NINE = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def slot(start, minutes=30, **fields):
    starts_at = NINE + timedelta(minutes=start)
    return Slot(id=uuid4(), starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), **fields)


slots = st.builds(
    slot,
    st.integers(0, 600),
    st.integers(0, 120),
    travel_minutes=st.integers(0, 60),
    arrive_early_minutes=st.integers(0, 20),
)


def test_two_at_the_same_time_overlap():
    [conflict] = conflicts_of(slot(0), [slot(20)])
    assert conflict.words == "overlaps by 10 min"


def test_one_after_the_other_is_no_conflict():
    assert conflicts_of(slot(0), [slot(30)]) == []


def test_the_drive_between_them_has_to_fit():
    [conflict] = conflicts_of(slot(0), [slot(45, travel_minutes=20, arrive_early_minutes=10)])
    assert conflict.words == "15 min short for the drive and early arrival"


def test_the_drive_to_this_one_counts_as_well():
    [conflict] = conflicts_of(slot(45, travel_minutes=20), [slot(0)])
    assert conflict.minutes == 5


def test_a_slot_is_not_in_conflict_with_itself():
    mine = slot(0)
    assert conflicts_of(mine, [mine]) == []


def test_two_without_length_at_one_moment_still_conflict():
    assert conflicts_of(slot(0, minutes=0), [slot(0, minutes=0)])


def test_conflicts_of_a_day_are_found_for_both_sides():
    first, second, third = slot(0), slot(10), slot(100)
    found = conflicts_between([first, second, third])
    assert set(found) == {first.id, second.id}


@given(slots, slots)
def test_a_conflict_is_mutual(one, other):
    there, back = conflicts_of(one, [other]), conflicts_of(other, [one])
    assert [(c.kind, c.minutes) for c in there] == [(c.kind, c.minutes) for c in back]
