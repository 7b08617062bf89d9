from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse

from caseday.access.queries import verify_chains
from caseday.access.viewer import system_viewer
from caseday.directory.actions import (
    ResourceDetails,
    add_resource,
    learn_of_resource,
    link_resource_office,
    settle_resource_note,
)
from caseday.directory.models import (
    Language,
    Location,
    Organization,
    Phone,
    ResourceNote,
    Schedule,
    Service,
    ServiceAtLocation,
)
from caseday.directory.queries import ResourceSearch, find_resources, get_service, search_from
from caseday.directory.rules.needs import corrected, need_word, needs_of, search_words
from caseday.directory.rules.resource_hours import Slot, hours_of
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import make_office

pytestmark = pytest.mark.django_db
EAST, NORTH, PASO = (30.263, -97.714), (30.387, -97.707), (31.759, -106.487)


@pytest.fixture
def nora(cast):
    return cast.viewer("nora")


def make(name, at=EAST, byday="MO,TU,WE,TH,FR", opens=time(8), closes=time(17), **fields):
    organization = Organization.objects.create(name=f"{name} House")
    needs = needs_of(name)
    service = Service.objects.create(
        organization=organization,
        name=name,
        needs=f" {' '.join(needs)} ",
        search_words=search_words([name, fields.get("description", "")], needs),
        **fields,
    )
    if at:
        place = Location.objects.create(
            organization=organization, city="Austin", state_province="TX", latitude=at[0], longitude=at[1]
        )
        ServiceAtLocation.objects.create(service=service, location=place)
    Schedule.objects.create(service=service, freq="WEEKLY", byday=byday, opens_at=opens, closes_at=closes)
    return service


def found(viewer, now, **asked):
    return [one.service.name for one in find_resources(viewer, at=now, search=ResourceSearch(**asked)).rows]


def test_words_find_it_with_typing_errors_too(nora, now):
    make("Mental Health Counseling")
    make("Food Pantry", description="Groceries for families")
    assert found(nora, now, words="groceries for families") == ["Food Pantry"]
    assert found(nora, now, words="hungry") == ["Food Pantry"]
    page = find_resources(nora, at=now, search=ResourceSearch(words="mentl conseling"))
    assert [one.service.name for one in page.rows] == ["Mental Health Counseling"]
    assert page.corrected == "mental counseling"
    assert found(nora, now, words="xylophones") == []
    assert len(found(nora, now, words="the of")) == 2


def test_the_nearest_stands_first_and_a_hotline_is_everywhere(nora, now):
    make("Pantry North", NORTH)
    make("Pantry East")
    make("Pantry El Paso", PASO)
    make("Crisis Hotline", None)
    assert found(nora, now, near=EAST) == ["Pantry East", "Pantry North", "Crisis Hotline"]
    assert found(nora, now, near=EAST, within_miles=5) == ["Pantry East", "Crisis Hotline"]
    assert len(found(nora, now)) == 4


def test_of_several_places_the_nearest_counts(nora, now):
    service = make("Pantry", NORTH)
    near = Location.objects.create(organization=service.organization, latitude=EAST[0], longitude=EAST[1])
    ServiceAtLocation.objects.create(service=service, location=near)
    far = Location.objects.create(organization=service.organization, latitude=PASO[0], longitude=PASO[1])
    ServiceAtLocation.objects.create(service=service, location=far)
    row = find_resources(nora, at=now, search=ResourceSearch(near=EAST)).rows[0]
    assert row.location == near and row.miles is not None and row.miles < 0.1


def test_it_is_narrowed_by_need_language_eligibility_and_age(nora, now):
    pantry = make("Food Pantry", eligibility_description="Veterans and their families", minimum_age=18)
    make("Crisis Hotline", None, maximum_age=17)
    Language.objects.create(service=pantry, name="Spanish", code="es")
    assert found(nora, now, need="food") == found(nora, now, language="es") == ["Food Pantry"]
    assert found(nora, now, language="spanish") == found(nora, now, eligibility="veterans") == ["Food Pantry"]
    assert found(nora, now, age=12) == ["Crisis Hotline"] and found(nora, now, age=30) == ["Food Pantry"]
    place = pantry.at_locations.get().location
    Language.objects.create(location=place, name="Vietnamese", code="vi")
    assert found(nora, now, language="vi") == ["Food Pantry"]


def test_open_now_asks_the_schedule_of_the_service_there_then_of_the_service_then_of_the_place(nora, now):
    make("Weekdays")
    make("Sundays", byday="SU")
    special = make("By its place", byday="SU")
    at = special.at_locations.get()
    Schedule.objects.create(
        service_at_location=at, freq="WEEKLY", byday="MO", opens_at=time(8), closes_at=time(9)
    )
    assert found(nora, now, open_now=True) == ["By its place", "Weekdays"]
    assert found(nora, now - timedelta(days=1), open_now=True) == ["Sundays"]


def test_only_current_ones_are_offered(nora, now):
    make("Gone", status="defunct")
    open_ = make("Here")
    assert found(nora, now) == ["Here"]
    note = learn_of_resource(actor=nora, now=now, service_id=open_.pk, kind="closed", text="sign on the door")
    assert found(nora, now) == [] and found(nora, now, include_closed=True) == ["Gone", "Here"]
    settle_resource_note(actor=nora, now=now, note_id=note.pk)
    settle_resource_note(actor=nora, now=now, note_id=note.pk)
    assert found(nora, now) == ["Here"]
    assert verify_chains(compare_rows=False).holds


def test_a_search_costs_the_same_for_many(nora, now, django_assert_max_num_queries):
    for place in range(25):
        make(f"Pantry {place}")
    with django_assert_max_num_queries(16):
        rows = find_resources(
            nora, at=now, search=ResourceSearch(words="pantry", near=EAST, open_now=True)
        ).rows
        assert len(rows) == 25 and rows[0].phone is None and rows[0].warnings == []


def test_a_note_warns_colleagues_until_somebody_checked(nora, cast, now):
    service, id = make("Pantry"), new_id()
    first = learn_of_resource(actor=nora, now=now, service_id=service.pk, kind="full", text="till May", id=id)
    assert learn_of_resource(actor=nora, now=now, service_id=service.pk, kind="full", id=id) == first
    learn_of_resource(actor=nora, now=now, service_id=service.pk, kind="good_to_know", text="side door")
    row = find_resources(cast.viewer("olive"), at=now, search=ResourceSearch()).rows[0]
    assert [str(one) for one in row.warnings] == ["Full: till May"]
    learn_of_resource(actor=cast.viewer("carl"), now=now, service_id=service.pk, kind="checked")
    row = find_resources(nora, at=now, search=ResourceSearch()).rows[0]
    assert row.warnings == [] and {one.kind for one in row.service.notes.all()} == {"checked", "good_to_know"}


@pytest.mark.parametrize(
    ("kind", "text", "field"), [("burned", "", "kind"), ("moved", " ", "text"), ("full", "x" * 401, "text")]
)
def test_a_note_that_says_nothing_is_refused_in_words(nora, now, kind, text, field):
    with pytest.raises(Invalid) as caught:
        learn_of_resource(actor=nora, now=now, service_id=make("Pantry").pk, kind=kind, text=text)
    assert field in caught.value.problems


def test_who_reads_only_and_what_is_not_there(nora, cast, now):
    service = make("Pantry")
    with pytest.raises(Refused):
        learn_of_resource(actor=cast.viewer("audrey"), now=now, service_id=service.pk, kind="full")
    with pytest.raises(Refused, match="Only a person"):
        learn_of_resource(actor=system_viewer(), now=now, service_id=service.pk, kind="full")
    assert not ResourceNote.objects.exists()
    with pytest.raises(NotFound):
        get_service(nora, new_id())
    with pytest.raises(NotFound):
        settle_resource_note(actor=nora, now=now, note_id=new_id())


def test_an_organization_is_linked_to_its_office(nora, now):
    organization, office = make("Pantry").organization, make_office()
    link_resource_office(actor=nora, now=now, organization_id=organization.pk, office_id=office.pk)
    organization.refresh_from_db()
    assert organization.office == office
    link_resource_office(actor=nora, now=now, organization_id=organization.pk, office_id=None)
    organization.refresh_from_db()
    assert organization.office is None


def test_one_that_no_directory_has_is_added_by_hand(nora, now):
    details = ResourceDetails(
        organization="Eastside Neighbors", name="Food Pantry", phone="512 555 0123 x4", languages="English, Spanish",
        hours="Tuesdays 10 to 2", address_1="100 Example Street", city="Austin", postal_code="78702",
    )  # fmt: skip
    id = new_id()
    service = add_resource(actor=nora, now=now, details=details, id=id)
    assert add_resource(actor=nora, now=now, details=details, id=id) == service
    second = add_resource(
        actor=nora,
        now=now,
        details=ResourceDetails(organization="Eastside Neighbors", name="Talk", phone="988"),
    )
    assert second.organization == service.organization and second.phones.get().number == "988"
    assert found(nora, now, words="pantry", near=EAST, within_miles=5, language="Spanish") == ["Food Pantry"]
    assert service.phones.get().extension == "4" and verify_chains(compare_rows=False).holds


def test_one_that_is_known_by_its_name_alone_is_kept_with_nothing_made_up(nora, now):
    details = ResourceDetails(organization="Eastside Neighbors", name="Food Pantry")
    service = add_resource(actor=nora, now=now, details=details)
    assert found(nora, now, words="pantry") == ["Food Pantry"]
    for model in (Phone, Schedule, Language, Location):
        assert not model.objects.exists()
    assert str(service.organization) == "Eastside Neighbors"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"organization": ""}, "organization"),
        ({"phone": "call us"}, "phone"),
        ({"postal_code": "00000"}, "postal_code"),
        ({"city": "x" * 81}, "city"),
    ],
)
def test_a_resource_that_cannot_be_says_what_to_do(nora, now, values, field):
    details = ResourceDetails(**{"organization": "Neighbors", "name": "Pantry", **values})
    with pytest.raises(Invalid) as caught:
        add_resource(actor=nora, now=now, details=details)
    assert field in caught.value.problems and not Organization.objects.exists()


def test_a_resource_is_added_and_linked_to_its_office_on_the_page(client, cast):
    client.force_login(cast.nora)
    office = make_office(name="Eastside Neighbors", kind="community", phone="+15125550123")
    office.name_key = "eastside neighbors"
    office.save()
    url = reverse("directory:add_resource")
    assert client.get(url).status_code == 200
    assert client.post(url, {"name": "Food Pantry"}).status_code == 422
    said = {"name": "Food Pantry", "organization": "Eastside Neighbors", "phone": "512 555 0123"}
    text = client.post(url, said, follow=True).content.decode()
    assert "Is it this office?" in text
    service = Service.objects.get()
    link = reverse("directory:link_resource_office", args=[service.pk])
    assert "It is another" in client.post(link, {"office": office.pk}, follow=True).content.decode()
    client.post(link)
    assert Organization.objects.get().office is None
    assert client.post(url, said | {"name": "Diapers", "phone": "no"}).status_code == 422


def test_an_address_of_nonsense_searches_for_what_is_left():
    asked = {"q": "food\x00", "need": "magic", "age": "old", "within": "9999", "zip": "78702", "open": "1"}
    search = search_from(asked)
    assert (search.words, search.need, search.age, search.within_miles) == ("food", "", None, 25)
    assert search.open_now and search.near == pytest.approx((30.26, -97.71), abs=0.05)
    assert search_from({"age": "70", "within": "50"}, EAST).near == EAST


def test_hours_are_said_by_the_rules_that_hold():
    on = datetime(2026, 3, 2, tzinfo=UTC).date()
    nine, one = time(9), time(13)
    assert hours_of([Slot(byday="SA,MO", opens_at=nine, closes_at=one)], on) == "Mo,Sa 09:00-13:00"
    assert hours_of([Slot(opens_at=time(), closes_at=time())], on) == "Mo,Tu,We,Th,Fr,Sa,Su 00:00-24:00"
    twice = [
        Slot(byday="MO", opens_at=nine, closes_at=one),
        Slot(byday="MO,TU", opens_at=nine, closes_at=one),
    ]
    assert hours_of(twice, on) == "Mo,Tu 09:00-13:00"
    monthly = Slot(freq="MONTHLY", byday="2SA,-1SA", opens_at=nine, closes_at=one)
    assert hours_of([monthly], on) == "Sa[2],Sa[-1] 09:00-13:00"
    untold = [
        Slot(byday="MO"), Slot(byday="MO", opens_at=nine, closes_at=one, interval=2),
        Slot(byday="MO", opens_at=nine, closes_at=one, valid_to=on - timedelta(days=1)),
        Slot(byday="MO", opens_at=nine, closes_at=one, valid_from=on + timedelta(days=1)),
        Slot(freq="MONTHLY", opens_at=nine, closes_at=one),
        Slot(freq="MONTHLY", opens_at=nine, closes_at=one, has_other_days=True),
    ]  # fmt: skip
    assert hours_of(untold, on) == ""


def test_words_of_needs():
    assert needs_of("Free groceries") == ["food"] and needs_of("Nothing at all") == []
    assert need_word("food") == "Food" and need_word("new_need") == "New need"
    assert corrected("gas", ["gasoline"]) == "gas" and corrected("pantri", ["pantry"]) == "pantry"
    assert corrected("ehlter", ["shelter"]) == "shelter" and corrected("zzzzz", ["shelter"]) == "zzzzz"


def test_the_pages_show_phone_first_and_keep_what_was_typed(client, cast, now):
    client.force_login(cast.nora)
    service = make("Food Pantry", fees_description="Free", alert="Closed on Friday")
    Phone.objects.create(service=service, number="+15125550123", extension="4", description="Pantry desk")
    text = client.get(reverse("directory:resources"), {"q": "pantry", "zip": "1"}).content.decode()
    assert "tel:+15125550123,4" in text and "No such ZIP code" in text
    page = reverse("directory:resource", args=[service.pk])
    text = client.get(page).content.decode()
    assert "Closed on Friday" in text and "(512) 555-0123" in text and "Free" in text
    learn = reverse("directory:learn_of_resource", args=[service.pk])
    refused = client.post(learn, {"kind": "moved", "text": ""})
    assert refused.status_code == 422 and "Say it in a few words" in refused.content.decode()
    client.post(learn, {"kind": "moved", "text": "to Example Road"})
    note = ResourceNote.objects.get()
    assert "to Example Road" in client.get(page).content.decode()
    client.post(reverse("directory:settle_resource_note", args=[note.pk]))
    assert "Held once" in client.get(page).content.decode()
    assert (
        "No resource found"
        in client.get(
            reverse("directory:resources"), {"q": "xylophone"}, headers={"HX-Request": "true"}
        ).content.decode()
    )
