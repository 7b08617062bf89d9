"""Pages of decisions and of advocacy: what was typed is kept or comes back with what lacks."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from caseday.advocacy.actions import decide
from caseday.advocacy.drawing.sheet import draw_options
from caseday.advocacy.models import Decision, Effort
from caseday.advocacy.queries import side_by_side
from caseday.advocacy.tests.made import GARDEN, SURGERY, make_decision, make_effort
from caseday.documents.files.pdfs import look_at_pdf
from caseday.kernel.ids import new_id
from caseday.testing.make import make_case, make_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Any) -> Any:
    return make_case(cast.nora)


def written(**more: Any) -> dict[str, Any]:
    """As a browser sends the form of a decision."""
    one, other, matter = (str(new_id()) for _ in range(3))
    return {
        "id": str(new_id()), "question": "This school or that?", "background": "Both have a bus.", "do": "save",
        "option_row": [one, other], f"option-{one}-title": "Elm School", f"option-{one}-pros": "Near",
        f"option-{other}-title": "Oak School", f"option-{other}-cost": "A ride",
        "matter_row": [matter, str(new_id())], "question_row": [str(new_id())], f"matter-{matter}-text": "With her sister",
        f"matter-{matter}-weight": "a lot", f"fit-{one}-{matter}": "serves",
        **more,
    }  # fmt: skip


def test_options_are_laid_out_and_changed(nora_client: Any, nora: Any, case: Any) -> None:
    page = nora_client.get(reverse("advocacy:begin_decision", args=[case.pk]))
    assert page.status_code == 200 and b"Option 2" in page.content
    sent = written()
    answer = nora_client.post(reverse("advocacy:begin_decision", args=[case.pk]), sent)
    decision = Decision.objects.get()
    assert answer.url == reverse("advocacy:decision", args=[decision.pk])
    assert decision.question == "This school or that?"
    shown = side_by_side(nora, decision.pk)
    assert [one.title for one in shown.options] == ["Elm School", "Oak School"]
    assert [fits for _, fits in shown.matter_rows] == [["serves", ""]] and decision.questions.count() == 0
    page = nora_client.get(answer.url).content.decode()
    assert "Elm School" in page and "With her sister" in page and "“a lot”" in page
    change = reverse("advocacy:change_decision", args=[decision.pk])
    assert "Oak School" in nora_client.get(change).content.decode()
    nora_client.post(change, {**sent, "question": "Which school?", "version": "1"})
    decision.refresh_from_db()
    assert decision.question == "Which school?" and decision.version == 2


def test_a_row_more_keeps_what_was_typed_and_saves_nothing(nora_client: Any, case: Any) -> None:
    url = reverse("advocacy:begin_decision", args=[case.pk])
    for what in ("option", "matter", "question"):
        answer = nora_client.post(url, written(do=what))
        assert answer.status_code == 200 and "Elm School" in answer.content.decode()
    assert "Option 3" in nora_client.post(url, written(do="option")).content.decode()
    assert not Decision.objects.exists()


def test_what_lacks_comes_back_with_what_was_typed(nora_client: Any, nora: Any, case: Any) -> None:
    url = reverse("advocacy:begin_decision", args=[case.pk])
    answer = nora_client.post(url, written(question=" "))
    assert answer.status_code == 422 and "Elm School" in answer.content.decode()
    option = str(new_id())
    answer = nora_client.post(url, written(option_row=[option], **{f"option-{option}-pros": "Near"}))
    assert answer.status_code == 422 and "Give each option a name" in answer.content.decode()
    decision = make_decision(nora, case)
    answer = nora_client.post(reverse("advocacy:change_decision", args=[decision.pk]), written(version="0"))
    assert answer.status_code == 422 and "another window" in answer.content.decode()


def test_the_choice_is_kept_and_may_change(nora_client: Any, nora: Any, case: Any) -> None:
    decision = make_decision(nora, case)
    url = reverse("advocacy:decide", args=[decision.pk])
    answer = nora_client.post(url, {"option": str(SURGERY.id), "present": "", "because": "No more pain"})
    assert answer.status_code == 422 and "No more pain" in answer.content.decode()
    answer = nora_client.post(url, {"option": "x", "present": "Rosa", "decided_on": "never"})
    assert answer.status_code == 422
    said = {"option": str(SURGERY.id), "present": "Rosa\nher daughter", "because": "No more pain"}
    assert nora_client.post(url, said).status_code == 302
    page = nora_client.get(reverse("advocacy:decision", args=[decision.pk])).content.decode()
    assert "The client chose" in page and "her daughter" in page and "No more pain" in page
    nora_client.post(reverse("advocacy:reopen", args=[decision.pk]))
    assert nora_client.post(reverse("advocacy:drop", args=[decision.pk]), {"reason": ""}).status_code == 422
    nora_client.post(reverse("advocacy:drop", args=[decision.pk]), {"reason": "Moved away"})
    assert Decision.objects.get().state == "dropped"
    assert "Moved away" in nora_client.get(reverse("advocacy:decision", args=[decision.pk])).content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "What matters to you"), ("es", "Lo que le importa")])
def test_it_prints_on_one_page_in_both_languages(
    nora_client: Any, nora: Any, case: Any, language: str, words: str, tmp_path: Path
) -> None:
    decision = make_decision(nora, case)
    decide(
        actor=nora, now=decision.begun_at, decision_id=decision.pk, option_id=SURGERY.id, because="Home soon",
        present="Rosa",
    )  # fmt: skip
    url = reverse("advocacy:page_pdf", args=[decision.pk])
    answer = nora_client.get(url, {"language": language})
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1
    path = tmp_path / "options.pdf"
    path.write_bytes(answer.content)
    assert words in " ".join(look_at_pdf(path).texts)


def test_much_text_is_set_smaller_and_odd_text_does_not_break_it(nora: Any, case: Any) -> None:
    long = "It may help, and it may not; nobody can say before. " * 6
    options = tuple(
        SURGERY.__class__(f"Way {one} {'x' * 90}", pros=long, cons="#set $x$ \u202e", risks=long)
        for one in range(4)
    )
    decision = make_decision(nora, case, options=options, matters=(GARDEN,), fits={})
    made = draw_options(side_by_side(nora, decision.pk), agency="Hill Country", language="en")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 1
    empty = make_decision(nora, case, options=(), matters=(), questions=(), fits={}, background="")
    assert draw_options(side_by_side(nora, empty.pk), agency="", language="fr")


def test_an_effort_is_written_answered_and_voided(nora_client: Any, case: Any) -> None:
    party = make_party(case, email="dana@example.org")
    url = reverse("advocacy:add_effort", args=[case.pk])
    assert "Dana Whitfield" in nora_client.get(url).content.decode()
    said = {
        "id": str(new_id()), "asked": "Six more visits", "to": f"party:{party.pk}", "whom": "", "ground": "law",
        "ground_text": "28 TAC 134.600", "asked_on": "2026-03-02", "ask_again_on": "", "request": "",
    }  # fmt: skip
    answer = nora_client.post(url, {**said, "to": "other", "whom": " "})
    assert answer.status_code == 422 and "Say of whom" in answer.content.decode()
    assert nora_client.post(url, said).status_code == 302
    effort = Effort.objects.get()
    assert (effort.whom, effort.role) == ("Dana Whitfield", "adjuster")
    one = reverse("advocacy:effort", args=[effort.pk])
    assert "28 TAC 134.600" in nora_client.get(one).content.decode()
    nora_client.post(one, {**said, "asked": "Eight visits"})
    assert nora_client.post(one, {**said, "asked_on": "2999-01-01"}).status_code == 422
    outcome = reverse("advocacy:outcome", args=[effort.pk])
    assert nora_client.post(outcome, {"outcome": "refused", "outcome_on": "x"}).status_code == 422
    assert nora_client.post(outcome, {"outcome": "refused"}).status_code == 422
    nora_client.post(outcome, {"outcome": "refused", "text": "Not medically needed"})
    page = nora_client.get(reverse("advocacy:of_case", args=[case.pk])).content.decode()
    assert "Eight visits" in page and "refused" in page
    nora_client.post(reverse("advocacy:void", args=[effort.pk]), {"reason": "By mistake"})
    assert "void: By mistake" in nora_client.get(one).content.decode()


def test_somebody_who_is_nowhere_in_the_file_can_be_asked(nora_client: Any, nora: Any, case: Any) -> None:
    effort = make_effort(nora, case, whom="The school board")
    page = nora_client.get(reverse("advocacy:effort", args=[effort.pk])).content.decode()
    assert 'value="The school board"' in page


def test_counts_are_shown_and_taken_along(nora_client: Any, nora: Any, case: Any) -> None:
    make_effort(nora, case, asked="=HYPERLINK(1)", asked_on=date(2026, 3, 1))
    for by in ("month", "quarter", "year", "nonsense"):
        assert nora_client.get(reverse("advocacy:counts"), {"by": by}).status_code == 200
    answer = nora_client.get(reverse("advocacy:counts_csv"), {"by": "year"})
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[0][0] == "asked on" and len(rows) == 2
    assert rows[1][1:4] == [case.number, "'=HYPERLINK(1)", "Dana Whitfield"]


def test_an_auditor_reads_and_an_outsider_finds_nothing(cast: Any, nora: Any, case: Any) -> None:
    decision = make_decision(nora, case)
    urls = [reverse("advocacy:of_case", args=[case.pk]), reverse("advocacy:decision", args=[decision.pk])]
    for staff, status in ((cast.audrey, 200), (cast.olive, 404)):
        client = Client()
        client.force_login(staff)
        assert [client.get(url).status_code for url in urls] == [status, status]
