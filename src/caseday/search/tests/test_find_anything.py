"""Search finds what is meant, and only what the viewer may see."""

from datetime import timedelta

import pytest
from django.test import Client

from caseday.access.record import case_chain, change, person_chain
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Identifier
from caseday.documents.actions import Arrival, put_in_document, void_document
from caseday.documents.keeping import the_store
from caseday.journal.models import Note
from caseday.search.actions import rebuild_index
from caseday.search.models import Entry
from caseday.search.queries import Found, find
from caseday.search.rules import nearness, understand
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_activity,
    make_case,
    make_contact_point,
    make_office,
    make_person,
    make_professional,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(cast: Cast) -> Case:
    person = make_person(given_name="Rosalía", family_name="Steinbrenner-Núñez", preferred_name="Rosie")
    make_contact_point(person, "+15125550147")
    case = make_case(cast.nora, person=person, number="CD-77120", summary="Meniscus tear")
    Identifier.objects.create(case=case, kind="claim_number", value="WC-88-4417", normalized="WC884417")
    activity = make_activity(
        case, summary="Called the pharmacy about ketorolac.", with_name="Barton Pharmacy"
    )
    Note.objects.create(
        activity=activity,
        case=case,
        text="Patient states the swelling is gone.",
        author=cast.nora,
        signed_by="Nora",
        signed_at=MONDAY_8,
    )
    rebuild_index()
    return case


def kinds(found: list[Found]) -> list[str]:
    return [one.kind for one in found]


@pytest.mark.parametrize("typed", ["rosalia", "Rosie", "núñez", "stein", "rosalia stein", "STEINBRENNER"])
def test_it_finds_a_client_by_the_beginning_of_a_name_without_accents(
    rosa: Case, nora: Viewer, typed: str
) -> None:
    first = find(nora, typed)[0]
    assert (first.kind, first.case_id, first.is_near) == ("case", rosa.id, False)


@pytest.mark.parametrize("typed", ["Stienbrener", "rozalia", "rosalya", "steenbrenner"])
def test_it_finds_a_client_by_sound_or_despite_typing_errors(rosa: Case, nora: Viewer, typed: str) -> None:
    found = find(nora, typed)
    assert [(one.case_id, one.is_near) for one in found if one.kind == "case"] == [(rosa.id, True)]


@pytest.mark.parametrize("typed", ["WC-88-4417", "wc884417", "884417", "WC-88", "4417"])
def test_it_finds_a_claim_number_in_any_spelling(rosa: Case, nora: Viewer, typed: str) -> None:
    assert rosa.id in {one.case_id for one in find(nora, typed)}


@pytest.mark.parametrize("typed", ["(512) 555-0147", "5125550147", "512-555-01"])
def test_it_finds_a_client_by_phone(rosa: Case, nora: Viewer, typed: str) -> None:
    assert rosa.person_id in {one.person_id for one in find(nora, typed)}


@pytest.mark.parametrize("typed", ["ketorol", "swelling gone", "barton"])
def test_it_finds_words_of_the_journal_and_shows_them(rosa: Case, nora: Viewer, typed: str) -> None:
    found = [one for one in find(nora, typed) if one.kind == "entry"]
    assert len(found) == 1
    assert typed.split()[0] in f"{found[0].title} {found[0].detail}".lower()


def test_it_finds_offices_and_professionals(rosa: Case, nora: Viewer) -> None:
    office = make_office(name="Quarry Lake Imaging")
    make_professional(office=office, name="Amina Farouk")
    rebuild_index()
    assert find(nora, "quarry")[0].office_id == office.id
    assert find(nora, "farook")[0].office_id == office.id


def test_it_hides_everything_of_a_case_from_a_colleague_without_sight(
    rosa: Case, olive: Viewer, adam: Viewer
) -> None:
    for viewer in (olive, adam):
        for typed in ("rosalia", "Stienbrener", "WC-88-4417", "5125550147", "swelling", "ketorolac"):
            assert find(viewer, typed) == []


def test_names_that_one_may_not_see_do_not_crowd_out_ones_own(
    rosa: Case, cast: Cast, nora: Viewer, audrey: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseday.search.queries._CANDIDATES", 4)
    for number in range(4):
        person = make_person(given_name="Stella", family_name="Steinway")
        make_case(cast.olive, person=person, number=f"CD-9000{number}")
    rebuild_index()
    assert {one.case_id for one in find(nora, "stein")} == {rosa.id}
    assert len(find(audrey, "stein")) == 4


def test_it_shows_everything_to_the_covering_colleague_supervisor_and_auditor(
    rosa: Case, carl: Viewer, susan: Viewer, audrey: Viewer
) -> None:
    for viewer in (carl, susan, audrey):
        assert find(viewer, "rosalia")[0].case_id == rosa.id
        assert "entry" in kinds(find(viewer, "swelling"))


def test_a_change_is_found_at_once(rosa: Case, nora: Viewer) -> None:
    person = rosa.person
    with change(
        "person_renamed", actor=nora, now=MONDAY_8, chain=person_chain(person.id), subject=person
    ) as record:
        record.update(person, family_name="Okonkwo")
    assert find(nora, "okonk")[0].case_id == rosa.id
    assert find(nora, "steinbrenner") == []


def test_a_new_identifier_is_found_at_once(rosa: Case, nora: Viewer) -> None:
    one = Identifier(case=rosa, kind="state_file_number", value="TX 555-AB", normalized="TX555AB")
    with change(
        "identifier_added", actor=nora, now=MONDAY_8, chain=case_chain(rosa.id), subject=one
    ) as record:
        record.add(one)
    assert find(nora, "tx555ab")[0].case_id == rosa.id


def test_newer_journal_entries_come_first(rosa: Case, nora: Viewer) -> None:
    make_activity(rosa, started_at=MONDAY_8 + timedelta(days=2), summary="Second word about ketorolac.")
    rebuild_index()
    details = [one.detail for one in find(nora, "ketorolac")]
    assert len(details) == 2
    assert "Second" in details[0]


@pytest.mark.parametrize(
    "typed",
    ["", "   ", '"', "' OR 1=1 --", "*", "a AND", "NEAR(", "words:x", "\0", "…", "😀", "x" * 5000, "%", "\\"],
)
def test_odd_input_finds_nothing_and_breaks_nothing(rosa: Case, nora: Viewer, typed: str) -> None:
    assert "case" not in kinds(find(nora, typed)) or typed == "a AND"


@pytest.mark.parametrize("typed", ["z", "zk", "zkentry", "ketorolac zkentry"])
def test_how_the_index_spells_a_kind_is_no_word_of_a_text(rosa: Case, nora: Viewer, typed: str) -> None:
    assert "entry" not in kinds(find(nora, typed))


def test_it_costs_at_most_ten_queries(
    rosa: Case, nora: Viewer, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        find(nora, "rosa swelling")


def test_the_box_and_the_page_show_the_same(rosa: Case, nora_client: Client) -> None:
    page = nora_client.get("/search/", {"q": "rosalia"})
    box = nora_client.get("/search/", {"q": "rosalia"}, headers={"HX-Request": "true"})
    for answer in (page, box):
        assert answer.status_code == 200
        assert "Steinbrenner" in answer.content.decode()
    assert "<html" not in box.content.decode()


def test_where_enough_is_found_as_typed_nothing_alike_is_shown(cast: Cast, nora: Viewer) -> None:
    for given in ("Ana", "Ben", "Cleo"):
        make_case(cast.nora, person=make_person(given_name=given, family_name="Meyer"))
    make_case(cast.nora, person=make_person(given_name="Dora", family_name="Meier"))
    rebuild_index()
    assert [one.is_near for one in find(nora, "meyer")] == [False] * 3


def test_a_title_without_words_is_near_to_nothing() -> None:
    assert nearness(understand("meyer"), "???") == 0


def test_it_finds_a_paper_by_its_text_for_who_may_see_it(rosa: Case, nora: Viewer, olive: Viewer) -> None:
    arrival = the_store().new_arrival()
    arrival.write_bytes(b"Impression: effusion of the suprapatellar recess. " * 3)
    files = [Arrival(arrival, "mri.txt")]
    paper = put_in_document(actor=nora, now=MONDAY_8, case_id=rosa.pk, files=files)
    found = [one for one in find(nora, "suprapatellar") if one.kind == "paper"]
    assert [one.subject_id for one in found] == [paper.pk] and "suprapatellar" in found[0].detail
    assert find(olive, "suprapatellar") == []
    assert rebuild_index() and [one.kind for one in find(nora, "effusion mri")] == ["paper"]
    void_document(actor=nora, now=MONDAY_8, document_id=paper.pk, reason="Another person's")
    assert "voided" in find(nora, "suprapatellar")[0].detail


def test_it_keeps_each_word_of_a_long_paper_once_and_bounded(rosa: Case, nora: Viewer) -> None:
    arrival = the_store().new_arrival()
    arrival.write_bytes(" ".join(f"word{n} again" for n in range(60_000)).encode())
    paper = put_in_document(actor=nora, now=MONDAY_8, case_id=rosa.pk, files=[Arrival(arrival, "long.txt")])
    entry = Entry.objects.get(kind="paper", subject_id=paper.pk)
    assert len(entry.text.encode()) < 310_000 and entry.text.split().count("again") == 1


def test_the_index_is_made_anew_batch_by_batch(
    rosa: Case, cast: Cast, nora: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for family_name in ("Abel", "Brandt", "Castillo", "Dietrich"):
        make_case(cast.nora, person=make_person(family_name=family_name))
    whole = rebuild_index()
    monkeypatch.setattr("caseday.search.actions._BATCH", 2)
    reached: list[int] = []
    assert rebuild_index(reached.append) == whole == Entry.objects.count()
    assert reached[:3] == [2, 4, 5] and reached[-1] == whole
    assert "case" in kinds(find(nora, "Castillo"))
