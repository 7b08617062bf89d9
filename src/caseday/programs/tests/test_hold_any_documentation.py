"""What holds of documentation rules whatever the facts: hypothesis looks for facts of which it does not."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from caseday.programs.rules.clocks import WorkCalendar
from caseday.programs.rules.documentation import CaseFacts, Entry, Look, Rule, Standing, results_for
from caseday.programs.rules.documentation.times import add_months, months_between

NOW = datetime(2026, 7, 15, 17, 0, tzinfo=UTC)
ZONES = st.sampled_from(["America/Chicago", "America/St_Johns", "Pacific/Auckland", "UTC"]).map(ZoneInfo)
MOMENTS = st.datetimes(datetime(2025, 1, 1), NOW.replace(tzinfo=None)).map(
    lambda one: one.replace(tzinfo=UTC)
)


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    found = []
    for number, at in enumerate(sorted(draw(st.lists(MOMENTS, max_size=25)))):
        after = draw(st.none() | st.integers(0, 200))
        noted = (
            at + timedelta(hours=after) if after is not None and at + timedelta(hours=after) <= NOW else None
        )
        kind = draw(st.sampled_from(["visit", "call"]))
        found.append(Entry(UUID(int=number), kind, at, 15, "client", "residence", noted_at=noted))
    return tuple(found)


RULES = st.sampled_from(
    [
        Rule("r", "R", "note_within_hours", hours=48),
        Rule("r", "R", "visit_every", every=1, unit="months"),
        Rule("r", "R", "visit_every", every=3, unit="months"),
        Rule("r", "R", "contact_every", every=14),
        Rule("r", "R", "contact_every", every=10, unit="working_days"),
        Rule("r", "R", "share_in_place", every=2, unit="months", percent=50, place="residence"),
        Rule("r", "R", "first_contact_within", within=3),
        Rule("r", "R", "note_has", parts=("duration", "goal")),
    ]
)
FIRST = st.dates(date(2025, 1, 1), date(2026, 7, 15))


def _facts(some: tuple[Entry, ...]) -> CaseFacts:
    return CaseFacts(referred_at=datetime(2025, 1, 2, 12, tzinfo=UTC), entries=some)


@given(entries(), RULES, ZONES, FIRST)
def test_a_check_is_met_by_evidence_of_its_own_time_and_due_only_ahead(
    some: tuple[Entry, ...], rule: Rule, zone: ZoneInfo, first: date
) -> None:
    look = Look(NOW, WorkCalendar(zone=zone), first, NOW.astimezone(zone).date())
    (result,) = results_for([rule], _facts(some), look)
    for one in result.checks:
        if one.standing == Standing.MET:
            assert one.proofs and all(
                proof.at <= one.until for proof in one.proofs if rule.kind != "note_has"
            )
        if one.standing == Standing.DUE:
            assert one.until > NOW - timedelta(seconds=1)
        if one.is_open:
            assert one.standing == Standing.MISSED


@given(entries(), RULES, ZONES, FIRST)
def test_a_longer_look_shows_everything_that_a_shorter_one_shows(
    some: tuple[Entry, ...], rule: Rule, zone: ZoneInfo, first: date
) -> None:
    calendar, last = WorkCalendar(zone=zone), NOW.astimezone(zone).date()
    (short,) = results_for([rule], _facts(some), Look(NOW, calendar, first, last))
    (whole,) = results_for([rule], _facts(some), Look(NOW, calendar, date(2024, 12, 1), last))
    assert set(short.checks) <= set(whole.checks)


@given(entries(), ZONES)
def test_every_whole_month_is_asked_once(some: tuple[Entry, ...], zone: ZoneInfo) -> None:
    look = Look(NOW, WorkCalendar(zone=zone), date(2025, 1, 1), NOW.astimezone(zone).date())
    (result,) = results_for([Rule("r", "R", "visit_every", every=1, unit="months")], _facts(some), look)
    months = [one.since.astimezone(zone).strftime("%Y-%m") for one in result.checks]
    assert months == sorted(set(months))
    assert len(months) == 18


@given(entries(), RULES)
def test_one_more_visit_never_makes_a_rhythm_worse(some: tuple[Entry, ...], rule: Rule) -> None:
    if rule.kind not in ("visit_every", "contact_every"):
        return
    look = Look(NOW, WorkCalendar(zone=ZoneInfo("UTC")), date(2025, 1, 1), NOW.date())
    more = (*some, Entry(UUID(int=999), "visit", NOW - timedelta(minutes=1), 15, "client", "residence"))
    (before,), (after,) = (results_for([rule], _facts(one), look) for one in (some, more))
    assert after.count(Standing.MISSED) <= before.count(Standing.MISSED)
    assert after.open_check is None


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 600))
def test_months_are_added_to_the_same_day_or_the_last(on: date, months: int) -> None:
    later = add_months(on, months)
    assert (later.year * 12 + later.month) - (on.year * 12 + on.month) == months
    assert later.day <= on.day
    assert later.day == on.day or (later + timedelta(days=1)).day == 1


@given(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(1, 12), ZONES)
def test_blocks_of_months_follow_each_other_without_a_gap(first: date, every: int, zone: ZoneInfo) -> None:
    blocks = list(months_between(first, date(2027, 1, 1), every, zone))
    assert all(one[1] == other[0] for one, other in zip(blocks, blocks[1:], strict=False))
    assert blocks[0][0].astimezone(zone).date() >= first
