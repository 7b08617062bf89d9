"""Minutes for who reads Spanish: headings, roles, attendance and dates in Spanish; what was said stays as written."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse

from caseday.correspondence.models import Attachment, Message
from caseday.documents.models import Document, DocumentText
from caseday.meetings.actions import (
    add_action,
    add_decision,
    begin_meeting,
    keep_minutes,
    note_presence,
    raise_disagreement,
    send_minutes,
    write_notes,
)
from caseday.meetings.drawing.sheet import HERE
from caseday.meetings.models import Disagreement, TeamMeeting
from caseday.meetings.queries import meeting_sheet, minutes_of
from caseday.meetings.queries.minutes import spanish_paper
from caseday.meetings.rules import digest_of_minutes
from caseday.meetings.rules.kinds import USUAL_KINDS
from caseday.meetings.rules.words import MINUTES, STATES, due_in
from caseday.meetings.tests.made import AT_10, make_meeting, make_team_case
from caseday.people.models import Person
from caseday.programs.rules.spanish import spanish_words
from caseday.testing.packs import word_its_own

AT_11 = AT_10 + timedelta(hours=1)


def test_no_fixed_word_lacks_its_spanish() -> None:
    assert MINUTES["en"].keys() == MINUTES["es"].keys() and all(MINUTES["es"].values())
    assert not {key for key, word in MINUTES["es"].items() if word == MINUTES["en"][key]}
    assert STATES.keys() == set(Disagreement.State.values)
    assert {word.lower() for _, word in USUAL_KINDS} <= spanish_words()["meetings"].keys()


def test_the_paper_takes_its_words_from_the_table_and_has_none_of_its_own() -> None:
    drawn = (HERE / "minutes.typ").read_text()
    used = set(re.findall(r"\bw\.(\w+)", drawn)) - {"at"} | set(re.findall(r'w\.at\("(\w+)"\)', drawn))
    assert used <= MINUTES["es"].keys()
    assert not re.findall(r'head\("|\[\*?[A-Z][a-z]+\*?\]', drawn)


@pytest.fixture
def meeting(db: None, cast: Any, nora: Any, settings: Any, tmp_path: Any) -> TeamMeeting:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    meeting = make_meeting(nora, make_team_case(cast))
    live: dict[str, Any] = {"actor": nora, "now": AT_10, "meeting_id": meeting.pk}
    begin_meeting(**live)
    client, adjuster = meeting.participants.all()
    note_presence(**live, participant_id=client.pk, presence="remote")
    note_presence(**live, participant_id=adjuster.pk, presence="missing", note="ill")
    write_notes(**live, text="She can sit for an hour.")
    add_decision(**live, text="Desk work from April 6")
    add_action(**live, text="Send the approval", participant_id=adjuster.pk, due_on=AT_10.date())
    raise_disagreement(**live, topic="When she is back")
    return meeting


def test_roles_attendance_and_dates_are_in_spanish_and_what_was_said_is_not(
    nora: Any, meeting: TeamMeeting
) -> None:
    TeamMeeting.objects.update(next_at=AT_10 + timedelta(days=14))
    sheet = meeting_sheet(nora, meeting.pk)
    said = minutes_of(sheet, "es")
    assert (said.title, said.when) == ("Reunión sobre el caso", "Lunes 2 de marzo de 2026, 10:00 a. m. (CST)")
    assert [one.words for one in said.present] == [
        "Rosa Delgado (Trabajador lesionado, por teléfono o video)"
    ]
    assert said.missing[0].words == "Dana Whitfield (Ajustador del seguro, ill)"
    assert said.next_when.startswith("Lunes 16 de marzo de 2026") and said.disputed[0].state == "Sin resolver"
    assert said.decisions == (("Desk work from April 6", ""),)
    assert due_in(AT_10.date(), "es") == "2 de marzo de 2026" and due_in(AT_10.date(), "en") == "Mar 2, 2026"


@pytest.mark.parametrize(
    ("circle", "guide", "printed"),
    [
        ("círculo de palabra", "guía del camino", ("Círculo de palabra", "Guía del camino")),
        ("", "", ("Talking circle", "Road guide")),
    ],
)
def test_what_the_agency_calls_otherwise_is_said_in_its_own_spanish(
    cast: Any, nora: Any, nora_client: Any, meeting: TeamMeeting, circle: str, guide: str, printed: Any
) -> None:
    word_its_own(
        cast, meeting.case,
        party_roles=[{"slug": "guide", "word": "Road guide", "holder": "name", "spanish": guide}],
        meeting_kinds=[{"slug": "talking_circle", "word": "Talking circle", "spanish": circle}],
    )  # fmt: skip
    TeamMeeting.objects.update(kind="talking_circle")
    meeting.participants.filter(role="adjuster").update(role_word="Road guide")
    url = reverse("meetings:minutes_pdf", args=[meeting.pk])
    pages = pypdfium2.PdfDocument(nora_client.get(url, {"language": "es"}).content)
    said = "".join(page.get_textpage().get_text_bounded() for page in pages)
    assert printed[0] in said and f"Dana Whitfield ({printed[1]}" in said
    english = minutes_of(meeting_sheet(nora, meeting.pk))
    assert (english.title, english.missing[0].words) == ("Talking circle", "Dana Whitfield (Road guide, ill)")


def test_the_digest_is_of_what_was_said_not_of_the_language(nora: Any, meeting: TeamMeeting) -> None:
    english = minutes_of(meeting_sheet(nora, meeting.pk))
    came = tuple(replace(one, language="es") for one in english.came)
    assert digest_of_minutes(replace(english, language="es", came=came)) == digest_of_minutes(english)


def test_who_reads_spanish_is_sent_the_paper_in_spanish(
    nora: Any, nora_client: Any, meeting: TeamMeeting
) -> None:
    url = reverse("meetings:minutes", args=[meeting.pk])
    assert b"In Spanish" not in nora_client.get(url).content
    Person.objects.filter(pk=meeting.case.person_id).update(language="es-MX")
    assert b"In Spanish" in nora_client.get(url).content
    pdf = nora_client.get(reverse("meetings:minutes_pdf", args=[meeting.pk]), {"language": "es"})
    assert pdf.content.startswith(b"%PDF")
    kept = keep_minutes(actor=nora, now=AT_11, meeting_id=meeting.pk)
    assert kept.minutes_id
    spanish = Document.objects.get(pk=spanish_paper(kept.minutes_id))
    assert (
        spanish.title == "Minutes, Case conference, Mar 2, 2026, in Spanish" and Document.objects.count() == 2
    )
    text = DocumentText.objects.get(document=spanish).text
    assert "Se decidió" in text and "Desk work from April 6" in text and "en que se escribió" in text
    everybody = list(meeting.participants.values_list("pk", flat=True))
    send_minutes(actor=nora, now=AT_11, meeting_id=meeting.pk, participant_ids=everybody)
    papers = {
        one.recipients[0]["name"]: Attachment.objects.get(message=one).document_id
        for one in Message.objects.all()
    }
    assert papers == {"Rosa Delgado": spanish.pk, "Dana Whitfield": kept.minutes_id}


def test_minutes_kept_before_go_as_they_were_kept(nora: Any, meeting: TeamMeeting) -> None:
    kept = keep_minutes(actor=nora, now=AT_11, meeting_id=meeting.pk)
    Person.objects.filter(pk=meeting.case.person_id).update(language="es")
    client = meeting.participants.get(role="client")
    send_minutes(actor=nora, now=AT_11, meeting_id=meeting.pk, participant_ids=[client.pk])
    assert Attachment.objects.get().document_id == kept.minutes_id
