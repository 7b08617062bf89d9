"""Clients who agreed are asked and reminded, each time once; what they answer counts as theirs; the rest are called."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.queries import viewer_for
from caseday.access.viewer import Viewer
from caseday.correspondence.actions.reminding import hear_reply, remind, send_reminder
from caseday.correspondence.models import Message, OptOut, Reminder
from caseday.correspondence.queries.reminders import questions_to, reminders_of, reminding_of, to_remind
from caseday.correspondence.rules.replies import Answer
from caseday.correspondence.tests.made import file_on, make_account, make_message
from caseday.correspondence.tests.texting import gateway_of
from caseday.followups.models import FollowUp
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.schedule.models import Appointment, Confirmation
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_appointment, make_case, make_contact_point, make_office, make_person

CHICAGO = ZoneInfo("America/Chicago")
ASKED_AT = datetime(2026, 3, 2, 10, 5, tzinfo=CHICAGO)
VISIT = datetime(2026, 3, 3, 14, tzinfo=CHICAGO)
NUMBER = "+15125550161"


@pytest.fixture
def nora(cast: Cast) -> Viewer:
    return viewer_for(cast.nora, now=ASKED_AT)


def planned(cast: Cast, **point: Any) -> Appointment:
    person = make_person(given_name="Rosa", language=point.pop("language", "en"))
    if point:
        value = point.pop("value", NUMBER)
        make_contact_point(person, value, **{"details_allowed": True, **point})
    case = make_case(cast.nora, person=person)
    return make_appointment(case, starts_at=VISIT, office=make_office(name="Lakeside Clinic"))


@pytest.fixture
def number(cast: Cast, settings: Any) -> None:
    settings.TEXT_GATEWAY = gateway_of("http://127.0.0.1:9")
    make_account(kind="text", address="+15125550100", name="Texts")


@pytest.fixture
def asked(cast: Cast, number: None) -> Appointment:
    appointment = planned(cast, text_consent="granted")
    assert remind(now=ASKED_AT) == 1
    return appointment


def replied(asked: Appointment, text: str, **fields: Any) -> Message:
    at = ASKED_AT + timedelta(minutes=20)
    message = make_message(None, channel="text", from_address=NUMBER, text=text, at=at, **fields)
    assert asked.case is not None
    file_on(message, asked.case)
    return Message.objects.select_related("body").get(pk=message.pk)


def move(appointment: Appointment, starts_at: datetime) -> None:
    ends_at = starts_at + timedelta(minutes=45)
    Appointment.objects.filter(pk=appointment.pk).update(starts_at=starts_at, ends_at=ends_at)


@pytest.mark.django_db
class TestAsking:
    def test_who_agreed_to_texts_is_asked_once(self, asked: Appointment) -> None:
        [sent] = reminders_of(asked.pk)
        assert (sent.kind, sent.address, sent.refusal) == ("confirm", NUMBER, "")
        assert sent.message is not None and sent.message.state == "queued"
        assert "Reply C" in sent.message.body.text and "Rosa" in sent.message.body.text
        assert remind(now=ASKED_AT + timedelta(minutes=5)) == 0
        assert to_remind(ASKED_AT + timedelta(minutes=5)) == []

    def test_two_processes_at_once_ask_once(
        self, cast: Cast, number: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        planned(cast, text_consent="granted")
        seen = to_remind(ASKED_AT)
        monkeypatch.setattr("caseday.correspondence.actions.reminding.to_remind", lambda now: seen)
        assert [remind(now=ASKED_AT), remind(now=ASKED_AT)] == [1, 0]
        assert Message.objects.count() == Reminder.objects.count() == 1

    def test_in_their_language(self, cast: Cast, number: None) -> None:
        appointment = planned(cast, text_consent="granted", language="es-MX")
        remind(now=ASKED_AT)
        [sent] = reminders_of(appointment.pk)
        assert sent.message is not None and "Responda C" in sent.message.body.text
        other = planned(cast, text_consent="granted", language="vi", value="+15125550162")
        remind(now=ASKED_AT)
        [english] = reminders_of(other.pk)
        assert english.message is not None and "Reply C" in english.message.body.text

    def test_who_agreed_to_nothing_is_to_be_called_and_it_says_so(self, cast: Cast, number: None) -> None:
        appointment = planned(cast)
        stopped = planned(cast, text_consent="granted", value="+15125550162")
        OptOut.objects.create(address="+15125550162", channel="text", said_at=ASKED_AT)
        assert remind(now=ASKED_AT) == 0
        for one in (appointment, stopped):
            [kept] = reminders_of(one.pk)
            assert kept.message is None and "Call" in kept.refusal
        assert remind(now=ASKED_AT) == 0 and Reminder.objects.count() == 2

    def test_by_mail_where_they_agreed_to_that(self, cast: Cast) -> None:
        make_account(smtp_host="127.0.0.1", smtp_security="none")
        appointment = planned(cast, system="email", value="rosa@example.com", email_consent="granted")
        assert remind(now=ASKED_AT) == 1
        [sent] = reminders_of(appointment.pk)
        assert sent.message is not None and sent.message.subject

    def test_without_a_gateway_the_reason_is_kept(self, cast: Cast) -> None:
        appointment = planned(cast, text_consent="granted")
        assert remind(now=ASKED_AT) == 0
        assert "No number is set up" in reminders_of(appointment.pk)[0].refusal

    def test_who_confirmed_is_not_asked_but_reminded(self, cast: Cast, number: None) -> None:
        appointment = planned(cast, text_consent="granted")
        Confirmation.objects.create(
            appointment=appointment, side="client", result="confirmed", at=ASKED_AT, for_starts_at=VISIT
        )
        assert remind(now=ASKED_AT) == 0
        assert remind(now=VISIT - timedelta(hours=1)) == 1
        assert reminders_of(appointment.pk)[0].kind == "morning"

    def test_an_appointment_without_a_client_to_confirm_is_left_alone(self, cast: Cast) -> None:
        case = make_case(cast.nora)
        make_appointment(case, starts_at=VISIT, confirm_sides="nobody")
        assert to_remind(ASKED_AT) == []

    def test_a_moved_one_is_asked_about_again(self, asked: Appointment) -> None:
        move(asked, VISIT + timedelta(hours=2))
        assert remind(now=ASKED_AT + timedelta(minutes=5)) == 1

    def test_by_one_tap(self, cast: Cast, nora: Viewer, number: None) -> None:
        appointment = planned(cast, text_consent="granted")
        sent = send_reminder(actor=nora, now=ASKED_AT, appointment_id=appointment.pk)
        assert send_reminder(actor=nora, now=ASKED_AT, appointment_id=appointment.pk) == sent
        with pytest.raises(Invalid, match="Call"):
            send_reminder(actor=nora, now=ASKED_AT, appointment_id=planned(cast).pk)
        with pytest.raises(Refused):
            send_reminder(
                actor=viewer_for(cast.audrey, now=ASKED_AT), now=ASKED_AT, appointment_id=appointment.pk
            )
        with pytest.raises(NotFound):
            send_reminder(
                actor=viewer_for(cast.olive, now=ASKED_AT), now=ASKED_AT, appointment_id=appointment.pk
            )

    def test_a_tap_says_why_nothing_can_go_out(self, cast: Cast, nora: Viewer) -> None:
        appointment = planned(cast, text_consent="granted")
        with pytest.raises(Invalid, match="No number is set up"):
            send_reminder(actor=nora, now=ASKED_AT, appointment_id=appointment.pk)


@pytest.mark.django_db
class TestAnswering:
    def test_c_confirms(self, asked: Appointment) -> None:
        message = replied(asked, "C")
        assert hear_reply(now=message.at, message=message) is Answer.CONFIRMED
        [said] = Confirmation.objects.filter(appointment=asked)
        assert asked.case is not None
        assert (said.side, said.result, said.channel, said.said_by) == (
            "client",
            "confirmed",
            "text",
            asked.case.person.called,
        )
        assert questions_to(NUMBER, now=message.at) == []
        thanks = Message.objects.get(reply_to=message)
        assert "Thank you" in thanks.body.text
        assert hear_reply(now=message.at, message=message) is None

    def test_r_opens_the_followup_by_itself(self, asked: Appointment) -> None:
        message = replied(asked, "R")
        assert hear_reply(now=message.at, message=message) is Answer.NEW_TIME
        assert Confirmation.objects.get(appointment=asked).result == "new_time"
        todo = FollowUp.objects.get()
        assert todo.text.startswith("Find a new time") and todo.reach_role == "client"

    def test_one_yes_is_for_all_that_was_asked_together_and_one_no_for_none(self, asked: Appointment) -> None:
        second = make_appointment(asked.case, starts_at=VISIT + timedelta(hours=2), office=make_office())
        assert remind(now=ASKED_AT + timedelta(minutes=5)) == 1
        no = replied(asked, "R")
        assert hear_reply(now=no.at, message=no) is Answer.UNCLEAR
        assert not Confirmation.objects.exists() and not FollowUp.objects.exists()
        yes = replied(asked, "C")
        assert hear_reply(now=yes.at, message=yes) is Answer.CONFIRMED
        confirmed = Confirmation.objects.filter(result="confirmed").values_list("appointment_id", flat=True)
        assert set(confirmed) == {asked.pk, second.pk}
        assert Message.objects.filter(reply_to=yes).count() == 1

    def test_what_is_not_plain_waits_for_a_person(self, asked: Appointment) -> None:
        message = replied(asked, "Is there parking?")
        assert hear_reply(now=message.at, message=message) is Answer.UNCLEAR
        assert not Confirmation.objects.exists()
        assert questions_to(NUMBER, now=message.at) != []

    def test_without_a_question_a_c_is_only_a_letter(self, cast: Cast, asked: Appointment) -> None:
        later = VISIT + timedelta(days=1)
        message = replied(asked, "C")
        assert hear_reply(now=later, message=message) is None
        move(asked, VISIT + timedelta(days=2))
        assert hear_reply(now=message.at, message=message) is None
        Reminder.objects.update(kind="morning", for_starts_at=VISIT + timedelta(days=2))
        assert hear_reply(now=message.at, message=message) is None

    def test_where_no_thanks_can_go_out_it_needs_no_answer(self, asked: Appointment) -> None:
        OptOut.objects.create(address=NUMBER, channel="text", said_at=ASKED_AT)
        message = replied(asked, "yes")
        assert hear_reply(now=message.at, message=message) is Answer.CONFIRMED
        message.refresh_from_db()
        assert message.answered_how == "not_needed"


@pytest.mark.django_db
def test_many_appointments_cost_the_same_number_of_queries(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    for _ in range(2):
        planned(cast)
    with django_assert_num_queries(6):
        assert len(to_remind(ASKED_AT)) == 2
    for _ in range(6):
        planned(cast)
    with django_assert_num_queries(6):
        assert len(to_remind(ASKED_AT)) == 8


@pytest.fixture
def page(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: ASKED_AT)
    client.force_login(cast.nora)
    return client


def test_one_tap_reminds_and_what_came_of_it_stands_there(page: Client, cast: Cast, number: None) -> None:
    appointment = planned(cast, text_consent="granted")
    address = reverse("correspondence:remind", args=[appointment.pk])
    first = page.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Ask to confirm by text" in first and "Remind by text" in first
    assert address in page.get(reverse("schedule:appointment", args=[appointment.pk])).content.decode()
    assert address in page.get(reverse("schedule:confirmations")).content.decode()
    after = page.post(address, {"kind": "morning"}, headers={"HX-Request": "true"}).content.decode()
    assert "waiting to be sent" in after and "Remind by text" not in after and "Ask to confirm" in after
    assert Reminder.objects.get().message is not None
    said = page.post(address, {"kind": "morning"})
    assert said.status_code == 302 and Reminder.objects.count() == 1
    assert "Morning of the day" in page.get(address).content.decode()


def test_who_said_stop_is_offered_no_button_and_called(page: Client, cast: Cast, number: None) -> None:
    appointment = planned(cast, text_consent="granted")
    OptOut.objects.create(address=NUMBER, channel="text", said_at=ASKED_AT)
    address = reverse("correspondence:remind", args=[appointment.pk])
    assert "STOP was said: call" in page.get(address).content.decode()
    refused = page.post(address, {"kind": "morning"}, headers={"HX-Request": "true"})
    assert refused.status_code == 422 and "Call." in refused.content.decode()
    assert not Message.objects.exists()


def test_what_is_no_kind_of_reminder_is_refused(page: Client, cast: Cast, number: None) -> None:
    appointment = planned(cast, text_consent="granted")
    address = reverse("correspondence:remind", args=[appointment.pk])
    assert page.post(address, {"kind": "poem"}, headers={"HX-Request": "true"}).status_code == 422
    assert page.post(address, {"kind": "poem"}).status_code == 302


def test_a_reason_that_has_gone_refuses_no_more(cast: Cast, nora: Viewer, settings: Any) -> None:
    appointment = planned(cast, text_consent="granted")
    for _ in range(2):
        with pytest.raises(Invalid):
            send_reminder(actor=nora, now=ASKED_AT, appointment_id=appointment.pk)
    settings.TEXT_GATEWAY = gateway_of("http://127.0.0.1:9")
    make_account(kind="text", address="+15125550100", name="Texts")
    sent = send_reminder(actor=nora, now=ASKED_AT, appointment_id=appointment.pk)
    assert sent.message is not None and not sent.refusal and Reminder.objects.get() == sent


def test_nothing_is_offered_for_what_is_past_or_confirmed(cast: Cast, nora: Viewer, number: None) -> None:
    appointment = planned(cast, text_consent="granted")
    offered = reminding_of(nora, appointment.pk, now=ASKED_AT).offered
    assert offered == ("confirm", "morning")
    Confirmation.objects.create(
        appointment=appointment, side="client", result="confirmed", said_by="Rosa", at=ASKED_AT,
        staff=cast.nora, channel="phone", for_starts_at=appointment.starts_at,
    )  # fmt: skip
    assert reminding_of(nora, appointment.pk, now=ASKED_AT).offered == ("morning",)
    assert reminding_of(nora, appointment.pk, now=VISIT).offered == ()
    Appointment.objects.update(case=None)
    assert reminding_of(nora, appointment.pk, now=ASKED_AT).channel == ""


@pytest.mark.django_db
def test_nothing_is_offered_where_no_client_confirms(cast: Cast, nora: Viewer) -> None:
    appointment = planned(cast, text_consent="granted")
    Appointment.objects.filter(pk=appointment.pk).update(confirm_sides="nobody")
    assert reminding_of(nora, appointment.pk, now=ASKED_AT).offered == ()
