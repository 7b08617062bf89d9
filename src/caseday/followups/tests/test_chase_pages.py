"""Pages of chases and of the checklist, as one taps through them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Identifier
from caseday.documents.models import Document
from caseday.followups import actions, queries
from caseday.followups.models import FollowUp, ReadinessLine, Request
from caseday.followups.web.chase_forms import until_key, until_of
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.schedule.models import Appointment, State
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_appointment,
    make_case,
    make_followup,
    make_office,
    make_party,
    make_professional,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY_8)


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


@pytest.fixture
def surgery_day(case: Case) -> Appointment:
    return make_appointment(case, starts_at=MONDAY_8 + timedelta(days=2), title="Surgery", kind="surgery")


@pytest.fixture
def surgery(case: Case, surgery_day: Appointment) -> Request:
    return Request.objects.create(
        case=case, staff=case.assigned_to, kind="surgery", title="Shoulder surgery", opened_at=MONDAY_8,
        appointment=surgery_day, office=make_office(name="Ridgeview Orthopedics", phone="+15125550100"),
    )  # fmt: skip


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(f"followups:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_chase_is_written_down_from_its_request(case: Case, surgery: Request, nora_client: Client) -> None:
    form = page(nora_client, "add", case=case.pk, request=surgery.pk)
    assert "Chase Shoulder surgery" in form and "Ridgeview Orthopedics" in form
    posted = {
        "id": new_id(), "text": "Ask for the decision", "case": case.pk, "request": surgery.pk, "reach": "asked",
        "cadence": "every_n", "every_days": 2, "until": "step:decided", "next": "/",
    }  # fmt: skip
    assert nora_client.post(reverse("followups:add"), posted).status_code == 302
    one = FollowUp.objects.get()
    assert (one.request, one.office, one.until_step, one.due_on) == (
        surgery, surgery.office, "decided", date(2026, 3, 4),
    )  # fmt: skip
    shown = page(nora_client, "request", surgery.pk)
    assert "every 2 working days" in shown and "until it is verified: decided" in shown


def test_an_appointment_that_waits_for_a_date_is_chased_daily(
    case: Case, surgery_day: Appointment, nora_client: Client
) -> None:
    surgery_day.state, surgery_day.needs_new_date = State.CANCELLED, True
    surgery_day.save()
    form = page(nora_client, "add", case=case.pk, appointment=surgery_day.pk)
    assert f'value="new_date:{surgery_day.pk}" selected' in form
    assert 'value="daily" selected' in form


def test_what_is_wrong_with_a_chase_stands_at_its_field(case: Case, nora_client: Client) -> None:
    posted = {"id": new_id(), "text": "Ask", "case": case.pk, "cadence": "window"}
    answer = nora_client.post(reverse("followups:add"), posted)
    assert answer.status_code == 422
    assert "Name the last day of the window" in answer.content.decode()


def test_a_chase_is_changed_on_its_page(case: Case, nora_client: Client, surgery: Request) -> None:
    adjuster = make_party(case, "adjuster")
    one = make_followup(case, cadence="weekly", until="document", until_document_kind="visit_report")
    assert "until the visit report is here" in page(nora_client, "todo", one.pk)
    posted = {
        "text": "Ask the adjuster",
        "due_on": "2026-03-05",
        "reach": str(adjuster.pk),
        "cadence": "daily",
    }
    nora_client.post(reverse("followups:todo", args=[one.pk]), {**posted, "case": case.pk})
    one.refresh_from_db()
    assert (one.reach_role, one.cadence, one.until, one.due_on) == ("adjuster", "daily", "", date(2026, 3, 5))
    answer = nora_client.post(reverse("followups:todo", args=[one.pk]), {**posted, "text": ""})
    assert answer.status_code == 422
    ended = make_followup(case, state="done")
    answer = nora_client.post(reverse("followups:todo", args=[ended.pk]), posted | {"reach": ""})
    assert "ended already" in answer.content.decode()


def test_the_list_says_what_each_chase_is_about(case: Case, nora: Viewer, nora_client: Client) -> None:
    pharmacy = make_followup(case, text="Call the pharmacy", cadence="daily", office=make_office())
    make_followup(case, text="Call the patient", waits_for=pharmacy)
    make_followup(case, text="Look it up", due_on=None)
    make_followup(
        case, text="Old window", cadence="window", window_until=date(2026, 2, 20), due_on=date(2026, 3, 3)
    )
    actions.count_attempt(actor=nora, now=MONDAY_8, followup_id=pharmacy.pk, result="left_word")
    shown = page(nora_client, "list")
    assert "attempt 1, last: left word Mon 8:00" in shown
    assert "waits for: Call the pharmacy" in shown and "Waits for another" in shown
    assert "its window is over" in shown
    assert shown.count('value="no_answer"') == 2


def test_what_ended_by_itself_says_so_before_it_is_written_down(case: Case, nora_client: Client) -> None:
    one = make_followup(case, until="document", until_document_kind="visit_report")
    Document.objects.create(
        case=case, staff=case.assigned_to, kind="visit_report", title="Report", received_at=MONDAY_8
    )
    assert "Ended by itself" in page(nora_client, "todo", one.pk)
    assert "Ended by itself" in page(nora_client, "list")


def test_done_on_a_chase_asks_for_the_reason(case: Case, nora_client: Client) -> None:
    one = make_followup(case, until="document", until_document_kind="visit_report")
    answer = nora_client.post(reverse("followups:done", args=[one.pk]), follow=True)
    assert "Say why it ends before that" in answer.content.decode()
    one.refresh_from_db()
    assert one.state == "open"


def test_the_page_names_the_next_person_to_call(case: Case, nora: Viewer, nora_client: Client) -> None:
    office = make_office(phone="+15125550100")
    surgeon = make_professional(name="Amina Farouk", office=office, phone="+15125550142", extension="7")
    make_party(case, "adjuster", phone="+15125550177")
    reach = {
        "own line": make_followup(case, professional=surgeon),
        "desk": make_followup(case, office=office),
        "of the surgeon": make_followup(
            case, professional=make_professional(name="Lee Ong", office=office, phone="")
        ),
        "party": make_followup(case, reach_role="adjuster"),
        "nobody": make_followup(case),
        "no case": make_followup(None, staff=case.assigned_to, reach_role="adjuster"),
        "not there": make_followup(case, reach_role="employer"),
        "no phone": make_followup(case, reach_role="client"),
        "no desk": make_followup(case, office=make_office(name="Silent Clinic")),
    }
    found = {name: queries.whom_to_reach(queries.get_todo(nora, one.pk)) for name, one in reach.items()}
    numbers = {name: one and one.number for name, one in found.items()}
    assert numbers == {
        "own line": "+15125550142", "desk": "+15125550100", "of the surgeon": "+15125550100",
        "party": "+15125550177", "nobody": None, "no case": None, "not there": None, "no phone": None, "no desk": "",
    }  # fmt: skip
    shown = page(nora_client, "todo", reach["own line"].pk)
    assert "Amina Farouk" in shown and "ext. 7" in shown


def test_whom_it_names_stays_a_choice(case: Case, nora: Viewer) -> None:
    office = make_office(name="Elsewhere Clinic")
    for one in (make_followup(case, office=office), make_followup(case, reach_role="case_worker")):
        choices = queries.chase_choices(nora, case, followup=one)
        assert queries.whom_key(one, choices) == "present"
    plain = make_followup(case)
    assert queries.whom_key(plain, queries.chase_choices(nora, case, followup=plain)) == ""


def test_the_form_offers_what_the_case_has(
    case: Case, surgery: Request, surgery_day: Appointment, nora: Viewer,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    Identifier.objects.create(case=case, kind="claim_number", value="WC-1", normalized="WC1")
    Identifier.objects.create(case=case, kind="claim_number", value="OLD", normalized="OLD", is_retired=True)
    surgery_day.needs_new_date = True
    surgery_day.save()
    make_party(case, "employer", to_on=date(2026, 1, 1), name="Gone Ltd")
    other = make_followup(case, text="Call the pharmacy")
    with django_assert_max_num_queries(8):
        choices = queries.chase_choices(nora, case, request=surgery)
    words = [word for word, _ in choices.untils]
    assert words == [
        "A step is verified", "A paper is here", "There is a new date", "They read the number back right",
    ]  # fmt: skip
    assert choices.waits_for == [(str(other.pk), "Call the pharmacy")]
    assert choices.untils[1][1][0][0] == f"document:visit_report:{surgery_day.pk}"
    assert [label for _, label in choices.untils[3][1]] == ["Claim number WC-1"]
    assert "Gone Ltd" not in str(choices.whom)
    assert queries.chase_choices(nora, None).untils == []
    assert queries.about_appointment(None, surgery_day.pk) is None
    assert queries.request_of_case(nora, case.pk, None) is None


def test_an_until_is_shown_as_it_was_chosen(case: Case, surgery: Request, surgery_day: Appointment) -> None:
    number = Identifier.objects.create(case=case, kind="claim_number", value="WC-1", normalized="WC1")
    for fields in (
        {"until": "step", "until_step": "decided", "request": surgery},
        {"until": "document", "until_document_kind": "visit_report"},
        {"until": "document", "until_document_kind": "visit_report", "until_appointment": surgery_day},
        {"until": "new_date", "until_appointment": surgery_day},
        {"until": "read_back", "until_identifier": number},
    ):
        key = until_key(make_followup(case, **fields))
        until, what, about = until_of(key)
        assert until == fields["until"] and what
        assert about == (surgery_day.pk if until == "document" and "until_appointment" in fields else None)
    assert until_key(make_followup(case, until="new_date", request=surgery)) == f"new_date:{surgery_day.pk}"
    assert until_key(make_followup(case)) == ""


def test_words_of_an_until_without_what_it_names(case: Case, nora: Viewer) -> None:
    nowhere = make_followup(
        None, staff=case.assigned_to, until="document", until_document_kind="visit_report"
    )
    gone = make_followup(case, until="new_date")
    strange = Request.objects.create(
        case=case, staff=case.assigned_to, kind="unheard_of", title="?", opened_at=MONDAY_8
    )
    unknown = make_followup(case, until="step", until_step="decided", request=strange)
    what = [queries.until_what(queries.get_todo(nora, one.pk)) for one in (nowhere, gone, unknown)]
    assert what == ["", "", "decided"]


# The checklist.


def test_the_checklist_is_begun_confirmed_and_verified_by_tapping(
    surgery: Request, nora_client: Client
) -> None:
    assert "Begin the checklist" in page(nora_client, "readiness", surgery.pk)
    nora_client.post(reverse("followups:start_checklist", args=[surgery.pk]))
    shown = page(nora_client, "readiness", surgery.pk)
    assert "14 of 14 not confirmed" in shown and "in 2 days" in shown and "Whom to call next" in shown
    line = ReadinessLine.objects.get(slug="transport_there")
    tapped = {"role": "client", "by": "", "channel": "phone", "detail": "Her sister drives"}
    answer = nora_client.post(reverse("followups:confirm_line", args=[line.pk]), tapped)
    assert answer.headers["Location"].endswith(f"#line-{line.pk}")
    shown = page(nora_client, "readiness", surgery.pk)
    assert '<span class="chip said">said</span> Injured worker' in shown and "Her sister drives" in shown
    nora_client.post(reverse("followups:verify_line", args=[line.pk]), {"how": "Saw the paper"})
    assert '<span class="chip ver">verified</span> Saw the paper' in page(
        nora_client, "readiness", surgery.pk
    )
    nora_client.post(reverse("followups:unconfirm_line", args=[line.pk]), {"reason": "She is ill"})
    line.refresh_from_db()
    assert (line.confirmed_at, line.verified_at) == (None, None)


def test_lines_are_added_ordered_and_set_aside_by_tapping(surgery: Request, nora_client: Client) -> None:
    nora_client.post(reverse("followups:start_checklist", args=[surgery.pk]))
    added = {"id": new_id(), "word": "Key to the ramp", "stands_out_days_before": 3}
    nora_client.post(reverse("followups:add_line", args=[surgery.pk]), added)
    line = ReadinessLine.objects.get(word="Key to the ramp")
    nora_client.post(reverse("followups:move_line", args=[line.pk]), {"to": 0})
    assert surgery.readiness.all()[0] == line
    nora_client.post(reverse("followups:line_not_needed", args=[line.pk]), {"reason": "Ground floor"})
    assert "Ground floor" in page(nora_client, "readiness", surgery.pk)
    nora_client.post(reverse("followups:line_needed", args=[line.pk]))
    line.refresh_from_db()
    assert line.is_needed
    again = nora_client.post(reverse("followups:start_checklist", args=[surgery.pk]), follow=True)
    assert "complete already" in again.content.decode()


def test_what_is_wrong_with_a_line_is_said_where_one_is(
    case: Case, surgery: Request, nora_client: Client
) -> None:
    nora_client.post(reverse("followups:start_checklist", args=[surgery.pk]))
    line = ReadinessLine.objects.all()[0]
    for name, posted, said in (
        ("confirm_line", {}, "Say who confirmed it"),
        ("verify_line", {}, "This field is required"),
        ("line_not_needed", {"reason": ""}, "why it is not needed"),
        ("move_line", {"to": "up"}, "whole number"),
    ):
        answer = nora_client.post(reverse(f"followups:{name}", args=[line.pk]), posted, follow=True)
        assert said in answer.content.decode(), name
    for word, status in (("", 422), (" \0 ", 422)):
        posted = {"word": word, "stands_out_days_before": 3}
        answer = nora_client.post(reverse("followups:add_line", args=[surgery.pk]), posted)
        assert answer.status_code == status
    pills = Request.objects.create(
        case=case, staff=case.assigned_to, kind="prescription", title="Pills", opened_at=MONDAY_8
    )
    answer = nora_client.post(reverse("followups:start_checklist", args=[pills.pk]), follow=True)
    assert "no checklist" in answer.content.decode() and "no date yet" in answer.content.decode()
