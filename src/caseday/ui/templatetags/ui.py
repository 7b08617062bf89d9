"""Tags of every template (built in, no load needed): time, days, spans, phone numbers, icons."""

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from heroicons.templatetags.heroicons import heroicon_outline, heroicon_solid

from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.ui import words

register = template.Library()


def _zone(context: template.Context) -> tzinfo:
    """The reader's time zone; UTC on pages without a reader."""
    viewer = context.get("viewer") or getattr(context.get("request"), "viewer", None)
    zone: tzinfo = getattr(viewer, "time_zone", UTC)
    return zone


@register.simple_tag(takes_context=True)
def time_of(context: template.Context, moment: datetime | None, place_zone: tzinfo | None = None) -> str:
    """The reader's clock time of `moment`; with `place_zone`, that place's time, named if it differs."""
    return words.clock_time(moment, _zone(context), place_zone) if moment else ""


@register.simple_tag
def fresh_id() -> str:
    """For the hidden `id` of a form of one tap, so that a tap sent twice is stored once."""
    return str(new_id())


@register.simple_tag(takes_context=True)
def day_of(context: template.Context, day: date | datetime | None, style: str = "") -> str:
    """`style`: "" (Mon, Nov 23), "long" (Monday, November 23) or "near" (today, tomorrow, yesterday)."""
    if day is None:
        return ""
    zone = _zone(context)
    if isinstance(day, datetime):
        day = day.astimezone(zone).date()
    return words.day_words(day, clock.now().astimezone(zone).date(), style)


@register.simple_tag
def ago(moment: datetime | None) -> str:
    """How long ago, kept true by the page while it stays open."""
    if moment is None:
        return ""
    return format_html(
        '<time data-ago datetime="{}">{}</time>',
        moment.astimezone(UTC).isoformat(timespec="seconds"),
        words.ago_words(moment, clock.now()),
    )


@register.simple_tag
def elapsed(since: datetime | None) -> str:
    """A running clock: minutes and seconds since `since`."""
    if since is None:
        return ""
    seconds = max(0, int((clock.now() - since).total_seconds()))
    text = words.running_words(seconds)
    moment = since.astimezone(UTC).isoformat(timespec="seconds")
    return format_html('<time data-since="{}" datetime="PT{}S">{}</time>', moment, seconds, text)


@register.simple_tag
def miles(distance: float | None) -> str:
    return "" if distance is None else words.miles_words(float(distance))


@register.simple_tag
def duration(minutes: int | None) -> str:
    return "" if minutes is None else words.duration_words(minutes)


@register.filter
def phone(number: str | None) -> str:
    return words.phone_words(number) if number else ""


@register.simple_tag
def phone_link(number: str | None, label: str = "", css: str = "") -> str:
    """A link that dials; plain text where the number cannot be dialed."""
    if not number:
        return ""
    url = words.tel_url(number)
    text = label or words.phone_words(number)
    return format_html('<a href="{}" class="{}">{}</a>', url, css or "nowrap", text) if url else text


@register.simple_tag(takes_context=True)
def navigation(context: template.Context, destination: str) -> str:
    """Address of the way there in the map app that the reader has chosen."""
    user = getattr(context.get("request"), "user", None)
    return words.navigation_url(getattr(user, "navigates_with", ""), destination)


@register.simple_tag
def icon(name: str, style: str = "outline") -> SafeString:
    """A heroicon, hidden from assistive technology: the word beside it says it."""
    return _icon(str(name), style)


@lru_cache(maxsize=256)
def _icon(name: str, style: str) -> SafeString:
    draw: Any = heroicon_solid if style == "solid" else heroicon_outline
    return SafeString(draw(name, size=20, **{"class": "icon", "aria-hidden": "true"}))
