"""A checklist is begun from the program, made one's own, confirmed by others, and stands out before the day."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from caseday.access.queries import events_of_chain
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.directory.models import OfficePhone
from caseday.followups import actions, queries
from caseday.followups.models import ReadinessLine, Request
from caseday.followups.rules import LineState
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_appointment,
    make_case,
    make_contact_point,
    make_office,
    make_party,
    make_professional,
)

MONDAY = date(2026, 3, 2)
LATER = MONDAY_8 + timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


def make_request(case: Case, *, in_days: int | None = 2, kind: str = "surgery", **fields: Any) -> Request:
    day = None
    if in_days is not None:
        day = make_appointment(case, starts_at=MONDAY_8 + timedelta(days=in_days), kind="surgery")
    values = {"title": "Shoulder surgery", "opened_at": MONDAY_8, "staff": case.assigned_to}
    return Request.objects.create(case=case, kind=kind, appointment=day, **{**values, **fields})


@pytest.fixture
def surgery(case: Case) -> Request:
    return make_request(case)


@pytest.fixture
def line(surgery: Request, nora: Viewer) -> ReadinessLine:
    return actions.add_line(actor=nora, now=MONDAY_8, request_id=surgery.pk, word="Key to the ramp")


def confirm(actor: Viewer, row: ReadinessLine, **fields: Any) -> ReadinessLine:
    values = {"by": "Lena at the desk", "role": "surgery_coordinator", "channel": "phone", **fields}
    return actions.confirm_line(actor=actor, now=LATER, line_id=row.pk, **values)


def states(viewer: Viewer, request: Request, now: datetime = MONDAY_8) -> list[LineState]:
    return [one.state for one in queries.readiness_sheet(viewer, request.pk, now=now).lines]


def test_the_programs_lines_are_drawn_once(surgery: Request, nora: Viewer) -> None:
    drawn = actions.start_checklist(actor=nora, now=MONDAY_8, request_id=surgery.pk)
    assert [drawn[0].slug, drawn[-1].slug, len(drawn)] == ["authorization", "at_home", 14]
    assert [one.position for one in drawn] == list(range(14))
    assert drawn[0].stands_out_days_before == 7
    assert actions.start_checklist(actor=nora, now=LATER, request_id=surgery.pk) == []


def test_lines_of_ones_own_stay_when_the_checklist_is_begun_after_them(
    surgery: Request, line: ReadinessLine, nora: Viewer
) -> None:
    actions.start_checklist(actor=nora, now=MONDAY_8, request_id=surgery.pk)
    sheet = queries.readiness_sheet(nora, surgery.pk, now=MONDAY_8)
    assert (sheet.lines[0].row, len(sheet.lines)) == (line, 15)
    assert sheet.lines[0].asked == () and sheet.lines[0].meaning == ""


def test_a_request_without_a_checklist_takes_lines_of_ones_own(case: Case, nora: Viewer) -> None:
    pills = make_request(case, kind="prescription", in_days=None)
    with pytest.raises(Invalid, match="no checklist"):
        actions.start_checklist(actor=nora, now=MONDAY_8, request_id=pills.pk)
    actions.add_line(actor=nora, now=MONDAY_8, request_id=pills.pk, word="Ride")
    sheet = queries.readiness_sheet(nora, pills.pk, now=MONDAY_8)
    assert (sheet.left, sheet.has_checklist, states(nora, pills)) == (None, False, [LineState.OPEN])


def test_the_same_line_sent_twice_is_stored_once(surgery: Request, nora: Viewer) -> None:
    wanted = new_id()
    for _ in range(2):
        actions.add_line(actor=nora, now=MONDAY_8, request_id=surgery.pk, word="Ride", id=wanted)
    assert ReadinessLine.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "fields"),
    [("word", {"word": " \0 "}), ("stands_out_days_before", {"word": "Ride", "stands_out_days_before": 61})],
)
def test_a_line_that_cannot_be_is_refused(
    surgery: Request, nora: Viewer, field: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_line(actor=nora, now=MONDAY_8, request_id=surgery.pk, **fields)
    assert list(refused.value.problems) == [field]


def test_a_checklist_stays_short_enough_to_be_read(surgery: Request, nora: Viewer) -> None:
    ReadinessLine.objects.bulk_create(
        ReadinessLine(request=surgery, word=f"Line {place}", position=place) for place in range(60)
    )
    with pytest.raises(Invalid, match="60 lines"):
        actions.add_line(actor=nora, now=MONDAY_8, request_id=surgery.pk, word="One more")


def test_what_is_said_stands_as_said_until_we_know_it(
    surgery: Request, line: ReadinessLine, nora: Viewer
) -> None:
    said = confirm(nora, line, detail="Front door, 6:30")
    assert (said.confirmed_by, said.confirmed_at, said.detail) == (
        "Lena at the desk",
        LATER,
        "Front door, 6:30",
    )
    assert states(nora, surgery) == [LineState.SAID]
    known = actions.verify_line(actor=nora, now=LATER, line_id=line.pk, how="Saw the paper")
    assert (known.verified_by_id, known.verified_how, known.confirmed_by) == (
        nora.staff_id, "Saw the paper", "Lena at the desk",
    )  # fmt: skip
    again = actions.verify_line(actor=nora, now=LATER + timedelta(hours=1), line_id=line.pk, how="Portal")
    assert (again.verified_at, states(nora, surgery)) == (LATER, [LineState.VERIFIED])


def test_what_we_saw_ourselves_needs_nobody_to_say_it(line: ReadinessLine, nora: Viewer) -> None:
    known = actions.verify_line(actor=nora, now=LATER, line_id=line.pk, how="It is in her hands")
    assert (known.confirmed_by, known.confirmed_role, known.confirmed_at) == (
        nora.name,
        "case_manager",
        LATER,
    )


def test_a_second_voice_does_not_cover_the_first(line: ReadinessLine, nora: Viewer, carl: Viewer) -> None:
    confirm(nora, line)
    confirm(carl, line)
    with pytest.raises(Invalid, match="Lena at the desk confirmed it already"):
        confirm(carl, line, by="Somebody else")
    actions.unconfirm_line(actor=carl, now=LATER, line_id=line.pk, reason="She meant Tuesday")
    assert confirm(carl, line, by="", role="client", channel="").confirmed_role == "client"
    with pytest.raises(Invalid, match="client confirmed it already"):
        confirm(carl, line)
    verbs = [one.verb for one in events_of_chain(line.request.case_id)]
    assert verbs.count("readiness_confirmed") == 2 and "readiness_taken_back" in verbs


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("by", {"by": " ", "role": ""}),
        ("channel", {"channel": "pigeon"}),
        ("at", {"at": LATER + timedelta(minutes=1)}),
    ],
)
def test_a_confirmation_says_who_and_how(
    line: ReadinessLine, nora: Viewer, field: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        confirm(nora, line, **fields)
    assert list(refused.value.problems) == [field]


def test_how_we_know_it_and_why_it_is_not_needed_are_asked_for(line: ReadinessLine, nora: Viewer) -> None:
    with pytest.raises(Invalid, match="how you know"):
        actions.verify_line(actor=nora, now=LATER, line_id=line.pk, how=" ")
    with pytest.raises(Invalid, match="why it is not needed"):
        actions.mark_not_needed(actor=nora, now=LATER, line_id=line.pk, reason="")


def test_a_line_that_is_not_needed_asks_for_nothing(
    surgery: Request, line: ReadinessLine, nora: Viewer
) -> None:
    actions.mark_not_needed(actor=nora, now=LATER, line_id=line.pk, reason="Ground floor")
    assert states(nora, surgery) == [LineState.NOT_NEEDED]
    actions.mark_needed(actor=nora, now=LATER, line_id=line.pk)
    assert states(nora, surgery) == [LineState.STANDS_OUT]


def test_lines_are_put_in_ones_own_order(surgery: Request, line: ReadinessLine, nora: Viewer) -> None:
    for word in ("Ride", "Brace"):
        actions.add_line(actor=nora, now=MONDAY_8, request_id=surgery.pk, word=word)
    actions.move_line(actor=nora, now=LATER, line_id=line.pk, to=99)
    assert [one.word for one in surgery.readiness.all()] == ["Ride", "Brace", "Key to the ramp"]
    actions.move_line(actor=nora, now=LATER, line_id=line.pk, to=-1)
    assert [one.word for one in surgery.readiness.all()] == ["Key to the ramp", "Ride", "Brace"]


def test_the_sheet_says_whom_to_call_for_which_lines(
    case: Case, nora: Viewer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    practice = make_office(phone="+15125550100")
    OfficePhone.objects.create(
        office=practice, number="+15125550101", purpose="Surgery coordinator", menu_hint="press 3", position=1
    )
    make_contact_point(case.person, "+15125550199")
    make_party(case, "adjuster", phone="+15125550177")
    surgeon = make_professional(office=practice, phone="")
    make_party(case, "surgeon", professional=surgeon, name="")
    request = make_request(case, office=practice)
    actions.start_checklist(actor=nora, now=MONDAY_8, request_id=request.pk)
    actions.add_line(actor=nora, now=MONDAY_8, request_id=request.pk, word="Key to the ramp")
    with django_assert_max_num_queries(8):
        sheet = queries.readiness_sheet(nora, request.pk, now=MONDAY_8)
    calls = {one.role: one for one in sheet.calls}
    assert calls["adjuster"].reach.number == "+15125550177"
    assert calls["adjuster"].lines == ("Authorization",)
    assert calls["client"].reach.number == "+15125550199"
    assert (calls["surgery_coordinator"].reach.number, calls["surgery_coordinator"].reach.hint) == (
        "+15125550101", "press 3",
    )  # fmt: skip
    assert calls["surgeon"].reach.number == "+15125550100"
    # A pharmacy is not reached at the surgeon's office: the coordinator, who may confirm it too, is.
    assert "Medication after" in calls["surgery_coordinator"].lines and "pharmacy" not in calls
    assert all(one.stands_out for one in sheet.calls)
    assert sheet.counts.words == "15 of 15 not confirmed"


def test_a_line_without_any_number_names_who_would_know(surgery: Request, nora: Viewer) -> None:
    actions.start_checklist(actor=nora, now=MONDAY_8, request_id=surgery.pk)
    sheet = queries.readiness_sheet(nora, surgery.pk, now=MONDAY_8)
    assert {one.reach.number for one in sheet.calls} == {""}
    assert sheet.calls[0].role_word


def test_only_who_works_the_case_changes_its_checklist(
    surgery: Request, line: ReadinessLine, audrey: Viewer, olive: Viewer
) -> None:
    asked = {"now": LATER, "request_id": surgery.pk}
    with pytest.raises(Refused):
        actions.start_checklist(actor=audrey, **asked)
    with pytest.raises(Refused):
        actions.add_line(actor=audrey, word="Ride", **asked)
    with pytest.raises(Refused):
        confirm(audrey, line)
    with pytest.raises(Refused):
        actions.move_line(actor=audrey, now=LATER, line_id=line.pk, to=0)
    with pytest.raises(NotFound):
        actions.start_checklist(actor=olive, **asked)
    with pytest.raises(NotFound):
        confirm(olive, line)
    assert queries.case_of_line(line.pk) == [surgery.case_id]
