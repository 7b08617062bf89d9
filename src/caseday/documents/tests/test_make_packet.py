"""Packets of an appointment or any purpose: what is suggested, built, changed, drawn, handed over."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.models import Agency, CaseEvent
from caseday.access.viewer import Viewer
from caseday.cases.models import Identifier
from caseday.documents import actions, queries
from caseday.documents.actions import packets as packet_actions
from caseday.documents.models import Delivery, Packet
from caseday.documents.rules.packets import PaperFacts, moved, pages_in_all, starts_of, suggest
from caseday.documents.tests.made import (
    bookmarks_of,
    keep_pdf,
    locked_pdf,
    make_delivery,
    make_document,
    pages_of,
)
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_appointment,
    make_case,
    make_office,
    make_person,
    make_professional,
)

NOON = MONDAY_8 + timedelta(hours=4)


@pytest.mark.parametrize(
    ("counts", "is_double_sided", "starts", "total"),
    [
        ([3, 2], False, (1, 4), 6),
        ([3, 2], True, (1, 5), 8),
        ([2, 0, 2], True, (1, 3, 3), 6),
        ([], True, (), 1),
    ],
)
def test_where_papers_begin(
    counts: list[int], is_double_sided: bool, starts: tuple[int, ...], total: int
) -> None:
    assert starts_of(counts, is_double_sided=is_double_sided) == starts
    assert pages_in_all(1, counts, is_double_sided=is_double_sided) == total


@given(counts=st.lists(st.integers(0, 40), max_size=12), cover=st.integers(1, 3))
def test_double_sided_begins_on_odd_pages_and_loses_none(counts: list[int], cover: int) -> None:
    held = [
        (start, count)
        for start, count in zip(starts_of(counts, is_double_sided=True), counts, strict=True)
        if count
    ]
    assert all(start % 2 for start, _ in held)
    assert all(a + n <= b for (a, n), (b, _) in zip(held, held[1:], strict=False))
    if held:
        assert (
            pages_in_all(cover, counts, is_double_sided=True)
            == cover + cover % 2 + held[-1][0] + held[-1][1] - 1
        )


def facts(title: str, kind: str = "", word: str = "", day: int = 1) -> PaperFacts:
    return PaperFacts(new_id(), kind, word, title, datetime(2026, 1, day, tzinfo=UTC))


def titles(found: list[Any], papers: list[PaperFacts]) -> list[tuple[str, bool, str]]:
    by_id = {one.id: one.title for one in papers}
    return [(by_id[one.id], one.is_chosen, one.why) for one in found]


def test_carried_lines_come_first_then_the_latest_then_what_was_sent_then_the_rest() -> None:
    cd = facts("CD of the MRI", "imaging_media", "Images on CD or film", 2)
    old = facts("MRI of January 1", "imaging_report", "Imaging report", 1)
    new = facts("MRI of January 9", "imaging_report", "Imaging report", 9)
    denial = facts("Letter of the reviewer", "non_certification", "Non-certification", 5)
    letter = facts("Letter to the employer", "letter", "Letter", 8)
    photo = facts("Photo of the knee", "photo", "Photo", 7)
    papers = [cd, old, new, denial, letter, photo]
    found = suggest(["CD", "denial", ""], papers, sent_here={letter.id}, there={denial.id})
    assert (
        titles(found, papers)
        == [
            ("CD of the MRI", True, "to carry: CD"),
            ("MRI of January 9", True, "latest imaging report"),
            ("Letter to the employer", True, "sent before"),
            ("Letter of the reviewer", False, "to carry: denial"),
            ("Photo of the knee", False, ""),
            ("MRI of January 1", False, ""),
        ]
        or found[0].id == cd.id
    )


@pytest.mark.parametrize(
    ("line", "title", "word"),
    [
        ("MRI report", "Scan", "Imaging report"),
        ("print the X-ray, left knee", "Left knee", ""),
        ("Non-certifications", "Letter of March", "Non-certification"),
        ("op note", "x", "Operative report"),
        ("CD", "CD with the images", "Images on CD or film"),
        ("work status note", "x", "Work status"),
    ],
)
def test_a_carried_line_finds_its_paper(line: str, title: str, word: str) -> None:
    paper = facts(title, "some", word)
    assert suggest([line], [paper])[0].is_chosen


def test_a_line_about_visits_or_about_the_other_side_names_no_report_of_a_visit_or_that_side() -> None:
    visit, right = (
        facts("Report of January 21", "visit_report", "Visit report"),
        facts("MRI, right knee", "x", "Imaging report"),
    )
    found = suggest(["Non-certification, therapy visits 13 to 18", "MRI of the left knee"], [visit, right])
    assert [one.is_chosen for one in found] == [False, False]
    assert suggest(["visit report"], [visit])[0].is_chosen and suggest(["MRI right"], [right])[0].is_chosen


def test_a_file_called_scan_is_no_picture_of_the_body() -> None:
    assert not suggest(["MRI report, left knee"], [facts("Scan", "other", "Other")])[0].is_chosen
    assert suggest(["scan of the left knee"], [facts("MRI, left knee", "x", "Imaging report")])[0].is_chosen


@pytest.mark.parametrize("line", ["insurance card", "report", "the", "lunch"])
def test_a_line_about_something_else_finds_none(line: str) -> None:
    assert not suggest([line], [facts("MRI", "some", "Imaging report")])[0].is_chosen


ids = [new_id() for _ in range(5)]


@given(order=st.permutations(ids), which=st.sampled_from(ids), step=st.sampled_from([-1, 1]))
def test_moving_a_paper_keeps_the_others_in_order(order: list[Any], which: Any, step: int) -> None:
    found = moved(order, which, step)
    assert sorted(found) == sorted(order)
    assert [one for one in found if one != which] == [one for one in order if one != which]
    assert found.index(which) == min(max(order.index(which) + step, 0), 4)
    assert moved(order, new_id(), step) == order


class World:
    """Nora's case with an appointment at Ridgeview, and three papers."""

    def __init__(self, cast: Cast) -> None:
        person = make_person(given_name="Rosa", family_name="Delgado", birth_date=date(1980, 1, 4))
        self.case = make_case(cast.nora, person=person, onset_on=date(2026, 1, 5))
        Identifier.objects.create(case=self.case, kind="claim", value="WC-4471", normalized="WC4471")
        Identifier.objects.create(
            case=self.case, kind="claim", value="OLD-1", normalized="OLD1", is_retired=True
        )
        self.office = make_office(name="Ridgeview Orthopedics", fax="+15125550199")
        self.appointment = make_appointment(self.case, office=self.office, carry="MRI report\n\nCD")
        self.mri = keep_pdf(make_document(self.case, service_on=date(2026, 1, 14)))
        self.letter = keep_pdf(make_document(self.case, "Letter", kind="letter", received_at=MONDAY_8))
        self.cd = make_document(self.case, "CD", kind="imaging_media", is_thing=True, whereabouts="my car")

    def build(self, actor: Viewer, *papers: Any, **more: Any) -> Packet:
        chosen = papers or (self.mri, self.letter)
        more = {"office_id": self.office.pk, **more} if "appointment_id" not in more else more
        return actions.build_packet(
            actor=actor, now=MONDAY_8, case_id=self.case.pk, document_ids=[one.pk for one in chosen], **more
        )


@pytest.fixture
def world(cast: Cast, settings: Any, tmp_path: Any) -> World:
    settings.DOCUMENTS_DIR = str(tmp_path)
    return World(cast)


def test_a_packet_of_an_appointment_goes_to_its_office_on_its_day(world: World, nora: Viewer) -> None:
    one = world.build(nora, world.letter, world.mri, world.letter, appointment_id=world.appointment.pk)
    assert (one.office_id, one.dated_on, one.title) == (
        world.office.pk, date(2026, 3, 2), "For Ridgeview Orthopedics, Mar 2",
    )  # fmt: skip
    assert queries.papers_in(one) == [world.letter, world.mri]
    assert (
        queries.packet_for(nora, world.appointment.pk)
        == one
        == queries.packets_of_case(nora, world.case.pk)[0]
    )
    assert CaseEvent.objects.get().verb == "packet_built"


def test_a_home_visits_packet_is_for_the_client(world: World, nora: Viewer) -> None:
    home = make_appointment(world.case, kind="home_visit")
    one = world.build(nora, appointment_id=home.pk)
    assert one.to_name == "Rosa Delgado" and one.office is None
    assert "Papers for you" in pages_of(queries.draw(nora, one.pk).pdf)[0]


def test_the_same_packet_gives_the_same_bytes_with_all_that_the_cover_says(
    world: World, nora: Viewer
) -> None:
    doctor = make_professional(office=world.office)
    one = world.build(nora, professional_id=doctor.pk, office_id=None, ask=" Please file.\r\nThank you. ")
    drawn = queries.draw(nora, one.pk)
    assert drawn == queries.draw(nora, one.pk) and drawn.name == f"packet-{world.case.number}-2026-03-02.pdf"
    cover = pages_of(drawn.pdf)[0]
    for words in (
        "Amina Farouk, MD", "Ridgeview Orthopedics", "Fax (512) 555-0199", "Rosa Delgado", "Jan 4, 1980", "WC-4471",
        "Jan 5, 2026", "Nora Field, RN, CCM", "Please file.", "Papers for your chart", "Jan 14, 2026",
    ):  # fmt: skip
        assert words in cover, words
    assert "OLD-1" not in cover
    assert [title for title, _ in bookmarks_of(drawn.pdf)] == [
        "Cover sheet",
        "MRI of the left shoulder",
        "Letter",
    ]


def test_it_is_drawn_on_the_paper_of_the_agency(world: World, nora: Viewer) -> None:
    one = world.build(nora)
    letter = queries.draw(nora, one.pk).pdf
    Agency.objects.update(paper_size="a4")
    assert queries.draw(nora, one.pk).pdf != letter


def test_a_paper_that_cannot_be_drawn_is_named(world: World, nora: Viewer) -> None:
    locked = keep_pdf(make_document(world.case, "Locked report"), locked_pdf())
    with pytest.raises(Invalid, match="“Locked report” is locked"):
        queries.draw(nora, world.build(nora, locked).pk)
    bare = make_document(world.case, "Bare")
    with pytest.raises(Invalid, match="“Bare” has no pages"):
        queries.draw(nora, world.build(nora, bare).pk)


def test_building_twice_with_one_id_makes_one(world: World, nora: Viewer) -> None:
    one_id = new_id()
    assert world.build(nora, id=one_id) == world.build(nora, id=one_id)
    assert Packet.objects.count() == 1


def test_building_asks_for_what_is_missing(world: World, nora: Viewer, audrey: Viewer, olive: Viewer) -> None:
    other = make_document(make_case(world.case.assigned_to), "Of another case")
    for papers, more, words in (
        ([], {}, "at least one paper"),
        ([other], {}, "voided or moved"),
        ([world.mri], {"office_id": None}, "to whom"),
    ):
        with pytest.raises(Invalid, match=words):
            actions.build_packet(
                actor=nora, now=NOON, case_id=world.case.pk, document_ids=[one.pk for one in papers],
                **{"office_id": world.office.pk, **more},
            )  # fmt: skip
    with pytest.raises(Invalid, match="another case"):
        world.build(nora, appointment_id=make_appointment(other.case).pk)
    with pytest.raises(Refused):
        world.build(audrey)
    with pytest.raises(NotFound):
        world.build(olive)


def test_a_packet_holds_so_many_papers_and_no_more(
    world: World, nora: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packet_actions, "MOST_PAPERS", 1)
    with pytest.raises(Invalid, match="At most 1"):
        world.build(nora)


def test_a_packet_is_changed_until_it_is_handed_over(world: World, nora: Viewer) -> None:
    one = world.build(nora)
    change = {"actor": nora, "now": NOON, "packet_id": one.pk}
    actions.change_packet(**change, document_ids=[world.letter.pk, world.cd.pk])
    assert queries.papers_in(one) == [world.letter, world.cd]
    actions.change_packet(**change, title=" ", ask="Call us.", is_double_sided=True, to_name="Records desk")
    one.refresh_from_db()
    assert (one.to_name, one.office, one.ask, one.is_double_sided) == ("Records desk", None, "Call us.", True)
    assert one.title.startswith("For Ridgeview")
    actions.hand_over_packet(actor=nora, now=NOON, packet_id=one.pk)
    with pytest.raises(Invalid, match="stays as it was"):
        actions.change_packet(**change, title="New")


def test_handing_over_records_a_delivery_for_each_paper(world: World, nora: Viewer) -> None:
    one = world.build(nora, world.mri, world.cd)
    handed = actions.hand_over_packet(actor=nora, now=NOON, packet_id=one.pk, taken_by=" Maria ")
    assert [(d.document, d.how, d.sent_at, d.proof, d.office, d.state) for d in handed] == [
        (paper, "hand", NOON, "handed to Maria", world.office, "sent") for paper in (world.mri, world.cd)
    ]
    world.cd.refresh_from_db()
    assert world.cd.whereabouts == "handed to Maria"
    assert actions.hand_over_packet(actor=nora, now=NOON, packet_id=one.pk) == handed
    assert Delivery.objects.count() == 2
    assert list(CaseEvent.objects.values_list("verb", flat=True)).count("packet_handed_over") == 1


def test_the_second_person_is_told_who_handed_it_over(world: World, nora: Viewer, carl: Viewer) -> None:
    one = world.build(nora)
    actions.hand_over_packet(actor=nora, now=NOON, packet_id=one.pk)
    with pytest.raises(Invalid, match="Nora Field handed it over already, on Mar 2 at 12:00"):
        actions.hand_over_packet(actor=carl, now=NOON, packet_id=one.pk)


def test_what_was_handed_over_stays_as_it_was(world: World, nora: Viewer) -> None:
    one = world.build(nora)
    before = queries.draw(nora, one.pk).pdf
    actions.hand_over_packet(actor=nora, now=NOON, packet_id=one.pk)
    world.case.person.family_name = "Other"
    world.case.person.save()
    Agency.objects.update(paper_size="a4", name="Another name")
    world.letter.title = "Renamed"
    world.letter.save()
    assert queries.draw(nora, one.pk).pdf == before


def test_handing_over_at_the_visit_makes_the_packet_of_what_is_ticked(world: World, nora: Viewer) -> None:
    ask = {"actor": nora, "now": NOON, "appointment_id": world.appointment.pk}
    handed = actions.hand_over_papers(
        **ask, document_ids=[world.mri.pk], taken_by="Ann", id=(one_id := new_id())
    )
    again = actions.hand_over_papers(**ask, document_ids=[world.mri.pk], taken_by="Ann", id=one_id)
    assert again == handed and len(handed) == 1
    later = actions.hand_over_papers(**ask, document_ids=[world.letter.pk], id=new_id())
    assert later[0].packet_id != handed[0].packet_id


def test_the_packet_that_is_there_is_brought_in_line(world: World, nora: Viewer) -> None:
    one = world.build(nora, world.letter, world.mri, appointment_id=world.appointment.pk)
    same = actions.packet_of_appointment(
        actor=nora, now=NOON, appointment_id=world.appointment.pk,
        document_ids=[world.cd.pk, world.mri.pk, world.letter.pk],
    )  # fmt: skip
    assert same == one and queries.papers_in(same) == [world.letter, world.mri, world.cd]


def test_an_appointment_of_no_case_has_no_papers(cast: Cast, nora: Viewer) -> None:
    free = make_appointment(None, staff=cast.nora)
    assert queries.papers_for_appointment(nora, free.pk).papers == ()
    with pytest.raises(Invalid, match="of no case"):
        actions.packet_of_appointment(actor=nora, now=NOON, appointment_id=free.pk, document_ids=[])


def test_an_appointment_shows_each_paper_with_every_earlier_sending(
    world: World, nora: Viewer, cast: Cast
) -> None:
    first = make_delivery(world.mri, office=world.office, denied_by="Ann", denied_at=MONDAY_8)
    again = make_delivery(world.mri, office=world.office, sent_at=NOON)
    make_delivery(
        world.letter, office=world.office, state="in_chart", verified_at=NOON, verified_by=cast.nora
    )
    make_delivery(world.letter, to_name="The adjuster", how="email")
    shown = queries.papers_for_appointment(nora, world.appointment.pk)
    by_title = {one.document.title: one for one in shown.papers}
    mri, letter, cd = (by_title[one.title] for one in (world.mri, world.letter, world.cd))
    assert [row.delivery for row in mri.here] == [again, first]
    assert (mri.standing.words, mri.is_chosen) == ("sent again, nobody saw it in the chart", True)
    assert (
        letter.standing.is_verified
        and not letter.is_chosen
        and letter.elsewhere[0].receiver == "The adjuster"
    )
    assert cd.is_chosen and cd.why == "to carry: CD" and cd.kind_word == "Images on CD or film"
    assert (
        {one.document for one in shown.chosen}
        == {world.mri, world.cd}
        == {one.document for one in shown.needed}
    )


def test_what_is_in_the_packet_is_what_is_ticked(world: World, nora: Viewer) -> None:
    one = world.build(nora, world.letter, appointment_id=world.appointment.pk)
    shown = queries.papers_for_appointment(nora, world.appointment.pk)
    assert [paper.document for paper in shown.chosen] == [world.letter] and shown.packet == one
    actions.hand_over_packet(actor=nora, now=NOON, packet_id=one.pk)
    shown = queries.papers_for_appointment(nora, world.appointment.pk)
    assert world.mri in [paper.document for paper in shown.chosen]


def test_for_any_purpose_the_latest_are_suggested(world: World) -> None:
    found = queries.suggested_order(world.case, [world.mri, world.letter])
    assert found == [(world.mri, True, "latest imaging report"), (world.letter, False, "")]


def test_the_access_log_knows_whose_packet_and_sending_it_is(world: World, nora: Viewer) -> None:
    from caseday.access.lookups import cases_behind

    one, sent = world.build(nora), make_delivery(world.mri, to_name="Ann")
    assert cases_behind(("packet_id", one.pk)) == cases_behind(("delivery_id", sent.pk)) == [world.case.pk]


def test_an_outsider_sees_no_packet_and_an_auditor_reads_it(
    world: World, nora: Viewer, olive: Viewer, audrey: Viewer
) -> None:
    one = world.build(nora)
    with pytest.raises(NotFound):
        queries.draw(olive, one.pk)
    assert queries.get_packet(audrey, one.pk) == one
    with pytest.raises(Refused):
        actions.hand_over_packet(actor=audrey, now=NOON, packet_id=one.pk)
    with pytest.raises(Refused):
        actions.change_packet(actor=audrey, now=NOON, packet_id=one.pk, title="x")
