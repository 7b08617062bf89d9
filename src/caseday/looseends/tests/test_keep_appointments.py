"""Confirmed, then off; what was promised, and what is chased; what one gives to a colleague."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from caseday.access.viewer import Viewer, system_viewer
from caseday.cases.models import Case
from caseday.followups import actions as followups
from caseday.followups.actions import RequestDetails
from caseday.followups.actions.giving import give_followup, give_request
from caseday.followups.models import FollowUp, Request
from caseday.kernel.errors import Invalid, Refused
from caseday.looseends import actions
from caseday.looseends.models import Given
from caseday.looseends.queries import colleagues_for, loose_ends_for, rows_of
from caseday.looseends.queries.kept import Kept, kept_by
from caseday.looseends.tests.seen import DAY, HOUR, ends_of, labels, only
from caseday.schedule.models import Appointment
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_followup, make_office, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, last_contact_at=MONDAY_8)


def called_off(case: Case, **fields: object) -> Appointment:
    values = {
        "starts_at": MONDAY_8 + HOUR, "state": "cancelled", "needs_new_date": True, "cancelled_at": MONDAY_8,
        "cancelled_by": "Rosa", "notice_minutes": 60, "office": make_office(name="Spine Clinic"),
    }  # fmt: skip
    return make_appointment(case, **{**values, **fields})  # type: ignore[arg-type]


def test_confirmed_then_cancelled_says_by_whom_and_how_late(nora: Viewer, case: Case) -> None:
    one = called_off(case)
    assert only(nora, "appointment_awaiting_new_date").subject_id == one.pk
    one.confirmations.create(
        side="client", result="confirmed", at=MONDAY_8 - DAY, for_starts_at=one.starts_at
    )
    end = only(nora, "confirmed_then_cancelled")
    assert ends_of(nora, "appointment_awaiting_new_date") == []
    assert (end.title, end.why) == (
        "Confirmed, then off: Orthopedic follow-up",
        "called off by Rosa, 1 hour notice",
    )
    assert (end.next_actor, labels(end)) == ("Spine Clinic", ["Set date"])
    chase = make_followup(case, until="new_date", until_appointment=one, cadence="daily")
    end = only(nora, "confirmed_then_cancelled")
    assert (end.followup_id, labels(end)) == (chase.pk, ["Set date", "No answer"])
    assert ends_of(nora, "chase_due") == []
    Appointment.objects.filter(pk=one.pk).update(needs_new_date=False)
    assert ends_of(nora, "confirmed_then_cancelled") == []


def test_a_confirmation_of_an_earlier_start_does_not_count(nora: Viewer, case: Case) -> None:
    one = called_off(case, cancelled_by="", office=None, notice_minutes=None)
    one.confirmations.create(side="client", result="confirmed", at=MONDAY_8, for_starts_at=MONDAY_8 - DAY)
    assert only(nora, "appointment_awaiting_new_date").reach is not None
    one.confirmations.create(side="client", result="confirmed", at=MONDAY_8, for_starts_at=None)
    assert only(nora, "confirmed_then_cancelled").why == "called off"


def test_a_promise_says_to_whom(nora: Viewer, case: Case) -> None:
    make_followup(case, text="Send the form", promised_to="Rosa", office=make_office(name="Clinic"))
    end = only(nora, "promise_due")
    assert (end.why, labels(end)) == ("promised to Rosa, Clinic", ["Call", "No answer", "Done"])
    FollowUp.objects.update(office=None, text="Send the form")
    end = only(nora, "promise_due")
    assert (labels(end), end.reach) == (["Done"], None)
    FollowUp.objects.update(text="Call her back")
    assert labels(only(nora, "promise_due"))[0] == "Call"


def test_a_chase_without_an_end_is_ticked_off(nora: Viewer, case: Case) -> None:
    make_followup(case, cadence="weekly", promised_to="Rosa")
    assert labels(only(nora, "chase_due")) == ["Call", "No answer", "Done"]
    FollowUp.objects.update(until="document", until_document_kind="visit_report")
    end = only(nora, "chase_due")
    assert labels(end) == ["Call", "No answer"]
    assert end.why == "promised to Rosa, weekly, until the visit report is here"


def test_a_chase_of_ones_own_names_what_is_known(cast: Cast, nora: Viewer) -> None:
    make_followup(
        None, staff=cast.nora, cadence="daily", until="document", until_document_kind="visit_report"
    )
    assert only(nora, "chase_due").why == "every working day, until the visit report is here"


def test_chases_rest_while_they_wait(nora: Viewer, case: Case) -> None:
    first = make_followup(case, text="Pharmacy first")
    make_followup(case, text="Then the patient", waits_for=first, cadence="daily")
    assert ends_of(nora, "chase_due") == []
    first.state = "done"
    first.save()
    assert only(nora, "chase_due").title == "Then the patient"


@pytest.mark.parametrize(("until", "step"), [("step", "filled"), ("new_date", "")])
def test_what_ends_a_chase_stands_in_words(nora: Viewer, case: Case, until: str, step: str) -> None:
    visit = make_appointment(case, title="Check", starts_at=MONDAY_8 + 20 * DAY)
    make_followup(case, until=until, until_step=step, until_appointment=visit)
    expected = {"step": "until it is verified: filled", "new_date": "until there is a new date for Check"}
    assert expected[until] in only(nora, "chase_due").why


def test_given_to_who_covers_and_they_see_from_whom(
    nora: Viewer, carl: Viewer, cast: Cast, case: Case
) -> None:
    todo = make_followup(case, text="Ask for the report")
    end = only(nora, "todo_due")
    assert [one.name for one in colleagues_for(nora, [end], now=MONDAY_8)[end.key]] == [
        "Carl Cover",
        "Susan Super",
    ]
    to = actions.give(actor=nora, now=MONDAY_8, rule=end.rule, subject_id=end.subject_id, to_id=cast.carl.pk)
    assert (to, FollowUp.objects.get(pk=todo.pk).staff) == (cast.carl, cast.carl)
    assert ends_of(nora, "todo_due") == []
    found = loose_ends_for(carl, now=MONDAY_8)
    assert [row.given_words for row in rows_of(found, found.of("todo_due"))] == ["from Nora Field"]
    actions.give(actor=carl, now=MONDAY_8, rule=end.rule, subject_id=end.subject_id, to_id=cast.nora.pk)
    assert Given.objects.get().staff == cast.nora
    assert loose_ends_for(nora, now=MONDAY_8).given == {end.key: "from Carl Cover"}


def test_a_request_goes_with_its_chases(nora: Viewer, cast: Cast, case: Case) -> None:
    details = RequestDetails(title="Report")
    request = followups.open_request(
        actor=nora, now=MONDAY_8 - 40 * DAY, case_id=case.pk, kind="records", details=details
    )
    chase = make_followup(case, request=request, cadence="daily")
    other = make_followup(case, request=request, staff=cast.susan)
    end = only(nora, "report_missing")
    actions.give(actor=nora, now=MONDAY_8, rule=end.rule, subject_id=end.subject_id, to_id=cast.carl.pk)
    assert Request.objects.get().staff == FollowUp.objects.get(pk=chase.pk).staff == cast.carl
    assert FollowUp.objects.get(pk=other.pk).staff == cast.susan
    assert Given.objects.filter(staff=cast.carl).count() == 2


def test_a_request_without_a_chase_is_given_alone(nora: Viewer, cast: Cast, case: Case) -> None:
    request = followups.open_request(
        actor=nora, now=MONDAY_8 - 40 * DAY, case_id=case.pk, kind="records", details=RequestDetails()
    )
    actions.give(actor=nora, now=MONDAY_8, rule="report_missing", subject_id=request.pk, to_id=cast.carl.pk)
    assert [one.subject_id for one in Given.objects.all()] == [request.pk]


def test_the_system_has_arranged_nothing() -> None:
    assert kept_by(system_viewer(), MONDAY_8) == Kept()


def test_only_what_is_followed_can_be_given_and_only_to_who_sees_it(
    nora: Viewer, cast: Cast, case: Case
) -> None:
    make_appointment(case, starts_at=MONDAY_8 - DAY)
    end = only(nora, "appointment_without_outcome")
    assert colleagues_for(nora, [end], now=MONDAY_8) == {}
    with pytest.raises(Invalid, match="choose a colleague"):
        actions.give(actor=nora, now=MONDAY_8, rule=end.rule, subject_id=end.subject_id, to_id=cast.carl.pk)
    todo = make_followup(case)
    with pytest.raises(Invalid, match="choose a colleague"):
        actions.give(actor=nora, now=MONDAY_8, rule="todo_due", subject_id=todo.pk, to_id=cast.olive.pk)


def test_a_todo_without_a_case_goes_to_anybody_of_the_team(nora: Viewer, cast: Cast) -> None:
    make_followup(None, staff=cast.nora)
    end = only(nora, "todo_due")
    names = [one.name for one in colleagues_for(nora, [end], now=MONDAY_8)[end.key]]
    assert names == ["Carl Cover", "Susan Super"]


def test_who_works_alone_can_give_nothing(olive: Viewer, cast: Cast) -> None:
    make_followup(None, staff=cast.olive)
    assert colleagues_for(olive, ends_of(olive, "todo_due"), now=MONDAY_8) == {}


def test_whoever_supports_a_case_can_be_given_its_work(cast: Cast, case: Case, nora: Viewer) -> None:
    helper = make_staff("Hal Helper")
    cast.nora.memberships.get().team.memberships.create(staff=helper)
    make_followup(case)
    end = only(nora, "todo_due")
    assert helper not in colleagues_for(nora, [end], now=MONDAY_8)[end.key]
    case.assignments.create(staff=helper, kind="support", from_at=MONDAY_8)
    assert helper in colleagues_for(nora, [end], now=MONDAY_8)[end.key]


def test_giving_asks_again_whether_they_may(nora: Viewer, cast: Cast, case: Case) -> None:
    todo = make_followup(case)
    request = followups.open_request(
        actor=nora, now=MONDAY_8, case_id=case.pk, kind="records", details=RequestDetails()
    )
    for to, words in ((cast.olive, "does not see this case"), (cast.adam, "does not work on cases")):
        with pytest.raises(Refused, match=words):
            give_followup(actor=nora, now=MONDAY_8, followup_id=todo.pk, to=to)
        with pytest.raises(Refused, match=words):
            give_request(actor=nora, now=MONDAY_8, request_id=request.pk, to=to)
    FollowUp.objects.update(state="done")
    Request.objects.update(state="dropped")
    with pytest.raises(Invalid, match="ended"):
        give_followup(actor=nora, now=MONDAY_8, followup_id=todo.pk, to=cast.carl)
    with pytest.raises(Invalid, match="ended"):
        give_request(actor=nora, now=MONDAY_8, request_id=request.pk, to=cast.carl)


def test_the_close_of_a_day_gives_and_carries(nora: Viewer, cast: Cast, case: Case) -> None:
    given, carried = make_followup(case, text="Given"), make_followup(case, cadence="daily", text="Chase")
    actions.close_day(
        actor=nora, now=MONDAY_8 + 9 * HOUR, on=date(2026, 3, 2),
        carried={f"chase_due:{carried.pk}": date(2026, 3, 4)},
        given={f"todo_due:{given.pk}": cast.carl.pk, "todo_due:gone": cast.carl.pk},
    )  # fmt: skip
    assert FollowUp.objects.get(pk=given.pk).staff == cast.carl
    assert FollowUp.objects.get(pk=carried.pk).due_on == date(2026, 3, 4)


def test_what_carries_a_chase_moves_it_and_sleeps(nora: Viewer, case: Case) -> None:
    one = called_off(case)
    chase = make_followup(case, until="new_date", until_appointment=one, cadence="daily")
    key = f"appointment_awaiting_new_date:{one.pk}"
    actions.close_day(
        actor=nora, now=MONDAY_8 + 9 * HOUR, on=date(2026, 3, 2), carried={key: date(2026, 3, 3)}
    )
    assert FollowUp.objects.get(pk=chase.pk).due_on == date(2026, 3, 3)
    assert loose_ends_for(nora, now=MONDAY_8 + 10 * HOUR).ends == []
    assert only(nora, "appointment_awaiting_new_date", MONDAY_8 + DAY).key == key


def test_the_menu_gives_in_one_tap(
    nora_client: Client, cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: MONDAY_8)
    todo = make_followup(case)
    base = f"/loose-ends/todo_due/{todo.pk}"
    assert b"Give to Carl Cover" in nora_client.get(f"{base}/menu").content
    assert nora_client.post(f"{base}/give", {"to": "x"}).status_code == 422
    answer = nora_client.post(f"{base}/give", {"to": str(cast.carl.pk)}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert FollowUp.objects.get().staff == cast.carl


def test_kinds_are_grouped(nora_client: Client, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: MONDAY_8)
    make_followup(case, text="Plain")
    make_followup(case, text="Pursued", cadence="daily")
    called_off(case)
    page = nora_client.get("/loose-ends/").content
    assert b"To-dos 2" in page and b"Appointments 1" in page and b"Within it" not in page
    page = nora_client.get("/loose-ends/?group=to-dos").content
    assert b"Within it" in page and b"Chases 1" in page and b"New date:" not in page
    page = nora_client.get("/loose-ends/?rule=chase_due").content
    assert b"Pursued" in page and b"Plain" not in page
    assert nora_client.get("/loose-ends/?group=nonsense").status_code == 200


def test_nobody_else_is_asked_twice(
    nora: Viewer, carl: Viewer, case: Case, django_assert_max_num_queries: Callable
) -> None:
    make_followup(case)
    ends = ends_of(nora, "todo_due")
    with django_assert_max_num_queries(2):
        colleagues_for(nora, ends, now=MONDAY_8)
