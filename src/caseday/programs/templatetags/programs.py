"""{% load programs %}: slugs and figures of a pack in words."""

from collections.abc import Iterable
from typing import Any

from django import template

from caseday.kernel import clock as clocks
from caseday.programs.rules import (
    Clock,
    Expected,
    Kind,
    Pack,
    RequestKind,
    Step,
    expected_of,
    in_words,
    word_of,
)
from caseday.programs.rules.stages import STAGE_CONDITIONS, condition_parts

register = template.Library()


@register.filter
def word(slug: str, kinds: Iterable[Kind]) -> str:
    return word_of(kinds or (), slug) if slug else ""


@register.filter
def words(slugs: Iterable[str], kinds: Iterable[Kind]) -> str:
    return ", ".join(word_of(kinds or (), slug) for slug in slugs)


@register.filter
def conditions(step: Step, kind: RequestKind) -> str:
    """The outcomes that bring a step, in words."""
    outcomes = [outcome for one in kind.steps for outcome in one.outcomes]
    return " or ".join(word_of(outcomes, slug) for slug in step.only_after)


@register.filter
def needs(requires: Iterable[str], pack: Pack) -> str:
    """What a stage requires, in words."""
    papers, found = pack.document_kinds, []
    for name, subject in map(condition_parts, requires):
        about = word_of(papers, subject) if name == "document" else subject.replace("_", " ")
        found.append(f"{STAGE_CONDITIONS.get(name, name)}{f' ({about})' if about else ''}")
    return "; ".join(found)


@register.filter
def expected(case: Any, pack: Pack) -> Expected:
    """How often the client is seen, others are spoken with, and reports are owed, where the case stands now."""
    return expected_of(
        pack,
        stage=case.stage,
        jurisdiction=case.jurisdiction,
        case_type=case.case_type,
        on=clocks.now().date(),
    )


@register.filter
def usual_time(step: Step) -> str:
    return in_words(step.usual_within, step.unit) if step.usual_within else ""


@register.filter
def time_allowed(clock: Clock) -> str:
    return f"{in_words(clock.within, clock.unit)} after {clock.starts_word}"
