"""Education is written down once: what, in which language, and whether it was understood; plain words beside it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.queries import viewer_for
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.correspondence.actions.hand_outs import Given, ask_back, give_hand_out
from caseday.correspondence.models import HandOut
from caseday.correspondence.queries.hand_outs import get_hand_out, hand_outs_of
from caseday.correspondence.tests.made import file_on, make_account, make_message
from caseday.documents.models import Document
from caseday.journal.models import Activity, Note
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_activity, make_case, make_person

CRUTCHES = Given(title="How to use crutches")


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, person=make_person(language="es"))


@pytest.fixture
def nora(cast: Cast) -> Viewer:
    return viewer_for(cast.nora, now=MONDAY_8)


def paper(case: Case) -> Document:
    return Document.objects.create(case=case, staff=case.assigned_to, title="Crutches", received_at=MONDAY_8)


def test_it_is_kept_once_with_its_entry(nora: Viewer, case: Case) -> None:
    id, document = new_id(), paper(case)
    given = Given(title="Care of the wound", understood="partly", minutes=10, document_id=document.pk)
    one = give_hand_out(actor=nora, now=MONDAY_8, case_id=case.pk, given=given, id=id)
    assert give_hand_out(actor=nora, now=MONDAY_8, case_id=case.pk, given=given, id=id) == one
    entry = Activity.objects.get(pk=one.activity_id)
    assert entry.summary == "Education: Care of the wound; teach-back: said back a part"
    assert (entry.kind, entry.minutes, one.document) == ("meeting", 10, document)
    texted = Given(title="Exercises", how="text")
    assert Activity.objects.get(
        pk=give_hand_out(actor=nora, now=MONDAY_8, case_id=case.pk, given=texted).activity_id
    ).kind == "message"  # fmt: skip
    assert len(hand_outs_of(nora, case.pk)[1]) == 2


def test_teach_back_may_come_later(nora: Viewer, case: Case) -> None:
    one = give_hand_out(actor=nora, now=MONDAY_8, case_id=case.pk, given=CRUTCHES)
    asked = ask_back(actor=nora, now=MONDAY_8, hand_out_id=one.pk, understood="yes", note="Showed it.")
    assert (asked.understood, asked.note) == ("yes", "Showed it.")
    assert ask_back(actor=nora, now=MONDAY_8, hand_out_id=one.pk, understood="no").note == "Showed it."
    with pytest.raises(Invalid, match="say back"):
        ask_back(actor=nora, now=MONDAY_8, hand_out_id=one.pk, understood="perhaps")


def test_what_is_wrong_says_what_to_do(nora: Viewer, case: Case, cast: Cast) -> None:
    ahead = MONDAY_8 + timedelta(days=1)
    wrong = Given(title=" ", how="pigeon", understood="perhaps", given_at=ahead)
    with pytest.raises(Invalid) as refused:
        give_hand_out(actor=nora, now=MONDAY_8, case_id=case.pk, given=wrong)
    assert set(refused.value.problems) == {"title", "how", "understood", "given_at"}
    other = paper(make_case(cast.nora))
    with pytest.raises(Invalid, match="another case"):
        give_hand_out(
            actor=nora, now=MONDAY_8, case_id=case.pk, given=Given(title="Crutches", document_id=other.pk)
        )
    with pytest.raises(Refused):
        give_hand_out(
            actor=viewer_for(cast.audrey, now=MONDAY_8), now=MONDAY_8, case_id=case.pk, given=CRUTCHES
        )
    one = give_hand_out(actor=nora, now=MONDAY_8, case_id=case.pk, given=CRUTCHES)
    with pytest.raises(NotFound):
        get_hand_out(viewer_for(cast.olive, now=MONDAY_8), one.pk)


def test_the_page(client: Client, cast: Cast, case: Case) -> None:
    client.force_login(cast.nora)
    url, typed = f"/messages/education/{case.pk}/", {"title": "Exercises", "how": "hand", "language": "es"}
    page = client.get(url)
    assert page.status_code == 200 and b"Nothing yet" in page.content
    bad = client.post(url, {**typed, "title": "", "note": "kept", "understood": "yes", "id": str(new_id())})
    assert bad.status_code == 422 and b"kept" in bad.content
    blank = {
        **typed,
        "title": "  x",
        "understood": "yes",
        "id": str(new_id()),
        "document": str(paper(case).pk),
    }
    assert client.post(url, blank).status_code == 302
    later = client.post(url, {**typed, "understood": "not_asked", "id": str(new_id())})
    assert later.status_code == 302
    one = HandOut.objects.get(understood="not_asked")
    assert (
        client.post(f"/messages/education/given/{one.pk}/taught-back", {"understood": "yes"}).status_code
        == 302
    )
    assert b"said it back right" in client.get(url).content


def test_words_of_a_message_and_a_note_are_explained(client: Client, cast: Cast, case: Case) -> None:
    client.force_login(cast.nora)
    message = make_message(make_account(), text="The MRI shows a herniated disc.")
    file_on(message, case)
    page = client.get(f"/messages/{message.pk}/words")
    assert b"resonancia" in page.content and b"herniated disc" in page.content
    note = Note.objects.create(
        activity=make_activity(case), case=case, text="Plain talk.", author=cast.nora, signed_by="N",
        signed_at=MONDAY_8, hash="",
    )  # fmt: skip
    words_url = f"/messages/words/note/{note.pk}/"
    assert words_url in client.get(reverse("journal:activity", args=[note.activity_id])).content.decode()
    assert b"No such word" in client.get(words_url).content
    assert b"meniscus" in client.get("/messages/words/?q=menis").content
    found = client.get("/messages/words/?q=zzzz", headers={"HX-Request": "true"})
    assert b"Not in the list" in found.content and b"<html" not in found.content
