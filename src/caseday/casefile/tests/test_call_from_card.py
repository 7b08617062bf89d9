"""The card of a call: whom, at which number, what to have at hand; and what came of it in one tap."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.viewer import Viewer
from caseday.casefile import queries
from caseday.casefile.queries import Callee
from caseday.cases.models import Case
from caseday.correspondence.tests.made import file_on, make_account, make_message
from caseday.directory.models import OfficePhone
from caseday.followups.models import FollowUp
from caseday.journal.models import Activity
from caseday.kernel.errors import NotFound
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_activity, make_followup, make_office, make_party, make_professional

pytestmark = pytest.mark.django_db
CALL = "casefile:call"
HTMX: Any = {"headers": {"HX-Request": "true"}}


def card_of(viewer: Viewer, now: Any, **named: Any) -> queries.CallCard:
    return queries.call_card(viewer, Callee(**named), now=now)


def test_the_card_of_the_client_has_their_numbers_and_the_interpreter(
    case: Case, nora: Viewer, now: Any
) -> None:
    card = card_of(nora, now, case_id=case.pk)
    assert (card.who, card.role_word) == (case.person.full_name, "Injured worker")
    assert [one.number for one in card.numbers] == ["+15125550140"]
    assert card.interpreter
    assert ("Claim number", "WC-44-17") in card.identifiers


def test_a_number_at_which_calls_were_declined_cannot_be_dialed(case: Case, nora_client: Client) -> None:
    case.person.contact_points.update(call_consent="declined")
    page = nora_client.get(reverse(CALL), {"case": case.pk}).content.decode()
    assert "asked not to be called here" in page
    assert "tel:+15125550140" not in page


def test_the_card_of_a_party_says_what_to_press_and_whether_they_are_open(
    case: Case, nora: Viewer, now: Any
) -> None:
    office = make_office(name="Greenleaf Pharmacy", phone="+15125550170", opening_hours="Mo-Su 00:00-24:00")
    office.phones.update(menu_hint="press 2 for refills")
    party = make_party(case, role="pharmacy", office=office, name="")
    card = queries.call_card(nora, Callee(case.pk), now=now, party_id=party.pk)
    assert (card.who, card.is_open, card.numbers[0].hint) == (
        "Greenleaf Pharmacy",
        True,
        "press 2 for refills",
    )
    assert card.callee.office_id == office.pk
    assert not card.interpreter


def test_a_direct_number_comes_before_the_desk_and_each_stands_once(
    case: Case, nora: Viewer, now: Any
) -> None:
    office = make_office(name="Meridian Claims", phone="+15125550181")
    dana = make_professional(office=office, name="Dana Whitfield", phone="+15125550180", extension="12")
    make_party(case, role="adjuster", office=office, professional=dana, phone="+15125550181", name="")
    card = card_of(nora, now, case_id=case.pk, professional_id=dana.pk)
    assert [one.number for one in card.numbers] == ["+15125550181", "+15125550180 ext. 12"]


def test_the_card_tells_when_one_last_spoke_with_them(case: Case, nora: Viewer, now: Any) -> None:
    make_activity(case, with_role="employer", result="reached", summary="Light duty is open")
    make_activity(case, with_role="employer", result="no_answer", summary="Rang out")
    card = card_of(nora, now, case_id=case.pk, role="employer")
    assert card.last_contact is not None
    assert card.last_contact.summary == "Light duty is open"


def test_a_call_from_a_message_answers_what_they_wrote(case: Case, cast: Cast, nora_client: Client) -> None:
    message = make_message(make_account(), subject="The ride", person=case.person, role="client")
    file_on(message, case)
    page = nora_client.get(reverse(CALL), {"message": message.pk}).content.decode()
    assert "They wrote" in page
    assert "The ride" in page
    form = {"case": case.pk, "role": "client", "seconds": 60, "result": "reached", "id": new_id()}
    answer = nora_client.post(reverse(CALL), form, **HTMX)
    assert answer.status_code == 200
    message.refresh_from_db()
    assert message.answered_how == "call"
    nora_client.post(reverse("journal:take_back_attempt", args=[Activity.objects.latest("recorded_at").pk]))
    message.refresh_from_db()
    assert message.answered_at is None


def test_nobody_answered_means_that_their_message_still_waits(case: Case, nora_client: Client) -> None:
    message = make_message(make_account(), person=case.person, role="client")
    file_on(message, case)
    nora_client.post(reverse(CALL), {"case": case.pk, "role": "client", "result": "left_word"})
    message.refresh_from_db()
    assert message.answered_at is None


def test_who_gave_up_on_hold_was_on_hold_for_as_long_as_it_took(case: Case, nora_client: Client) -> None:
    nora_client.post(reverse(CALL), {"case": case.pk, "role": "client", "seconds": 720, "result": "on_hold"})
    call = Activity.objects.get(result="on_hold")
    assert (call.minutes, call.hold_minutes) == (None, 12)


def test_a_call_is_logged_in_two_taps(case: Case, nora_client: Client) -> None:
    office = make_office(name="Greenleaf Pharmacy")
    page = nora_client.get(reverse(CALL), {"case": case.pk, "office": office.pk, "role": "pharmacy"})
    assert "Greenleaf Pharmacy" in page.content.decode()
    form = {
        "case": case.pk, "office": office.pk, "role": "pharmacy", "name": office.name,
        "seconds": 130, "result": "reached", "id": new_id(),
    }  # fmt: skip
    assert nora_client.post(reverse(CALL), form).status_code == 302
    call = Activity.objects.get(office=office)
    assert (call.minutes, call.result, call.case) == (2, "reached", case)
    assert nora_client.post(reverse(CALL), form, **HTMX).status_code == 200
    assert Activity.objects.filter(office=office).count() == 1


@pytest.mark.parametrize("wrong", [{"result": "dance"}, {"result": "reached", "hold_minutes": 9999}])
def test_a_call_that_cannot_be_is_asked_again(case: Case, nora_client: Client, wrong: dict[str, Any]) -> None:
    answer = nora_client.post(reverse(CALL), {"case": case.pk, **wrong}, **HTMX)
    assert answer.status_code == 422
    assert "data-call-timer" in answer.content.decode()


def test_a_call_logged_for_a_to_do_counts_as_its_try(case: Case, nora_client: Client) -> None:
    office = make_office(name="Cedar Park Pharmacy")
    one = make_followup(case, cadence="daily", office=office)
    page = nora_client.get(reverse(CALL), {"followup": one.pk}).content.decode()
    assert "Cedar Park Pharmacy" in page
    said = {"followup": one.pk, "result": "reached", "summary": "Ready at 4", "seconds": 120, "name": "They"}
    nora_client.post(reverse(CALL), said)
    one.refresh_from_db()
    call = Activity.objects.get(summary__contains="Ready at 4")
    assert (one.attempts, call.minutes, call.summary) == (1, 2, "Call the pharmacy back: Ready at 4")


def test_a_call_without_a_case_goes_to_an_office(nora_client: Client, cast: Cast) -> None:
    office = make_office(name="County Records", phone="+15125550111")
    page = nora_client.get(reverse(CALL), {"office": office.pk}).content.decode()
    assert "County Records" in page
    assert "tel:+15125550111" in page


def test_what_is_out_of_sight_has_no_card(case: Case, olive: Viewer, olive_client: Client, now: Any) -> None:
    one = make_followup(case)
    message = make_message(make_account())
    file_on(message, case)
    for asked in ({"followup": one.pk}, {"case": case.pk}, {"message": message.pk}):
        assert olive_client.get(reverse(CALL), asked).status_code == 404
    assert olive_client.post(reverse(CALL), {"followup": one.pk, "result": "reached"}).status_code == 404
    assert not FollowUp.objects.exclude(attempts=0).exists()
    with pytest.raises(NotFound):
        card_of(olive, now, case_id=case.pk)


def test_the_card_costs_no_more_queries_with_more_on_the_case(
    case: Case, nora: Viewer, now: Any, django_assert_max_num_queries: Any
) -> None:
    office = make_office(name="Greenleaf Pharmacy")
    make_party(case, role="pharmacy", office=office, name="")
    for day in range(20):
        make_activity(case, started_at=now - timedelta(days=day))
        make_followup(case)
    with django_assert_max_num_queries(26):
        card = card_of(nora, now, case_id=case.pk, office_id=office.pk)
        assert card.identifiers


def test_a_call_by_role_alone_answers_who_has_that_role(case: Case, nora_client: Client) -> None:
    office = make_office(name="Meridian Claims")
    make_party(case, role="employer", office=office, name="")
    message = make_message(make_account(), office=office)
    file_on(message, case)
    nora_client.post(reverse(CALL), {"case": case.pk, "role": "nobody_known", "result": "reached"})
    message.refresh_from_db()
    assert message.answered_at is None
    nora_client.post(reverse(CALL), {"case": case.pk, "role": "employer", "result": "reached"})
    message.refresh_from_db()
    assert message.answered_how == "call"


def test_a_party_known_by_name_alone_is_called_by_name(case: Case, nora: Viewer, now: Any) -> None:
    make_party(case, role="employer", name="Gina Talbot", phone="+15125550166")
    card = card_of(nora, now, case_id=case.pk, role="employer")
    assert (card.who, [one.number for one in card.numbers]) == ("Gina Talbot", ["+15125550166"])


def test_when_they_are_best_called_stands_beside_the_number(case: Case, nora: Viewer, now: Any) -> None:
    case.person.contact_points.update(best_from=time(9), best_to=time(11, 30), note="after the bus")
    assert "after the bus, best 9:00 to 11:30" in card_of(nora, now, case_id=case.pk).numbers[0].note


def test_one_last_spoke_with_whoever_was_at_their_office(case: Case, nora: Viewer, now: Any) -> None:
    office = make_office(name="Meridian Claims")
    dana = make_professional(office=office, name="Dana Whitfield")
    make_activity(case, office=office, result="reached", summary="The desk")
    assert card_of(nora, now, office_id=office.pk, case_id=case.pk).last_contact.summary == "The desk"  # type: ignore[union-attr]
    make_activity(case, professional=dana, result="reached", summary="Dana herself", started_at=now)
    found = card_of(nora, now, professional_id=dana.pk, case_id=case.pk)
    assert found.last_contact is not None
    assert found.last_contact.summary == "Dana herself"


def test_a_number_with_its_hint_stands_once_and_one_where_details_may_be_left_says_nothing(
    case: Case, nora: Viewer, now: Any
) -> None:
    office = make_office(name="Greenleaf Pharmacy", phone="+15125550170")
    office.phones.update(menu_hint="press 2 for refills")
    OfficePhone.objects.create(office=office, number="+15125550170", purpose="refills", position=1)
    party = make_party(case, role="pharmacy", office=office, name="")
    [once] = queries.call_card(nora, Callee(case.pk), now=now, party_id=party.pk).numbers
    assert once.hint == "press 2 for refills"
    case.person.contact_points.update(details_allowed=True)
    assert card_of(nora, now, case_id=case.pk).numbers[0].note == ""


def _call_office(client: Client, case: Case, hours: str, **more: Any) -> Any:
    office = make_office(name="Greenleaf Pharmacy", opening_hours="")
    typed = {
        "id": str(new_id()),
        "case": str(case.pk),
        "office": str(office.pk),
        "result": "reached",
        "hours": hours,
    }
    answer = client.post(reverse(CALL), typed, **more)
    office.refresh_from_db()
    return office, answer


def test_hours_that_were_told_during_the_call_are_kept_with_it(case: Case, nora_client: Client) -> None:
    office, answer = _call_office(nora_client, case, "M-F 8-12 and 1-5", **HTMX)
    assert office.opening_hours == "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"
    assert "Their hours, for every case: M-F 8-12 and 1-5" in answer.content.decode()
    assert Activity.objects.filter(office=office, result="reached").count() == 1
    office, answer = _call_office(nora_client, case, "M-F 9-5")
    assert answer.status_code == 302 and office.opening_hours.startswith("Mo-Fr 09:00-17:00")


def test_hours_that_leave_a_doubt_keep_the_call_open(case: Case, nora_client: Client) -> None:
    office, answer = _call_office(nora_client, case, "whenever", **HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Say days and times" in page and 'value="whenever"' in page
    assert not office.opening_hours and not Activity.objects.filter(office=office).exists()


def test_only_an_office_is_asked_for_its_hours(case: Case, nora_client: Client) -> None:
    office = make_office(name="Greenleaf Pharmacy")
    page = nora_client.get(reverse(CALL), {"case": case.pk, "office": office.pk}).content.decode()
    assert "What they said about their hours" in page
    assert "about their hours" not in nora_client.get(reverse(CALL), {"case": case.pk}).content.decode()
