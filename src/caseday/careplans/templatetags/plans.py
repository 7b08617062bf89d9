"""Numbers of a plan as one writes them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from caseday.careplans.queries import amount_words

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    """ "4.5"; "?" where nothing is known."""
    return amount_words(value) or "?"


@register.filter
def at(found: Mapping[Any, Any], key: Any) -> Any:
    return found.get(key)
