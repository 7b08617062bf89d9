"""{% load programs %}: a slug of a pack as its word."""

from collections.abc import Iterable

from django import template

from caseday.programs.rules import Kind, word_of

register = template.Library()


@register.filter
def word(slug: str, kinds: Iterable[Kind]) -> str:
    return word_of(kinds or (), slug) if slug else ""
