"""A visit without a fixed hour: planned between two times of its day."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from caseday.kernel.errors import Invalid
from caseday.schedule.actions import plan_appointment
from caseday.schedule.rules import AppointmentDetails, require_sound
from caseday.testing.make import MONDAY_8

DETAILS = AppointmentDetails(
    title="Home visit",
    kind="home_visit",
    starts_at=MONDAY_8 + timedelta(hours=5),
    ends_at=MONDAY_8 + timedelta(hours=6),
    time_zone="America/Chicago",
    window_from=time(13),
    window_to=time(17),
)


def problem_with(**fields):
    with pytest.raises(Invalid) as refused:
        require_sound(replace(DETAILS, **fields))
    return refused.value.problems["window_to"]


@pytest.mark.django_db
def test_it_keeps_the_hours_between_which_it_may_be(nora):
    planned = plan_appointment(actor=nora, now=MONDAY_8, details=DETAILS)
    planned.refresh_from_db()
    assert (planned.window_from, planned.window_to) == (time(13), time(17))


def test_it_asks_for_both_times_in_order():
    assert problem_with(window_to=None).startswith("Give both times")
    assert problem_with(window_from=None).startswith("Give both times")
    assert problem_with(window_to=time(13)).startswith("Give both times")


def test_the_visit_has_to_fit_between_them():
    assert "takes 60 minutes" in problem_with(window_to=time(13, 59))
