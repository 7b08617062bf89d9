"""The results of some cases over some days, reckoned from their facts. For cases that the caller has authorized."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from caseday.access.queries import get_agency
from caseday.cases.models import Case
from caseday.cases.queries import pack_of
from caseday.compliance.queries.facts import facts_of
from caseday.compliance.rules.wording import check_in_words
from caseday.programs.rules import Pack, WorkCalendar
from caseday.programs.rules.documentation import (
    Check,
    Look,
    Result,
    Rule,
    Standing,
    results_for,
    rules_of,
)

LOOK_BACK_DAYS = 90
_AT_ONCE = 250


@dataclass(frozen=True)
class CheckShown:
    check: Check
    words: str


@dataclass(frozen=True)
class RuleShown:
    """A rule of a case with its result; `rule` is its latest version."""

    rule: Rule
    result: Result
    zone: ZoneInfo
    source: str = ""

    @cached_property
    def checks(self) -> list[CheckShown]:
        """What needs something first, then the latest."""
        order = {Standing.MISSED: 0, Standing.DUE: 1}
        latest_first = sorted(self.result.checks, key=lambda one: one.until, reverse=True)
        in_order = sorted(latest_first, key=lambda one: (not one.is_open, order.get(one.standing, 2)))
        return [CheckShown(one, check_in_words(self.rule, one, self.zone)) for one in in_order]

    @property
    def met_count(self) -> int:
        return self.result.count(Standing.MET)

    @property
    def due_count(self) -> int:
        return self.result.count(Standing.DUE)

    @property
    def missed_count(self) -> int:
        return self.result.count(Standing.MISSED)


@dataclass(frozen=True)
class CaseResults:
    case: Case
    rules: tuple[RuleShown, ...]


def agency_zone() -> ZoneInfo:
    """Days and months of documentation are those of the agency, whoever looks from wherever."""
    return ZoneInfo(get_agency().time_zone)


def latest_days(now: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """The days over which a result stands where nobody asks for others."""
    today = now.astimezone(zone).date()
    return today - timedelta(days=LOOK_BACK_DAYS - 1), today


def results_of(
    cases: Sequence[Case], *, now: datetime, first: date, last: date, zone: ZoneInfo
) -> Iterator[CaseResults]:
    """In the order of the cases. Read in lots, so that many cases do not have to be in memory at once."""
    for begin in range(0, len(cases), _AT_ONCE):
        yield from _of_lot(cases[begin : begin + _AT_ONCE], now, first, last, zone)


def _of_lot(
    cases: Sequence[Case], now: datetime, first: date, last: date, zone: ZoneInfo
) -> Iterator[CaseResults]:
    packs = {case.pk: pack_of(case) for case in cases}
    rules = {id(pack): rules_of(pack) for pack in packs.values()}
    asked = [one for some in rules.values() for one in some]
    facts = facts_of(cases, asked, zone) if asked else {}
    calendars: dict[tuple[int, str], WorkCalendar] = {}
    for case in cases:
        pack = packs[case.pk]
        key = (id(pack), case.jurisdiction)
        if key not in calendars:
            calendars[key] = pack.calendar(zone=zone, jurisdiction=case.jurisdiction)
        if not rules[id(pack)]:
            yield CaseResults(case, ())
            continue
        look = Look(now, calendars[key], first, last)
        found = results_for(rules[id(pack)], facts[case.pk], look)
        yield CaseResults(case, tuple(_shown(rules[id(pack)], found, zone, case)))


def _shown(
    rules: Sequence[Rule], results: Sequence[Result], zone: ZoneInfo, case: Case
) -> Iterator[RuleShown]:
    """Of rules with one slug the word and the source are those of the one for this kind of case, the latest of them."""
    pack = pack_of(case)
    mine = {"case_type": case.case_type, "jurisdiction": case.jurisdiction}
    known = {
        rule.slug: rule for rule in sorted(rules, key=lambda one: (one.is_for(**mine), one.effective_from))
    }
    for result in results:
        rule = known[result.rule]
        yield RuleShown(rule, result, zone, source_of(pack, rule))


def source_of(pack: Pack, rule: Rule) -> str:
    """Where the rule comes from, in the words of the pack."""
    return next((one.source for one in pack.citations if one.slug == rule.basis), "")
