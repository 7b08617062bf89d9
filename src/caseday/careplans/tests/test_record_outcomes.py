"""Outcome measures of a case: typed or read from an instrument, compared with the start, counted for a fund."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.lookups import cases_behind
from caseday.access.models import CaseEvent
from caseday.assessments.models import Assessment
from caseday.careplans import actions, queries
from caseday.careplans.models import OutcomeValue
from caseday.cases.models import Case
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def case(cast: Any) -> Case:
    return make_case(cast.nora, program="mental_health")


def record(nora: Any, now: Any, case: Case, point: str, on: date, **values: int) -> list[OutcomeValue]:
    given = {slug: Decimal(value) for slug, value in values.items()}
    return actions.record_outcomes(actor=nora, now=now, case_id=case.pk, point=point, on=on, values=given)


def phq9(case: Case, days_ago: int, score: int, **fields: Any) -> Assessment:
    at = MONDAY_8 - timedelta(days=days_ago)
    known = {"state": "reviewed", "version": "1", "instrument": "phq9", "finished_at": at, **fields}
    return Assessment.objects.create(case=case, staff=case.assigned_to, begun_at=at, score=score, **known)


def row_of(nora: Any, case: Case, slug: str) -> queries.MeasureRow:
    return next(one for one in queries.outcomes_of(nora, case) if one.measure.slug == slug)


def test_typed_values_are_compared_with_the_start(case: Case, nora: Any, now: Any) -> None:
    record(nora, now, case, "start", date(2026, 1, 5), hospital_days=12, visits_kept=40)
    record(nora, now, case, "review", TODAY, hospital_days=3)
    found = row_of(nora, case, "hospital_days")
    assert (found.course.change, found.verdict, found.is_read) == (-9, "better", False)
    assert found.picture is not None and len(found.picture.dots) == 2
    kept = row_of(nora, case, "visits_kept")
    assert (kept.course.latest, kept.verdict, kept.picture) == (None, "", None)
    assert [one.summary for one in CaseEvent.objects.filter(verb="outcomes_recorded")][-1] == (
        "Days in psychiatric hospital in 90 days 3"
    )


def test_a_score_is_read_from_its_instrument_and_never_typed(case: Case, nora: Any, now: Any) -> None:
    first = phq9(case, 60, 18)
    phq9(case, 30, 22, state="set_aside")
    replaced = phq9(case, 20, 23)
    phq9(case, 20, 12, amends=replaced)
    found = row_of(nora, case, "depression")
    assert [one.value.value for one in found.lines] == [18, 12]
    assert found.lines[0].assessment_id == first.pk
    assert (found.verdict, found.instrument.slug if found.instrument else "") == ("better", "phq9")
    assert found.picture is not None and found.picture.stripes
    with pytest.raises(Invalid) as wrong:
        record(nora, now, case, "review", TODAY, depression=4)
    assert list(wrong.value.problems) == ["depression"]


def test_scores_of_another_version_are_not_compared(case: Case, nora: Any) -> None:
    phq9(case, 60, 18, version="0")
    phq9(case, 30, 9)
    assert [one.value.value for one in row_of(nora, case, "depression").lines] == [9]


def test_an_instrument_without_scale_is_drawn_plainly(case: Case, nora: Any) -> None:
    for days, score in ((60, 18), (30, 9)):
        phq9(case, days, score, version="9")
    found = row_of(nora, case, "depression")
    assert found.instrument is None
    assert found.picture is not None and [one.chip for one in found.picture.stripes] == [""]


def test_the_same_day_and_moment_again_replaces_and_a_retry_changes_nothing(
    case: Case, nora: Any, now: Any
) -> None:
    (first,) = record(nora, now, case, "start", TODAY, hospital_days=12)
    assert record(nora, now, case, "start", TODAY, hospital_days=12) == [first]
    assert CaseEvent.objects.filter(verb="outcomes_recorded").count() == 1
    record(nora, now, case, "start", TODAY, hospital_days=10)
    first.refresh_from_db()
    assert first.void_reason == "Recorded again for the same day."
    assert [one.value.value for one in row_of(nora, case, "hospital_days").lines] == [10]


def test_of_one_day_the_start_stands_first(case: Case, nora: Any, now: Any) -> None:
    record(nora, now, case, "review", TODAY, hospital_days=1)
    record(nora, now, case, "start", TODAY, hospital_days=9)
    assert row_of(nora, case, "hospital_days").course.change == -8


@pytest.mark.parametrize(
    ("point", "on", "values", "field"),
    [
        ("someday", TODAY, {"hospital_days": 1}, "point"),
        ("after", TODAY, {"hospital_days": 1}, "point"),
        ("start", TODAY + timedelta(days=1), {"hospital_days": 1}, "on"),
        ("start", date(1980, 1, 1), {"hospital_days": 1}, "on"),
        ("start", TODAY, {}, "__all__"),
        ("start", TODAY, {"visits_kept": 120}, "visits_kept"),
        ("start", TODAY, {"shoe_size": 9}, "shoe_size"),
    ],
)
def test_what_cannot_be_says_what_to_do(
    case: Case, nora: Any, now: Any, point: str, on: date, values: dict[str, int], field: str
) -> None:
    with pytest.raises(Invalid) as found:
        record(nora, now, case, point, on, **values)
    assert list(found.value.problems) == [field]
    assert OutcomeValue.objects.count() == 0


def test_a_closed_case_takes_what_is_known_at_its_end_and_after(case: Case, nora: Any, now: Any) -> None:
    Case.objects.update(status="closed", closed_at=now)
    with pytest.raises(Invalid, match="closed"):
        record(nora, now, case, "review", TODAY, hospital_days=1)
    record(nora, now, case, "closure", TODAY, hospital_days=1)
    record(nora, now, case, "after", TODAY, hospital_days=0)
    assert row_of(nora, case, "hospital_days").course.change == -1
    case.refresh_from_db()
    assert [one for one, _ in queries.outcome_points(case)] == ["closure", "after"]


def test_a_wrong_value_is_voided_with_a_reason(case: Case, nora: Any, now: Any) -> None:
    (row,) = record(nora, now, case, "start", TODAY, hospital_days=12)
    with pytest.raises(Invalid):
        actions.void_outcome(actor=nora, now=now, outcome_id=row.pk, reason=" ")
    for _ in range(2):
        voided = actions.void_outcome(actor=nora, now=now, outcome_id=row.pk, reason="Another client's")
    assert voided.void_reason == "Another client's"
    assert row_of(nora, case, "hospital_days").lines == []
    assert cases_behind(("outcome_id", row.pk)) == [case.pk]


def test_outsiders_and_readers_record_nothing(cast: Any, case: Case, nora: Any, now: Any) -> None:
    (row,) = record(nora, now, case, "start", TODAY, hospital_days=12)
    for who, refusal in (("olive", NotFound), ("audrey", Refused)):
        actor = cast.viewer(who)
        with pytest.raises(refusal):
            record(actor, now, case, "start", TODAY, hospital_days=1)
        with pytest.raises(refusal):
            actions.void_outcome(actor=actor, now=now, outcome_id=row.pk, reason="x")


def test_a_program_without_measures_has_none(cast: Any, nora: Any, monkeypatch: Any) -> None:
    case = make_case(cast.nora)
    bare = queries.outcomes_of.__globals__["pack_of"](case).model_copy(update={"outcome_measures": ()})
    monkeypatch.setattr("caseday.careplans.queries.outcomes.pack_of", lambda case: bare)
    assert queries.outcomes_of(nora, case) == []


def test_cases_of_a_fund_are_counted_against_their_own_start(
    cast: Any, case: Case, nora: Any, now: Any
) -> None:
    other = make_case(cast.nora, program="mental_health")
    third = make_case(cast.nora, program="workers_compensation")
    record(nora, now, case, "start", date(2026, 1, 5), hospital_days=12)
    record(nora, now, case, "review", TODAY, hospital_days=3)
    record(nora, now, other, "start", date(2026, 1, 5), hospital_days=2)
    record(nora, now, other, "review", TODAY, hospital_days=5)
    for days, score in ((90, 18), (10, 12), (0, 12)):
        phq9(case, days, score)
    for days, score in ((80, 9), (0, 3)):
        phq9(third, days, score)
    ids = [case.pk, other.pk, third.pk]
    zone = nora.time_zone
    found = queries.outcome_counts(ids, date(2026, 1, 1), TODAY, zone)
    told = {one.measure.slug: (one.tally.better, one.tally.same, one.tally.worse) for one in found}
    assert told == {"hospital_days": (1, 0, 1), "depression": (1, 0, 0)}
    assert queries.outcome_counts(ids, date(2026, 1, 6), date(2026, 1, 31), zone) == []
    assert queries.outcome_counts([], date(2026, 1, 1), TODAY, zone) == []


def test_a_score_past_midnight_is_of_the_readers_day(case: Case, nora: Any) -> None:
    phq9(case, 0, 10, finished_at=datetime(2026, 3, 2, 5, 30, tzinfo=UTC))
    (line,) = row_of(nora, case, "depression").lines
    assert line.value.on == date(2026, 3, 1)


def signed_in(staff: Any) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def test_the_page_records_draws_and_compares(cast: Any, case: Case, nora: Any, now: Any) -> None:
    client, url = signed_in(cast.nora), reverse("careplans:outcomes", args=[case.pk])
    page = client.get(url).content.decode()
    assert 'value="start" selected' in page and "Its score is read, not typed again." in page
    record(nora, now, case, "start", date(2026, 1, 5), hospital_days=12, visits_kept=40)
    sent = {"point": "review", "on": "2026-02-02", "hospital_days": "3"}
    assert client.post(url, sent).status_code == 302
    phq9(case, 60, 18)
    page = client.get(url).content.decode()
    assert 'value="review" selected' in page
    assert '<span class="chip ver">better</span> 9 less' in page and "<polyline" in page
    wrong = client.post(url, {**sent, "hospital_days": "", "visits_kept": "130"})
    page = wrong.content.decode()
    assert (wrong.status_code, "Write a share from 0 to 100." in page, 'value="130"' in page) == (
        422,
        True,
        True,
    )
    assert client.post(url, {"point": "review", "on": "2026-02-02"}).status_code == 422


def test_yes_or_no_is_chosen_and_said_as_such(cast: Any, nora: Any, now: Any) -> None:
    case = make_case(cast.nora, program="vocational_rehabilitation")
    client, url = signed_in(cast.nora), reverse("careplans:outcomes", args=[case.pk])
    for point, on, value in (("start", "2026-01-05", "0"), ("review", "2026-02-05", "1")):
        client.post(url, {"point": point, "on": on, "credential": value})
    assert row_of(nora, case, "credential").verdict == "better"
    page = client.get(url).content.decode()
    assert "<td>yes</td>" in page and "<td>no</td>" in page


def test_a_value_is_voided_on_its_page(cast: Any, case: Case, nora: Any, now: Any) -> None:
    (row,) = record(nora, now, case, "start", TODAY, hospital_days=12)
    client, url = signed_in(cast.nora), reverse("careplans:void_outcome", args=[row.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "  . "}).url == reverse("careplans:outcomes", args=[case.pk])
    assert signed_in(cast.olive).get(url).status_code == 404
    assert signed_in(cast.audrey).get(url).status_code == 403
    assert signed_in(cast.nora).get(reverse("careplans:void_outcome", args=[new_id()])).status_code == 404


def test_closing_shows_the_change_since_the_start(cast: Any, case: Case, nora: Any, now: Any) -> None:
    record(nora, now, case, "start", date(2026, 1, 5), hospital_days=3)
    record(nora, now, case, "closure", TODAY, hospital_days=9)
    page = signed_in(cast.nora).get(reverse("casefile:close", args=[case.pk])).content.decode()
    assert '<span class="chip stop">worse</span> 6 more' in page
    assert reverse("careplans:outcomes", args=[case.pk]) + "?at=closure" in page


def test_readers_see_the_measures_and_no_form(cast: Any, case: Case) -> None:
    page = signed_in(cast.audrey).get(reverse("careplans:outcomes", args=[case.pk])).content.decode()
    assert "Since the start" in page and 'name="point"' not in page
    url = reverse("careplans:outcomes", args=[case.pk])
    assert signed_in(cast.audrey).post(url, {"point": "start", "on": "2026-01-05"}).status_code == 403


def test_the_page_costs_the_same_for_many_values(
    cast: Any, case: Case, nora: Any, now: Any, django_assert_max_num_queries: Any
) -> None:
    for day in range(1, 20):
        record(nora, now, case, "review", date(2026, 2, day), hospital_days=day)
        phq9(case, day, day)
    client, url = signed_in(cast.nora), reverse("careplans:outcomes", args=[case.pk])
    client.get(url)
    with django_assert_max_num_queries(14):
        client.get(url)
