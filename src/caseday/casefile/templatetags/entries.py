"""Entries of the journal in the case file: drawn by hand, since fifty stand on a page."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from caseday.journal.models import Activity
from caseday.ui.addresses import address
from caseday.ui.templatetags.ui import day_of, time_of

register = template.Library()

_CAME_OF_IT = ("reached", "done")


@register.simple_tag(takes_context=True)
def entry_row(context: template.Context, entry: Activity) -> SafeString:
    """When, what, with whom, what is missing of it; a link to the entry."""
    css = ' class="done"' if entry.voided_at else ""
    when = f"{escape(day_of(context, entry.started_at))}<br>{escape(time_of(context, entry.started_at))}"
    what = f"<b>{escape(entry.get_kind_display())}</b>{_whom(entry)}{_standing(entry)}{_flags(entry)}"
    return SafeString(
        f'<li{css}><span class="st">{when}</span><span class="main plain-text">{what}</span>'
        f'<span class="why">{_told(entry)}</span></li>'
    )


def _whom(entry: Activity) -> str:
    whom = entry.with_name or entry.professional or entry.office
    return f" · {escape(whom)}" if whom else ""


def _standing(entry: Activity) -> str:
    chips = []
    if entry.result:
        kind = "muted" if entry.result in _CAME_OF_IT else "said"
        chips.append((kind, entry.get_result_display().lower()))
    if entry.voided_at:
        chips.append(("muted", f"voided: {entry.void_reason}"))
    elif entry.needs_note:
        chips.append(("ver", "signed") if entry.noted_at else ("said", "no note yet"))
    return "".join(f' <span class="chip {kind}">{escape(words)}</span>' for kind, words in chips)


def _flags(entry: Activity) -> str:
    found = getattr(entry, "flags", ())
    return "".join(f' <span class="chip stop wrap">check {escape(one.sentence)}</span>' for one in found)


def _told(entry: Activity) -> str:
    link = f'<a href="{address("journal:activity", entry.pk)}">{escape(entry.summary or "Open")}</a>'
    minutes = f" · {entry.minutes} min" if entry.minutes else ""
    miles = f" · {entry.miles} mi" if entry.miles else ""
    return f"{link}{minutes}{miles} · {escape(entry.staff.name)}"
