"""What was confirmed for one day is not confirmed for another: shown so, asked about again, and the history is kept."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.queries import events_of_chain
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.followups import actions, queries
from caseday.followups.models import ReadinessLine, Request
from caseday.followups.queries.open_work import open_work_of_requests
from caseday.followups.queries.readiness import ShownLine
from caseday.followups.rules import LineFact, LineState, Setting, moved_words, state_of
from caseday.schedule.actions import move_appointment
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_office

LATER = MONDAY_8 + timedelta(hours=1)
DAY = timedelta(days=1)
AUSTIN = ZoneInfo("America/Chicago")
TUESDAY = Setting(datetime(2026, 3, 3, 13, tzinfo=UTC), "Ridgeview")


@pytest.mark.parametrize(
    ("now_set", "words"),
    [
        (TUESDAY, ""),
        (Setting(TUESDAY.at, ""), ""),
        (
            Setting(datetime(2026, 3, 5, 13, tzinfo=UTC), "Elsewhere"),
            "confirmed for Tue, Mar 3, moved to Thu, Mar 5: ask again",
        ),
        (
            Setting(datetime(2026, 3, 3, 15, 30, tzinfo=UTC), "Ridgeview"),
            "confirmed for 7:00, moved to 9:30: ask again",
        ),
        (Setting(TUESDAY.at, "Elsewhere"), "confirmed for Ridgeview, moved to Elsewhere: ask again"),
        (Setting(None), "confirmed for Tue, Mar 3, which is set no more: ask again"),
    ],
)
def test_what_moved_is_said(now_set: Setting, words: str) -> None:
    assert moved_words(TUESDAY, now_set, AUSTIN) == words


def test_of_what_nobody_knows_the_day_nothing_has_moved() -> None:
    assert moved_words(Setting(None), TUESDAY, AUSTIN) == ""


@pytest.mark.parametrize("fact", [{}, {"verified_at": MONDAY_8}])
@pytest.mark.parametrize(("left", "state"), [(2, LineState.STANDS_OUT), (9, LineState.OPEN)])
def test_what_moved_counts_as_not_confirmed(fact: Any, left: int, state: LineState) -> None:
    assert state_of(LineFact(confirmed_at=MONDAY_8, is_moved=True, **fact), left) is state


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


@pytest.fixture
def surgery(case: Case) -> Request:
    day = make_appointment(
        case, kind="surgery", starts_at=MONDAY_8 + DAY, office=make_office(name="Ridgeview"),
        time_zone="America/Chicago",
    )  # fmt: skip
    return Request.objects.create(
        case=case, staff=case.assigned_to, kind="surgery", title="Repair", opened_at=MONDAY_8, appointment=day
    )


@pytest.fixture
def lines(surgery: Request, nora: Viewer) -> dict[str, ReadinessLine]:
    drawn = actions.start_checklist(actor=nora, now=MONDAY_8, request_id=surgery.pk)
    return {one.slug: one for one in drawn}


def confirm(actor: Viewer, row: ReadinessLine, **fields: Any) -> ReadinessLine:
    values = {"by": "Lena", "role": "surgery_coordinator", "channel": "phone", **fields}
    return actions.confirm_line(actor=actor, now=LATER, line_id=row.pk, **values)


def move(actor: Viewer, surgery: Request, by: timedelta) -> None:
    day = surgery.appointment
    assert day is not None
    day.refresh_from_db()
    move_appointment(
        actor=actor, now=LATER, appointment_id=day.pk, version=None, starts_at=day.starts_at + by
    )


def shown(viewer: Viewer, row: ReadinessLine) -> ShownLine:
    sheet = queries.readiness_sheet(viewer, row.request_id, now=MONDAY_8)
    return next(one for one in sheet.lines if one.row == row)


def standing_out(viewer: Viewer) -> list[str]:
    assert viewer.staff_id
    (one,) = open_work_of_requests(viewer, [viewer.staff_id], now=MONDAY_8, today=MONDAY_8.date())
    return one.lines_standing_out(MONDAY_8.date())


@pytest.mark.django_db
def test_a_day_that_moved_is_asked_about_again(
    surgery: Request, lines: dict[str, ReadinessLine], nora: Viewer
) -> None:
    ride = lines["transport_there"]
    confirm(nora, ride)
    actions.verify_line(actor=nora, now=LATER, line_id=lines["place"].pk, how="Saw the letter")
    assert shown(nora, ride).moved == "" and "Transport there" not in standing_out(nora)
    move(nora, surgery, 2 * DAY)
    assert shown(nora, ride).moved == "confirmed for Tue, Mar 3, moved to Thu, Mar 5: ask again"
    assert (shown(nora, ride).state, shown(nora, lines["place"]).state) == (
        LineState.STANDS_OUT, LineState.STANDS_OUT,
    )  # fmt: skip
    found = standing_out(nora)
    assert (
        "Transport there (moved since)" in found and "Place (moved since)" in found and "At home" not in found
    )
    sheet = queries.readiness_sheet(nora, surgery.pk, now=MONDAY_8)
    assert sheet.counts.unconfirmed == len(lines)
    move(nora, surgery, -2 * DAY)
    assert shown(nora, ride).state is LineState.SAID and "Place" not in standing_out(nora)


@pytest.mark.django_db
def test_what_does_not_depend_on_the_day_stays_confirmed(
    surgery: Request, lines: dict[str, ReadinessLine], nora: Viewer
) -> None:
    own = actions.add_line(actor=nora, now=MONDAY_8, request_id=surgery.pk, word="Key to the ramp")
    for row in (lines["equipment"], own):
        confirm(nora, row)
    move(nora, surgery, DAY)
    assert shown(nora, lines["equipment"]).state is LineState.SAID
    assert shown(nora, own).moved
    found = standing_out(nora)
    assert "Equipment" not in " ".join(found) and "Key to the ramp (moved since)" in found


@pytest.mark.django_db
def test_confirmed_again_it_is_for_the_new_day_and_the_history_keeps_both(
    surgery: Request, case: Case, lines: dict[str, ReadinessLine], nora: Viewer
) -> None:
    ride = lines["transport_there"]
    confirm(nora, ride)
    actions.verify_line(actor=nora, now=LATER, line_id=ride.pk, how="Saw the booking")
    move(nora, surgery, 2 * DAY)
    confirm(nora, ride)
    now_said = shown(nora, ride)
    assert (now_said.state, now_said.moved, now_said.row.verified_at) == (LineState.SAID, "", None)
    said = [one for one in events_of_chain(case.pk) if one.verb == "readiness_confirmed"]
    assert len(said) == 2


@pytest.mark.django_db
def test_what_we_know_of_the_new_day_is_verified_for_it(
    surgery: Request, lines: dict[str, ReadinessLine], nora: Viewer
) -> None:
    place = lines["place"]
    confirm(nora, place)
    move(nora, surgery, DAY)
    actions.verify_line(actor=nora, now=LATER, line_id=place.pk, how="Saw the letter")
    place.refresh_from_db()
    assert (shown(nora, place).state, place.confirmed_by) == (LineState.VERIFIED, nora.name)
    assert surgery.appointment is not None
    assert place.confirmed_for_at == surgery.appointment.starts_at + DAY


@pytest.mark.django_db
def test_without_a_day_nothing_is_confirmed_for_one(case: Case, nora: Viewer) -> None:
    request = Request.objects.create(
        case=case, staff=case.assigned_to, kind="prescription", title="Pills", opened_at=MONDAY_8
    )
    own = actions.add_line(actor=nora, now=MONDAY_8, request_id=request.pk, word="Ride")
    confirm(nora, own)
    assert (shown(nora, own).moved, shown(nora, own).state) == ("", LineState.SAID)
    request.appointment = make_appointment(case, starts_at=MONDAY_8 + DAY)
    request.save()
    assert standing_out(nora) == []


@pytest.mark.django_db
def test_the_page_shows_what_moved_and_asks_again(
    surgery: Request, lines: dict[str, ReadinessLine], nora: Viewer, nora_client: Client
) -> None:
    confirm(nora, lines["transport_there"])
    move(nora, surgery, 2 * DAY)
    page = nora_client.get(reverse("followups:readiness", args=[surgery.pk])).content.decode()
    assert "Confirmed for Tue, Mar 3, moved to Thu, Mar 5" in page
    assert "ask again</span>" in page and "Lena" in page
