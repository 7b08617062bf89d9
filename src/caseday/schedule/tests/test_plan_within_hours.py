"""A visit without a fixed hour: planned between two times of its day."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.urls import reverse

from caseday.kernel.errors import Invalid
from caseday.schedule.actions import plan_appointment
from caseday.schedule.models import Appointment
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


@pytest.mark.django_db
def test_the_form_takes_both_times_and_shows_them_again(cast, nora_client):
    typed = {
        "kind": "home_visit", "title": "Home visit", "staff": str(cast.nora.pk), "day": "2026-03-03",
        "starts": "13:00", "needs_worker": "on", "window_from": "13:00", "window_to": "17:00",
    }  # fmt: skip
    refused = nora_client.post(reverse("schedule:new"), typed | {"window_to": "13:30"})
    assert refused.status_code == 422 and "leave that much room" in refused.content.decode()
    nora_client.post(reverse("schedule:new"), typed)
    planned = Appointment.objects.get()
    assert (planned.window_from, planned.window_to) == (time(13), time(17))
    shown = nora_client.get(reverse("schedule:edit", args=[planned.pk])).content.decode()
    assert 'name="window_from" value="13:00' in shown
