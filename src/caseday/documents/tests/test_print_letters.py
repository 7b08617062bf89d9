"""Letters beyond the fonts inside: said before printing, by their numbers on paper, never as boxes."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.viewer import Viewer
from caseday.documents import drawing
from caseday.documents.actions import packet_of_appointment
from caseday.documents.drawing import cover, draw_packet, missing_letters
from caseday.documents.drawing.letters import not_drawn
from caseday.documents.queries import unprintable_words, unprintable_words_of
from caseday.documents.queries.packets import AppointmentPapers, papers_for_appointment
from caseday.documents.rules.letters import missing_words, unusual_letters, with_codes_for
from caseday.documents.tests.made import keep_pdf, make_document, pages_of
from caseday.documents.tests.test_draw_packet import COVER, LETTER
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_office

WANG = "\u738b\u5c0f\u660e"


@pytest.fixture
def _no_fonts_but_those_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without fonts, whatever this one has."""
    inside = not_drawn

    def asked(letters: str, *, with_system_fonts: bool) -> str:
        return inside(letters, with_system_fonts=False)

    monkeypatch.setattr(cover, "not_drawn", asked)


def test_everyday_letters_are_not_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cover, "missing_letters", None)
    assert missing_letters(["Rosa Delgado-Núñez", "“Złoty” – Łódź…", "line\n\ttab\u200b"]) == ""


def test_the_usual_letters_are_all_inside() -> None:
    usual = "".join(chr(one) for one in range(0x20, 0x2100) if not unusual_letters([chr(one)]))
    shown = "".join(one for one in usual if one.isprintable() and not one.isspace())
    assert len(shown) > 280
    assert not_drawn(shown, with_system_fonts=False) == ""


def test_arabic_hebrew_and_cyrillic_are_inside_and_chinese_is_not() -> None:
    letters = unusual_letters(["\u0628\u05d0\u0436\u738b"])
    assert not_drawn(letters, with_system_fonts=False) == "\u738b"
    assert not_drawn("", with_system_fonts=False) == ""


@given(st.text(), st.text())
def test_each_letter_once_and_none_that_shows_nothing(one: str, other: str) -> None:
    found = unusual_letters([one, other])
    assert len(set(found)) == len(found)
    assert set(found) <= set(one + other)
    assert not set(found) & set("abc \n\u200b\u202e\x1b\ufeff")


@given(st.text(), st.text())
def test_with_numbers_nothing_that_is_missing_is_left(text: str, missing: str) -> None:
    missing = "".join(set(missing) - set("[]U+0123456789ABCDEF "))
    assert not set(with_codes_for(text, missing)) & set(missing)
    assert with_codes_for(text, "") == text


def test_the_numbers_say_which_letters() -> None:
    assert with_codes_for(f"Xiaoming {WANG} Wang", WANG) == "Xiaoming [U+738B U+5C0F U+660E] Wang"
    assert missing_words("") == ""
    assert missing_words(WANG).startswith(
        "These letters cannot be printed here: \u738b \u5c0f \u660e On paper"
    )
    assert " … On paper" in missing_words("\u738b" * 41)


@pytest.mark.usefixtures("_no_fonts_but_those_inside")
def test_where_no_font_has_them_the_sheet_has_their_numbers_and_the_same_bytes_again() -> None:
    wang = replace(COVER, re=f"Xiaoming {WANG} Wang")
    drawn = draw_packet(wang, [LETTER])
    assert "[U+738B U+5C0F U+660E]" in pages_of(drawn)[0].replace("\n", " ")
    assert draw_packet(wang, [LETTER]) == drawn
    assert missing_letters([wang.re]) == WANG


def test_where_the_machine_has_them_they_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of this machine's fonts, a letter is either missing or stands on the sheet."""
    wang = replace(COVER, re=f"Xiaoming {WANG} Wang")
    page = pages_of(draw_packet(wang, [LETTER]))[0]
    missing = missing_letters([wang.re])
    assert all((one in page) is (one not in missing) for one in WANG)
    assert draw_packet(wang, [LETTER]) == draw_packet(wang, [LETTER])


class World:
    def __init__(self, cast: Cast) -> None:
        self.case = make_case(cast.nora)
        self.appointment = make_appointment(self.case, office=make_office(name=f"Clinic {WANG}"), carry="MRI")
        self.mri = keep_pdf(make_document(self.case, "MRI of the shoulder"))


@pytest.fixture
def world(cast: Cast, settings: Any, tmp_path: Any) -> World:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return World(cast)


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_fonts_but_those_inside")
def test_the_pages_say_so_before_anybody_prints(world: World, nora_client: Client, nora: Viewer) -> None:
    words = "These letters cannot be printed here: \u738b \u5c0f \u660e"
    path = f"/papers/appointment/{world.appointment.pk}/"
    assert words in nora_client.get(path).content.decode()
    packet = packet_of_appointment(
        actor=nora, now=MONDAY_8, appointment_id=world.appointment.pk, document_ids=[world.mri.pk]
    )
    assert words in nora_client.get(f"/papers/packet/{packet.pk}/").content.decode()


@pytest.mark.django_db
def test_everyday_names_say_nothing(cast: Cast, world: World, nora: Viewer) -> None:
    world.appointment.office = None
    shown = papers_for_appointment(nora, world.appointment.pk)
    assert unprintable_words_of(AppointmentPapers(world.appointment, shown.papers, None)) == ""
    world.appointment.case = None
    assert unprintable_words_of(AppointmentPapers(world.appointment, (), None)) == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_fonts_but_those_inside")
def test_what_was_handed_over_is_asked_as_it_was(world: World, nora: Viewer) -> None:
    packet = packet_of_appointment(
        actor=nora, now=MONDAY_8, appointment_id=world.appointment.pk, document_ids=[world.mri.pk]
    )
    packet.handed_cover = (
        '{"cover": {"re": "\u5c0f", "phone": "", "born_on": null}, "papers": [{"title": "MRI"}]}'
    )
    assert unprintable_words(packet).startswith("These letters cannot be printed here: \u5c0f On")
    assert drawing.missing_letters(["MRI"]) == ""
