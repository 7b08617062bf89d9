"""What rows of open work need in templates."""

from django import template
from django.urls import reverse

from caseday.looseends.rules import Tap

register = template.Library()


@register.simple_tag
def tap_url(tap: Tap) -> str:
    return reverse(tap.url_name, args=tap.args) + tap.query_text
