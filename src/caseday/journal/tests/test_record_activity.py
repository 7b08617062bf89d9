"""What happened is recorded, corrected, voided; nothing is deleted."""

from datetime import timedelta

import pytest

from caseday.access.models import CaseEvent
from caseday.access.queries import verify_chains
from caseday.access.viewer import Viewer, system_viewer
from caseday.cases.models import Case
from caseday.followups.models import FollowUp
from caseday.journal.actions import (
    Happened,
    Typed,
    capture_line,
    correct_activity,
    merged,
    record_activity,
    record_visit,
    save_draft,
    sign_note,
    void_activity,
)
from caseday.journal.models import Activity
from caseday.journal.queries import activities_without_note, get_activity, visits_to_write_up
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.schedule.models import VisitStep
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_activity,
    make_appointment,
    make_case,
    make_office,
    make_professional,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


def _call(actor: Viewer, case: Case | None, **more: object) -> Activity:
    happened = Happened(
        **{"kind": "call", "case_id": case.pk if case else None, "result": "reached", "minutes": 5, **more}
    )
    return record_activity(actor=actor, now=MONDAY_8, happened=happened)


def test_a_call_is_recorded_on_the_case(nora: Viewer, case: Case) -> None:
    call = _call(nora, case)
    assert call.started_at == MONDAY_8 - timedelta(minutes=5)
    event = CaseEvent.objects.get()
    assert (event.verb, event.chain_id, event.happened_at) == ("activity_recorded", case.pk, call.started_at)
    case.refresh_from_db()
    assert case.last_contact_at == call.started_at


def test_without_a_case_it_stands_on_the_workers_own_chain(nora: Viewer) -> None:
    _call(nora, None)
    assert CaseEvent.objects.get().chain_id == nora.staff_id


def test_the_program_says_what_needs_a_note(nora: Viewer, case: Case) -> None:
    assert _call(nora, case).needs_note
    assert not _call(nora, case, kind="travel").needs_note
    assert _call(nora, case, kind="other").needs_note
    assert not _call(nora, None, kind="paperwork").needs_note


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("kind", {"kind": "dance"}),
        ("result", {"result": "victory"}),
        ("minutes", {"minutes": 5000}),
        ("miles", {"miles": 5000}),
        ("started_at", {"started_at": MONDAY_8 + timedelta(days=1)}),
        ("office_id", {"office_id": new_id()}),
        ("professional_id", {"professional_id": new_id()}),
    ],
)
def test_what_cannot_be_is_refused_by_field(
    nora: Viewer, case: Case, field: str, values: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refused:
        _call(nora, case, **values)
    assert field in refused.value.problems


def test_outside_sight_nothing_is_recorded(olive: Viewer, case: Case) -> None:
    with pytest.raises(NotFound):
        _call(olive, case)


def test_who_only_reads_records_nothing(audrey: Viewer) -> None:
    with pytest.raises(Refused):
        _call(audrey, None)


def test_the_system_says_whose_activity_it_is(cast: Cast, case: Case) -> None:
    happened = Happened(kind="call", case_id=case.pk)
    with pytest.raises(Invalid):
        record_activity(actor=system_viewer(), now=MONDAY_8, happened=happened)
    call = record_activity(actor=system_viewer(), now=MONDAY_8, happened=happened, staff_id=cast.nora.pk)
    assert call.staff == cast.nora


def test_an_older_contact_does_not_move_the_last_one_back(nora: Viewer, case: Case) -> None:
    newest = _call(nora, case).started_at
    _call(nora, case, started_at=MONDAY_8 - timedelta(days=3))
    case.refresh_from_db()
    assert case.last_contact_at == newest


def test_correcting_keeps_the_line_and_says_what_changed(nora: Viewer, case: Case) -> None:
    call = capture_line(actor=nora, now=MONDAY_8, line="called client 5 min", case_id=case.pk)
    changed = correct_activity(
        actor=nora, now=MONDAY_8, activity_id=call.pk, happened=merged(call, {"minutes": 15})
    )
    assert (changed.minutes, changed.captured_line) == (15, "called client 5 min")
    assert CaseEvent.objects.filter(verb="activity_corrected").count() == 1


def test_correcting_nothing_leaves_no_event(nora: Viewer, case: Case) -> None:
    call = _call(nora, case)
    correct_activity(
        actor=nora, now=MONDAY_8, activity_id=call.pk, happened=merged(call, {"started_at": None})
    )
    assert not CaseEvent.objects.filter(verb="activity_corrected").exists()


def test_choosing_the_case_later_takes_the_follow_ups_along(nora: Viewer, case: Case) -> None:
    call = capture_line(actor=nora, now=MONDAY_8, line="called client 5 min, call back at 2")
    assert call.case is None
    correct_activity(
        actor=nora, now=MONDAY_8, activity_id=call.pk, happened=merged(call, {"case_id": case.pk})
    )
    assert FollowUp.objects.get().case == case
    assert [str(one) for one in verify_chains().problems if "journal" in one.model] == []


def test_a_signed_entry_is_corrected_with_a_reason_only_and_stays_with_its_case(
    cast: Cast, nora: Viewer, case: Case
) -> None:
    call = _signed_call(nora, case)
    with pytest.raises(Invalid):
        correct_activity(actor=nora, now=MONDAY_8, activity_id=call.pk, happened=merged(call, {"minutes": 7}))
    corrected = correct_activity(
        actor=nora,
        now=MONDAY_8,
        activity_id=call.pk,
        happened=merged(call, {"minutes": 7}),
        reason="phone bill",
    )
    assert corrected.minutes == 7
    other = make_case(cast.nora)
    with pytest.raises(Invalid):
        correct_activity(
            actor=nora,
            now=MONDAY_8,
            activity_id=call.pk,
            happened=merged(call, {"case_id": other.pk}),
            reason="x",
        )


def _signed_call(actor: Viewer, case: Case) -> Activity:
    call = _call(actor, case)
    typed = Typed("narrative", {"text": "Spoke."}, 0)
    draft = save_draft(actor=actor, now=MONDAY_8, typed=typed, activity_id=call.pk).draft
    sign_note(actor=actor, now=MONDAY_8, draft_id=draft.pk)
    return get_activity(actor, call.pk)


def test_a_void_entry_stays_readable_and_asks_for_nothing(nora: Viewer, case: Case) -> None:
    call = _call(nora, case)
    with pytest.raises(Invalid):
        void_activity(actor=nora, now=MONDAY_8, activity_id=call.pk, reason=" ")
    void_activity(actor=nora, now=MONDAY_8, activity_id=call.pk, reason="wrong client")
    assert get_activity(nora, call.pk).void_reason == "wrong client"
    assert activities_without_note(nora) == []
    with pytest.raises(Invalid):
        void_activity(actor=nora, now=MONDAY_8, activity_id=call.pk, reason="again")


def test_a_supervisor_may_correct_and_a_stranger_may_not(
    susan: Viewer, adam: Viewer, cast: Cast, case: Case
) -> None:
    call = make_activity(case)
    assert (
        correct_activity(
            actor=susan, now=MONDAY_8, activity_id=call.pk, happened=merged(call, {"minutes": 3})
        ).minutes
        == 3
    )
    with pytest.raises(NotFound):
        void_activity(actor=adam, now=MONDAY_8, activity_id=call.pk, reason="x")


def test_an_auditor_changes_nothing(audrey: Viewer, case: Case) -> None:
    with pytest.raises(Refused):
        void_activity(actor=audrey, now=MONDAY_8, activity_id=make_activity(case).pk, reason="x")


def test_links_to_the_directory_are_kept(nora: Viewer, case: Case) -> None:
    office = make_office()
    professional = make_professional(office=office)
    call = _call(
        nora, case, office_id=office.pk, professional_id=professional.pk, with_name="  Amina   Farouk "
    )
    assert (call.office, call.professional, call.with_name) == (office, professional, "Amina Farouk")


def _visited(case: Case, **fields: object):
    arrived = MONDAY_8 + timedelta(hours=2)
    appointment = make_appointment(
        case, office=make_office(), state="done", arrived_at=arrived, done_at=arrived + timedelta(minutes=60),
        waited_minutes=20, **fields,
    )  # fmt: skip
    for minutes, kind in (
        (-25, "set_off"),
        (0, "arrived"),
        (5, "waiting"),
        (25, "with_provider"),
        (60, "done"),
    ):
        VisitStep.objects.create(appointment=appointment, kind=kind, at=arrived + timedelta(minutes=minutes))
    return appointment


def test_a_visit_leaves_itself_its_travel_and_its_wait(nora: Viewer, case: Case) -> None:
    appointment = _visited(case)
    now = MONDAY_8 + timedelta(hours=5)
    assert visits_to_write_up(nora, now=now) == [appointment]
    visit = record_visit(actor=nora, now=now, appointment_id=appointment.pk)
    assert record_visit(actor=nora, now=now, appointment_id=appointment.pk) == visit
    drawn = {one.kind: one.minutes for one in Activity.objects.all()}
    assert drawn == {"visit": 40, "travel": 25, "wait": 20}
    assert visits_to_write_up(nora, now=now) == []


def test_typing_about_a_visit_makes_its_entry(nora: Viewer, case: Case) -> None:
    appointment = _visited(case)
    saved = save_draft(
        actor=nora,
        now=MONDAY_8 + timedelta(hours=5),
        typed=Typed("soap", {"subjective": "Pain 4/10"}, 0),
        appointment_id=appointment.pk,
    )
    assert saved.draft.activity.appointment == appointment


def test_an_appointment_that_was_no_visit_says_so(nora: Viewer, case: Case) -> None:
    appointment = make_appointment(case, state="no_show", starts_at=MONDAY_8 - timedelta(hours=2))
    visit = record_visit(actor=nora, now=MONDAY_8, appointment_id=appointment.pk)
    assert (visit.result, visit.minutes) == ("no_show", None)
