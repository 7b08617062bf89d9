"""In: the rules of a program and the facts of one case. Out: each rule's result, with its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from caseday.programs.rules.documentation.asking import ASKING
from caseday.programs.rules.documentation.facts import CaseFacts
from caseday.programs.rules.documentation.look import Look
from caseday.programs.rules.documentation.results import Check, Result, Standing, result_of
from caseday.programs.rules.documentation.rule import Rule


def results_for(rules: Iterable[Rule], facts: CaseFacts, look: Look) -> list[Result]:
    """One result a slug, in the order of the rules: versions of a rule with other dates speak together."""
    checks: dict[str, list[Check]] = {}
    for rule in rules:
        found = checks.setdefault(rule.slug, [])
        if rule.is_for(case_type=facts.case_type, jurisdiction=facts.jurisdiction):
            found.extend(ASKING[rule.kind](rule, facts, look))
    return [result_of(slug, found) for slug, found in checks.items()]


def changes_at(results: Iterable[Result]) -> datetime | None:
    """When the first of them changes by time alone: something that is due becomes missed."""
    due = [check.until for result in results for check in result.checks if check.standing == Standing.DUE]
    return min(due, default=None)
