"""What is loose about requests is drawn from one reading of them; telling fills the matrix."""

from datetime import date, datetime, timedelta

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.followups import actions, queries
from caseday.followups.actions import RequestDetails, Said
from caseday.followups.models import ClockRun, Request
from caseday.followups.queries.open_work import OpenRequest, open_work_of_requests
from caseday.followups.rules import limit_words
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.programs.rules import FollowUpPractice
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_party

LATER = MONDAY_8 + timedelta(hours=3)
NEXT_WEEK = MONDAY_8 + timedelta(days=7)


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


def opened(actor: Viewer, case: Case, kind: str = "prescription", **fields: object) -> Request:
    details = RequestDetails(**fields)  # type: ignore[arg-type]
    return actions.open_request(actor=actor, now=MONDAY_8, case_id=case.pk, kind=kind, details=details)


def claim(actor: Viewer, request: Request, step: str, outcome: str = "", **fields: object) -> object:
    return actions.claim_step(
        actor=actor, now=LATER, request_id=request.pk, step=step, outcome=outcome,
        **{"said": Said(by="Kim"), "reason": "so they say", "also_skipped": True, **fields},  # type: ignore[arg-type]
    )  # fmt: skip


def tell(actor: Viewer, request: Request, role: str, **fields: object) -> object:
    values = {"channel": "phone", "now": LATER, **fields}
    return actions.tell(actor=actor, request_id=request.pk, role=role, **values)  # type: ignore[arg-type]


def work(viewer: Viewer, now: datetime = MONDAY_8) -> list[OpenRequest]:
    assert viewer.staff_id
    return open_work_of_requests(viewer, [viewer.staff_id], now=now, today=now.date())


@pytest.mark.django_db
def test_said_and_not_verified_past_its_usual_time_by_working_days(case: Case, nora: Viewer) -> None:
    request = opened(nora, case, "specialist_referral")
    claim(nora, request, "ordered")
    for standing in (queries.open_requests(nora)[0].standing, work(nora)[0].standing):
        assert standing.late(LATER + timedelta(days=1)) == []
        (late,) = standing.late(LATER + timedelta(days=2))
        assert late.latest is not None and (late.rung.slug, late.latest.said_at) == ("ordered", LATER)


@pytest.mark.django_db
def test_blocked_requests_come_first_in_the_case(case: Case, nora: Viewer, audrey: Viewer) -> None:
    done, dropped, plain, blocked = (opened(nora, case) for _ in range(4))
    actions.finish_request(actor=nora, now=LATER, request_id=done.pk, result="x")
    actions.drop_request(actor=nora, now=LATER, request_id=dropped.pk, reason="x")
    claim(nora, blocked, "covered", "rejected")
    assert [one.row.id for one in work(nora) if one.is_blocked] == [blocked.pk]
    shown = [one.row for one in queries.requests_of_case(audrey, case.pk)]
    assert shown == [blocked, plain, done, dropped]
    assert queries.requests_of_case(nora, case.pk)[2].is_open is False


@pytest.mark.django_db
def test_closed_cases_and_other_workers_are_not_in_the_list(
    cast: Cast, case: Case, nora: Viewer, carl: Viewer, olive: Viewer
) -> None:
    opened(nora, case)
    opened(nora, make_case(cast.nora, status="closed"))
    assert len(queries.open_requests(nora)) == len(queries.open_requests(carl)) == 1
    assert queries.open_requests(olive) == queries.open_requests(nora, [cast.olive.pk]) == []


@pytest.mark.django_db
def test_a_case_that_was_handed_over_brings_its_requests_along(cast: Cast, case: Case, nora: Viewer) -> None:
    opened(nora, case)
    Case.objects.filter(pk=case.pk).update(assigned_to=cast.olive)
    assert len(queries.open_requests(cast.viewer("olive"))) == 1


@pytest.mark.django_db
def test_sixty_requests_cost_as_many_queries_as_one(
    cast: Cast, nora: Viewer, django_assert_max_num_queries
) -> None:
    for _ in range(6):
        request = opened(nora, make_case(cast.nora))
        claim(nora, request, "covered", "rejected")
        tell(nora, request, "client")
    with django_assert_max_num_queries(7):
        found = queries.open_requests(nora)
        assert all(one.standing.blocked and one.matrix.rows and one.clocks == [] for one in found)
        assert {one.row.case.person.called for one in found}
    with django_assert_max_num_queries(2):
        assert len([one for one in work(nora, NEXT_WEEK) if one.is_blocked and one.matrix.rows]) == 6
    with django_assert_max_num_queries(6):
        queries.get_followed(nora, request.pk)
    with django_assert_max_num_queries(7):
        queries.requests_of_case(nora, request.case_id)


@pytest.mark.django_db
def test_a_clock_is_a_loose_end_in_its_last_third_and_at_most_a_week_before(case: Case, nora: Viewer) -> None:
    request = opened(nora, case)
    for clock, days in (("short", 3), ("long", 30)):
        ClockRun.objects.create(
            request=request, clock=clock, jurisdiction="TX", words="x", started_at=MONDAY_8,
            due_at=MONDAY_8 + timedelta(days=days),
        )  # fmt: skip
    ClockRun.objects.create(
        request=request, clock="paused", jurisdiction="TX", words="x", started_at=MONDAY_8
    )
    (one,) = work(nora)

    def closing(days: float) -> list[str]:
        return [run.slug for run in one.closing_clocks(MONDAY_8 + timedelta(days=days))]

    assert closing(1.9) == []
    assert closing(2) == closing(22.9) == ["short"]
    assert closing(23) == ["short", "long"]


@pytest.mark.django_db
def test_the_report_of_six_weeks_ago_shows_its_age(case: Case, nora: Viewer) -> None:
    visit = make_appointment(case, starts_at=MONDAY_8 - timedelta(days=42))
    of_visit = opened(nora, case, "records", appointment_id=visit.pk)
    as_said = opened(nora, case, "records")
    claim(nora, as_said, "visit_took_place", said=Said(by="Kim", happened_on=date(2026, 2, 27)))
    just_asked = opened(nora, case, "records")
    opened(nora, case)
    here = opened(nora, case, "records")
    claim(nora, here, "received", "complete")
    ages = {one.row.id: (MONDAY_8.date() - one.visit_on).days for one in work(nora) if one.missing_report}
    assert ages == {of_visit.pk: 42, as_said.pk: 3, just_asked.pk: 0}


@pytest.mark.parametrize(
    ("days", "approved", "used", "words"),
    [
        (15, None, 0, ""),
        (14, None, 0, "expires in 14 days"),
        (1, 12, 9, "expires in 1 day"),
        (0, 12, 10, "expires today and 2 of 12 visits left"),
        (-1, None, 0, "expired 1 day ago"),
        (-31, None, 0, ""),
        (None, 12, 12, "all 12 visits used"),
        (None, 0, 0, ""),
    ],
)
def test_what_runs_out_is_said_in_words(
    days: int | None, approved: int | None, used: int, words: str
) -> None:
    today = date(2026, 3, 2)
    on = None if days is None else today + timedelta(days=days)
    said = limit_words(
        expires_on=on,
        approved=approved,
        used=used,
        unit_word="visits",
        today=today,
        practice=FollowUpPractice(),
    )
    assert said == words


@pytest.mark.django_db
def test_approvals_about_to_run_out_are_found_also_when_done(case: Case, nora: Viewer) -> None:
    today = MONDAY_8.date()
    soon = opened(nora, case, "authorization", expires_on=today + timedelta(days=5))
    actions.finish_request(actor=nora, now=LATER, request_id=soon.pk, result="Certified")
    few = opened(nora, case, "therapy", units_approved=12, unit_word="visits")
    actions.use_units(actor=nora, now=LATER, request_id=few.pk, units=11)
    renewed = opened(nora, case, "authorization", expires_on=today)
    opened(nora, case, "authorization", part_of_id=renewed.pk)
    gone = opened(nora, case, "authorization", expires_on=today)
    actions.drop_request(actor=nora, now=LATER, request_id=gone.pk, reason="x")
    opened(nora, case, "authorization", expires_on=today + timedelta(days=60))
    limits = {one.row.id: words for one in work(nora) if (words := one.limit(today))}
    assert limits == {few.pk: "1 of 12 visits left", soon.pk: "expires in 5 days"}


@pytest.mark.django_db
def test_who_must_know_the_latest_is_told_one_by_one(case: Case, nora: Viewer) -> None:
    request = opened(nora, case)
    for role in ("pharmacy", "physician", "adjuster"):
        make_party(case, role)
    claim(nora, request, "prescribed", also_skipped=False)
    assert queries.get_followed(nora, request.pk).matrix.not_told == []
    bad = claim(nora, request, "covered", "rejected")
    matrix = queries.get_followed(nora, request.pk).matrix
    assert matrix.not_told == ["client", "pharmacy", "physician", "adjuster"]
    assert (matrix.columns[-1].words, matrix.columns[-1].is_bad) == ("Covered: rejected", True)
    prescribed = queries.get_followed(nora, request.pk).claims[0]
    actions.verify_step(actor=nora, now=LATER, claim_id=prescribed.pk, how="saw_paper")
    columns = queries.get_followed(nora, request.pk).matrix.columns
    assert [news.words for news in columns] == ["Prescribed", "Covered: rejected"]
    tell(nora, request, "client", claim_id=bad.pk, name="Rosa", proof="She repeated it")  # type: ignore[attr-defined]
    tell(nora, request, "pharmacy", now=LATER - timedelta(hours=1))
    tell(nora, request, "employer")
    one = queries.get_followed(nora, request.pk)
    assert one.matrix.not_told == ["pharmacy", "physician", "adjuster"]
    assert [row.role for row in one.matrix.rows][-1] == "employer"
    assert [one.role_word(role) for role in ("client", "case_manager", "adjuster")] == [
        "Injured worker", "Case manager", "Adjuster",
    ]  # fmt: skip


@pytest.mark.django_db
def test_telling_twice_with_one_id_is_stored_once_and_bad_input_is_refused(case: Case, nora: Viewer) -> None:
    request, wanted = opened(nora, case), new_id()
    for _ in range(2):
        told = tell(nora, request, "client", id=wanted)
    assert request.told.get() == told
    for name, fields in (
        ("role", {"role": " "}), ("channel", {"channel": "smoke"}), ("claim", {"claim_id": new_id()}),
        ("told_at", {"told_at": LATER + timedelta(hours=1)}),
    ):  # fmt: skip
        with pytest.raises(Invalid) as error:
            tell(nora, request, **{"role": "client", **fields})  # type: ignore[arg-type]
        assert set(error.value.problems) == {name}


@pytest.mark.django_db
def test_the_access_log_finds_the_case_of_each_part(case: Case, nora: Viewer) -> None:
    request = opened(nora, case)
    said = claim(nora, request, "prescribed")
    run = ClockRun.objects.create(
        request=request, clock="x", jurisdiction="TX", words="x", started_at=MONDAY_8
    )
    assert queries.case_of_request(request.pk) == queries.case_of_claim(said.pk) == [case.pk]  # type: ignore[attr-defined]
    assert queries.case_of_clock(run.pk) == [case.pk]
