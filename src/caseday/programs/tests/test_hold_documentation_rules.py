"""Documentation rules held against plain facts: what is met, due, missed, and by which evidence."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from caseday.programs.rules.clocks import WorkCalendar
from caseday.programs.rules.documentation import (
    Answered,
    CaseFacts,
    Entry,
    Look,
    Paper,
    Result,
    Review,
    Rule,
    Signature,
    Since,
    Standing,
    Version,
    changes_at,
    checks_of_note,
    results_for,
)

AUSTIN = ZoneInfo("America/Chicago")
CALENDAR = WorkCalendar(zone=AUSTIN)
NOW = datetime(2026, 7, 15, 17, 0, tzinfo=UTC)
MET, DUE, MISSED = Standing.MET, Standing.DUE, Standing.MISSED


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AUSTIN).astimezone(UTC)


def entry(text: str, kind: str = "visit", **more: object) -> Entry:
    values: dict[str, object] = {"with_role": "client", "minutes": 30, "has_place": True, **more}
    return Entry(uuid4(), kind, at(text), **values)  # type: ignore[arg-type]


def facts(*entries: Entry, referred: str = "2026-01-15 10:00", **more: object) -> CaseFacts:
    return CaseFacts(referred_at=at(referred), entries=entries, **more)  # type: ignore[arg-type]


def held(
    rule: Rule, case: CaseFacts, *, now: datetime = NOW, first: str = "2026-01-01", last: str = ""
) -> Result:
    ends = date.fromisoformat(last) if last else now.astimezone(AUSTIN).date()
    (result,) = results_for([rule], case, Look(now, CALENDAR, date.fromisoformat(first), ends))
    return result


def standings(result: Result) -> list[Standing]:
    return [one.standing for one in result.checks]


NOTES = Rule("notes", "Notes in two days", "note_within_hours", hours=48)


@pytest.mark.parametrize(
    ("noted", "expected", "is_open"),
    [("2026-07-03 09:00", MET, False), ("2026-07-03 09:01", MISSED, False), ("", MISSED, True)],
)
def test_a_note_is_in_time_to_the_minute_and_a_late_one_stays_late(
    noted: str, expected: Standing, is_open: bool
) -> None:
    one = entry("2026-07-01 09:00", noted_at=at(noted) if noted else None)
    result = held(NOTES, facts(one))
    assert result.standing == expected
    assert result.checks[0].is_open is is_open
    assert result.checks[0].about is not None and result.checks[0].about.id == one.id


def test_an_unwritten_note_is_due_until_its_hours_are_over() -> None:
    result = held(NOTES, facts(entry("2026-07-14 10:00")))
    assert (result.standing, result.until) == (DUE, at("2026-07-16 10:00"))
    assert changes_at([result]) == at("2026-07-16 10:00")


def test_hours_run_through_the_night_in_which_the_clocks_change() -> None:
    one = entry("2026-03-07 12:00", noted_at=at("2026-03-09 12:59"))
    assert held(NOTES, facts(one)).standing == MET
    late = entry("2026-03-07 12:00", noted_at=at("2026-03-09 13:01"))
    assert held(NOTES, facts(late)).standing == MISSED


def test_entries_that_need_no_note_and_other_kinds_are_not_asked() -> None:
    calls = Rule("notes", "Notes", "note_within_hours", hours=1, activity_kinds=("visit",))
    result = held(
        calls, facts(entry("2026-07-01 09:00", "call"), entry("2026-07-02 09:00", needs_note=False))
    )
    assert result.standing == Standing.NOT_APPLICABLE


MONTHLY = Rule("visit", "Monthly visit", "visit_every", every=1, unit="months", starts="referred")


def test_each_calendar_month_asks_for_a_visit_and_the_month_of_the_referral_does_not() -> None:
    visits = [entry("2026-02-28 23:30"), entry("2026-04-01 00:10"), entry("2026-07-02 10:00")]
    result = held(MONTHLY, facts(*visits))
    assert standings(result) == [MET, MISSED, MET, MISSED, MISSED, MET]
    assert [len(one.proofs) for one in result.checks] == [1, 0, 1, 0, 0, 1]
    assert result.open_check is None, "the visit of July answers what was missed before"


def test_a_missed_month_stands_open_until_the_next_visit() -> None:
    result = held(MONTHLY, facts(entry("2026-05-10 10:00")))
    assert [one.is_open for one in result.checks if one.standing == MISSED] == [False, False, False, True]
    assert result.standing == MISSED
    assert standings(result)[-1] == DUE


def test_a_visit_late_in_the_evening_counts_in_the_month_of_its_own_clock() -> None:
    """March 31 at 23:30 in Austin is April 1 in UTC."""
    result = held(MONTHLY, facts(entry("2026-03-31 23:30")), last="2026-03-31", now=at("2026-04-01 00:00"))
    assert standings(result) == [MISSED, MET]


def test_a_visit_elsewhere_or_in_vain_is_none() -> None:
    home = Rule(
        "home", "At home", "visit_every", every=1, unit="months", place="residence", starts="referred"
    )
    visits = [
        entry("2026-06-03 10:00", where="office"),
        entry("2026-06-10 10:00", where="residence", is_reached=False),
    ]
    assert standings(held(home, facts(*visits), first="2026-06-01"))[0] == MISSED
    there = entry("2026-06-11 10:00", where="residence")
    assert standings(held(home, facts(*visits, there), first="2026-06-01"))[0] == MET


def test_nothing_is_asked_of_the_month_in_which_the_case_was_closed() -> None:
    result = held(MONTHLY, facts(closed_at=at("2026-03-20 12:00")))
    assert [one.since for one in result.checks] == [at("2026-02-01 00:00")]
    assert not result.checks[0].is_open


FORTNIGHT = Rule("contact", "Contact", "contact_every", every=14, starts="referred")


def test_a_rhythm_of_days_runs_from_the_last_contact_to_the_end_of_the_day() -> None:
    calls = [entry("2026-06-20 10:00", "call"), entry("2026-07-04 23:00", "call")]
    result = held(FORTNIGHT, facts(*calls, referred="2026-06-10 10:00"))
    assert standings(result) == [MET, MET, DUE]
    assert result.until == at("2026-07-19 00:00")


def test_a_contact_too_late_is_missed_but_no_longer_open() -> None:
    result = held(FORTNIGHT, facts(entry("2026-07-10 10:00", "call"), referred="2026-06-10 10:00"))
    assert standings(result) == [MISSED, DUE]
    assert not result.checks[0].is_open


def test_contact_is_with_whom_the_rule_names() -> None:
    judge = Rule("court", "Court", "contact_every", every=30, starts="referred", party_role="attorney")
    calls = [entry("2026-07-01 10:00", "call"), entry("2026-07-02 10:00", "call", with_role="attorney")]
    result = held(judge, facts(*calls, referred="2026-06-25 10:00"))
    assert [one.id for one in result.checks[0].proofs] == [calls[1].id]


def test_the_first_contact_counts_from_receipt_in_working_hours() -> None:
    first = Rule(
        "first", "First", "first_contact_within", within=4, unit="working_hours", starts="referred",
        party_role="client",
    )  # fmt: skip
    friday = "2026-07-10 16:00"
    reached = entry("2026-07-13 10:30", "call")
    assert held(first, facts(reached, referred=friday)).standing == MET
    assert held(first, facts(entry("2026-07-13 11:30", "call"), referred=friday)).standing == MISSED
    assert held(first, facts(referred=friday), now=at("2026-07-11 12:00")).standing == DUE
    assert held(first, facts(referred=friday)).checks[0].is_open


@pytest.mark.parametrize(("there", "expected"), [(1, MISSED), (2, MET)])
def test_a_share_of_the_visits_of_a_stretch_is_in_a_place(there: int, expected: Standing) -> None:
    half = Rule(
        "half",
        "Half",
        "share_in_place",
        every=3,
        unit="months",
        percent=50,
        place="residence",
        starts="referred",
    )
    visits = [
        entry(f"2026-0{month}-10 10:00", where="residence" if month <= 1 + there else "office")
        for month in (2, 3, 4)
    ]
    result = held(half, facts(*visits))
    assert result.checks[0].standing == expected
    assert len(result.checks[0].proofs) == there
    assert result.checks[0].lacks == (() if expected == MET else ("1 of 3",))


def test_the_plan_is_due_and_reviewed_again_after_each_review() -> None:
    rule = Rule("plan", "Plan", "plan_reviewed", every=90, starts="referred")
    reviews = (Review(uuid4(), at("2026-02-01 12:00")), Review(uuid4(), at("2026-05-01 12:00")))
    result = held(rule, facts(reviews=reviews))
    assert standings(result) == [MET, MET, DUE]
    assert result.until == at("2026-07-31 00:00")
    late = (reviews[0], Review(uuid4(), at("2026-05-10 12:00")))
    assert standings(held(rule, facts(reviews=late))) == [MET, MISSED, DUE]


def test_a_version_is_signed_by_everybody_in_time() -> None:
    rule = Rule(
        "signed", "Signed", "plan_signed", within=10, starts="referred", signatures=("client", "worker")
    )
    version = Version(uuid4(), at("2026-06-01 12:00"))
    client = Signature(uuid4(), version.id, "client", at("2026-06-03 12:00"))
    worker = Signature(uuid4(), version.id, "worker", at("2026-06-04 12:00"))
    missing = held(rule, facts(versions=(version,), signatures=(client,)))
    assert (missing.standing, missing.checks[0].lacks, missing.checks[0].is_open) == (
        MISSED,
        ("worker",),
        True,
    )
    done = held(rule, facts(versions=(version,), signatures=(client, worker)))
    assert (done.standing, len(done.checks[0].proofs)) == (MET, 2)


def test_a_version_that_was_replaced_in_time_needs_no_signature() -> None:
    rule = Rule("signed", "Signed", "plan_signed", within=10, starts="referred", signatures=("client",))
    first, second = Version(uuid4(), at("2026-06-01 12:00")), Version(uuid4(), at("2026-06-05 12:00"))
    result = held(rule, facts(versions=(first, second)))
    assert [one.about and one.about.id for one in result.checks] == [second.id]


def test_a_paper_that_was_there_before_will_do_and_is_renewed() -> None:
    once = Rule("proof", "Proof", "document_on_file", document_kind="proof", within=30, starts="referred")
    early = Paper(uuid4(), "proof", at("2025-12-01 12:00"))
    assert held(once, facts(papers=(early,))).standing == MET
    assert held(once, facts()).standing == MISSED
    again = Rule(
        "proof", "Proof", "document_on_file", document_kind="proof", within=1, every=6, unit="months",
        starts="referred",
    )  # fmt: skip
    two = (early, Paper(uuid4(), "proof", at("2026-05-30 12:00")))
    result = held(again, facts(papers=two))
    assert (standings(result), result.until) == ([MET, DUE], at("2026-12-01 00:00"))
    assert standings(held(again, facts(papers=(early,)))) == [MISSED]


def test_an_assessment_counts_from_the_stage_that_asks_for_it() -> None:
    rule = Rule("phq", "PHQ-9", "assessment_within", instrument="phq9", within=30, starts="stage:active")
    assert held(rule, facts()).standing == Standing.NOT_APPLICABLE
    since = (Since("stage:active", at("2026-06-01 12:00")),)
    done = (
        Answered(uuid4(), "phq9", at("2026-06-20 12:00")),
        Answered(uuid4(), "gad7", at("2026-06-02 12:00")),
    )
    assert held(rule, facts(since=since)).standing == MISSED
    assert [one.id for one in held(rule, facts(since=since, answered=done)).checks[0].proofs] == [done[0].id]


def test_a_rule_holds_from_its_first_day_to_its_last() -> None:
    spring = Rule(
        "visit", "Visit", "visit_every", every=1, unit="months", starts="referred",
        effective_from=date(2026, 3, 1), effective_to=date(2026, 4, 30),
    )  # fmt: skip
    assert [one.since for one in held(spring, facts()).checks] == [
        at("2026-03-01 00:00"),
        at("2026-04-01 00:00"),
    ]
    summer = Rule("c", "C", "contact_every", every=10, starts="referred", effective_from=date(2026, 7, 10))
    result = held(summer, facts())
    assert (result.standing, result.until) == (DUE, at("2026-07-21 00:00"))


def test_rules_of_other_types_and_states_ask_nothing() -> None:
    rule = Rule(
        "visit", "Visit", "visit_every", every=1, unit="months", case_types=("foster",), jurisdictions=("TN",)
    )
    assert held(rule, facts(case_type="foster", jurisdiction="TX")).standing == Standing.NOT_APPLICABLE
    assert held(rule, facts(case_type="foster", jurisdiction="TN")).standing == MISSED


def test_a_note_says_all_that_the_rule_names() -> None:
    rule = Rule(
        "whole", "Whole", "note_has", parts=("date", "duration", "place", "goal", "participants", "next_step")
    )
    bare = entry(
        "2026-07-01 09:00", noted_at=at("2026-07-01 10:00"), minutes=None, has_place=False, with_role=""
    )
    result = held(rule, facts(bare))
    assert result.checks[0].lacks == ("duration", "place", "goal", "participants", "next_step")
    whole = entry("2026-07-01 09:00", noted_at=at("2026-07-01 10:00"), has_goal=True, has_next_step=True)
    assert held(rule, facts(whole)).standing == MET


def test_a_draft_hears_what_it_lacks_and_until_when_it_is_signed() -> None:
    whole = Rule("whole", "Whole", "note_has", parts=("duration", "place"), activity_kinds=("visit",))
    one = entry("2026-07-14 09:00", minutes=None)
    found = checks_of_note([whole, NOTES, MONTHLY], one, now=NOW, calendar=CALENDAR)
    assert [(each.rule.slug, each.is_met, each.lacks_in_words) for each in found] == [
        ("whole", False, "how long it took"),
        ("notes", True, ""),
    ]
    assert found[1].until == at("2026-07-16 09:00")
    late = checks_of_note([NOTES], entry("2026-07-01 09:00"), now=NOW, calendar=CALENDAR)
    assert late[0].is_late


def test_an_auditor_sees_the_days_asked_for_alone() -> None:
    visits = [entry("2026-02-03 10:00"), entry("2026-05-03 10:00")]
    result = held(MONTHLY, facts(*visits), first="2026-02-01", last="2026-04-30")
    assert standings(result) == [MET, MISSED, MISSED]
    assert all(isinstance(proof.id, UUID) for one in result.checks for proof in one.proofs)
    assert timedelta(0) < result.checks[1].until - result.checks[0].until
