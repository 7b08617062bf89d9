"""A visit that an accepted plan moved is never moved silently."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from caseday.access.models import Coverage
from caseday.access.viewer import Viewer
from caseday.correspondence.actions.queueing import queue_message
from caseday.correspondence.rules.outgoing import Addressee, Outgoing
from caseday.dayplan.actions.team import Chosen, apply_team_visits
from caseday.dayplan.queries.team import team_day
from caseday.dayplan.queries.telling import Telling, language_named, tellings_of
from caseday.followups.models import FollowUp
from caseday.people.models import Address, ContactPoint, Person
from caseday.schedule.actions import record_confirmation
from caseday.schedule.models import Appointment
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_person

TUESDAY = date(2026, 3, 3)
TEN = MONDAY_8 + timedelta(days=1, hours=2)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_away(cast: Cast) -> None:
    Coverage.objects.update(ended_at=MONDAY_8)


@pytest.fixture
def rosa() -> Person:
    return make_person(given_name="Rosa", family_name="Alvarez", language="es", needs_interpreter=True)


@pytest.fixture
def visit(cast: Cast, rosa: Person) -> Appointment:
    return make_appointment(
        make_case(cast.nora, person=rosa),
        kind="home_visit",
        title="Home visit",
        place="1 Oak St",
        starts_at=TEN,
    )


def _phone(person: Person, **consents: str) -> None:
    ContactPoint.objects.create(person=person, system="phone", value="+15125550123", **consents)


def _move(susan: Viewer, one: Appointment, at: datetime, staff=None) -> None:
    one.refresh_from_db()
    chosen = [Chosen(one.pk, one.version, staff.pk if staff else one.staff_id, at)]
    apply_team_visits(actor=susan, now=MONDAY_8, day=TUESDAY, chosen=chosen)


def _to_tell(susan: Viewer) -> list[Telling]:
    return tellings_of(susan, team_day(susan, day=TUESDAY, now=MONDAY_8))


def test_whoever_goes_has_to_tell_the_client_by_the_way_they_agreed_to(
    cast: Cast, susan: Viewer, rosa: Person, visit: Appointment
) -> None:
    _phone(rosa, text_consent="granted")
    assert _to_tell(susan) == []
    _move(susan, visit, TEN + timedelta(minutes=30), cast.carl)
    (one,) = _to_tell(susan)
    assert (one.channel, one.language, one.appointment.staff) == ("text", "Spanish", cast.carl)
    todo = FollowUp.objects.get()
    assert (todo.staff, todo.reach_role, todo.due_on) == (cast.carl, "client", date(2026, 3, 2))
    assert todo.text == (
        "Tell Rosa Alvarez: Home visit is Tue Mar 3, 10:30 with Carl Cover, not Tue Mar 3, 10:00 with Nora Field"
    )


def test_without_consent_to_write_they_are_called_and_without_a_number_that_is_said(
    susan: Viewer, rosa: Person, visit: Appointment
) -> None:
    _move(susan, visit, TEN + timedelta(minutes=30))
    assert [(one.channel, one.phone) for one in _to_tell(susan)] == [("", "")]
    _phone(rosa, text_consent="declined")
    assert [(one.channel, one.phone) for one in _to_tell(susan)] == [("", "+15125550123")]


def test_moved_again_only_the_last_hour_is_told_and_moved_back_that(
    susan: Viewer, visit: Appointment
) -> None:
    late, later = TEN + timedelta(minutes=30), TEN + timedelta(minutes=60)
    _move(susan, visit, late)
    _move(susan, visit, later)
    assert (
        list(FollowUp.objects.order_by("promised_at", "pk").values_list("state", flat=True)).count("open")
        == 1
    )
    _move(susan, visit, late)
    assert [one.followup.text.split(",")[1].strip()[:5] for one in _to_tell(susan)] == ["10:30"]


def test_a_visit_of_nobodys_case_has_nobody_to_tell(cast: Cast, susan: Viewer) -> None:
    one = make_appointment(
        None, staff=cast.nora, kind="home_visit", title="A home", place="3 Elm St", starts_at=TEN
    )
    _move(susan, one, TEN + timedelta(minutes=30))
    assert not FollowUp.objects.exists()


def _say(viewer: Viewer, visit: Appointment, template: str) -> None:
    person = visit.case.person
    home, _ = Address.objects.get_or_create(
        person=person, line1="1 Oak St", city="Austin", state="TX", postal_code="78701"
    )
    to = Addressee(str(home), person.full_name, role="client", person_id=person.pk)
    outgoing = Outgoing(
        channel="letter", to=(to,), subject="Your visit", text="It is at 10:30.", case_id=visit.case_id,
        template=template,
    )  # fmt: skip
    queue_message(actor=viewer, now=MONDAY_8, outgoing=outgoing)


def test_the_message_that_was_drafted_is_what_was_to_be_done(
    nora: Viewer, susan: Viewer, visit: Appointment
) -> None:
    _move(susan, visit, TEN + timedelta(minutes=30))
    _say(nora, visit, "closing:0")
    assert len(_to_tell(susan)) == 1
    _say(nora, visit, "visit_moved:0")
    assert _to_tell(susan) == [] and FollowUp.objects.get().state == FollowUp.State.DONE


@pytest.mark.parametrize(("result", "left"), [("no_answer", 1), ("confirmed", 0)])
def test_a_call_to_confirm_tells_them(
    nora: Viewer, susan: Viewer, visit: Appointment, result: str, left: int
) -> None:
    _move(susan, visit, TEN + timedelta(minutes=30))
    record_confirmation(
        actor=nora, now=MONDAY_8, appointment_id=visit.pk, side="client", result=result, said_by="Rosa"
    )
    assert len(_to_tell(susan)) == left


def test_the_page_offers_the_draft_or_the_call(
    cast: Cast, susan: Viewer, rosa: Person, visit: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: MONDAY_8)
    client = Client()
    client.force_login(cast.susan)
    value = f"{visit.pk}|1|{cast.nora.pk}|{(TEN + timedelta(minutes=30)).isoformat()}"
    assert client.post("/plan/team/apply", {"day": "2026-03-03", "visit": value}).status_code == 302
    page = client.get("/plan/team?day=2026-03-03").content.decode()
    assert "To be told" in page and "no number, no consent to write" in page
    _phone(rosa)
    assert "Confirmation list" in client.get("/plan/team?day=2026-03-03").content.decode()
    ContactPoint.objects.update(text_consent="granted")
    page = client.get("/plan/team?day=2026-03-03").content.decode()
    assert "Text drafted in Spanish" in page
    link = page.split('href="/messages/write')[1].split('"')[0].replace("&amp;", "&")
    draft = client.get(f"/messages/write{link}").content.decode()
    assert "Va a venir Nora Field" in draft


def test_a_language_without_a_name_stays_as_it_is_noted() -> None:
    assert [language_named(code) for code in ("es-MX", "", "xx")] == ["Spanish", "English", "xx"]
