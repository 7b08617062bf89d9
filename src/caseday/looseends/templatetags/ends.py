"""Rows of open work: drawn by hand, since they come by the hundred and a template takes five times as long."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from caseday.kernel.ids import new_id
from caseday.looseends.queries import ListRow
from caseday.looseends.rules import LooseEnd, Tap
from caseday.ui.addresses import address
from caseday.ui.templatetags.ui import icon

register = template.Library()

_CALL = "casefile:call"


@register.simple_tag(takes_context=True)
def end_row(context: template.Context, row: ListRow, is_first: bool = False) -> SafeString:
    """What is open, why, and what one can do about it; the rest is in a menu that is fetched when it is opened."""
    end, may_write = row.end, context["viewer"].can_write
    drawn = f'<div class="main">{escape(end.title)}{_marks(row)}</div>\n<div class="why">{_why(end)}</div>'
    if not may_write:
        return SafeString(f"<li>{drawn}</li>")
    taps, menu = taps_of(context, end, is_first), _menu(row, str(context.get("surface", "")))
    place = f'data-place="{row.place}" data-pinned="{"yes" if row.is_pinned else "no"}"'
    move = address("looseends:move", end.rule, end.subject_id)
    return SafeString(f'<li {place} data-move="{move}">{drawn}\n<div class="do">{taps}\n{menu}</div></li>')


def _marks(row: ListRow) -> str:
    marks = (
        ("muted", "pinned" if row.is_pinned else ""),
        ("said", row.given_words),
        ("muted", row.carried_words),
    )
    return "".join(f' <span class="chip {kind}">{escape(words)}</span>' for kind, words in marks if words)


def _why(end: LooseEnd) -> str:
    parts = [f'<span class="chip {end.chip}">{escape(end.chip_words)}</span>']
    if end.case_id:
        parts.append(f' <a href="{address("casefile:case", end.case_id)}">{escape(end.client)}</a>')
    if end.why:
        parts.append(f" · {escape(end.why)}")
    if end.next_actor != "you":
        parts.append(f" · next: {escape(end.next_actor)}")
    return "".join(parts)


def _menu(row: ListRow, surface: str) -> str:
    end = row.end
    url = address("looseends:menu", end.rule, end.subject_id)
    pinned, up, down = "yes" if row.is_pinned else "no", _place(row.up), _place(row.down)
    asked = f"surface={surface}&amp;pinned={pinned}&amp;up={up}&amp;down={down}"
    return (
        f'<details class="menu"><summary class="btn quiet icon-only" hx-get="{url}?{asked}"'
        f' hx-trigger="click once" hx-target="next .menu-body">{icon("ellipsis-horizontal")}'
        f'<span class="sr">More for {escape(end.title)}</span></summary>'
        f'<div class="menu-body"><a href="{url}">Snooze, pin, move</a></div></details>'
    )


def _place(place: int | None) -> str:
    return "" if place is None else str(place)


@register.simple_tag(takes_context=True)
def taps_of(context: template.Context, end: LooseEnd, is_first: bool = False) -> SafeString:
    """The first of the first row is the primary button of its card."""
    forms = _Forms(str(context.get("csrf_token", "")), str(context.get("here", "")))
    return SafeString(
        "".join(
            forms.drawn(tap, "btn go" if is_first and place == 0 else "btn", end.title)
            for place, tap in enumerate(end.taps)
        )
    )


class _Forms:
    """`here` is where one comes back to after a tap."""

    def __init__(self, token: str, here: str) -> None:
        self.token = _hidden("csrfmiddlewaretoken", token)
        self.next = _hidden("next", here) if here else ""

    def drawn(self, tap: Tap, css: str, title: str) -> str:
        url = escape(address(tap.url_name, *tap.args) + tap.query_text)
        label = f'{escape(tap.label)}<span class="sr">: {escape(title)}</span>'
        if tap.is_post:
            return self._posted(tap, url, f'<button class="{css}">{label}</button>')
        opens = f' hx-get="{url}" hx-target="#call-body" data-opens="call"' if tap.url_name == _CALL else ""
        return f'<a class="{css}" href="{url}"{opens}>{label}</a>'

    def _posted(self, tap: Tap, url: str, button: str) -> str:
        """With an id of its own where it writes something down, so that a tap sent twice is stored once."""
        fields = "".join(_hidden(name, value) for name, value in tap.query)
        once = _hidden("id", str(new_id())) if tap.query else ""
        inside = f"{self.token}{once}{fields}{self.next}{button}"
        return f'<form method="post" action="{url}" data-keep="no">{inside}</form>'


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
