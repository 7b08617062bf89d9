"""An assessment is begun, answered item by item, finished, filed, set aside, amended."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from caseday.access.models import CaseEvent
from caseday.access.viewer import Viewer
from caseday.assessments import actions, queries
from caseday.assessments.models import Answer, Assessment
from caseday.assessments.tests.made import PHQ9, answer, begin, phq9
from caseday.cases.models import Case
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8, make_case, make_person

pytestmark = pytest.mark.django_db
LATER = MONDAY_8 + timedelta(minutes=5)


def finish(viewer: Viewer, row: Assessment, **more: Any) -> Assessment:
    return actions.finish_assessment(actor=viewer, now=LATER, assessment_id=row.pk, **more)


def test_it_is_filed_at_once_with_its_score_where_nothing_is_left_to_say(nora: Viewer, case: Case) -> None:
    row = finish(nora, phq9(nora, case, each="1"))
    row.refresh_from_db()
    assert (row.state, row.score, row.band) == ("reviewed", Decimal("8.00"), "mild")
    assert row.reviewed_by_id == nora.staff_id
    assert row.finished_by == "Nora Field"


def test_every_answer_is_an_event_of_the_case(nora: Viewer, case: Case) -> None:
    row = begin(nora, case)
    answer(nora, row, q1="2", q2="0")
    verbs = list(
        CaseEvent.objects.filter(chain_id=case.pk).order_by("sequence").values_list("verb", flat=True)
    )
    assert verbs == ["assessment_begun", "assessment_answered", "assessment_answered"]


def test_the_same_answer_again_changes_nothing(nora: Viewer, case: Case) -> None:
    row = begin(nora, case)
    answer(nora, row, q1="2")
    answer(nora, row, q1="2")
    assert Answer.objects.filter(assessment=row).count() == 1


def test_the_same_request_again_is_kept_once(nora: Viewer, case: Case) -> None:
    row, pk = begin(nora, case), new_id()
    for value in ("1", "2"):
        kept = actions.answer_item(actor=nora, now=LATER, assessment_id=row.pk, item="1", value=value, id=pk)
    assert kept.value == "1"
    assert begin(nora, case, id=row.pk).pk == row.pk


def test_another_answer_replaces_it_and_the_one_before_stays_with_its_author(
    nora: Viewer, carl: Viewer, case: Case
) -> None:
    row = begin(nora, case)
    answer(nora, row, q1="2")
    actions.answer_item(actor=carl, now=LATER, assessment_id=row.pk, item="1", value="3")
    found = queries.get_sheet(nora, row.pk).items[0]
    assert (found.value, found.answer and found.answer.staff_id) == ("3", carl.staff_id)
    assert [(words, one.staff_id, one.replaced_at) for words, one in found.was] == [
        ("More than half the days", nora.staff_id, LATER)
    ]


def test_what_is_answered_is_kept_when_it_is_interrupted_and_goes_on_at_the_next_question(
    nora: Viewer, case: Case
) -> None:
    row = begin(nora, case)
    answer(nora, row, q1="2", q2=None)
    sheet = queries.get_sheet(nora, row.pk)
    assert sheet.skipped == {"2"}
    assert [one.said for one in sheet.items[:3]] == ["More than half the days", "No answer", ""]
    assert sheet.next is not None and sheet.next.link_id == "3"


def test_an_answer_that_the_question_does_not_take_says_what_to_do(nora: Viewer, case: Case) -> None:
    row = begin(nora, case)
    with pytest.raises(Invalid, match="Choose one of the answers"):
        answer(nora, row, q1="7")
    with pytest.raises(Invalid, match="not part of it"):
        answer(nora, row, q99="1")
    assert not Answer.objects.exists()


def test_it_is_not_finished_while_required_questions_have_no_answer_unless_said_so(
    nora: Viewer, case: Case
) -> None:
    row = begin(nora, case)
    answer(nora, row, **{f"q{one}": "1" for one in PHQ9[:7]})
    with pytest.raises(Invalid, match="2 questions have no answer: 8, 9"):
        finish(nora, row)
    done = finish(nora, row, leaves_open=True)
    assert (done.score, done.score_words) == (Decimal(9), "prorated: 2 of 9 items without an answer")


def test_one_question_left_is_said_in_the_singular(nora: Viewer, case: Case) -> None:
    row = begin(nora, case)
    answer(nora, row, **{f"q{one}": "0" for one in PHQ9[:8]})
    with pytest.raises(Invalid, match="1 question has no answer: 9"):
        finish(nora, row)


def test_nothing_answered_is_nothing_to_finish(nora: Viewer, case: Case) -> None:
    with pytest.raises(Invalid, match="Nothing is answered"):
        finish(nora, begin(nora, case), leaves_open=True)


def test_finishing_twice_changes_nothing(nora: Viewer, case: Case) -> None:
    row = finish(nora, phq9(nora, case))
    assert finish(nora, row, note="again").note == ""


def test_nothing_is_answered_after_it_was_finished(nora: Viewer, case: Case) -> None:
    row = finish(nora, phq9(nora, case))
    with pytest.raises(Invalid, match="begin another one that amends it"):
        answer(nora, row, q1="0")


def test_it_is_amended_by_a_new_one_and_no_longer_drawn(nora: Viewer, case: Case) -> None:
    old = finish(nora, phq9(nora, case, each="1"))
    new = finish(nora, phq9(nora, case, each="2", amends_id=old.pk))
    page = queries.assessments_of_case(nora, case.pk)
    assert [one.row.pk for one in page.scored["phq9"]] == [new.pk]
    assert {one.row.pk: one.is_amended for one in page.filed} == {old.pk: True, new.pk: False}


def test_only_a_finished_one_of_the_same_case_and_instrument_is_amended(
    nora: Viewer, case: Case, cast: Any
) -> None:
    other = make_case(cast.nora)
    old = finish(nora, phq9(nora, case))
    with pytest.raises(Invalid, match="same case"):
        begin(nora, other, amends_id=old.pk)
    with pytest.raises(Invalid, match="same instrument"):
        begin(nora, case, "gad7", amends_id=old.pk)
    with pytest.raises(Invalid, match="not finished"):
        begin(nora, case, amends_id=begin(nora, case).pk)


def test_it_begins_in_the_language_of_the_client_where_the_instrument_speaks_it(
    nora: Viewer, cast: Any
) -> None:
    case = make_case(cast.nora, person=make_person(language="es-MX"))
    assert begin(nora, case).language == "es"
    assert begin(nora, case, language="en").language == "en"
    assert begin(nora, case, language="fr").language == "en"


def test_it_is_not_begun_on_a_closed_case_or_in_a_way_that_there_is_not(
    nora: Viewer, case: Case, cast: Any
) -> None:
    with pytest.raises(Invalid, match="closed"):
        begin(nora, make_case(cast.nora, status="closed"))
    with pytest.raises(Invalid, match="Choose how"):
        begin(nora, case, how="telepathy")
    with pytest.raises(Invalid, match="Choose how"):
        begin(nora, case, "safety", how="client")


def test_an_instrument_with_terms_to_confirm_is_not_there_yet(nora: Viewer, case: Case) -> None:
    with pytest.raises(NotFound):
        begin(nora, case, "audit_c")


def test_it_is_set_aside_with_a_reason_and_taken_up_again(nora: Viewer, case: Case) -> None:
    row = begin(nora, case)
    answer(nora, row, q1="1")
    said = {"actor": nora, "now": LATER, "assessment_id": row.pk}
    with pytest.raises(Invalid, match="Say why"):
        actions.set_aside_assessment(**said, reason=" ")
    for _ in range(2):
        assert actions.set_aside_assessment(**said, reason="Hung up").state == "set_aside"
    with pytest.raises(Invalid, match="Take it up again"):
        finish(nora, row)
    assert actions.take_up_assessment(**said).state == "open"
    with pytest.raises(Invalid, match="not set aside"):
        actions.take_up_assessment(**said)
    finish(nora, row, leaves_open=True)
    with pytest.raises(Invalid):
        actions.set_aside_assessment(**said, reason="Too late")


def test_what_must_be_known_is_said_before_it_is_filed(nora: Viewer, case: Case) -> None:
    row = begin(nora, case, "risk")
    for item, value in {
        "hospital": "none", "emergency": "none", "discharge": "no", "conditions": "steady", "medicines": "fine",
        "visits": "no", "help": "enough", "mood": "hopeless", "substances": "no", "home": "no",
    }.items():  # fmt: skip
        answer(nora, row, **{item: value})
    row = finish(nora, row)
    assert row.state == "finished"
    said = {"actor": nora, "now": LATER, "assessment_id": row.pk}
    with pytest.raises(Invalid, match="Say how you know, beside question 8"):
        actions.review_assessment(**said)
    actions.note_evidence(**said, item="mood", evidence="He said so twice.")
    with pytest.raises(Invalid, match="no answer yet"):
        actions.note_evidence(**said, item="nothing", evidence="x")
    alert = queries.get_sheet(nora, row.pk).alerts[0].alert
    actions.acknowledge_alert(actor=nora, now=LATER, alert_id=alert.pk, plan="Called 988 together with him.")
    for _ in range(2):
        assert actions.review_assessment(**said).state == "reviewed"
    with pytest.raises(Invalid):
        actions.note_evidence(**said, item="mood", evidence="Later.")


def test_evidence_is_kept_with_the_answer_and_changed_without_asking_again(nora: Viewer, case: Case) -> None:
    row = begin(nora, case, "risk")
    said = {"actor": nora, "now": LATER, "assessment_id": row.pk, "item": "mood"}
    actions.answer_item(**said, value="hopeless", evidence="Wept.")
    actions.answer_item(**said, value="hopeless", evidence="Wept, and said so.")
    kept = actions.answer_item(**said, value="hopeless")
    assert (kept.evidence, Answer.objects.filter(assessment=row).count()) == ("Wept, and said so.", 1)


def test_what_is_open_is_not_reviewed(nora: Viewer, case: Case) -> None:
    with pytest.raises(Invalid, match="not finished"):
        actions.review_assessment(actor=nora, now=LATER, assessment_id=begin(nora, case).pk)


def test_who_may_not_work_on_cases_gives_nothing_and_without_sight_nothing_is_there(
    nora: Viewer, olive: Viewer, audrey: Viewer, case: Case
) -> None:
    row = begin(nora, case)
    with pytest.raises(Refused):
        begin(audrey, case)
    with pytest.raises(NotFound):
        begin(olive, case)
    for read in (queries.get_assessment, queries.get_sheet, queries.get_alert):
        with pytest.raises(NotFound):
            read(olive, row.pk)
    with pytest.raises(NotFound):
        queries.assessments_of_case(olive, case.pk)
    with pytest.raises(NotFound):
        queries.get_instrument("nothing", "1")
    assert queries.get_assessment(audrey, row.pk).pk == row.pk
    assert queries.case_of_assessment(row.pk) == [case.pk]
    assert queries.case_of_alert(UUID(int=1)) == []
