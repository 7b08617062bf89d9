"""The results of cases are reckoned from their facts, kept, and reckoned again after a change."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.compliance import actions
from caseday.compliance.models import CaseStanding, RuleStanding
from caseday.compliance.queries import caseload_cases, kept_for, loose_rows, results_of, sums_of
from caseday.compliance.queries import results as results_module
from caseday.journal.actions import Happened, record_activity
from caseday.programs.rules.documentation import Rule, Standing
from caseday.testing.make import MONDAY_8, make_activity, make_case

pytestmark = pytest.mark.django_db

NOW = MONDAY_8
RULES = [
    Rule("note_in_time", "Notes within two days", "note_within_hours", hours=48),
    Rule("monthly_visit", "A visit each month", "visit_every", every=1, unit="months", starts="referred"),
    Rule("note_whole", "Notes say what they must", "note_has", parts=("date", "duration", "place", "goal")),
    Rule("id_on_file", "Proof on file", "document_on_file", document_kind="letter", within=30),
]


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Rule]]:
    monkeypatch.setattr(results_module, "rules_of", lambda pack: RULES)
    yield RULES


@pytest.fixture
def case(cast: Any) -> Case:
    return make_case(cast.nora, referred_at=NOW - timedelta(days=100))


def _standings(case: Case) -> dict[str, str]:
    return dict(RuleStanding.objects.filter(case=case).values_list("rule", "standing"))


def test_each_rule_of_a_case_is_kept_with_what_can_still_be_put_right(case: Case) -> None:
    make_activity(
        case, kind="visit", started_at=NOW - timedelta(days=5), place="12 Oak St", with_role="client"
    )
    actions.reckon_case(case.pk, now=NOW)
    assert _standings(case) == {
        "note_in_time": "missed",
        "monthly_visit": "missed",
        "note_whole": "not_applicable",
        "id_on_file": "missed",
    }
    note = RuleStanding.objects.get(case=case, rule="note_in_time")
    assert note.missed_since == NOW - timedelta(days=3)
    assert note.text.startswith("Note missing since Feb 27, 2026")
    visit = RuleStanding.objects.get(case=case, rule="monthly_visit")
    assert (visit.met_count, visit.due_count, visit.missed_since) == (1, 1, None)


def test_a_change_of_the_case_marks_it_and_the_next_turn_reckons_it(cast: Any, case: Case) -> None:
    actions.reckon_stale(now=NOW)
    assert actions.reckon_stale(now=NOW) == 0
    nora = viewer_for(cast.nora, now=NOW)
    happened = Happened(kind="visit", case_id=case.pk, with_role="client", result="done", minutes=30)
    record_activity(actor=nora, now=NOW + timedelta(hours=1), happened=happened)
    assert CaseStanding.objects.get(case=case).is_stale
    assert actions.reckon_stale(now=NOW + timedelta(hours=1)) == 1
    assert RuleStanding.objects.get(case=case, rule="monthly_visit").met_count == 1


def test_when_time_passes_what_was_due_is_missed(case: Case) -> None:
    make_activity(case, kind="call", started_at=NOW, with_role="adjuster")
    actions.reckon_case(case.pk, now=NOW + timedelta(minutes=1))
    assert _standings(case)["note_in_time"] == "due"
    later = NOW + timedelta(hours=49)
    assert actions.reckon_stale(now=later) == 1
    assert _standings(case)["note_in_time"] == "missed"


def test_rules_that_a_program_no_longer_has_are_gone(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.reckon_case(case.pk, now=NOW)
    monkeypatch.setattr(results_module, "rules_of", lambda pack: RULES[:1])
    actions.reckon_case(case.pk, now=NOW)
    assert set(_standings(case)) == {"note_in_time"}


def test_a_case_without_rules_is_reckoned_and_has_no_results(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results_module, "rules_of", lambda pack: [])
    assert actions.reckon_case(case.pk, now=NOW).rules == ()
    assert actions.reckon_stale(now=NOW) == 0


def test_a_loose_end_is_there_for_who_works_the_case_alone(cast: Any, case: Case) -> None:
    make_activity(case, kind="call", started_at=NOW - timedelta(days=5))
    actions.reckon_case(case.pk, now=NOW)
    rows = list(loose_rows(viewer_for(cast.nora, now=NOW), NOW))
    assert {row[0] for row in rows} == {"documentation_missed"}
    assert {row[1] for row in rows} == {case.pk}
    assert list(loose_rows(viewer_for(cast.olive, now=NOW), NOW)) == []


def test_a_caseload_is_summed_by_rule(cast: Any, case: Case) -> None:
    nora = viewer_for(cast.nora, now=NOW)
    actions.reckon_in_sight(nora, caseload_cases(nora), now=NOW)
    rows = kept_for(caseload_cases(nora), NOW)
    assert all(row.is_fresh for row in rows)
    assert sums_of(rows)[0].missed == len(rows)
    assert caseload_cases(viewer_for(cast.olive, now=NOW)) == []


def test_many_cases_cost_as_many_queries_as_few(cast: Any, django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        one = make_case(cast.nora, referred_at=NOW - timedelta(days=400))
        make_activity(one, kind="visit", started_at=NOW - timedelta(days=40), noted_at=NOW)
    cases = list(Case.objects.all())
    with django_assert_max_num_queries(12):
        found = list(
            results_of(
                cases,
                now=NOW,
                first=date(2025, 1, 1),
                last=date(2026, 3, 2),
                zone=results_module.agency_zone(),
            )
        )
    assert len(found) == len(cases)
    old = [one for one in found if one.case.referred_at < NOW - timedelta(days=300)]
    assert old
    assert all(any(each.result.standing == Standing.MISSED for each in one.rules) for one in old)
