"""What a person decides about their day: one address for every button of the plan, with or without script."""

from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from caseday.access.permissions import require
from caseday.dayplan.actions import (
    move_item,
    not_today,
    pin_item,
    replan,
    saw_change,
    take_back_choice,
    tick_item,
)
from caseday.dayplan.permissions import can_plan_day
from caseday.dayplan.web.asked import day_asked
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.words import clock_words
from caseday.ui.backs import back_or
from caseday.ui.toasts import say

_OTHERWISE = "Days are planned for case managers and supervisors."
_UNREADABLE = "That could not be read. Reload the page and choose again."


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """`choice` holds the verb with what it needs, written like a query: a button sends one field alone."""
    now = clock.now()
    _must_plan(request)
    on = day_asked(request, now).day
    choice = QueryDict(request.POST.get("choice", ""))
    act = _VERBS.get(choice.get("verb", ""))
    if act is None or not (choice.get("key") or choice["verb"] in _OF_THE_DAY):
        raise Invalid({"choice": _UNREADABLE})
    act(request, on, choice, now)
    return _answer(request)


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """The way back of a toast."""
    now = clock.now()
    _must_plan(request)
    on = _day(request.GET.get("on", ""))
    take_back_choice(actor=request.viewer, now=now, on=on, key=request.GET.get("key", ""))
    return _answer(request)


def _must_plan(request: HttpRequest) -> None:
    viewer = request.viewer
    require(viewer.staff_id is not None and can_plan_day(viewer, viewer.staff_id), _OTHERWISE)


def _answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse() if request.htmx else redirect(back_or(request, reverse("today:today")))


def _pin(request: HttpRequest, on: date, choice: QueryDict, now: datetime) -> None:
    at = _moment(choice)
    pin_item(actor=request.viewer, now=now, on=on, key=_key(choice), at=at, title=choice.get("title", ""))
    _say(request, on, choice, f"Pinned to {_clock(request, at)}: the rest is planned around it.")


def _move(request: HttpRequest, on: date, choice: QueryDict, now: datetime) -> None:
    at = _moment(choice)
    move_item(actor=request.viewer, now=now, on=on, key=_key(choice), at=at, title=choice.get("title", ""))
    _say(request, on, choice, f"Moved to about {_clock(request, at)}.")


def _not_today(request: HttpRequest, on: date, choice: QueryDict, now: datetime) -> None:
    instead = choice.get("instead_on", "")
    not_today(
        actor=request.viewer,
        now=now,
        on=on,
        key=_key(choice),
        instead_on=_day(instead) if instead else None,
        title=choice.get("title", ""),
    )
    _say(request, on, choice, f"Put off: {choice.get('title') or 'it'}. It stays open.")


def _tick(request: HttpRequest, on: date, choice: QueryDict, now: datetime) -> None:
    tick_item(actor=request.viewer, now=now, on=on, key=_key(choice), title=choice.get("title", ""))
    _say(request, on, choice, "Done.")


def _take_back(request: HttpRequest, on: date, choice: QueryDict, now: datetime) -> None:
    take_back_choice(actor=request.viewer, now=now, on=on, key=_key(choice))
    say(request, "The plan chooses again.")


def _replan(request: HttpRequest, on: date, choice: QueryDict, now: datetime) -> None:
    shown = replan(actor=request.viewer, now=now, on=on)
    say(request, "Planned anew." if shown.changes else "Planned anew: nothing has to move.")


def _saw(request: HttpRequest, on: date, choice: QueryDict, now: datetime) -> None:
    saw_change(actor=request.viewer, now=now, on=on)


_VERBS: dict[str, Callable[[HttpRequest, date, QueryDict, datetime], None]] = {
    "pin": _pin,
    "move": _move,
    "not_today": _not_today,
    "tick": _tick,
    "take_back": _take_back,
    "replan": _replan,
    "saw": _saw,
}


_OF_THE_DAY = frozenset({"replan", "saw"})


def _say(request: HttpRequest, on: date, choice: QueryDict, words: str) -> None:
    asked = urlencode({"on": on.isoformat(), "key": _key(choice)})
    say(request, words, undo_url=f"{reverse('dayplan:take_back')}?{asked}")


def _key(choice: QueryDict) -> str:
    return str(choice["key"])


def _moment(choice: QueryDict) -> datetime:
    try:
        moment = datetime.fromisoformat(choice.get("at", ""))
    except ValueError:
        raise Invalid({"choice": _UNREADABLE}) from None
    if moment.tzinfo is None:
        raise Invalid({"choice": _UNREADABLE})
    return moment


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid({"choice": _UNREADABLE}) from None


def _clock(request: HttpRequest, moment: datetime) -> str:
    return clock_words(moment.astimezone(request.viewer.time_zone))
