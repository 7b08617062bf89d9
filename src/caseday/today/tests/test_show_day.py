"""The day from the database, and its pages."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.actions import change_stage
from caseday.cases.models import Case, FirstContact
from caseday.correspondence.tests.made import file_on, make_account, make_message
from caseday.directory.models import OfficePhone
from caseday.followups.actions import RequestDetails, Said, claim_step
from caseday.followups.actions.requests import begin_request
from caseday.followups.models import FollowUp
from caseday.kernel import clock
from caseday.kernel.errors import NotFound
from caseday.kernel.ids import new_id
from caseday.looseends.actions import close_day, pin
from caseday.looseends.models import DayClose
from caseday.schedule.actions import cancel_appointment, record_arrival, set_off
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_activity,
    make_appointment,
    make_case,
    make_contact_point,
    make_followup,
    make_office,
    make_party,
    make_person,
    make_professional,
)
from caseday.today.queries import Day, day_of, frame_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_eight")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
def case(cast: Cast) -> Case:
    person = make_person(given_name="Rosa", family_name="Alvarez")
    make_contact_point(person, "+15125550123")
    return make_case(cast.nora, person=person, last_contact_at=MONDAY_8 - DAY)


def day(viewer: Viewer, now: datetime = MONDAY_8, **asked: Any) -> Day:
    return day_of(viewer, frame_of(viewer, now=now, **asked), now=now)


def test_it_puts_the_day_together(cast: Cast, nora: Viewer, case: Case) -> None:
    cast.nora.home_latitude, cast.nora.home_longitude = 30.27, -97.74
    cast.nora.save()
    office = make_office(latitude=30.4, longitude=-97.7, phone="+15125550140")
    make_appointment(case, office=office, carry="MRI report\n", agenda="Work status")
    make_appointment(None, staff=cast.nora, title="Team week", is_all_day=True, starts_at=MONDAY_8 - 8 * HOUR)
    make_appointment(case, office=office, starts_at=MONDAY_8 + DAY, title="Surgery")
    make_activity(case, started_at=MONDAY_8 - DAY)
    make_followup(case, text="Call back", due_at=MONDAY_8 + HOUR)
    shown = day(nora)
    assert [one.title for one in shown.driven] == ["Orthopedic follow-up"]
    assert [one.title for one in shown.all_day] == ["Team week"]
    assert [line for _, line in shown.carry] == ["MRI report"]
    assert {"drive", "stop", "todo", "now", "gap"} == {row.kind for row in shown.rows}
    assert len(shown.unwritten) == 1
    assert [one.appointment.title for one in shown.unconfirmed] == ["Surgery"]
    assert [end.title for end in shown.ends][0] == "Call back"
    assert shown.home_at and shown.home_at > MONDAY_8 + 3 * HOUR and shown.miles > 15
    assert shown.now_card and shown.now_card.headline == "Write first"


def test_a_trip_called_off_at_the_door_was_driven_all_the_same(cast: Cast, nora: Viewer, case: Case) -> None:
    cast.nora.home_latitude, cast.nora.home_longitude = 30.27, -97.74
    cast.nora.save()
    visit = make_appointment(case, office=make_office(latitude=30.4, longitude=-97.7))
    planned = day(nora)
    arrived_at = visit.starts_at - timedelta(minutes=8)
    set_off(actor=nora, now=MONDAY_8 + HOUR, appointment_id=visit.pk)
    record_arrival(actor=nora, now=arrived_at, appointment_id=visit.pk)
    at_the_door = visit.starts_at - timedelta(minutes=5)
    cancel_appointment(
        actor=nora, now=at_the_door, happened_at=MONDAY_8, appointment_id=visit.pk, party="client"
    )
    after = day(nora, at_the_door)
    assert after.driven == []
    assert after.miles == planned.miles > 15
    assert planned.home_at and after.home_at == planned.home_at - (visit.ends_at - arrived_at)


def test_a_trip_called_off_in_time_is_not_driven(cast: Cast, nora: Viewer, case: Case) -> None:
    cast.nora.home_latitude, cast.nora.home_longitude = 30.27, -97.74
    cast.nora.save()
    visit = make_appointment(case, office=make_office(latitude=30.4, longitude=-97.7))
    cancel_appointment(actor=nora, now=MONDAY_8, appointment_id=visit.pk, party="client")
    after = day(nora)
    assert (after.miles, after.home_at) == (0, None)


def test_pinned_confirmations_stand_in_the_list_too(cast: Cast, nora: Viewer, case: Case) -> None:
    make_appointment(case, starts_at=MONDAY_8 + DAY, title="Surgery")
    end = day(nora).found.of("appointment_unconfirmed")[0]
    assert day(nora).ends == []
    pin(actor=nora, now=MONDAY_8, rule=end.rule, subject_id=end.subject_id, is_pinned=True)
    assert [one.key for one in day(nora).ends] == [end.key]


def test_calls_find_office_party_and_client(cast: Cast, nora: Viewer, case: Case) -> None:
    office = make_office(phone="+15125550140")
    closed = make_office(name="Lakeside", opening_hours="Mo-Fr 09:00-17:00")
    nobody = make_office(name="No hours", opening_hours="")
    make_party(case, "adjuster", name="Dana Whitfield", phone="+15125550150")
    make_party(case, "physician", professional=make_professional(office=closed), name="")
    make_followup(case, text="Ask for the report", office=office)
    make_followup(case, text="Send it", professional=make_professional(name="Kim Lee", office=nobody))
    make_followup(case, text="Tell the adjuster", reach_role="adjuster")
    make_followup(case, text="Ask the employer", reach_role="employer")
    make_followup(case, text="Call Rosa back", reach_role="client")
    make_followup(case, text="Write the letter")
    make_followup(None, staff=cast.nora, text="Call the vendor")
    FirstContact.objects.create(case=case, role="physician", due_at=MONDAY_8 + HOUR)
    make_appointment(case, office=office, state="cancelled", needs_new_date=True, cancelled_at=MONDAY_8 - DAY)
    calls = {one.what: call for call in day(nora).calls for one in (call, *call.also)}
    assert calls["Ask for the report"].callee.number == "+15125550140"
    assert calls["Send it"].callee.name == "Kim Lee, No hours" and calls["Send it"].group == "unknown"
    assert calls["Tell the adjuster"].callee.name == "Dana Whitfield, adjuster"
    assert calls["Ask the employer"].callee.name == "Employer"
    assert calls["Call Rosa back"].callee.number == "+15125550123"
    assert "Write the letter" not in calls and "Call the vendor" not in calls
    late = next(call for what, call in calls.items() if what.startswith("First contact"))
    assert (late.group, late.minutes_until_open, late.callee.name) == (
        "soon",
        60,
        "Amina Farouk, MD, Lakeside",
    )
    assert calls["New date: Orthopedic follow-up"].callee.office_id == office.id
    assert f"office={office.id}" in calls["Ask for the report"].log_query


def test_a_row_says_who_at_which_office_the_number_and_what_to_press(nora_client: Client, case: Case) -> None:
    office = make_office(name="Ridgeview Orthopedics", phone="+15125550140")
    OfficePhone.objects.filter(office=office).update(menu_hint="press 3 for the coordinator")
    make_party(case, "physician", professional=make_professional(office=office), name="")
    make_followup(case, text="Ask for the report", reach_role="physician")
    make_followup(case, text="Ask who files", office=office, reach_role="records")
    page = nora_client.get("/calls/").content.decode()
    row = page[page.index('<div class="main">') :]
    words = re.sub(r"<[^>]+>", "", row[: row.index("</div>")])
    assert words == "Amina Farouk, MD, Ridgeview Orthopedics · (512) 555-0140 · press 3 for the coordinator"
    assert page.count("Call<span") == 1


def test_a_name_that_has_the_office_in_it_says_it_once(case: Case, nora: Viewer) -> None:
    office = make_office(name="Ridgeview")
    make_party(case, "physician", name="Front desk of Ridgeview", office=office)
    make_followup(case, text="Ask", reach_role="physician")
    assert [one.callee.name for one in day(nora).calls] == ["Front desk of Ridgeview, physician"]


def test_the_call_list_names_an_office_once_a_case(nora: Viewer, nora_client: Client, case: Case) -> None:
    office = make_office(name="Ridgeview", phone="+15125550140")
    make_followup(case, text="Ask for the report", office=office)
    make_followup(case, text="Ask for a date", professional=make_professional(office=office))
    assert [len(call.keys) for call in day(nora).calls] == [2]
    page = nora_client.get("/calls/").content.decode()
    assert page.count('class="btn" href="/case/call?') == 1
    assert "Ask for the report" in page and "Ask for a date" in page


def test_nobody_is_asked_to_call_now_where_nobody_answers(nora: Viewer, case: Case) -> None:
    make_followup(case, text="First", office=make_office(opening_hours="Mo-Fr 09:00-17:00"), due_at=MONDAY_8)
    make_followup(case, text="Second", office=make_office(phone="+15125550140"))
    card = day(nora).now_card
    assert card and (card.what, card.number) == ("Second", "+15125550140")


def test_what_others_did_since_the_last_close_came_in(nora: Viewer, carl: Viewer, case: Case) -> None:
    change_stage(actor=carl, now=MONDAY_8 - 2 * HOUR, case_id=case.pk, stage="closing")
    change_stage(actor=nora, now=MONDAY_8 - HOUR, case_id=case.pk, stage="active")
    shown = day(nora)
    assert [(one.client, one.by) for one in shown.overnight] == [(case.person.called, ("Carl Cover",))]
    DayClose.objects.create(staff_id=nora.staff_id, on=MONDAY - 3 * DAY, closed_at=MONDAY_8 - HOUR)
    assert day(nora).overnight == []


def test_who_wrote_overnight_and_waits_comes_first(
    cast: Cast, carl: Viewer, nora: Viewer, case: Case
) -> None:
    other = make_case(cast.nora)
    for one in (case, other):
        change_stage(actor=carl, now=MONDAY_8 - HOUR, case_id=one.pk, stage="closing")
    assert {one.waits for one in day(nora).overnight} == {""}
    oldest = day(nora).overnight[-1].case_id
    file_on(make_message(make_account(), at=MONDAY_8 - HOUR), Case.objects.get(pk=oldest))
    first, second = day(nora, MONDAY_8 + 2 * HOUR).overnight
    assert (first.case_id, second.waits) == (oldest, "")
    assert first.waits.startswith("waits ")


def test_what_came_in_without_a_summary_is_told_by_its_verb(carl: Viewer, nora: Viewer, case: Case) -> None:
    with change("case_checked", actor=carl, now=MONDAY_8, chain=case_chain(case.pk), subject=case) as record:
        record.update(case, occupation="Roofer")
    assert day(nora, MONDAY_8 + HOUR).overnight[0].lines == ("Case checked",)


def test_a_place_leads_the_way_by_its_address_else_by_its_pin(cast: Cast, nora: Viewer, case: Case) -> None:
    make_appointment(case, place="12 Oak St, Austin")
    make_appointment(case, starts_at=MONDAY_8 + 5 * HOUR, latitude=30.25, longitude=-97.75)
    assert [one.map_query for one in day(nora).stops] == ["12 Oak St, Austin", "30.25,-97.75"]


def test_what_is_carried_on_stands_first_in_the_morning_and_says_so(
    nora: Viewer, nora_client: Client, case: Case
) -> None:
    make_followup(case, text="Late already", due_on=MONDAY - DAY)
    end_id = make_followup(case, text="Report").pk
    evening = MONDAY_8 + 9 * HOUR
    close_day(actor=nora, now=evening, on=MONDAY, carried={f"todo_due:{end_id}": TUESDAY})
    assert day(nora, evening).is_closed
    morning = day(nora, MONDAY_8 + DAY)
    assert not morning.is_closed
    assert [end.title for end in morning.ends] == ["Report", "Late already"]
    clock.shift_to(MONDAY_8 + DAY)
    page = nora_client.get("/").content.decode()
    assert page.count("carried from yesterday") == 1
    assert page.index("carried from yesterday") < page.index("Late already")
    afternoon = day(nora, MONDAY_8 + DAY + 6 * HOUR)
    assert [end.title for end in afternoon.ends] == ["Late already", "Report"]


def test_another_day_shows_its_line_alone(nora: Viewer, case: Case) -> None:
    make_appointment(case, starts_at=MONDAY_8 + DAY)
    make_followup(case)
    shown = day(nora, day=TUESDAY)
    assert (len(shown.stops), shown.now_card, len(shown.found), shown.calls) == (1, None, 0, [])
    earlier = day(nora, day=MONDAY - DAY)
    assert (earlier.frame.is_past, earlier.stops) == (True, [])


def test_who_covers_sees_the_covered_day_and_others_do_not(
    cast: Cast, carl: Viewer, olive: Viewer, case: Case
) -> None:
    make_appointment(case)
    make_followup(case)
    shown = day(carl, staff_id=cast.nora.pk)
    assert [one.whose for one in shown.stops] == ["Nora Field"]
    assert [end.title for end in shown.ends] == ["Call the pharmacy back"]
    assert shown.frame.staff == cast.nora
    with pytest.raises(NotFound):
        frame_of(olive, now=MONDAY_8, staff_id=cast.nora.pk)
    assert frame_of(olive, now=MONDAY_8, staff_id=cast.olive.pk).staff is None


def full_day(cast: Cast) -> None:
    for number in range(12):
        case = make_case(cast.nora, referred_at=MONDAY_8 - 60 * DAY)
        make_contact_point(case.person, f"+1512555{100 + number:04}")
        office = make_office(phone="+15125550140")
        make_party(case, "adjuster", office=office)
        make_appointment(case, office=office, starts_at=MONDAY_8 + number * HOUR / 2)
        make_appointment(case, office=office, starts_at=MONDAY_8 + DAY + number * HOUR / 2)
        make_appointment(case, starts_at=MONDAY_8 - 2 * DAY)
        make_activity(case, started_at=MONDAY_8 - DAY)
        make_activity(case, started_at=MONDAY_8 - HOUR)
        make_followup(case, reach_role="adjuster")
        make_followup(case, office=office, due_at=MONDAY_8 + HOUR)
        FirstContact.objects.create(case=case, role="adjuster", due_at=MONDAY_8 - HOUR)


def test_a_full_day_costs_at_most_30_queries_and_its_plan_18_more(
    cast: Cast, nora_client: Client, carl: Viewer, django_assert_max_num_queries: Any
) -> None:
    full_day(cast)
    change_stage(actor=carl, now=MONDAY_8 - HOUR, case_id=Case.objects.all()[0].pk, stage="closing")
    nora_client.get("/journal/")
    with django_assert_max_num_queries(30):
        answer = nora_client.get("/")
    assert answer.status_code == 200
    assert answer.content.count(b"data-then-refresh") == 24
    with django_assert_max_num_queries(48):
        again = nora_client.get("/refresh", headers={"HX-Request": "true"})
    assert again.content.count(b'hx-swap-oob="true"') == 8
    with django_assert_max_num_queries(48):
        assert b"data-plan=" in nora_client.get("/line", headers={"HX-Request": "true"}).content
    with django_assert_max_num_queries(25):
        assert nora_client.get("/calls/").status_code == 200
    with django_assert_max_num_queries(29):
        assert nora_client.get("/close/").status_code == 200


def test_every_role_opens_the_pages(cast: Cast) -> None:
    for staff in (cast.nora, cast.carl, cast.susan, cast.adam, cast.audrey, cast.olive):
        client = Client()
        client.force_login(staff)
        for path in ("/", "/calls/", "/close/", f"/?day={TUESDAY}", "/refresh"):
            assert client.get(path).status_code == 200, (staff, path)


@pytest.mark.parametrize(
    "query", ["day=x", "day=0001-01-01", "day=9999-12-31", "staff=x", "day=\0", "day=2026-03-04&staff="]
)
def test_nonsense_in_the_address_shows_today(nora_client: Client, query: str) -> None:
    assert nora_client.get(f"/?{query}").status_code == 200


def test_a_day_out_of_sight_is_not_found(olive_client: Client, cast: Cast) -> None:
    assert olive_client.get(f"/?staff={cast.nora.pk}").status_code == 404


def test_hours_are_noted_from_the_call_list(nora_client: Client) -> None:
    office = make_office(name="Lakeside", opening_hours="")
    page = nora_client.get(f"/calls/hours/{office.pk}", headers={"HX-Request": "true"})
    assert b"hours not noted" in page.content and b'id="heard"' in page.content
    assert nora_client.get(f"/calls/hours/{office.pk}").status_code == 200
    assert nora_client.get(f"/calls/hours/{new_id()}").status_code == 404


def test_calls_are_grouped_by_who_is_open(nora_client: Client, case: Case) -> None:
    make_followup(case, text="Ask", office=make_office(opening_hours=""), due_on=timezone.localdate())
    FollowUp.objects.update(due_on=MONDAY)
    answer = nora_client.get("/calls/", headers={"HX-Request": "true"})
    assert b"Hours not noted" in answer.content and b"<html" not in answer.content


def test_closing_carries_on_what_was_chosen(nora_client: Client, case: Case) -> None:
    one, stays = make_followup(case, text="Report"), make_followup(case, text="Stays")
    answer = nora_client.post(
        "/close/", {f"todo_due:{one.pk}": "2026-03-05", f"todo_due:{stays.pk}": "", "x": "y"}
    )
    assert (answer.status_code, answer.url) == (302, "/close/")  # type: ignore[attr-defined]
    assert FollowUp.objects.get(pk=one.pk).due_on == date(2026, 3, 5)
    assert FollowUp.objects.get(pk=stays.pk).due_on == MONDAY
    assert DayClose.objects.get().on == MONDAY
    assert b"closed 8:0" in nora_client.get("/close/").content
    nora_client.post("/close/", {})
    assert DayClose.objects.count() == 1


@pytest.mark.parametrize("day_text", ["x", "2026-03-01", "2027-03-01", "\0"])
def test_a_day_that_is_none_closes_nothing_and_keeps_the_rest(
    nora_client: Client, case: Case, day_text: str
) -> None:
    one = make_followup(case)
    answer = nora_client.post("/close/", {f"todo_due:{one.pk}": day_text})
    assert answer.status_code == 422
    assert b"Nothing was closed yet" in answer.content
    assert not DayClose.objects.exists()


def test_auditors_close_no_day(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.audrey)
    assert client.post("/close/", {}).status_code == 403


def test_what_is_blocked_and_who_was_not_told_are_on_the_call_list(
    nora_client: Client, nora: Viewer, case: Case
) -> None:
    request = begin_request(
        actor=nora, now=MONDAY_8 - DAY, case_id=case.pk, kind="prescription", details=RequestDetails(title="Meloxicam")
    )  # fmt: skip
    claim_step(
        actor=nora, now=MONDAY_8 - HOUR, request_id=request.pk, step="covered", said=Said(by="Kim"),
        outcome="rejected", reason="not on file", also_skipped=True,
    )  # fmt: skip
    page = nora_client.get("/calls/").content.decode()
    assert "Blocked: Meloxicam" in page and "Tell injured worker" in page
    assert "Blocked: Meloxicam" in nora_client.get("/").content.decode()
