from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from caseday.access.viewer import Viewer
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.people import actions
from caseday.people.models import Person, PersonMerge
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_contact_point, make_person

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def rosa(cast: Cast) -> Person:
    person = make_person(
        given_name="Rosa", family_name="Delgado", birth_date="1980-05-03", name_key="rosa delgado"
    )
    make_contact_point(person)
    return make_case(cast.nora, person=person).person


def test_the_list_names_those_in_sight(
    cast: Cast, nora_client: Client, olive_client: Client, rosa: Person
) -> None:
    assert "Delgado, Rosa" in nora_client.get("/people/").content.decode()
    assert "Delgado, Rosa" not in olive_client.get("/people/").content.decode()
    part = nora_client.get("/people/?q=zzz", headers=HTMX).content.decode()
    assert "Nobody found" in part and "<html" not in part


def test_the_page_shows_the_person(
    nora_client: Client, rosa: Person, django_assert_max_num_queries: Any
) -> None:
    nora_client.get(f"/people/{rosa.id}/")
    with django_assert_max_num_queries(20):
        page = nora_client.get(f"/people/{rosa.id}/").content.decode()
    for words in ("Rosa Delgado", "tel:+15125550123", "calls: not asked", "born May 3, 1980"):
        assert words in page


@pytest.mark.parametrize(
    "path",
    [
        "",
        "names/",
        "needs/",
        "contact/new/",
        "addresses/new/",
        "household/new/",
        "safety/new/",
        f"compare/{UUID(int=3)}/",
    ],
)
def test_outsiders_find_nothing(olive_client: Client, nora_client: Client, rosa: Person, path: str) -> None:
    assert olive_client.get(f"/people/{rosa.id}/{path}").status_code == 404
    assert nora_client.get(f"/people/{UUID(int=5)}/{path}").status_code == 404


PARTS = {
    "contact": ({"system": "phone", "value": "512 555 0199", "call_consent": "granted", "text_consent": "unknown", "email_consent": "unknown", "best_from": "18:00", "best_to": "20:00"}, {"value": "1"}, "(512) 555-0199"),
    "addresses": ({"line1": "9 Elm St", "postal_code": "78704"}, {"line1": "", "postal_code": ""}, "9 Elm St"),
    "household": ({"name": "Luz", "relation": "daughter", "phone": "5125550151"}, {"phone": "1"}, "Luz"),
    "safety": ({"text": "Dog at the gate", "audience": "caseload"}, {"text": ""}, "Dog at the gate"),
}  # fmt: skip


@pytest.mark.parametrize("part", list(PARTS))
def test_parts_are_added_revised_and_ended_in_place(nora_client: Client, rosa: Person, part: str) -> None:
    good, bad, shown = PARTS[part]
    url = f"/people/{rosa.id}/{part}/new/"
    assert nora_client.get(url).status_code == 200
    assert "<html" not in nora_client.get(url, headers=HTMX).content.decode()
    refused = nora_client.post(url, {**good, **bad}, headers=HTMX)
    assert refused.status_code == 422 and 'role="alert"' in refused.content.decode()
    answer = nora_client.post(url, good, headers=HTMX)
    assert answer.status_code == 200 and shown in answer.content.decode()
    kind = {
        "contact": rosa.contact_points,
        "addresses": rosa.addresses,
        "household": rosa.household,
        "safety": rosa.safety_notes,
    }
    one = kind[part].order_by("-id").first()
    if part != "safety":
        assert nora_client.get(f"/people/{part}/{one.id}/").status_code == 200
        assert nora_client.post(f"/people/{part}/{one.id}/", {**good, **bad}).status_code == 422
        assert nora_client.post(f"/people/{part}/{one.id}/", good).status_code == 302
    ended = nora_client.post(f"/people/{part}/{one.id}/end/", headers=HTMX).content.decode()
    assert shown not in ended
    if part != "household":
        back = nora_client.post(f"/people/{part}/{one.id}/end/?undo=1", headers=HTMX).content.decode()
        assert shown in back


def test_names_and_needs_are_edited_in_place(nora_client: Client, rosa: Person) -> None:
    names = {
        "given_name": "Rosa",
        "family_name": "Ruiz",
        "preferred_name": "Rosie",
        "birth_date": "1980-05-03",
    }
    assert nora_client.get(f"/people/{rosa.id}/names/").status_code == 200
    answer = nora_client.post(f"/people/{rosa.id}/names/", names, headers=HTMX).content.decode()
    assert "Rosa Ruiz" in answer and "Rosie" in answer
    bad = nora_client.post(f"/people/{rosa.id}/names/", {**names, "birth_date": "2090-01-01"}, headers=HTMX)
    assert bad.status_code == 422 and "2090-01-01" in bad.content.decode()
    Person.objects.filter(pk=rosa.pk).update(language="xx-old")
    assert "xx-old" in nora_client.get(f"/people/{rosa.id}/needs/").content.decode()
    answer = nora_client.post(
        f"/people/{rosa.id}/needs/", {"language": "es", "needs_interpreter": "on"}, headers=HTMX
    )
    assert "Spanish" in answer.content.decode()


def test_a_duplicate_is_shown_while_typing_and_asked_about(
    nora_client: Client, olive_client: Client, nora: Viewer
) -> None:
    known = actions.add_person(
        actor=nora, now=clock.now(), fields={"given_name": "Rosa", "family_name": "Kim"}, phone="5125550150"
    )
    typed = {"given_name": "Rosa", "family_name": "Kim", "phone": "512 555 0150", "birth_date": "1980-13-99"}
    assert str(known.id) in nora_client.get("/people/likely-duplicates/", typed).content.decode()
    outside = olive_client.get("/people/likely-duplicates/", typed).content.decode()
    assert "Somebody outside your cases" in outside and str(known.id) not in outside and "Kim" not in outside
    sent = {"id": str(new_id()), "given_name": "Rosa", "family_name": "Kim", "phone": "512 555 0150"}
    assert nora_client.get("/people/new/").status_code == 200
    asked = nora_client.post("/people/new/", sent)
    assert asked.status_code == 422 and "It is somebody else" in asked.content.decode()
    for _ in range(2):
        assert nora_client.post("/people/new/", {**sent, "is_another": "1"}).status_code == 302
    assert Person.objects.count() == 2
    assert nora_client.post("/people/new/", {"phone": "1"}).status_code == 422


def test_two_records_are_compared_joined_and_parted(nora_client: Client, nora: Viewer) -> None:
    one, other = (
        actions.add_person(
            actor=nora, now=clock.now(), fields={"given_name": name, "family_name": "Kim"}, phone="5125550150"
        )
        for name in ("Rosa", "Rosy")
    )
    assert "Compare" in nora_client.get(f"/people/{one.id}/").content.decode()
    assert "same phone" in nora_client.get(f"/people/{one.id}/compare/{other.id}/").content.decode()
    assert (
        nora_client.post(f"/people/{one.id}/merge/{other.id}/", {"reason": "same phone"}).status_code == 302
    )
    assert "merged into" in nora_client.get(f"/people/{other.id}/").content.decode()
    assert "Part them again" in nora_client.get(f"/people/{one.id}/").content.decode()
    again = nora_client.post(f"/people/{one.id}/merge/{other.id}/", follow=True)
    assert "merged before" in again.content.decode()
    assert nora_client.post(f"/people/merges/{PersonMerge.objects.get().id}/undo/").status_code == 302
    other.refresh_from_db()
    assert other.merged_into is None


def test_a_safety_note_is_not_revised(nora_client: Client, rosa: Person) -> None:
    assert nora_client.get(f"/people/safety/{UUID(int=4)}/").status_code in (404, 405)


@pytest.mark.parametrize("value", ["\x00", "' OR 1=1 --", "<script>", "٣", "𝔘" * 500, "-1", "%", "9" * 40])
def test_hostile_values_never_break_a_page(nora_client: Client, rosa: Person, value: str) -> None:
    for name in ("q", "after"):
        assert nora_client.get("/people/", {name: value}).status_code == 200
    fields = ["given_name", "family_name", "birth_date", "phone", "id", "except"]
    for name in fields:
        assert nora_client.get("/people/likely-duplicates/", {name: value}).status_code == 200
    assert nora_client.get("/people/likely-duplicates/", dict.fromkeys(fields, value)).status_code == 200
    assert nora_client.post(
        "/people/new/", dict.fromkeys([*fields, "preferred_name", "language"], value)
    ).status_code in (302, 422)
    for part, (good, _, _) in PARTS.items():
        answer = nora_client.post(
            f"/people/{rosa.id}/{part}/new/", dict.fromkeys([*good, "id", "from_on", "note"], value)
        )
        assert answer.status_code in (302, 422), part
    names = ["given_name", "family_name", "birth_date", "former_names", "gender"]
    assert nora_client.post(f"/people/{rosa.id}/names/", dict.fromkeys(names, value)).status_code in (
        302,
        422,
    )
    assert nora_client.post(
        f"/people/{rosa.id}/needs/", {"language": value, "time_zone": value}
    ).status_code in (302, 422)
