"""An invitation proposes: by one tap it is in the calendar, moved, or off it, each once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client

from caseday.correspondence.actions.invitations import call_off_invited, take_up_invitation
from caseday.correspondence.models import Message
from caseday.correspondence.queries.invitations import proposed_in
from caseday.correspondence.rules.incoming import Incoming, Invitation, Party, headers_kept, invitations_kept
from caseday.correspondence.tests.made import file_on, make_account, make_message
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id
from caseday.schedule.models import Appointment
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db
THURSDAY = MONDAY_8 + timedelta(days=3)
VISIT = Invitation(
    "u1", "REQUEST", "Visit", THURSDAY, THURSDAY + timedelta(hours=1), "Clinic", "dana@example.org"
)


def _kept(*invitations: Invitation) -> dict[str, object]:
    return headers_kept(Incoming("email", Party("a@x.org"), MONDAY_8, invitations=invitations))


def _message(cast: Cast, *invitations: Invitation) -> Message:
    message = make_message(make_account(address=f"{new_id()}@example.com"), headers=_kept(*invitations))
    file_on(message, make_case(cast.nora))
    return message


def _take_up(cast: Cast, message: Message, starts_at: datetime | None = None) -> Appointment:
    return take_up_invitation(
        actor=cast.viewer("nora"), now=MONDAY_8, message_id=message.pk, uid="u1", starts_at=starts_at
    )


def test_invitations_are_kept_with_the_headers_and_read_back() -> None:
    assert invitations_kept(_kept(VISIT)) == [VISIT]
    assert headers_kept(Incoming("email", Party("a@x.org"), MONDAY_8, headers={"Date": "x"})) == {"Date": "x"}
    assert invitations_kept({}) == []


def test_it_is_in_the_calendar_once_and_on_the_messages_case(cast: Cast) -> None:
    message = _message(cast, VISIT)
    made = _take_up(cast, message)
    assert _take_up(cast, message, THURSDAY).pk == made.pk
    made = Appointment.objects.get()
    assert (made.title, made.starts_at, made.place, made.source_uid) == ("Visit", THURSDAY, "Clinic", "u1")
    assert made.case_id == message.filings.get().case_id
    (shown,) = proposed_in(cast.viewer("nora"), message.pk)
    assert shown.appointment and not shown.is_moved and not shown.is_cancelling


def test_a_later_invitation_of_the_same_event_moves_it(cast: Cast) -> None:
    made = _take_up(cast, _message(cast, VISIT))
    later = replace(
        VISIT, starts_at=THURSDAY + timedelta(days=1), ends_at=THURSDAY + timedelta(days=1, hours=2)
    )
    message = _message(cast, later)
    (shown,) = proposed_in(cast.viewer("nora"), message.pk)
    assert shown.is_moved
    _take_up(cast, message)
    made.refresh_from_db()
    assert (made.starts_at, made.ends_at) == (later.starts_at, later.ends_at)
    assert Appointment.objects.count() == 1


def test_what_is_called_off_is_called_off_once_and_cannot_be_taken_up(cast: Cast) -> None:
    message = _message(cast, replace(VISIT, method="CANCEL"))
    given = {"actor": cast.viewer("nora"), "now": MONDAY_8, "message_id": message.pk, "uid": "u1"}
    with pytest.raises(Invalid, match="called this off"):
        _take_up(cast, message)
    with pytest.raises(Invalid, match="nothing in your calendar"):
        call_off_invited(**given)
    made = _take_up(cast, _message(cast, VISIT))
    assert call_off_invited(**given).state == "cancelled"
    assert call_off_invited(**given).pk == made.pk
    made.refresh_from_db()
    assert made.cancelled_by == "Dana Adjuster"


def test_answers_propose_nothing_and_unknown_events_are_said(cast: Cast) -> None:
    message = _message(cast, replace(VISIT, method="REPLY"))
    assert proposed_in(cast.viewer("nora"), message.pk) == []
    with pytest.raises(Invalid, match="no such invitation"):
        _take_up(cast, message)
    message = _message(cast, VISIT)
    with pytest.raises(Invalid, match="no such invitation"):
        _take_up(cast, message, THURSDAY + timedelta(days=9))
    with pytest.raises(Refused):
        take_up_invitation(actor=cast.viewer("audrey"), now=MONDAY_8, message_id=message.pk, uid="u1")


def test_the_page_offers_one_tap_and_says_what_it_did(cast: Cast, nora_client: Client) -> None:
    message = _message(cast, VISIT)
    page = f"/messages/{message.pk}/invitations"
    assert "Add to calendar" in nora_client.get(page).content.decode()
    sent = {"uid": "u1", "starts_at": THURSDAY.isoformat()}
    nora_client.post(f"{page}/take-up", sent)
    assert "in your calendar" in nora_client.get(page, HTTP_HX_REQUEST="true").content.decode()
    nora_client.post(f"{page}/take-up", {"uid": "other", "starts_at": "nonsense"})
    nora_client.post(f"{page}/call-off", {"uid": "u1"})
    assert Appointment.objects.get().state == "planned"
    off = _message(cast, replace(VISIT, method="CANCEL"))
    nora_client.post(f"/messages/{off.pk}/invitations/call-off", {"uid": "u1"})
    assert Appointment.objects.get().state == "cancelled"
    empty = _message(cast)
    assert "No invitation" in nora_client.get(f"/messages/{empty.pk}/invitations").content.decode()
