"""What is loose about requests, as facts make it so; one fact gives one loose end."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.followups import actions
from caseday.followups.actions import RequestDetails, Said
from caseday.followups.models import ClockRun, Request, StepClaim
from caseday.looseends.queries import loose_ends_for
from caseday.looseends.tests.seen import DAY, HOUR, ends_of, labels, only, rules_of
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_appointment,
    make_case,
    make_followup,
    make_office,
    make_party,
    make_professional,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, last_contact_at=MONDAY_8 + 20 * DAY)


@pytest.fixture
def ask(nora: Viewer, case: Case) -> Callable[..., Request]:
    def open_one(kind: str = "prescription", *, days_ago: int = 10, **details: object) -> Request:
        return actions.open_request(
            actor=nora, now=MONDAY_8 - days_ago * DAY, case_id=case.pk, kind=kind,
            details=RequestDetails(**details),  # type: ignore[arg-type]
        )  # fmt: skip

    return open_one


@pytest.fixture
def hear(nora: Viewer) -> Callable[..., StepClaim]:
    def claim(
        request: Request, step: str, outcome: str = "", *, days_ago: float = 8, **more: object
    ) -> StepClaim:
        said = Said(by="Kim", role="pharmacy", channel="phone")
        return actions.claim_step(
            actor=nora, now=MONDAY_8 - days_ago * DAY, request_id=request.pk, step=step, outcome=outcome,
            **{"said": said, "also_skipped": True, **more},  # type: ignore[arg-type]
        )  # fmt: skip

    return claim


def test_a_blocked_one_is_first_with_its_reason_and_whom_to_call(
    nora: Viewer, case: Case, ask: Callable, hear: Callable
) -> None:
    request = ask(title="Meloxicam 15 mg", office_id=make_office(name="Barton Springs Pharmacy").pk)
    make_followup(case, due_on=date(2026, 2, 1), text="Long late")
    assert ends_of(nora, "request_blocked") == []
    hear(request, "covered", "rejected", reason="Claim number not on file", days_ago=2)
    end = loose_ends_for(nora, now=MONDAY_8).ends[0]
    assert (end.rule, end.title, end.chip_words) == (
        "request_blocked", "Blocked: Meloxicam 15 mg", "blocked for 2 days",
    )  # fmt: skip
    assert end.why.endswith("Claim number not on file, Barton Springs Pharmacy")
    assert end.next_actor == "Pharmacy"
    assert labels(end) == ["Call", "Clear it"]
    assert end.reach is not None and (end.reach.role, end.reach.is_role_first) == ("pharmacy", True)
    hear(request, "covered", "covered", days_ago=0)
    assert "request_blocked" not in rules_of(nora)


def test_blocked_outranks_said(nora: Viewer, ask: Callable, hear: Callable) -> None:
    request = ask()
    hear(request, "covered", "rejected", reason="x")
    assert ends_of(nora, "request_blocked") and not ends_of(nora, "step_contradicted")


def test_said_and_not_verified_past_its_usual_time_until_they_confirm(
    nora: Viewer, ask: Callable, hear: Callable
) -> None:
    request = ask("specialist_referral", title="Spine surgeon")
    claim = hear(request, "sent")
    assert ends_of(nora, "step_not_verified", MONDAY_8 - 7.9 * DAY) == []
    end = next(one for one in ends_of(nora, "step_not_verified") if one.subject_id == claim.pk)
    assert end.title == "Verify: Spine surgeon, sent"
    assert (end.chip, end.chip_words) == ("said", "said 8 days ago")
    assert end.why.startswith("Kim (pharmacy) said so, should show by Feb")
    assert labels(end) == ["They confirm it", "Call"]
    assert (end.taps[0].is_post, end.taps[0].query) == (True, (("how", "receiver"),))
    actions.verify_step(actor=nora, now=MONDAY_8, claim_id=claim.pk, how="receiver")
    assert ends_of(nora, "step_not_verified") == []


def test_whoever_said_it_is_named_as_far_as_known(nora: Viewer, ask: Callable, hear: Callable) -> None:
    for said in (Said(by="Kim"), Said(role="pharmacy"), Said()):
        hear(ask("specialist_referral"), "ordered", said=said)
    words = {end.why.partition(" said so")[0] for end in ends_of(nora, "step_not_verified")}
    assert words == {"Kim", "Pharmacy", "Somebody"}


def test_a_contradiction_names_both_and_goes_when_one_is_seen(
    nora: Viewer, ask: Callable, hear: Callable
) -> None:
    request = ask("specialist_referral", title="Spine surgeon")
    claim = hear(request, "sent")
    actions.deny_step(
        actor=nora, now=MONDAY_8 - DAY, request_id=request.pk, step="sent", said=Said(by="Ann", role="specialist")
    )  # fmt: skip
    end = only(nora, "step_contradicted")
    assert end.title == "Spine surgeon: sent, or not?"
    assert end.why.startswith("Kim (pharmacy) says yes, Ann (")
    assert (end.chip, end.chip_words) == ("stop", "contradicted yesterday")
    assert claim.pk not in {one.subject_id for one in ends_of(nora, "step_not_verified")}
    actions.verify_step(actor=nora, now=MONDAY_8, claim_id=claim.pk, how="portal")
    assert ends_of(nora, "step_contradicted") == []


def test_a_report_is_as_old_as_its_visit_until_somebody_says_it_is_here(
    nora: Viewer, case: Case, ask: Callable, hear: Callable
) -> None:
    visit = make_appointment(
        case, starts_at=MONDAY_8 - 42 * DAY, state="done", office=make_office(name="Spine Clinic")
    )
    request = ask("records", title="Report of Jan 19", appointment_id=visit.pk)
    end = only(nora, "report_missing")
    assert (end.title, end.chip, end.chip_words) == ("Not here: Report of Jan 19", "stop", "42 days old")
    assert end.why.startswith("visit of Jan 19")
    assert labels(end) == ["Call", "Chase it"]
    hear(request, "dictated")
    end = only(nora, "report_missing")
    assert "dictated, said Kim (pharmacy)" in end.why
    assert ends_of(nora, "step_not_verified") == []
    hear(request, "received", "complete", days_ago=0)
    assert ends_of(nora, "report_missing") == []


@pytest.mark.parametrize("happened", [date(2026, 2, 10), None])
def test_without_an_appointment_the_age_counts_from_what_was_said(
    nora: Viewer, ask: Callable, hear: Callable, happened: date | None
) -> None:
    request = ask("records")
    if happened:
        hear(request, "visit_took_place", said=Said(by="Kim", happened_on=happened), days_ago=9)
    assert only(nora, "report_missing").chip_words == ("20 days old" if happened else "10 days old")


def test_a_report_within_its_usual_time_does_not_press(nora: Viewer, ask: Callable, hear: Callable) -> None:
    hear(ask("records", days_ago=1), "visit_took_place", days_ago=0.1)
    end = only(nora, "report_missing")
    assert (end.chip, end.reach) == ("muted", None)


def test_a_chase_shows_once_with_what_it_is_about(
    nora: Viewer, case: Case, ask: Callable, hear: Callable
) -> None:
    request = ask("records")
    chase = make_followup(
        case, request=request, cadence="daily", until="step", until_step="received", due_on=MONDAY_8.date(),
        attempts=2, last_attempt_at=MONDAY_8 - DAY,
    )  # fmt: skip
    chase.tries.create(at=MONDAY_8 - DAY, result="left_word", staff=case.assigned_to)
    end = only(nora, "report_missing")
    assert "chase today, attempt 2, last: left word Sun 8:00" in end.why
    assert labels(end) == ["Call", "No answer"]
    assert end.followup_id == chase.pk
    assert ends_of(nora, "chase_due") == []
    chase.due_on = date(2026, 3, 3)
    chase.save()
    end = only(nora, "report_missing")
    assert (end.chip, "next try tomorrow" in end.why, labels(end)) == ("muted", True, ["Call", "Open"])


def test_what_is_chased_and_not_due_is_not_asked_about(
    nora: Viewer, case: Case, ask: Callable, hear: Callable
) -> None:
    request = ask("specialist_referral")
    hear(request, "ordered")
    assert len(ends_of(nora, "step_not_verified")) == 1
    make_followup(case, request=request, cadence="daily", due_on=date(2026, 3, 3))
    make_followup(case, request=request, cadence="daily", due_on=date(2026, 3, 5))
    assert ends_of(nora, "step_not_verified") == []


def test_a_chase_of_a_request_in_order_speaks_for_itself(nora: Viewer, case: Case, ask: Callable) -> None:
    make_followup(
        case, request=ask(), cadence="weekly", until="step", until_step="filled", text="Ask the pharmacy"
    )
    end = only(nora, "chase_due")
    assert (end.title, end.why) == ("Ask the pharmacy", "weekly, until it is verified: filled")
    assert labels(end) == ["Call", "No answer"]


def test_an_approval_that_ends_asks_for_more_until_it_is_asked_for(
    nora: Viewer, case: Case, ask: Callable
) -> None:
    request = ask(
        "authorization", title="Therapy", expires_on=date(2026, 3, 7), units_approved=12, unit_word="visits"
    )
    end = only(nora, "authorization_ending")
    assert (end.title, end.chip, end.chip_words) == ("Ask for more: Therapy", "next", "expires in 5 days")
    assert dict(end.taps[0].query)["renews"] == str(request.pk)
    Request.objects.filter(pk=request.pk).update(units_used=12, expires_on=None)
    end = only(nora, "authorization_ending")
    assert (end.chip, end.chip_words) == ("stop", "all 12 visits used")
    ask("authorization", part_of_id=request.pk)
    assert ends_of(nora, "authorization_ending") == []


def test_what_was_approved_is_watched_after_it_was_done(nora: Viewer, ask: Callable) -> None:
    request = ask("authorization", expires_on=date(2026, 3, 3))
    actions.finish_request(actor=nora, now=MONDAY_8, request_id=request.pk, result="Certified")
    assert only(nora, "authorization_ending").chip == "stop"
    actions.reopen_request(actor=nora, now=MONDAY_8, request_id=request.pk)
    actions.drop_request(actor=nora, now=MONDAY_8, request_id=request.pk, reason="x")
    assert ends_of(nora, "authorization_ending") == []


@pytest.mark.parametrize(
    ("due", "chip", "words"),
    [
        (MONDAY_8 + 3 * DAY, "next", "closes in 3 days"),
        (MONDAY_8 + HOUR, "stop", "closes today"),
        (MONDAY_8 - HOUR, "stop", "ran out today"),
        (MONDAY_8 - 2 * DAY, "stop", "ran out 2 days ago"),
    ],
)
def test_a_window_closes_before_it_is_closed(
    nora: Viewer, ask: Callable, due: object, chip: str, words: str
) -> None:
    run = ClockRun.objects.create(
        request=ask("authorization", title="MRI"), clock="reconsideration", jurisdiction="TX", words="30 days",
        started_at=MONDAY_8 - 27 * DAY, due_at=due,
    )  # fmt: skip
    end = only(nora, "clock_closing")
    assert (end.chip, end.chip_words, end.title.endswith(": MRI")) == (chip, words, True)
    run.stopped_at = MONDAY_8
    run.save()
    assert ends_of(nora, "clock_closing") == []


def test_clocks_that_stand_still_or_have_time_are_quiet(nora: Viewer, ask: Callable) -> None:
    common = {"request": ask(), "jurisdiction": "TX", "words": "w", "started_at": MONDAY_8 - DAY}
    ClockRun.objects.create(**common, clock="paused", due_at=None)
    ClockRun.objects.create(**common, clock="far", due_at=MONDAY_8 + 29 * DAY)
    assert ends_of(nora, "clock_closing") == []


def test_who_must_know_and_was_not_told(nora: Viewer, case: Case, ask: Callable, hear: Callable) -> None:
    """Not the pharmacy, which said it; nobody whom the case does not have."""
    request = ask(title="Meloxicam")
    make_party(case, "pharmacy"), make_party(case, "physician"), make_party(case, "employer")
    hear(request, "covered", "rejected", reason="not on file", days_ago=1)
    end = only(nora, "party_not_told")
    assert end.title == "Tell injured worker and treating physician: Meloxicam"
    make_party(case, "adjuster")
    assert (
        only(nora, "party_not_told").title == "Tell injured worker, treating physician and 1 more: Meloxicam"
    )
    assert [tap.is_post for tap in end.taps] == [True, True]
    assert dict(end.taps[0].query)["role"] == "client"
    for role in ("client", "physician", "adjuster"):
        actions.tell(actor=nora, now=MONDAY_8, request_id=request.pk, role=role, channel="phone")
        if role == "client":
            assert only(nora, "party_not_told").title == "Tell treating physician and adjuster: Meloxicam"
    assert ends_of(nora, "party_not_told") == []


def test_lines_of_a_surgery_stand_out_from_three_days_before(nora: Viewer, case: Case, ask: Callable) -> None:
    day = make_appointment(case, kind="surgery", starts_at=MONDAY_8 + 3 * DAY, title="Repair")
    request = ask("surgery", title="Repair", appointment_id=day.pk, professional_id=make_professional().pk)
    end = only(nora, "checklist_not_begun")
    assert (end.chip, labels(end), end.taps[0].is_post) == ("stop", ["Begin"], True)
    lines = actions.start_checklist(actor=nora, now=MONDAY_8, request_id=request.pk)
    assert ends_of(nora, "checklist_not_begun") == []
    end = only(nora, "surgery_unconfirmed")
    assert end.title == f"Repair Thursday: {len(lines)} not confirmed"
    assert end.why.endswith(f" and {len(lines) - 3} more")
    request.readiness.exclude(pk=lines[0].pk).update(confirmed_at=MONDAY_8)
    end = only(nora, "surgery_unconfirmed", MONDAY_8 + 2 * DAY)
    assert (end.title, end.chip, end.why) == ("Repair tomorrow: 1 not confirmed", "stop", lines[0].word)
    request.readiness.update(confirmed_at=MONDAY_8)
    assert ends_of(nora, "surgery_unconfirmed") == []


def test_a_checklist_is_begun_within_a_week_and_not_for_a_day_that_is_off(
    nora: Viewer, case: Case, ask: Callable
) -> None:
    day = make_appointment(case, kind="surgery", starts_at=MONDAY_8 + 6 * DAY)
    ask("surgery", appointment_id=day.pk)
    assert only(nora, "checklist_not_begun").chip == "next"
    assert ends_of(nora, "checklist_not_begun", MONDAY_8 - 2 * DAY) == []
    day.state = "cancelled"
    day.save()
    assert ends_of(nora, "checklist_not_begun") == []


def test_requests_of_a_kind_that_a_later_pack_dropped_stay_quiet(nora: Viewer, ask: Callable) -> None:
    Request.objects.filter(pk=ask().pk).update(kind="gone")
    assert not set(rules_of(nora)) & {"report_missing", "step_not_verified", "checklist_not_begun"}


def test_requests_of_closed_cases_are_quiet(nora: Viewer, case: Case, ask: Callable, hear: Callable) -> None:
    hear(ask("records"), "visit_took_place")
    hear(ask(), "covered", "rejected", reason="x")
    Case.objects.filter(pk=case.pk).update(status="closed")
    assert rules_of(nora) == []
    hear_in_another = actions.open_request(
        actor=nora, now=MONDAY_8 - 10 * DAY, case_id=make_case(case.assigned_to).pk, kind="records",
        details=RequestDetails(),
    )  # fmt: skip
    assert only(nora, "report_missing").subject_id == hear_in_another.pk


def test_only_what_the_viewer_sees(
    cast: Cast, nora: Viewer, carl: Viewer, olive: Viewer, ask: Callable, hear: Callable
) -> None:
    hear(ask(), "covered", "rejected", reason="x")
    assert rules_of(carl) == rules_of(nora)
    assert rules_of(olive) == []
    Request.objects.update(staff=cast.olive)
    assert not ends_of(olive, "request_blocked") and not ends_of(nora, "request_blocked")


def test_the_list_costs_the_same_however_much_is_open(
    cast: Cast, nora: Viewer, django_assert_max_num_queries: Callable
) -> None:
    for _ in range(3):
        case = make_case(cast.nora)
        day = make_appointment(case, starts_at=MONDAY_8 + DAY, kind="surgery", office=make_office())
        for kind in ("surgery", "records", "authorization"):
            details = RequestDetails(appointment_id=day.pk, expires_on=date(2026, 3, 4))
            request = actions.open_request(
                actor=nora, now=MONDAY_8 - 9 * DAY, case_id=case.pk, kind=kind, details=details
            )
            make_followup(case, request=request, cadence="daily", until="step", until_step="received")
    with django_assert_max_num_queries(20):
        assert len(rules_of(nora)) > 9


def test_the_last_step_has_a_usual_time_too(nora: Viewer, ask: Callable, hear: Callable) -> None:
    claim = hear(ask("specialist_referral"), "seen", "came")
    assert claim.pk in {end.subject_id for end in ends_of(nora, "step_not_verified")}


def test_later_than_usual_is_later_by_working_days(nora: Viewer, ask: Callable, hear: Callable) -> None:
    hear(ask("specialist_referral"), "ordered", days_ago=3)
    friday = MONDAY_8 - timedelta(days=3)
    assert ends_of(nora, "step_not_verified", friday + HOUR) == []


def refused(ask: Callable, hear: Callable, days_ago: float = 9, **details: object) -> Request:
    request = ask("authorization", title="Injections", **details)
    hear(request, "decided", "non_certified", days_ago=days_ago, reason="No report")
    ClockRun.objects.all().delete()
    return request


def run_clock(request: Request, days: float, clock: str = "appeal") -> ClockRun:
    return ClockRun.objects.create(
        request=request, clock=clock, jurisdiction="TX", words="x", started_at=MONDAY_8 - 9 * DAY,
        due_at=MONDAY_8 + days * DAY,
    )  # fmt: skip


def test_a_refusal_with_weeks_to_appeal_stands_below_what_is_due_today(
    nora: Viewer, case: Case, ask: Callable, hear: Callable
) -> None:
    """Chased or not; until its window closes."""
    request = refused(ask, hear)
    run_clock(request, 40), run_clock(request, 21)
    make_followup(case, due_on=MONDAY_8.date(), text="Send the form", promised_to="Elena")
    shown = [end.rule for end in loose_ends_for(nora, now=MONDAY_8).ends]
    assert shown.index("promise_due") < shown.index("request_blocked")
    assert only(nora, "request_blocked").why.endswith(
        "request for reconsideration until Mar 23, nobody chases it"
    )
    chase = make_followup(
        case, due_on=MONDAY_8.date() + 3 * DAY, request=request, last_attempt_at=MONDAY_8 - 5 * DAY
    )
    assert only(nora, "request_blocked").why.endswith("until Mar 23, next try Thursday")
    assert rules_of(nora, MONDAY_8 + 15 * DAY)[0] == "request_blocked"
    chase.last_attempt_at = MONDAY_8 - HOUR
    chase.save()
    make_followup(case, due_on=MONDAY_8.date() + 4 * DAY, request=request)
    assert "worked on today, next try Thursday" in only(nora, "request_blocked").why
    chase.due_on = MONDAY_8.date()
    chase.save()
    assert rules_of(nora)[0] == "request_blocked"


def test_who_was_told_today_and_when_it_is_needed_are_said(
    nora: Viewer, ask: Callable, hear: Callable
) -> None:
    request = refused(ask, hear, needed_by=MONDAY_8 + 30 * DAY)
    assert only(nora, "request_blocked").why.endswith("needed by Apr 1, nobody chases it")
    actions.tell(actor=nora, now=MONDAY_8, request_id=request.pk, role="client", channel="phone")
    assert only(nora, "request_blocked").why.endswith("needed by Apr 1, worked on today")
    assert "worked on today" not in only(nora, "request_blocked", MONDAY_8 + DAY).why


def test_medication_stands_first_whatever_its_deadline(nora: Viewer, ask: Callable, hear: Callable) -> None:
    request = ask()
    hear(request, "covered", "rejected", reason="x", days_ago=9)
    run_clock(request, 21, "appeal_formulary")
    assert rules_of(nora)[0] == "request_blocked"
