"""Facts of a resource are corrected by hand, said by whom and when; an import shows what differs, and overwrites nothing."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.queries import verify_chains
from caseday.access.viewer import system_viewer
from caseday.directory.actions import (
    ResourceDetails,
    add_resource,
    correct_resource,
    keep_resources,
    take_directorys,
)
from caseday.directory.models import Phone, ResourceFact, Schedule, Service, ServiceAtLocation
from caseday.directory.queries import corrections_of, facts_of, get_resource_fact, resource_sheet
from caseday.directory.rules.resource_facts import FACT_OF, FACTS, parts_of, text_of, tidy
from caseday.directory.rules.resource_rows import Bundle, ResourceRow, resource_id
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id

TODAY = date(2026, 3, 2)
SERVICE = resource_id("211", "service", "s1")
ORGANIZATION = resource_id("211", "organization", "o1")
AT = resource_id("211", "service_at_location", "a1")


def row(table: str, key: str, **values: Any) -> ResourceRow:
    return ResourceRow(table, resource_id("211", table, key), {"external_id": key, **values})


def bundle(
    *, phone: str = "+15125550123", eligibility: str = "Adults", opens: str = "09:00", more: Any = ()
) -> Bundle:
    """As the reader of a file makes it: everything that the source says of one organization."""
    made = Bundle(row("organization", "o1", name="Eastside Neighbors"))
    service = {"organization_id": ORGANIZATION, "name": "Food Pantry", "eligibility_description": eligibility,
               "fees_description": "Free"}  # fmt: skip
    made.rows += [
        row("service", "s1", **service),
        row("location", "l1", organization_id=ORGANIZATION, name="House"),
        row("service_at_location", "a1", service_id=SERVICE, location_id=resource_id("211", "location", "l1")),
        row("phone", "p1", service_id=SERVICE, number=phone, type="voice"),
        row("schedule", "h1", service_at_location_id=AT, freq="WEEKLY", byday="TU",
            opens_at=time.fromisoformat(opens), closes_at=time(13)),
        row("language", "g1", service_id=SERVICE, name="Spanish", code="es"),
        row("cost_option", "c1", service_id=SERVICE, option="Bags", amount="2.50", currency="USD"),
        *more,
    ]  # fmt: skip
    return made


@pytest.fixture
def pantry(nora: Any, now: Any) -> Service:
    keep_resources(actor=nora, now=now, source="211", bundle=bundle())
    return Service.objects.get(pk=SERVICE)


def correct(actor: Any, now: Any, service: Service, **facts: str) -> list[ResourceFact]:
    there = facts_of(Service.objects.get(pk=service.pk), TODAY)
    return correct_resource(
        actor=actor,
        now=now,
        service_id=service.pk,
        facts=facts,
        based_on=there,
        learned_from="Maria  at the desk",
    )


def said(service: Service) -> dict[str, str]:
    return facts_of(Service.objects.get(pk=service.pk), TODAY)


@pytest.mark.django_db
def test_every_fact_is_said_in_words_that_can_be_written_again(pantry: Service) -> None:
    assert {slug: text for slug, text in said(pantry).items() if text} == {
        "phone": "(512) 555-0123", "hours": "Tu 09:00-13:00", "eligibility": "Adults", "languages": "Spanish",
        "cost": "Free\nBags 2.50 USD",
    }  # fmt: skip


@pytest.mark.django_db
def test_what_is_corrected_holds_and_says_who_learned_it_from_whom(
    pantry: Service, nora: Any, now: Any
) -> None:
    found = correct(
        nora, now, pantry, phone="512 555 0199 ext. 4, front desk\n512-555-0198, fax\n211", hours="weekdays 9 to 5",
        eligibility="Everybody", area="Travis County\nHays County", languages="English, Spanish, English",
        cost="Free for all", capacity="3 of 12 boxes\nask on Mondays", how_to_begin="Walk in",
        email="pantry@example.org", website="https://pantry.example.org",
    )  # fmt: skip
    assert len(found) == len(FACTS)
    assert said(pantry) == {
        "phone": "(512) 555-0199 ext. 4, front desk\n(512) 555-0198, fax\n211", "hours": "Mo-Fr 09:00-17:00",
        "eligibility": "Everybody", "area": "Travis County\nHays County", "languages": "English, Spanish",
        "cost": "Free for all", "capacity": "3 of 12 boxes\nask on Mondays", "how_to_begin": "Walk in",
        "email": "pantry@example.org", "website": "https://pantry.example.org",
    }  # fmt: skip
    one = corrections_of(nora, pantry.pk).present[0].fact
    assert (one.staff_id, one.learned_at, one.learned_from) == (nora.staff_id, now, "Maria at the desk")
    assert resource_sheet(nora, pantry.pk, at=now).hours == "Mo,Tu,We,Th,Fr 09:00-17:00"
    assert verify_chains().holds


@pytest.mark.django_db
def test_the_same_again_and_what_was_not_touched_change_nothing(pantry: Service, nora: Any, now: Any) -> None:
    there = said(pantry)
    assert correct(nora, now, pantry, **there) == []
    assert correct(nora, now, pantry, phone="512-555-0123", hours="Tuesday 9 to 1") == []
    correct(nora, now, pantry, eligibility="Everybody")
    stale = {"facts": {**there, "cost": "Two dollars"}, "based_on": there}
    (one,) = correct_resource(actor=nora, now=now, service_id=pantry.pk, **stale)
    assert one.fact == "cost" and said(pantry)["eligibility"] == "Everybody"


@pytest.mark.django_db
def test_what_somebody_changed_meanwhile_is_shown_and_not_written_over(
    pantry: Service, nora: Any, now: Any
) -> None:
    there = said(pantry)
    correct(nora, now, pantry, eligibility="Everybody", email="a@example.org")
    with pytest.raises(Invalid, match="It says now: Everybody"):
        correct_resource(
            actor=nora, now=now, service_id=pantry.pk, facts={"eligibility": "Veterans"}, based_on=there
        )
    correct(nora, now, pantry, email="")
    with pytest.raises(Invalid, match="It says now: nothing"):
        correct_resource(
            actor=nora,
            now=now,
            service_id=pantry.pk,
            facts={"email": "b@example.org"},
            based_on={"email": "a@example.org"},
        )


@pytest.mark.django_db
def test_an_import_keeps_what_was_corrected_and_shows_what_differs(
    pantry: Service, nora: Any, now: Any
) -> None:
    correct(nora, now, pantry, phone="512 555 0199", eligibility="Everybody", hours="Sat 10-12")
    before = said(pantry)
    later = now + timedelta(days=7)
    kept = keep_resources(actor=nora, now=later, source="211", bundle=bundle())
    assert said(pantry) == before and kept.held == (SERVICE,)
    assert all(one.fact.source_said_at is None for one in corrections_of(nora, pantry.pk).present)
    newer = bundle(phone="+15125550177", eligibility="Veterans", opens="08:00")
    kept = keep_resources(actor=nora, now=later, source="211", bundle=newer)
    assert said(pantry) == before and kept.changed == (SERVICE,)
    shown = {one.fact.fact: one for one in corrections_of(nora, pantry.pk).present}
    assert all(one.differs for one in shown.values())
    assert (shown["phone"].fact.source_text, shown["hours"].fact.source_text) == (
        "(512) 555-0177",
        "Tu 08:00-13:00",
    )
    assert shown["eligibility"].fact.source_said_at == later
    assert Service.objects.get(pk=SERVICE).fees_description == "Free"
    assert verify_chains().holds


@pytest.mark.django_db
def test_what_the_directory_says_can_be_taken_with_all_its_rows(pantry: Service, nora: Any, now: Any) -> None:
    correct(nora, now, pantry, phone="512 555 0199", hours="Sat 10-12", cost="Nothing")
    newer = bundle(phone="+15125550177", opens="08:00")
    keep_resources(actor=nora, now=now, source="211", bundle=newer)
    for one in corrections_of(nora, pantry.pk).present:
        for _ in range(2):
            taken = take_directorys(actor=nora, now=now, fact_id=one.fact.pk)
        assert taken.settled_how == "taken" and taken.settled_by_id == nora.staff_id
    assert said(pantry)["phone"] == "(512) 555-0177" and said(pantry)["cost"] == "Free\nBags 2.50 USD"
    assert Schedule.objects.get().service_at_location_id == AT
    again = keep_resources(
        actor=nora, now=now, source="211", bundle=bundle(phone="+15125550177", opens="08:00")
    )
    assert again.unchanged == (SERVICE,) and again.held == ()
    assert [one.fact.settled_how for one in corrections_of(nora, pantry.pk).past] == ["taken"] * 3


@pytest.mark.django_db
def test_rows_of_a_place_that_is_gone_do_not_come_back(pantry: Service, nora: Any, now: Any) -> None:
    (one,) = correct(nora, now, pantry, hours="Sat 10-12")
    ServiceAtLocation.objects.all().delete()
    take_directorys(actor=nora, now=now, fact_id=one.pk)
    assert not Schedule.objects.exists()


@pytest.mark.django_db
def test_a_directory_that_says_the_same_now_ends_the_correction(pantry: Service, nora: Any, now: Any) -> None:
    correct(nora, now, pantry, phone="512 555 0177", eligibility="Veterans")
    newer = bundle(phone="+15125550177", eligibility="Veterans")
    kept = keep_resources(actor=nora, now=now, source="211", bundle=newer)
    past = corrections_of(nora, pantry.pk).past
    assert kept.held == () and {one.fact.settled_how for one in past} == {"agreed"}
    assert Phone.objects.get().external_id == "p1" and said(pantry)["eligibility"] == "Veterans"


@pytest.mark.django_db
def test_a_second_correction_takes_the_place_of_the_first(pantry: Service, nora: Any, now: Any) -> None:
    correct(nora, now, pantry, eligibility="Everybody")
    correct(nora, now + timedelta(days=1), pantry, eligibility="Veterans")
    corrections = corrections_of(nora, pantry.pk)
    assert [one.fact.value for one in corrections.present] == ["Veterans"]
    assert corrections.present[0].fact.source_text == "Adults"
    assert [(one.fact.value, one.fact.settled_how) for one in corrections.past] == [("Everybody", "replaced")]


@pytest.mark.django_db
def test_one_that_was_added_by_hand_is_changed_and_has_no_directory(nora: Any, now: Any) -> None:
    service = add_resource(actor=nora, now=now, details=ResourceDetails("Loaves", "Soup"))
    (one,) = correct(nora, now, service, cost="Free")
    assert not corrections_of(nora, service.pk).present[0].differs
    with pytest.raises(Invalid, match="no imported directory"):
        take_directorys(actor=nora, now=now, fact_id=one.pk)
    with pytest.raises(NotFound):
        get_resource_fact(nora, new_id())


@pytest.mark.django_db
def test_readers_and_jobs_correct_nothing(pantry: Service, audrey: Any, now: Any) -> None:
    with pytest.raises(Refused):
        correct(audrey, now, pantry, cost="Nothing")
    with pytest.raises(Refused, match="Only a person"):
        correct(system_viewer(), now, pantry, cost="Nothing")


@pytest.mark.parametrize(
    ("slug", "text", "what"),
    [
        ("email", "nobody", "An email address"),
        ("website", "pantry", "A web address"),
        ("website", f"https://{'x' * 600}.org", "500 letters"),
        ("phone", "call us", "Ten digits"),
        ("phone", "\n".join(["211"] * 21), "20 lines"),
        ("languages", "x" * 61, "commas"),
        ("area", "x" * 301, "300 letters"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(slug: str, text: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        parts_of(FACT_OF[slug], text, TODAY)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("by appointment only", "by appointment only"),
        ("Mo-Fr 08:00-12:00,13:00-17:00", "Mo-Fr 08:00-12:00,13:00-17:00"),
        ("Sa 22:00-02:00", "Sa 22:00-02:00"),
        ("Mo-Su 00:00-24:00", "24/7"),
        ("Mo-Fr 09:00-17:00; PH off", "Mo-Fr 09:00-17:00; PH off"),
        ("24/7", "24/7"),
        ("", ""),
    ],
)
def test_hours_are_understood_wholly_or_kept_as_words(text: str, kept: str) -> None:
    fact = FACT_OF["hours"]
    assert text_of(fact, parts_of(fact, text, TODAY), TODAY) == kept


@given(st.sampled_from(FACTS), st.text(max_size=80))
def test_what_was_read_is_said_so_that_it_is_read_the_same(fact: Any, noise: str) -> None:
    try:
        once = parts_of(fact, tidy(noise), TODAY)
    except ValueError:
        return
    text = text_of(fact, once, TODAY)
    assert text_of(fact, parts_of(fact, text, TODAY), TODAY) == text


@pytest.mark.django_db
def test_the_page_keeps_what_was_typed_and_shows_both(
    pantry: Service, nora: Any, nora_client: Client, now: Any
) -> None:
    url = reverse("directory:correct_resource", args=[pantry.pk])
    there = {f"was_{slug}": text for slug, text in said(pantry).items()} | said(pantry)
    assert "Tu 09:00-13:00" in nora_client.get(url).content.decode()
    bad = nora_client.post(url, {**there, "phone": "call us"})
    assert bad.status_code == 422 and "call us" in bad.content.decode()
    good = nora_client.post(url, {**there, "eligibility": "Everybody", "learned_from": "Maria"})
    assert good.status_code == 302 and nora_client.post(url, there).status_code == 302
    keep_resources(actor=nora, now=now, source="211", bundle=bundle(eligibility="Veterans"))
    page = nora_client.get(reverse("directory:resource", args=[pantry.pk])).content.decode()
    assert "Corrected here" in page and "from Maria" in page and "Veterans" in page
    (one,) = corrections_of(nora, pantry.pk).present
    assert nora_client.post(reverse("directory:take_directorys", args=[one.fact.pk])).status_code == 302
    assert said(pantry)["eligibility"] == "Veterans"
