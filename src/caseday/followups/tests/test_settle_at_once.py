"""An action that makes the until of a chase true ends the chase: in the same transaction, with an event after its own."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from caseday.access.queries import events_of_chain
from caseday.access.record import agency_chain, case_chain, change, person_chain
from caseday.access.viewer import Viewer
from caseday.cases.actions import record_readback
from caseday.cases.models import Case, Identifier
from caseday.documents import actions as documents
from caseday.documents.models import Document
from caseday.followups import actions
from caseday.followups.actions import Chase, RequestDetails, Said
from caseday.followups.actions.following import follow_change
from caseday.followups.models import ClockRun, FollowUp, Request
from caseday.schedule import actions as schedule
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_office

pytestmark = pytest.mark.django_db
LATER = MONDAY_8 + timedelta(hours=3)
DAY = timedelta(days=1)


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


@pytest.fixture
def asked(case: Case, nora: Viewer) -> Request:
    return actions.open_request(
        actor=nora, now=MONDAY_8, case_id=case.pk, kind="prescription", details=RequestDetails()
    )


@pytest.fixture
def chase(case: Case, nora: Viewer) -> Callable[..., FollowUp]:
    def promised(**fields: Any) -> FollowUp:
        return actions.promise_followup(
            actor=nora,
            now=MONDAY_8,
            text="Ask for it",
            case_id=case.pk,
            chase=Chase(cadence="daily", **fields),
        )

    return promised


def paper(case: Case, kind: str = "visit_report", at: datetime = LATER) -> Document:
    return Document.objects.create(
        case=case, staff=case.assigned_to, kind=kind, title="Report", received_at=at
    )


def ended(one: FollowUp) -> tuple[str, datetime | None]:
    one.refresh_from_db()
    return one.state, one.ended_at


def verbs(case: Case) -> list[str]:
    return [one.verb for one in events_of_chain(case.pk)]


def test_a_verified_step_ends_its_chase(case: Case, asked: Request, chase: Any, nora: Viewer) -> None:
    one = chase(until="step", until_step="prescribed", request_id=asked.pk)
    said = actions.claim_step(
        actor=nora, now=MONDAY_8, request_id=asked.pk, step="prescribed", said=Said(by="Kim")
    )
    assert ended(one) == ("open", None)
    actions.verify_step(actor=nora, now=LATER, claim_id=said.pk, how="saw_paper")
    assert ended(one) == ("done", LATER)
    assert verbs(case)[-2:] == ["step_verified", "followup_settled"]
    actions.verify_step(actor=nora, now=LATER + DAY, claim_id=said.pk, how="saw_paper")
    assert verbs(case)[-1] == "followup_settled"


def test_said_and_verified_by_one_look_ends_it_too(asked: Request, chase: Any, nora: Viewer) -> None:
    one = chase(until="step", until_step="prescribed", request_id=asked.pk)
    actions.claim_step(
        actor=nora,
        now=LATER,
        request_id=asked.pk,
        step="prescribed",
        said=Said(by="Kim"),
        verified_how="portal",
    )
    assert ended(one)[0] == "done"


def test_a_paper_that_comes_or_is_named_or_filed_ends_its_chase(
    case: Case, asked: Request, chase: Any, nora: Viewer
) -> None:
    one = chase(until="document", until_document_kind="visit_report")
    thing = documents.put_in_thing(
        actor=nora, now=LATER, case_id=case.pk,
        facts=documents.Facts(title="Report", kind="other", whereabouts="On my desk"),
    )  # fmt: skip
    assert ended(one)[0] == "open"
    facts = documents.Facts(title="Report", kind="visit_report")
    documents.describe_document(actor=nora, now=LATER + DAY, document_id=thing.pk, facts=facts)
    assert ended(one)[0] == "done"
    visit = make_appointment(case)
    bound = chase(
        until="document",
        until_document_kind="visit_report",
        until_appointment_id=visit.pk,
        request_id=asked.pk,
    )
    report = paper(case)
    assert ended(bound)[0] == "open"
    actions.file_paper(actor=nora, now=LATER, request_id=asked.pk, document_id=report.pk)
    assert ended(bound)[0] == "done"


def test_a_new_date_ends_its_chase(case: Case, chase: Any, nora: Viewer) -> None:
    visit = make_appointment(case)
    schedule.await_new_date(
        actor=nora, now=MONDAY_8, appointment_id=visit.pk, version=1, said_by="Front desk", party="office"
    )
    one = chase(until="new_date", until_appointment_id=visit.pk)
    schedule.set_new_date(actor=nora, now=LATER, appointment_id=visit.pk, starts_at=visit.starts_at + 7 * DAY)
    assert ended(one)[0] == "done"


def test_a_number_read_back_right_ends_its_chase(case: Case, chase: Any, nora: Viewer) -> None:
    number = Identifier.objects.create(case=case, kind="claim_number", value="WC-1", normalized="WC1")
    one = chase(until="read_back", until_identifier_id=number.pk)
    for heard, state in (("WC-2", "open"), ("WC-1", "done")):
        record_readback(actor=nora, now=LATER, identifier_id=number.pk, heard=heard, with_name="Kim")
        assert ended(one)[0] == state


def test_an_office_that_reads_it_right_ends_the_chase_of_the_office(case: Case, nora: Viewer) -> None:
    number = Identifier.objects.create(case=case, kind="claim_number", value="WC-1", normalized="WC1")
    office = make_office()
    one = actions.promise_followup(
        actor=nora, now=MONDAY_8, text="Have it corrected", case_id=case.pk, office_id=office.pk,
        chase=Chase(cadence="daily", until="read_back", until_identifier_id=number.pk),
    )  # fmt: skip
    record_readback(actor=nora, now=LATER, identifier_id=number.pk, heard="WC-1", office_id=office.pk)
    assert ended(one) == ("done", LATER)


def test_what_is_undone_undoes_the_end_with_it(asked: Request, chase: Any, nora: Viewer) -> None:
    """One transaction: where the action fails, the chase goes on."""
    one = chase(until="document", until_document_kind="visit_report")
    with pytest.raises(RuntimeError), change(
        "x", actor=nora, now=LATER, chain=case_chain(asked.case_id), subject=asked
    ) as outer:  # fmt: skip
        with change("y", actor=nora, now=LATER, chain=case_chain(asked.case_id), subject=asked) as record:
            record.add(Document(
                case_id=asked.case_id, staff=asked.staff, kind="visit_report", title="R", received_at=LATER
            ))  # fmt: skip
        assert ended(one)[0] == "done" and outer.changes == []
        raise RuntimeError
    assert ended(one)[0] == "open"


def test_what_no_chase_waits_for_asks_nothing(
    case: Case, nora: Viewer, django_assert_num_queries: Any
) -> None:
    empty = {"op": "add", "id": str(case.pk)}
    with django_assert_num_queries(0):
        for chain, changes in (
            (case_chain(case.pk), [empty | {"model": "cases.case", "fields": {"stage": ["a", "b"]}}]),
            (case_chain(case.pk), [empty | {"model": "cases.readback", "fields": {"heard": [None, "x"]}}]),
            (
                case_chain(case.pk),
                [empty | {"op": "remove", "model": "cases.readback", "fields": {"is_same": [True, None]}}],
            ),
            (person_chain(case.pk), [empty | {"model": "documents.document", "fields": {"kind": ["", "a"]}}]),
            (agency_chain(), []),
        ):
            follow_change(chain, changes, LATER)


# Clocks that a paper stops, and a surgery's new date


def notice(request: Request, **fields: Any) -> ClockRun:
    return ClockRun.objects.create(
        request=request, clock="decision_in_writing", jurisdiction="TX", words="x", started_at=MONDAY_8,
        due_at=MONDAY_8 + DAY, **fields,
    )  # fmt: skip


def test_a_paper_that_turns_out_to_be_the_letter_stops_the_clock_and_no_letter_lets_it_run(
    cast: Cast, nora: Viewer
) -> None:
    case = make_case(cast.nora, jurisdiction="TX")
    request = actions.open_request(
        actor=nora, now=MONDAY_8, case_id=case.pk, kind="authorization", details=RequestDetails()
    )
    run, letter = notice(request), paper(case, "other")
    actions.file_paper(actor=nora, now=LATER, request_id=request.pk, document_id=letter.pk)

    def stopped() -> bool:
        run.refresh_from_db()
        return run.stopped_at is not None

    def named(kind: str) -> None:
        facts = documents.Facts(title="Letter", kind=kind)
        documents.describe_document(actor=nora, now=LATER, document_id=letter.pk, facts=facts)

    assert not stopped()
    documents.look_at_document(actor=nora, now=LATER, document_id=letter.pk)
    assert not stopped()
    named("certification")
    assert stopped() and run.stopped_by == letter.pk
    named("letter")
    assert not stopped()
    named("non_certification")
    assert stopped()
    documents.void_document(actor=nora, now=LATER, document_id=letter.pk, reason="Another person's")
    assert not stopped()
    assert "clock_followed" in verbs(case)


def test_a_surgery_goes_on_with_its_new_date_and_other_requests_with_the_old_one(
    case: Case, nora: Viewer
) -> None:
    day = make_appointment(case, kind="surgery", starts_at=MONDAY_8 + 2 * DAY)
    surgery, other = (
        actions.open_request(
            actor=nora,
            now=MONDAY_8,
            case_id=case.pk,
            kind=kind,
            details=RequestDetails(appointment_id=day.pk),
        )
        for kind in ("surgery", "new_date")
    )
    chase_of = actions.promise_followup(
        actor=nora, now=MONDAY_8, text="Ask", case_id=case.pk,
        chase=Chase(cadence="daily", until="new_date", request_id=surgery.pk),
    )  # fmt: skip
    schedule.await_new_date(
        actor=nora, now=MONDAY_8, appointment_id=day.pk, version=1, said_by="Desk", party="office"
    )
    new = schedule.set_new_date(
        actor=nora,
        now=LATER,
        appointment_id=day.pk,
        starts_at=datetime(2026, 3, 12, 13, tzinfo=MONDAY_8.tzinfo),
    )
    surgery.refresh_from_db(), other.refresh_from_db()
    assert (surgery.appointment_id, other.appointment_id) == (new.pk, day.pk)
    assert ended(chase_of)[0] == "done"
    assert verbs(case)[-1] == "request_moved" and new.starts_at.date() == date(2026, 3, 12)
