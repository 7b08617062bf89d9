"""A Social Security number: refused where none can be so, sealed, its end in sight, the whole for who reads closely."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.models import AccessEntry, CaseEvent
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.people import actions, queries
from caseday.people.models import Person
from caseday.people.permissions import asks_ssn
from caseday.people.rules.ssn import dashed, is_whole, read_ssn
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_person

# Withdrawn by the Social Security Administration; nobody has it.
NUMBER, PLACES = "219-09-9999", "219099999"
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        (NUMBER, PLACES),
        (" 219 09 9999 ", PLACES),
        ("XXX-xx-6789", "xxxxx6789"),
        ("xxx.xx.678x", "xxxxx678x"),
        ("219-09-xxxx", "21909xxxx"),
    ],
)
def test_a_number_is_read_as_it_is_written(typed: str, places: str) -> None:
    assert read_ssn(typed).places == places and not read_ssn(typed).problem
    assert dashed(places).count("-") == 2 and is_whole(places) == ("x" not in places)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("219-09-999", "this has 8"),
        ("219-09-99999", "this has 10"),
        ("219-O9-9999", "Only digits"),
        ("٢19-09-9999", "Only digits"),
        ("000-09-9999", "begins with"),
        ("666-09-9999", "begins with"),
        ("9xx-09-9999", "begins with"),
        ("219-00-9999", "never 00."),
        ("219-09-0000", "never 0000"),
        ("xxx-xx-xxxx", "No digit is known"),
    ],
)
def test_what_cannot_be_a_number_is_said(typed: str, said: str) -> None:
    assert said in read_ssn(typed).problem and read_ssn(typed).places == ""


@pytest.fixture
def rosa(cast: Cast) -> Person:
    return make_case(cast.nora, program="homeless", case_type="shelter").person


@pytest.mark.django_db
def test_a_person_whom_no_program_asks_keeps_none(cast: Cast, nora: Viewer, now: datetime) -> None:
    other = make_case(cast.nora).person
    with pytest.raises(Invalid, match="No program"):
        actions.keep_ssn(actor=nora, now=now, person_id=other.pk, number=NUMBER)
    assert (kept(other).ssn, kept(other).sealed_ssn) == ("", "")


def kept(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.mark.django_db
def test_it_is_sealed_and_no_event_has_it(nora: Viewer, now: datetime, rosa: Person) -> None:
    actions.keep_ssn(actor=nora, now=now, person_id=rosa.pk, number=NUMBER)
    found, event = kept(rosa), CaseEvent.objects.get(verb="person_ssn_kept")
    assert (found.ssn, found.ssn_last4, found.ssn_shown) == ("full", "9999", "xxx-xx-9999")
    assert PLACES not in found.sealed_ssn and queries.kept_ssn(found) == PLACES
    told = json.dumps(event.changes) + event.summary
    assert PLACES not in told and NUMBER not in told and "sealed" not in told and "9999" in told
    lines = [line for one in queries.person_history(nora, found) for line in one.lines]
    assert "Its last four: 9999" in lines and "Social Security number: full" in lines
    actions.keep_ssn(actor=nora, now=now + timedelta(hours=1), person_id=rosa.pk, number="219 09 9999")
    assert kept(rosa).ssn_at == now
    actions.keep_ssn(actor=nora, now=now + timedelta(hours=1), person_id=rosa.pk, number="218-09-9999")
    assert CaseEvent.objects.filter(verb="person_ssn_kept").count() == 2


@pytest.mark.django_db
def test_a_part_or_an_answer_takes_the_place_of_what_was_kept(
    nora: Viewer, now: datetime, rosa: Person
) -> None:
    keep = {"actor": nora, "now": now, "person_id": rosa.pk}
    actions.keep_ssn(**keep, number="xxx-xx-6789")
    assert (kept(rosa).ssn, queries.kept_ssn(kept(rosa))) == ("partial", "xxxxx6789")
    actions.keep_ssn(**keep, answer="declined")
    found = kept(rosa)
    assert (found.ssn, found.ssn_last4, found.sealed_ssn, found.ssn_shown) == ("declined", "", "", "")
    for bad in ({"number": NUMBER, "answer": "unknown"}, {}, {"answer": "full"}, {"number": "1"}):
        with pytest.raises(Invalid) as error:
            actions.keep_ssn(**keep, **bad)
        assert "number" in error.value.problems
    assert kept(rosa).ssn == "declined"


@pytest.mark.django_db
def test_the_whole_is_for_who_reads_restricted_notes(
    cast: Cast, nora: Viewer, carl: Viewer, susan: Viewer, audrey: Viewer, olive: Viewer, now: datetime,
    rosa: Person,
) -> None:  # fmt: skip
    actions.keep_ssn(actor=nora, now=now, person_id=rosa.pk, number=NUMBER)
    for viewer in (nora, carl, susan, audrey):
        assert queries.ssn_of(viewer, rosa.pk) == PLACES, viewer.name
    with pytest.raises(NotFound):
        queries.ssn_of(olive, rosa.pk)
    rosa.cases.get().assignments.create(staff=cast.olive, kind="support", from_at=now)
    with pytest.raises(Refused):
        queries.ssn_of(olive, rosa.pk)
    with pytest.raises(Refused):
        actions.keep_ssn(actor=audrey, now=now, person_id=rosa.pk, number=NUMBER)


@pytest.mark.django_db
def test_it_is_asked_where_the_program_needs_it_and_shown_where_it_is_kept(
    cast: Cast, nora: Viewer, rosa: Person
) -> None:
    other = make_case(cast.nora).person
    assert asks_ssn(nora, rosa) and not asks_ssn(nora, other)
    Person.objects.filter(pk=other.pk).update(ssn=Person.Ssn.UNKNOWN)
    assert asks_ssn(nora, kept(other))


@pytest.mark.django_db
def test_another_key_opens_nothing(nora: Viewer, now: datetime, rosa: Person, settings: object) -> None:
    actions.keep_ssn(actor=nora, now=now, person_id=rosa.pk, number=NUMBER)
    settings.SECRET_KEY = "another key than before"  # type: ignore[attr-defined]
    assert queries.kept_ssn(kept(rosa)) == ""
    actions.keep_ssn(actor=nora, now=now, person_id=rosa.pk, number=NUMBER)
    assert queries.kept_ssn(kept(rosa)) == PLACES


@pytest.mark.django_db
@pytest.mark.parametrize("before", ["", "unknown"])
def test_joined_records_keep_the_number_and_parted_ones_give_it_back(
    cast: Cast, nora: Viewer, now: datetime, rosa: Person, before: str
) -> None:
    twin = actions.add_person(actor=nora, now=now, fields={"given_name": "Rosie"})
    make_case(cast.nora, person=twin, program="homeless", case_type="shelter")
    Person.objects.filter(pk=rosa.pk).update(ssn=before)
    Person.objects.filter(pk=twin.pk).update(entered_at=datetime.now(now.tzinfo))
    actions.keep_ssn(actor=nora, now=now, person_id=twin.pk, number=NUMBER)
    merge = actions.merge_people(actor=nora, now=now, keep_id=rosa.pk, merge_id=twin.pk)
    assert (kept(rosa).ssn, queries.kept_ssn(kept(rosa)), kept(rosa).sealed_ssn) == ("full", PLACES, "")
    assert PLACES not in json.dumps(merge.moved) and "sealed" not in json.dumps(merge.moved)
    actions.undo_merge(actor=nora, now=now, merge_id=merge.pk)
    assert (kept(rosa).ssn, queries.kept_ssn(kept(rosa))) == (before, "")
    assert queries.kept_ssn(kept(twin)) == PLACES


@pytest.mark.django_db
def test_the_page_asks_shows_the_end_and_the_whole_on_a_tap(
    nora_client: Client, olive_client: Client, cast: Cast, rosa: Person
) -> None:
    page, form = reverse("people:person", args=[rosa.pk]), reverse("people:edit_ssn", args=[rosa.pk])
    whole = reverse("people:show_ssn", args=[rosa.pk])
    assert "Not asked yet." in nora_client.get(page).content.decode()
    blank = nora_client.get(form, headers=HTMX).content.decode()
    assert "data-keep-not" in blank and "prefers not to answer" in blank
    bad = nora_client.post(form, {"number": "666-09-9999"}, headers=HTMX)
    assert bad.status_code == 422 and "666-09-9999" in bad.content.decode()
    assert "begins with" in bad.content.decode()
    saved = nora_client.post(form, {"number": NUMBER}, headers=HTMX).content.decode()
    assert "xxx-xx-9999" in saved and NUMBER not in saved
    for shown in (nora_client.get(page), nora_client.get(form)):
        assert NUMBER not in shown.content.decode() and PLACES not in shown.content.decode()
    assert "Show the whole number" in nora_client.get(page).content.decode()
    auditor = Client()
    auditor.force_login(cast.audrey)
    seen = auditor.get(page).content.decode()
    assert "xxx-xx-9999" in seen and "Show the whole number" not in seen
    assert nora_client.get(whole).status_code == 405
    for headers in (HTMX, {}):
        answer = nora_client.post(whole, headers=headers)
        assert NUMBER in answer.content.decode() and "access log" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
    assert AccessEntry.objects.filter(page="people:show_ssn", case_id=rosa.cases.get().pk).exists()
    assert olive_client.post(whole).status_code == olive_client.get(form).status_code == 404


@pytest.mark.django_db
def test_the_page_says_when_only_the_end_is_left(nora_client: Client, nora: Viewer, rosa: Person) -> None:
    Person.objects.filter(pk=rosa.pk).update(ssn="full", ssn_last4="9999", ssn_at="2026-03-02T12:00:00Z")
    answer = nora_client.post(reverse("people:show_ssn", args=[rosa.pk])).content.decode()
    assert "Only its end is kept here" in answer


@pytest.mark.django_db
def test_lists_and_other_programs_do_not_show_it(cast: Cast, nora_client: Client, rosa: Person) -> None:
    nora_client.post(reverse("people:edit_ssn", args=[rosa.pk]), {"number": NUMBER})
    assert "9999" not in nora_client.get(f"/people/?q={rosa.family_name}").content.decode()
    assert rosa.full_name not in nora_client.get(f"/people/?q={PLACES}").content.decode()
    other = make_case(cast.nora, person=make_person(given_name="Luz", family_name="Baez")).person
    assert "Social Security" not in nora_client.get(f"/people/{other.pk}/").content.decode()


@pytest.mark.django_db
def test_numbers_of_many_joined_records_take_one_query(
    cast: Cast, nora: Viewer, now: datetime, django_assert_num_queries: Any
) -> None:
    people = []
    for number in ("219-09-9991", "219-09-9992"):
        one, twin = (
            make_case(
                cast.nora, person=make_person(given_name=name), program="homeless", case_type="shelter"
            ).person
            for name in ("Ana", "Anna")
        )
        actions.keep_ssn(actor=nora, now=now, person_id=twin.pk, number=number)
        actions.merge_people(actor=nora, now=now, keep_id=one.pk, merge_id=twin.pk)
        people.append(kept(one))
    alone = make_case(cast.nora, person=make_person(given_name="Bea")).person
    with django_assert_num_queries(1):
        found = queries.kept_ssns([*people, alone])
    assert [found[one.pk] for one in (*people, alone)] == ["219099991", "219099992", ""]
    with django_assert_num_queries(0):
        assert queries.kept_ssns([alone]) == {alone.pk: ""}
