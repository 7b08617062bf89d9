from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from caseday.access.models import Agency
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.schedule.actions import (
    cancel_appointment,
    change_feed,
    make_feed,
    move_appointment,
    note_feed_read,
    revoke_feed,
)
from caseday.schedule.models import CalendarFeed
from caseday.schedule.queries import feed_by_token, feeds_of, get_feed
from caseday.schedule.tests.plans import TEN, plan
from caseday.testing.make import make_case, make_office, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(monkeypatch, now):
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: now)


@pytest.fixture
def one(cast, nora):
    case = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Delgado"))
    office = make_office(name="Lakeside Oncology", line1="1 Main St", city="Austin", state="TX")
    return plan(nora, case, office_id=office.id, title="Chemotherapy talk")


def make(nora, now, **fields):
    return make_feed(actor=nora, now=now, name="My phone", **fields)


def read(token, **headers):
    return Client().get(reverse("schedule:feed", args=[token]), headers=headers)


def event_of(token):
    [event] = Calendar.from_ical(read(token).content).walk("VEVENT")
    return event


def test_a_calendar_reads_it_without_a_session(nora, now, one):
    _, token = make(nora, now)
    answer = read(token)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    event = event_of(token)
    assert event["UID"] == f"{one.id}@caseday"
    assert event["DTSTART"].dt == TEN
    assert (event["STATUS"], event["SEQUENCE"]) == ("TENTATIVE", 0)


def test_it_says_nothing_about_health_unless_told_to(nora, now, one):
    _, token = make(nora, now, titles="full", shows_place=True)
    text = read(token).content.decode()
    assert "SUMMARY:Appointment" in text
    assert "Chemotherapy" not in text
    assert "Oncology" not in text
    assert "1 Main St" in text
    assert "Delgado" not in text


def test_initials_where_wanted(cast, nora, now, one):
    plan(nora, kind="other", title="Dentist")
    _, token = make(nora, now, titles="initials")
    titles = {str(event["SUMMARY"]) for event in Calendar.from_ical(read(token).content).walk("VEVENT")}
    assert titles == {"Appointment R.D.", "Appointment"}


def test_full_titles_where_the_agency_allows_them(nora, now, one):
    Agency.objects.update(feed_shows_details=True)
    _, token = make(nora, now, titles="full", shows_place=True)
    event = event_of(token)
    assert (event["SUMMARY"], event["LOCATION"]) == (
        "Chemotherapy talk",
        "Lakeside Oncology, 1 Main St, Austin, TX",
    )


def test_moves_and_cancellations_are_counted_and_said(nora, now, one):
    _, token = make(nora, now)
    move_appointment(
        actor=nora, now=now, appointment_id=one.id, version=1, starts_at=TEN + timedelta(hours=1)
    )
    cancel_appointment(actor=nora, now=now, appointment_id=one.id, party="client")
    event = event_of(token)
    assert (event["STATUS"], event["SEQUENCE"], event["TRANSP"]) == ("CANCELLED", 2, "TRANSPARENT")
    assert event["DTSTART"].dt == TEN + timedelta(hours=1)
    assert event["LAST-MODIFIED"].dt == now


def test_all_day_is_a_day_in_the_places_zone(nora, now):
    midnight = TEN - timedelta(hours=10)
    plan(nora, kind="other", starts_at=midnight, minutes=24 * 60, is_all_day=True)
    _, token = make(nora, now)
    event = event_of(token)
    assert str(event["DTSTART"].dt) == "2026-03-02"
    assert str(event["DTEND"].dt) == "2026-03-03"


def test_what_has_not_changed_is_not_sent_again(nora, now, one):
    _, token = make(nora, now)
    etag = read(token)["ETag"]
    assert read(token, if_none_match=etag).status_code == 304
    assert read(token, if_none_match=f"W/{etag}").status_code == 304
    assert read(token, if_none_match='"other"').status_code == 200


def test_only_the_hash_of_the_secret_is_kept(nora, now):
    feed, token = make(nora, now)
    assert token not in str(vars(feed))
    assert len(token) >= 43


def test_a_wrong_a_revoked_and_an_inactive_one_are_not_found(cast, nora, now):
    feed, token = make(nora, now)
    assert read("x").status_code == 404
    assert read("x" * 500).status_code == 404
    cast.nora.is_active = False
    cast.nora.save()
    assert read(token).status_code == 404
    cast.nora.is_active = True
    cast.nora.save()
    revoke_feed(actor=nora, now=now, feed_id=feed.id)
    assert read(token).status_code == 404
    assert feeds_of(nora) == []


def test_a_case_out_of_sight_leaves_the_calendar(cast, nora, now, one):
    _, token = make(nora, now)
    case = one.case
    case.assignments.update(staff=cast.olive)
    case.assigned_to = cast.olive
    case.save()
    assert not Calendar.from_ical(read(token).content).walk("VEVENT")


def test_a_feed_belongs_to_who_made_it(cast, nora, carl, now):
    feed, _ = make(nora, now)
    for action in (get_feed,):
        with pytest.raises(NotFound):
            action(carl, feed.id)
    with pytest.raises(NotFound):
        revoke_feed(actor=carl, now=now, feed_id=feed.id)


def test_a_retried_request_renews_the_secret_of_the_same_feed(nora, now):
    feed, first = make(nora, now)
    again, second = make_feed(actor=nora, now=now, name="My phone", id=feed.id)
    assert again.id == feed.id
    assert feed_by_token(second).id == feed.id
    with pytest.raises(NotFound):
        feed_by_token(first)


def test_what_it_shows_can_be_changed(nora, now):
    feed, token = make(nora, now)
    change_feed(actor=nora, now=now, feed_id=feed.id, name="", titles="initials", shows_place=True)
    stored = get_feed(nora, feed.id)
    assert (stored.name, stored.titles) == ("My phone", "initials")
    with pytest.raises(Invalid):
        change_feed(actor=nora, now=now, feed_id=feed.id, name="x", titles="everything", shows_place=True)


def test_an_auditor_publishes_nothing(audrey, now):
    with pytest.raises(Refused):
        make_feed(actor=audrey, now=now, name="x")


def test_reading_is_noted_every_quarter_of_an_hour_at_most(nora, now):
    feed, _ = make(nora, now)
    note_feed_read(feed, now=now)
    feed.refresh_from_db()
    note_feed_read(feed, now=now + timedelta(minutes=5))
    feed.refresh_from_db()
    assert feed.last_read_at == now


def test_the_page_shows_the_address_once(nora_client, nora, one):
    answer = nora_client.post(
        reverse("schedule:feeds"),
        {"name": "My phone", "titles": "busy", "id": "0190a000-0000-7000-8000-000000000001"},
    )
    text = answer.content.decode()
    address = text.split('value="http://testserver')[1].split('"')[0]
    assert Client().get(address).status_code == 200
    assert "calendar.google.com" in text
    assert address not in nora_client.get(reverse("schedule:feeds")).content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_full_titles_are_not_offered_where_the_agency_forbids_them(nora_client):
    assert nora_client.post(reverse("schedule:feeds"), {"name": "x", "titles": "full"}).status_code == 422
    assert not CalendarFeed.objects.exists()


def test_full_titles_are_offered_where_the_agency_allows_them(nora_client):
    Agency.objects.update(feed_shows_details=True)
    assert "The title as written" in nora_client.get(reverse("schedule:feeds")).content.decode()


def test_a_tap_revokes(nora_client, nora, now):
    feed, token = make(nora, now)
    assert nora_client.post(reverse("schedule:revoke_feed", args=[feed.id])).status_code == 302
    assert read(token).status_code == 404


def test_writing_to_a_feed_is_not_allowed(nora, now):
    _, token = make(nora, now)
    assert Client().post(reverse("schedule:feed", args=[token])).status_code == 405


def test_reading_costs_a_bounded_number_of_queries(cast, nora, now, django_assert_max_num_queries):
    for _ in range(10):
        plan(nora, make_case(cast.nora), office_id=make_office().id)
    _, token = make(nora, now)
    with django_assert_max_num_queries(7):
        assert read(token).status_code == 200
