"""Numbers of a plan as one writes them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from caseday.careplans.models import Intervention
from caseday.careplans.queries import amount_words, doer_words, signer_word
from caseday.careplans.rules.outcomes import PERCENT, YES_OR_NO
from caseday.cases.models import Case
from caseday.cases.queries import pack_of

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    """ "4.5"; "?" where nothing is known."""
    return amount_words(value) or "?"


@register.filter
def signer(role: str, case: Case) -> str:
    return signer_word(pack_of(case), role)


@register.filter
def doer(one: Intervention, case: Case) -> str:
    return doer_words(one, pack_of(case))


@register.filter
def outcome(value: Decimal, unit: str) -> str:
    """ "4.5"; of a measure that is yes or no, that."""
    if unit == YES_OR_NO:
        return "yes" if value else "no"
    return f"{amount_words(value)}%" if unit == PERCENT else amount_words(value)


@register.filter
def change(value: Decimal, unit: str) -> str:
    """ "3 less", "12 more"; of yes or no the chip beside it says all."""
    if unit == YES_OR_NO:
        return ""
    return f"{amount_words(abs(value))} {'more' if value > 0 else 'less'}"


@register.filter
def at(found: Mapping[Any, Any], key: Any) -> Any:
    return found.get(key)
