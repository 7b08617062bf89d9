"""A chase goes on until its until holds, ends by itself then, and can wait for another; who was tried is counted."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from caseday.access.queries import events_of_chain
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Identifier, ReadBack
from caseday.documents.models import Document
from caseday.followups import actions, queries
from caseday.followups.actions import Chase
from caseday.followups.models import Attempt, FollowUp, Request, RequestPaper, StepClaim
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.schedule.models import Appointment, State
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_followup, make_office

MONDAY = date(2026, 3, 2)
LATER = MONDAY_8 + timedelta(hours=3)
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


@pytest.fixture
def visit(case: Case) -> Appointment:
    return make_appointment(case, state=State.CANCELLED, needs_new_date=True)


@pytest.fixture
def request_row(case: Case, visit: Appointment) -> Request:
    return Request.objects.create(
        case=case, staff=case.assigned_to, kind="prescription", title="Prescription", opened_at=MONDAY_8,
        appointment=visit,
    )  # fmt: skip


def chase(actor: Viewer, case: Case, **fields: Any) -> FollowUp:
    asked = {name: fields.pop(name) for name in ("office_id", "due_on", "text") if name in fields}
    return actions.promise_followup(
        actor=actor, now=MONDAY_8, case_id=case.pk, chase=Chase(**fields), **{"text": "Ask for it", **asked}
    )  # type: ignore[arg-type]


def is_open(viewer: Viewer, one: FollowUp) -> bool:
    return one in queries.open_todos(viewer)


def make_paper(case: Case, **fields: Any) -> Document:
    values = {"kind": "visit_report", "title": "Report", "received_at": LATER, "staff": case.assigned_to}
    return Document.objects.create(case=case, **{**values, **fields})


def test_a_daily_chase_is_due_on_the_next_working_day(case: Case, nora: Viewer) -> None:
    assert chase(nora, case, cadence="daily").due_on == date(2026, 3, 3)
    assert chase(nora, case, cadence="daily", due_on=MONDAY).due_on == MONDAY


def test_a_chase_without_a_case_counts_plain_working_days(nora: Viewer) -> None:
    one = actions.promise_followup(actor=nora, now=MONDAY_8, text="Order forms", chase=Chase("weekly"))
    assert one.due_on == date(2026, 3, 9)


def test_a_window_begins_on_its_first_day(case: Case, nora: Viewer) -> None:
    one = chase(
        nora,
        case,
        cadence="window",
        window_from=date(2026, 3, 9),
        window_until=date(2026, 3, 16),
        every_days=9,
    )
    assert (one.due_on, one.window_until, one.every_days) == (date(2026, 3, 9), date(2026, 3, 16), 1)


def test_it_ends_when_the_step_is_verified_and_not_when_it_is_only_said(
    case: Case, request_row: Request, nora: Viewer, cast: Cast
) -> None:
    one = chase(nora, case, cadence="daily", until="step", until_step="filled", request_id=request_row.pk)
    claim = StepClaim.objects.create(
        request=request_row, step="filled", said_at=LATER, staff=cast.nora, said_by="Pharmacist"
    )
    assert is_open(nora, one)
    claim.verified_at = LATER
    claim.save()
    assert not is_open(nora, one)
    claim.withdrawn_at = LATER
    claim.save()
    assert is_open(nora, one)


def test_it_ends_when_the_paper_is_here_but_not_for_one_from_before(case: Case, nora: Viewer) -> None:
    one = chase(nora, case, cadence="daily", until="document", until_document_kind="visit_report")
    make_paper(case, received_at=MONDAY_8 - timedelta(days=1))
    make_paper(case, voided_at=LATER)
    make_paper(case, kind="imaging_report")
    make_paper(make_case(case.assigned_to))
    assert is_open(nora, one)
    make_paper(case)
    assert not is_open(nora, one)


def test_the_report_of_one_visit_is_not_that_of_another(
    case: Case, visit: Appointment, request_row: Request, nora: Viewer
) -> None:
    one = chase(
        nora, case, cadence="daily", until="document", until_document_kind="visit_report",
        until_appointment_id=visit.pk, request_id=request_row.pk,
    )  # fmt: skip
    other = make_paper(case, appointment=make_appointment(case))
    assert is_open(nora, one)
    filed = RequestPaper.objects.create(request=request_row, document=other)
    assert not is_open(nora, one)
    filed.delete()
    make_paper(case, appointment=visit)
    assert not is_open(nora, one)


def test_it_ends_when_there_is_a_new_date(
    case: Case, visit: Appointment, request_row: Request, nora: Viewer
) -> None:
    named = chase(nora, case, cadence="daily", until="new_date", until_appointment_id=visit.pk)
    asked = chase(nora, case, cadence="daily", until="new_date", request_id=request_row.pk)
    assert is_open(nora, named) and is_open(nora, asked)
    visit.replaced_by = make_appointment(case)
    visit.save()
    assert not is_open(nora, named) and not is_open(nora, asked)


def test_it_ends_when_no_new_date_is_wanted_any_more(case: Case, visit: Appointment, nora: Viewer) -> None:
    one = chase(nora, case, cadence="daily", until="new_date", until_appointment_id=visit.pk)
    visit.needs_new_date = False
    visit.save()
    assert not is_open(nora, one)


def test_it_ends_when_that_office_reads_the_number_back_right(case: Case, nora: Viewer, cast: Cast) -> None:
    number = Identifier.objects.create(case=case, kind="claim_number", value="WC-1", normalized="WC1")
    pharmacy, insurer = make_office(), make_office()
    until = {"until": "read_back", "until_identifier_id": number.pk, "cadence": "daily"}
    theirs = chase(nora, case, office_id=pharmacy.pk, **until)
    anybodys = chase(nora, case, **until)

    def read(office: Any, is_same: bool, at: datetime = LATER) -> None:
        ReadBack.objects.create(
            case=case,
            identifier=number,
            heard="WC-1",
            is_same=is_same,
            office=office,
            staff=cast.nora,
            read_at=at,
        )

    read(pharmacy, False)
    read(pharmacy, True, MONDAY_8 - timedelta(days=1))
    assert is_open(nora, theirs) and is_open(nora, anybodys)
    read(insurer, True)
    assert is_open(nora, theirs) and not is_open(nora, anybodys)
    read(pharmacy, True)
    assert not is_open(nora, theirs)


def test_what_holds_shows_as_ended_at_once_and_is_written_down_later(case: Case, nora: Viewer) -> None:
    one = chase(nora, case, cadence="daily", until="document", until_document_kind="visit_report")
    make_paper(case)
    assert queries.recently_ended(nora) == [one]
    assert queries.has_held(queries.get_todo(nora, one.pk))
    assert actions.settle_chases(now=LATER + timedelta(days=1)) == 1
    settled = queries.get_todo(nora, one.pk)
    assert (settled.state, settled.ended_at) == ("done", LATER)
    assert settled.end_reason == "By itself: visit report received Mar 2"
    assert list(events_of_chain(case.pk))[-1].verb == "followup_settled"
    assert actions.settle_chases(now=LATER + timedelta(days=1)) == 0


def test_every_until_says_in_its_record_what_ended_it(
    case: Case, visit: Appointment, request_row: Request, nora: Viewer, cast: Cast
) -> None:
    number = Identifier.objects.create(case=case, kind="claim_number", value="WC-1", normalized="WC1")
    step = chase(nora, case, until="step", until_step="filled", request_id=request_row.pk)
    new = chase(nora, case, until="new_date", until_appointment_id=visit.pk)
    asked = chase(nora, case, until="new_date", request_id=request_row.pk)
    read = chase(nora, case, until="read_back", until_identifier_id=number.pk)
    StepClaim.objects.create(
        request=request_row, step="filled", said_at=LATER, staff=cast.nora, verified_at=LATER
    )
    visit.replaced_by = make_appointment(case)
    visit.save()
    ReadBack.objects.create(
        case=case, identifier=number, heard="WC-1", is_same=True, staff=cast.nora, read_at=LATER
    )
    actions.settle_chases(now=LATER, case_id=make_case(cast.nora).pk)
    assert FollowUp.objects.filter(state="open").count() == 4
    actions.settle_chases(now=LATER, case_id=case.pk)
    reasons = [FollowUp.objects.get(pk=one.pk).end_reason for one in (step, new, asked, read)]
    assert reasons == [
        "By itself: verified: filled Mar 2",
        f"By itself: new date known for {visit.title} Mar 2",
        "By itself: new date known Mar 2",
        "By itself: claim number read back right Mar 2",
    ]


def test_settling_leaves_what_somebody_ended_meanwhile(
    case: Case, nora: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = chase(nora, case, until="document", until_document_kind="visit_report")
    make_paper(case)
    seen = queries.held_chases()
    actions.drop_followup(actor=nora, now=LATER, followup_id=one.pk, reason="Not needed")
    monkeypatch.setattr("caseday.followups.actions.chasing.held_chases", lambda case_id: seen)
    assert actions.settle_chases(now=LATER) == 0
    assert FollowUp.objects.get(pk=one.pk).state == "dropped"


def test_a_chase_ends_early_only_with_a_reason(case: Case, nora: Viewer) -> None:
    one = chase(nora, case, cadence="daily", until="document", until_document_kind="visit_report")
    with pytest.raises(Invalid, match="by itself"):
        actions.finish_followup(actor=nora, now=LATER, followup_id=one.pk)
    done = actions.finish_followup(actor=nora, now=LATER, followup_id=one.pk, result="Dictated again")
    assert (done.state, done.end_reason) == ("done", "Dictated again")


def test_a_chase_that_ended_by_itself_goes_on_when_it_is_opened_again(case: Case, nora: Viewer) -> None:
    one = chase(nora, case, cadence="daily", until="document", until_document_kind="visit_report")
    make_paper(case)
    actions.finish_followup(actor=nora, now=LATER, followup_id=one.pk)
    actions.reopen_followup(actor=nora, now=LATER, followup_id=one.pk)
    assert is_open(nora, one)


def test_pharmacy_comes_before_patient(case: Case, nora: Viewer) -> None:
    pharmacy = make_followup(case, text="Call the pharmacy", due_on=MONDAY + timedelta(days=5))
    patient = chase(nora, case, text="Call the patient", due_on=MONDAY, waits_for_id=pharmacy.pk)
    assert queries.open_todos(nora) == [pharmacy, patient]
    waiting = queries.open_todos(nora)[1]
    assert queries.is_waiting(waiting)
    assert queries.chase_words(waiting, now=LATER, zone=nora.time_zone).waits_for == "Call the pharmacy"
    actions.finish_followup(actor=nora, now=LATER, followup_id=pharmacy.pk)
    assert not queries.is_waiting(queries.open_todos(nora)[0])


def test_waiting_ends_with_a_chase_that_ended_by_itself(case: Case, nora: Viewer) -> None:
    report = chase(nora, case, until="document", until_document_kind="visit_report")
    chase(nora, case, text="Forward it", waits_for_id=report.pk)
    make_paper(case)
    assert [queries.is_waiting(one) for one in queries.open_todos(nora)] == [False]


def test_two_cannot_wait_for_each_other(case: Case, nora: Viewer) -> None:
    first = chase(nora, case)
    second = chase(nora, case, waits_for_id=first.pk)
    with pytest.raises(Invalid, match="Only one of them"):
        actions.change_followup(
            actor=nora, now=LATER, followup_id=first.pk, text="Ask", due_on=None, due_at=None,
            chase=Chase(waits_for_id=second.pk),
        )  # fmt: skip


def test_a_chase_is_changed_with_its_to_do(case: Case, nora: Viewer) -> None:
    one = chase(nora, case)
    changed = actions.change_followup(
        actor=nora,
        now=MONDAY_8,
        followup_id=one.pk,
        text="Ask",
        due_on=None,
        due_at=None,
        chase=Chase("daily"),
    )
    assert (changed.cadence, changed.due_on) == ("daily", date(2026, 3, 3))
    kept = actions.change_followup(
        actor=nora, now=MONDAY_8, followup_id=one.pk, text="Ask them", due_on=MONDAY, due_at=None
    )
    assert (kept.cadence, kept.due_on) == ("daily", MONDAY)


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("cadence", {"cadence": "hourly"}),
        ("every_days", {"cadence": "every_n", "every_days": 0}),
        ("every_days", {"cadence": "every_n", "every_days": 61}),
        ("window_until", {"cadence": "window"}),
        ("window_until", {"cadence": "window", "window_until": MONDAY - timedelta(days=1)}),
        ("window_until", {"cadence": "window", "window_until": date(9999, 12, 31)}),
        (
            "window_from",
            {"cadence": "window", "window_from": date(2026, 4, 1), "window_until": date(2026, 3, 9)},
        ),
        ("until", {"until": "doomsday"}),
        ("until", {"until": "step"}),
        ("until_document_kind", {"until": "document", "until_document_kind": "papyrus"}),
        ("until_appointment", {"until": "new_date"}),
        ("until_appointment", {"until": "new_date", "until_appointment_id": new_id()}),
        ("until_identifier", {"until": "read_back"}),
        ("request", {"request_id": new_id()}),
        ("waits_for", {"waits_for_id": new_id()}),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    case: Case, nora: Viewer, field: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        chase(nora, case, **fields)
    assert list(refused.value.problems) == [field]
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("until", {"until": "document", "until_document_kind": "visit_report"}),
        ("until_appointment", {"until": "new_date"}),
        ("until_identifier", {"until": "read_back"}),
        ("request", {"request_id": new_id()}),
        ("waits_for", {"waits_for_id": new_id()}),
    ],
)
def test_an_until_needs_a_case(nora: Viewer, field: str, fields: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        actions.promise_followup(actor=nora, now=MONDAY_8, text="Ask", chase=Chase(**fields))
    assert list(refused.value.problems) == [field]


def test_a_step_must_be_one_of_the_request(case: Case, request_row: Request, nora: Viewer) -> None:
    with pytest.raises(Invalid) as refused:
        chase(nora, case, until="step", until_step="launched", request_id=request_row.pk)
    assert list(refused.value.problems) == ["until_step"]


def test_a_try_is_counted_and_moves_the_day(case: Case, nora: Viewer) -> None:
    one = chase(nora, case, cadence="every_n", every_days=3, due_on=MONDAY)
    tried = actions.count_attempt(
        actor=nora,
        now=LATER,
        followup_id=one.pk,
        result="left_word",
        said=" with \0 the desk ",
        hold_minutes=5,
    )
    assert (tried.said, tried.hold_minutes) == ("with the desk", None)
    after = queries.open_todos(nora)[0]
    assert (after.attempts, after.last_attempt_at, after.due_on) == (1, LATER, date(2026, 3, 5))
    words = queries.chase_words(after, now=LATER, zone=nora.time_zone)
    assert words.attempt == "attempt 1, last: left word Mon 11:00"
    assert words.often == "every 3 working days"
    assert queries.attempts_of(one.pk) == [tried]


def test_a_plain_to_do_keeps_its_hour_after_a_try(case: Case, nora: Viewer) -> None:
    one = make_followup(case, due_on=MONDAY, due_at=LATER)
    actions.count_attempt(actor=nora, now=LATER, followup_id=one.pk, result="on_hold", hold_minutes=12)
    after = queries.open_todos(nora)[0]
    assert (after.due_on, after.due_at) == (MONDAY, LATER)
    words = queries.chase_words(after, now=LATER, zone=nora.time_zone)
    assert words.attempt == "attempt 1, last: on hold 12 min Mon 11:00"
    assert not words.is_chase


def test_a_chase_loses_its_hour_with_its_day(case: Case, nora: Viewer) -> None:
    one = make_followup(case, due_on=MONDAY, due_at=LATER, cadence="daily")
    actions.count_attempt(actor=nora, now=LATER, followup_id=one.pk, result="no_answer")
    after = FollowUp.objects.get(pk=one.pk)
    assert (after.due_on, after.due_at) == (date(2026, 3, 3), None)


def test_the_same_try_sent_twice_counts_once(case: Case, nora: Viewer) -> None:
    one, wanted = make_followup(case, cadence="daily"), new_id()
    for _ in range(2):
        actions.count_attempt(actor=nora, now=LATER, followup_id=one.pk, result="closed", id=wanted)
    assert FollowUp.objects.get(pk=one.pk).attempts == 1


def test_a_try_of_yesterday_stays_behind_todays(case: Case, nora: Viewer) -> None:
    one = make_followup(case, cadence="daily")
    actions.count_attempt(actor=nora, now=LATER, followup_id=one.pk, result="closed")
    actions.count_attempt(
        actor=nora, now=LATER, followup_id=one.pk, result="no_answer", at=LATER - timedelta(days=1)
    )
    after = FollowUp.objects.get(pk=one.pk)
    assert (after.attempts, after.last_attempt_at) == (2, LATER)


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("result", {"result": "shouted"}),
        ("hold_minutes", {"result": "on_hold", "hold_minutes": 1441}),
        ("at", {"result": "closed", "at": LATER + timedelta(minutes=1)}),
    ],
)
def test_a_try_that_cannot_be_is_refused(
    case: Case, nora: Viewer, field: str, fields: dict[str, Any]
) -> None:
    one = make_followup(case)
    with pytest.raises(Invalid) as refused:
        actions.count_attempt(actor=nora, now=LATER, followup_id=one.pk, **fields)
    assert list(refused.value.problems) == [field]


def test_nothing_is_tried_any_more_when_it_has_ended(case: Case, nora: Viewer) -> None:
    one = make_followup(case, state="done")
    with pytest.raises(Invalid, match="ended already"):
        actions.count_attempt(actor=nora, now=LATER, followup_id=one.pk, result="closed")


def test_only_who_works_the_case_counts_a_try(case: Case, audrey: Viewer, olive: Viewer) -> None:
    one = make_followup(case)
    with pytest.raises(Refused):
        actions.count_attempt(actor=audrey, now=LATER, followup_id=one.pk, result="closed")
    with pytest.raises(NotFound):
        actions.count_attempt(actor=olive, now=LATER, followup_id=one.pk, result="closed")
    assert not Attempt.objects.exists()


def test_the_open_list_is_one_query_however_many_chases_there_are(
    case: Case, request_row: Request, nora: Viewer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        one = chase(
            nora, case, text=f"Ask {number}", cadence="daily", until="step", until_step="filled",
            request_id=request_row.pk,
        )  # fmt: skip
        actions.count_attempt(actor=nora, now=LATER, followup_id=one.pk, result="closed")
    with django_assert_max_num_queries(1):
        words = [queries.chase_words(one, now=LATER, zone=nora.time_zone) for one in queries.open_todos(nora)]
    assert {one.until for one in words} == {"until it is verified: filled"}
    with django_assert_max_num_queries(1):
        assert len(queries.chases_of_request(request_row.pk)) == 12
    with django_assert_max_num_queries(1):
        assert len(queries.open_todos_of_case(case.pk)) == 12
