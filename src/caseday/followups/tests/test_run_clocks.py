"""Clocks begin with what is said or filed, once; they stop with the answer, and stand still where the rule says so."""

from datetime import UTC, date, datetime, timedelta

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.documents.models import Document
from caseday.followups import actions, queries
from caseday.followups.actions import RequestDetails, Said
from caseday.followups.models import ClockRun, Request
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.ids import new_id
from caseday.programs import queries as programs
from caseday.programs.rules import Clock
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

LATER = MONDAY_8 + timedelta(hours=3)


def rule(slug: str, starts: str, until: str = "", **fields: object) -> Clock:
    return Clock.model_validate({
        "slug": slug, "word": slug.capitalize(), "jurisdiction": "TX", "starts": starts,
        "starts_word": "it came", "until": until, "for_request_kinds": ("authorization",), "within": 10,
        "unit": "days", "who_must_act": "physician", "effective_from": date(2020, 1, 1), "verified": True,
        "citation": {"source": "28 TAC 1"}, **fields,
    })  # fmt: skip


REVIEW = rule("review", "received_by_review", "decided", may_pause=True, pause_reason="Asked for records")
APPEAL = rule("appeal", "decided", "appealed")
INDEPENDENT = rule("independent_review", "appeal_decided")


@pytest.fixture(autouse=True)
def _clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "all_clocks", lambda: (REVIEW, APPEAL, INDEPENDENT))


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


@pytest.fixture
def request_(case: Case, nora: Viewer) -> Request:
    return actions.open_request(
        actor=nora, now=MONDAY_8, case_id=case.pk, kind="authorization", details=RequestDetails()
    )


def claim(actor: Viewer, request: Request, step: str, outcome: str = "", said: Said | None = None) -> object:
    return actions.claim_step(
        actor=actor, now=LATER, request_id=request.pk, step=step, said=said or Said(by="Pat"), outcome=outcome,
        reason="as they say", also_skipped=True,
    )  # fmt: skip


def running(request: Request) -> dict[str, datetime | None]:
    return {one.clock: one.due_at for one in ClockRun.objects.filter(request=request, stopped_at=None)}


def make_document(case: Case, kind: str, **fields: object) -> Document:
    return Document.objects.create(
        case=case, staff=case.assigned_to, kind=kind, title=kind, received_at=MONDAY_8, **fields
    )


@pytest.mark.django_db
def test_the_step_begins_the_clock_and_the_answer_stops_it(request_: Request, nora: Viewer) -> None:
    claim(nora, request_, "received_by_review")
    claim(nora, request_, "received_by_review")
    run = ClockRun.objects.get()
    assert (run.due_at, run.words) == (
        datetime(2026, 3, 12, 22, 0, tzinfo=UTC), "Review: within 10 days after it came (28 TAC 1)",
    )  # fmt: skip
    claim(nora, request_, "decided", "certified")
    assert running(request_) == {}
    run.refresh_from_db()
    assert (run.stopped_at, run.stop_reason) == (LATER, "Decided, they say")


@pytest.mark.django_db
def test_a_certified_decision_opens_no_appeal_and_a_non_certified_one_does(
    request_: Request, nora: Viewer
) -> None:
    claim(nora, request_, "decided", "non_certified", Said(by="Pat", happened_on=date(2026, 2, 27)))
    assert running(request_) == {"appeal": datetime(2026, 3, 9, 22, 0, tzinfo=UTC)}
    claim(nora, request_, "appealed", "appeal_asked")
    assert running(request_) == {}
    claim(nora, request_, "appeal_decided", "upheld", Said(by="Pat", happened_on=LATER.date()))
    assert set(running(request_)) == {"independent_review"}
    claim(nora, request_, "appeal_decided", "overturned")
    assert running(request_) == {}


@pytest.mark.django_db
def test_a_good_decision_later_stops_the_appeal(request_: Request, nora: Viewer) -> None:
    claim(nora, request_, "decided", "non_certified")
    claim(nora, request_, "decided", "returned")
    assert set(running(request_)) == {"appeal"}
    claim(nora, request_, "decided", "certified")
    assert running(request_) == {}


@pytest.mark.django_db
def test_withdrawing_what_began_a_clock_stops_it(request_: Request, nora: Viewer) -> None:
    said = claim(nora, request_, "decided", "non_certified")
    actions.withdraw_claim(actor=nora, now=LATER, claim_id=said.pk, reason="Other case")  # type: ignore[attr-defined]
    assert running(request_) == {}


@pytest.mark.django_db
def test_ending_the_request_stops_its_clocks(request_: Request, nora: Viewer) -> None:
    claim(nora, request_, "decided", "non_certified")
    actions.drop_request(actor=nora, now=LATER, request_id=request_.pk, reason="No treatment wanted")
    assert ClockRun.objects.get().stop_reason == "The request ended: No treatment wanted"


@pytest.mark.django_db
def test_no_clock_runs_in_a_jurisdiction_without_a_rule(cast: Cast, nora: Viewer) -> None:
    case = make_case(cast.nora, jurisdiction="AK")
    request = actions.open_request(
        actor=nora, now=MONDAY_8, case_id=case.pk, kind="authorization", details=RequestDetails()
    )
    claim(nora, request, "decided", "non_certified")
    assert running(request) == {}
    paper = make_document(case, "non_certification")
    actions.file_paper(actor=nora, now=LATER, request_id=request.pk, document_id=paper.pk)
    assert running(request) == {}


@pytest.mark.django_db
def test_a_filed_non_certification_opens_the_appeal_once_and_a_certification_stops_it(
    request_: Request, case: Case, nora: Viewer
) -> None:
    bad, good, letter = (make_document(case, one) for one in ("non_certification", "certification", "letter"))
    for paper in (bad, bad, letter):
        actions.file_paper(actor=nora, now=LATER, request_id=request_.pk, document_id=paper.pk)
    claim(nora, request_, "decided", "non_certified")
    assert running(request_) == {"appeal": datetime(2026, 3, 12, 22, 0, tzinfo=UTC)}
    actions.file_paper(actor=nora, now=LATER, request_id=request_.pk, document_id=good.pk)
    assert running(request_) == {}
    assert len(queries.papers_of(request_)) == 3


@pytest.mark.django_db
def test_a_paper_filed_after_the_end_opens_nothing(request_: Request, case: Case, nora: Viewer) -> None:
    actions.drop_request(actor=nora, now=LATER, request_id=request_.pk, reason="x")
    paper = make_document(case, "non_certification")
    actions.file_paper(actor=nora, now=LATER, request_id=request_.pk, document_id=paper.pk)
    assert running(request_) == {}


@pytest.mark.django_db
def test_only_papers_of_the_case_are_filed(request_: Request, cast: Cast, case: Case, nora: Viewer) -> None:
    foreign = make_document(make_case(cast.nora), "letter")
    void = make_document(case, "letter", voided_at=LATER)
    for document_id in (foreign.pk, void.pk, new_id()):
        with pytest.raises(Invalid, match="not in the case"):
            actions.file_paper(actor=nora, now=LATER, request_id=request_.pk, document_id=document_id)


@pytest.mark.django_db
def test_the_paper_of_a_claim_is_filed_with_it_once(request_: Request, case: Case, nora: Viewer) -> None:
    paper = make_document(case, "letter")
    for _ in range(2):
        said = claim(nora, request_, "requested", said=Said(by="Pat", document_id=paper.pk))
    assert [one.document_id for one in queries.papers_of(request_)] == [paper.pk]
    assert said.document_id == paper.pk  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_clock_stands_still_and_goes_on_where_its_rule_lets_it(request_: Request, nora: Viewer) -> None:
    claim(nora, request_, "received_by_review")
    run = ClockRun.objects.get()
    for _ in range(2):
        actions.pause_clock(actor=nora, now=LATER, clock_id=run.pk, reason="")
    run.refresh_from_db()
    assert run.due_at is None and [one["reason"] for one in run.pauses] == ["Asked for records"]
    back = LATER + timedelta(days=4)
    for _ in range(2):
        actions.resume_clock(actor=nora, now=back, clock_id=run.pk)
    run.refresh_from_db()
    assert run.due_at == datetime(2026, 3, 15, 22, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_clock_without_a_pause_in_its_rule_does_not_stand_still(request_: Request, nora: Viewer) -> None:
    claim(nora, request_, "decided", "non_certified")
    run = ClockRun.objects.get()
    with pytest.raises(Invalid, match="does not stand still"):
        actions.pause_clock(actor=nora, now=LATER, clock_id=run.pk, reason="Holiday")
    with pytest.raises(Invalid, match="Say why"):
        actions.stop_clock(actor=nora, now=LATER, clock_id=run.pk, reason=" ")
    for _ in range(2):
        actions.stop_clock(actor=nora, now=LATER, clock_id=run.pk, reason="Settled")
    with pytest.raises(Invalid, match="not run any more"):
        actions.resume_clock(actor=nora, now=LATER, clock_id=run.pk)


@pytest.mark.django_db
def test_a_clock_is_seen_with_its_case(request_: Request, nora: Viewer, olive: Viewer) -> None:
    claim(nora, request_, "decided", "non_certified")
    with pytest.raises(NotFound):
        queries.get_clock_run(olive, ClockRun.objects.get().pk)


@pytest.mark.django_db
def test_a_kind_that_the_pack_has_dropped_runs_no_clock(request_: Request, case: Case, nora: Viewer) -> None:
    from caseday.followups.actions.clocks import run_clocks

    said = claim(nora, request_, "requested")
    Request.objects.update(kind="carrier_pigeon")
    run_clocks(None, queries.get_followed(nora, request_.pk), said, LATER)  # type: ignore[arg-type]
    assert running(request_) == {}
