"""A clock stops when what its rule names holds: a step, a letter; one that repeats begins anew on that day."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.documents.models import Document
from caseday.followups import actions
from caseday.followups.actions import RequestDetails, Said
from caseday.followups.models import ClockRun, Request, StepClaim
from caseday.followups.queries.open_work import open_work_of_requests
from caseday.followups.tests.test_run_clocks import rule
from caseday.programs import queries as programs
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_office

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LETTERS = ("certification", "non_certification")
NOTICE = rule("notice", "decided", until_papers=LETTERS)
REVIEW = rule("review", "received_by_review", "decided")
PROGRESS = rule(
    "progress", "received", "received", until_papers=("visit_report",), repeats=True, within=45,
    for_request_kinds=("records",), effective_to=date(2026, 3, 31),
)  # fmt: skip
PROGRESS_NEW = PROGRESS.model_copy(
    update={"within": 90, "effective_from": date(2026, 4, 1), "effective_to": None}
)


@pytest.fixture(autouse=True)
def _clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "all_clocks", lambda: (NOTICE, REVIEW, PROGRESS, PROGRESS_NEW))


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


def ask(actor: Viewer, case: Case, kind: str = "authorization", **details: Any) -> Request:
    return actions.open_request(
        actor=actor, now=MONDAY_8, case_id=case.pk, kind=kind, details=RequestDetails(**details)
    )


def say(
    actor: Viewer, request: Request, step: str, outcome: str = "", at: datetime = MONDAY_8, **said: Any
) -> StepClaim:
    return actions.claim_step(
        actor=actor, now=at, request_id=request.pk, step=step, outcome=outcome, reason="as they say",
        also_skipped=True, said=Said(by="Pat", **said),
    )  # fmt: skip


def paper(case: Case, kind: str = "non_certification", at: datetime = MONDAY_8) -> Document:
    return Document.objects.create(
        case=case, staff=case.assigned_to, kind=kind, title="The letter", received_at=at
    )


def file(actor: Viewer, request: Request, document: Document, now: datetime = MONDAY_8 + DAY) -> None:
    actions.file_paper(actor=actor, now=now, request_id=request.pk, document_id=document.pk)


def running(**of: Any) -> list[str]:
    return [one.clock for one in ClockRun.objects.filter(stopped_at=None, **of).order_by("clock")]


def decided(actor: Viewer, request: Request, outcome: str = "non_certified", **said: Any) -> StepClaim:
    return say(actor, request, "decided", outcome, **said)


# The written notice


def test_the_letter_stops_the_clock_of_the_written_notice(case: Case, nora: Viewer) -> None:
    request = ask(nora, case)
    decided(nora, request)
    assert running() == ["notice"]
    file(nora, request, paper(case, "letter"))
    assert running() == ["notice"]
    file(nora, request, letter := paper(case))
    run = ClockRun.objects.get()
    assert (run.stopped_at, run.stop_reason, run.stopped_by) == (
        MONDAY_8 + DAY, "The letter is here", letter.pk,
    )  # fmt: skip


def test_the_letter_that_the_claim_came_with_stops_it_at_once(case: Case, nora: Viewer) -> None:
    request, letter = ask(nora, case), paper(case, at=MONDAY_8 - DAY)
    decided(nora, request, document_id=letter.pk)
    run = ClockRun.objects.get()
    assert (run.stopped_at, run.stopped_by) == (MONDAY_8, letter.pk)


def test_a_letter_that_was_filed_before_stops_it_at_once(case: Case, nora: Viewer) -> None:
    request = ask(nora, case)
    file(nora, request, paper(case), now=MONDAY_8)
    decided(nora, request)
    assert ClockRun.objects.get().stop_reason == "The letter is here"


def test_a_letter_that_comes_with_another_claim_stops_it(case: Case, nora: Viewer) -> None:
    request = ask(nora, case)
    decided(nora, request)
    say(nora, request, "appealed", "appeal_asked", document_id=paper(case).pk)
    assert running() == []


def test_each_decision_has_its_own_letter(case: Case, nora: Viewer) -> None:
    request, letter = ask(nora, case), paper(case)
    decided(nora, request, document_id=letter.pk)
    decided(nora, request, "certified", at=MONDAY_8 + DAY)
    assert running() == ["notice"]
    file(nora, request, paper(case, "certification"), now=MONDAY_8 + 2 * DAY)
    assert running() == []


def test_what_was_stopped_by_mistake_runs_on(case: Case, nora: Viewer) -> None:
    request = ask(nora, case)
    say(nora, request, "received_by_review")
    wrong = decided(nora, request)
    assert running() == ["notice"]
    actions.withdraw_claim(actor=nora, now=MONDAY_8 + DAY, claim_id=wrong.pk, reason="Other claim")
    assert running() == ["review"]
    run = ClockRun.objects.get(clock="review")
    assert (run.stop_reason, run.stopped_by) == ("", None)
    assert ClockRun.objects.get(clock="notice").stop_reason == "What began it was withdrawn"


def test_one_that_has_begun_again_does_not_run_twice(case: Case, nora: Viewer) -> None:
    request = ask(nora, case)
    say(nora, request, "received_by_review")
    wrong = decided(nora, request)
    say(nora, request, "received_by_review", at=MONDAY_8 + DAY)
    actions.withdraw_claim(actor=nora, now=MONDAY_8 + DAY, claim_id=wrong.pk, reason="Other claim")
    assert running() == ["review"]


# The next report


def reported(actor: Viewer, case: Case, at: datetime = MONDAY_8, **details: Any) -> Request:
    request = ask(actor, case, "records", **details)
    say(actor, request, "received", "complete", at)
    return request


def starts() -> list[date]:
    return [one.started_at.date() for one in ClockRun.objects.filter(stopped_at=None).order_by("started_at")]


def test_the_next_report_begins_the_next_run_on_its_day(case: Case, nora: Viewer) -> None:
    request = reported(nora, case)
    say(nora, request, "received", "complete", MONDAY_8 + 40 * DAY, happened_on=date(2026, 3, 20))
    first, second = ClockRun.objects.order_by("started_at")
    assert (first.stop_reason, second.started_at.date()) == ("Received, they say", date(2026, 3, 20))
    say(nora, request, "received", "complete", MONDAY_8 + 40 * DAY)
    assert starts() == [(MONDAY_8 + 40 * DAY).date()]
    third = ClockRun.objects.get(stopped_at=None)
    assert "within 90 days" in third.words and third.due_at
    assert (third.due_at - third.started_at).days in (90, 91)


def test_the_same_report_told_again_and_an_older_one_change_nothing(case: Case, nora: Viewer) -> None:
    request = reported(nora, case)
    say(nora, request, "received", "complete", MONDAY_8 + timedelta(hours=2))
    say(nora, request, "received", "complete", MONDAY_8 + DAY, happened_on=date(2026, 2, 20))
    file(nora, request, paper(case, "visit_report"))
    assert starts() == [MONDAY_8.date()] and ClockRun.objects.count() == 1


def test_a_report_that_is_filed_begins_the_next_run(case: Case, nora: Viewer) -> None:
    request = reported(nora, case)
    file(nora, request, paper(case, "visit_report", MONDAY_8 + 20 * DAY), now=MONDAY_8 + 25 * DAY)
    assert starts() == [(MONDAY_8 + 20 * DAY).date()]


def test_a_report_asked_for_anew_at_the_same_office_takes_the_clock_along(case: Case, nora: Viewer) -> None:
    clinic, other = make_office(), make_office()
    reported(nora, case, office_id=clinic.pk)
    reported(nora, case, office_id=other.pk)
    later = reported(nora, case, MONDAY_8 + 30 * DAY, office_id=clinic.pk)
    assert starts() == [MONDAY_8.date(), (MONDAY_8 + 30 * DAY).date()]
    assert running(request=later) == ["progress"]
    reported(nora, case, MONDAY_8 - DAY, office_id=clinic.pk)
    assert len(starts()) == 2


def test_a_rule_that_ends_is_not_begun_again(
    case: Case, nora: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "all_clocks", lambda: (PROGRESS,))
    request = reported(nora, case)
    say(nora, request, "received", "complete", MONDAY_8 + 60 * DAY)
    assert running() == []


def test_the_clock_outlives_a_request_that_is_done_and_stays_in_sight(case: Case, nora: Viewer) -> None:
    request = reported(nora, case)
    actions.finish_request(actor=nora, now=MONDAY_8, request_id=request.pk, result="Here")
    assert running() == ["progress"] and nora.staff_id
    then = MONDAY_8 + 44 * DAY
    (row,) = open_work_of_requests(nora, [nora.staff_id], now=then, today=then.date())
    assert (row.is_open, [one.slug for one in row.closing_clocks(then)]) == (False, ["progress"])
    actions.stop_clock(actor=nora, now=then, clock_id=ClockRun.objects.get().pk, reason="Treatment has ended")
    assert open_work_of_requests(nora, [nora.staff_id], now=then, today=then.date()) == []


def test_a_dropped_request_takes_its_clocks_along(case: Case, nora: Viewer) -> None:
    request = reported(nora, case)
    actions.drop_request(actor=nora, now=MONDAY_8, request_id=request.pk, reason="Case is moved")
    assert running() == []
