"""In: where the day stands. Out: the one thing to do now, why, and one primary button."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from caseday.today.rules.line import Stop

# From then on, leaving is the next thing to think of.
_GET_READY = timedelta(minutes=45)
_ABOUT_TO_LEAVE = timedelta(minutes=10)
_CALL_IS_NEAR = timedelta(minutes=15)


@dataclass(frozen=True)
class Button:
    label: str
    url_name: str
    args: tuple[UUID, ...] = ()
    query: str = ""
    post: tuple[tuple[str, str], ...] = ()
    """What a button that writes sends; empty: a link."""


@dataclass(frozen=True)
class Situation:
    """Where the day stands; the top is the first of the to-do list."""

    stops: tuple[Stop, ...]
    unwritten_earlier: int = 0
    oldest_unwritten_id: UUID | None = None
    top_title: str = ""
    top_why: str = ""
    top_button: Button | None = None
    top_is_late: bool = False
    top_callee: str = ""
    top_number: str = ""
    oldest_unwritten: str = ""
    open_calls: int = 0
    is_closed: bool = False
    is_morning: bool = False
    """Before most offices answer, and before what is planned begins."""
    closes_at: datetime | None = None


@dataclass(frozen=True)
class NowCard:
    """`tone` is the mark on the card: next, stop or done. `stop` where it is about an appointment."""

    headline: str
    what: str
    why: str = ""
    buttons: tuple[Button, ...] = ()
    stop: Stop | None = None
    tone: str = "next"
    leave_at: datetime | None = None
    since: datetime | None = None
    number: str = ""
    """To be dialed for it."""


def what_now(day: Situation, *, now: datetime) -> NowCard:
    """Being somewhere, then leaving, then the notes of earlier days and what is late, then the top of the list.

    In the morning notes come before what is late: later in the day they would come last again.
    """
    mine = [one for one in day.stops if one.needs_worker and not one.is_all_day]
    nearest = _next(mine, now)
    return (
        _underway(mine, day)
        or _leaving(nearest, day, now)
        or _calling(nearest, now)
        or _evening(day, nearest, now)
        or (_writing(day) or _overdue(day) if day.is_morning else _overdue(day) or _writing(day))
        or _coming(nearest, day, now, within=True)
        or _closing(day, nearest, now)
        or _top(day)
        or _coming(nearest, day, now, within=False)
        or _nothing(day)
    )


def _next(stops: Iterable[Stop], now: datetime) -> Stop | None:
    ahead = [one for one in stops if one.is_ahead and one.ends_at > now]
    return min(ahead, key=lambda one: one.starts_at, default=None)


def _underway(stops: list[Stop], day: Situation) -> NowCard | None:
    here = next((one for one in stops if one.is_underway), None)
    if here is None:
        return None
    visit = Button("Go on with the visit", "schedule:visit", (here.id,))
    if here.state == "with_provider":
        return NowCard("With the provider", here.title, buttons=(visit,), stop=here)
    usual = f"They usually keep you {here.usual_wait_minutes} min. " if here.usual_wait_minutes else ""
    fit = f"{_plural(day.open_calls, 'call')} can be made meanwhile." if day.open_calls else ""
    calls = (Button("Calls meanwhile", "today:calls"),) if day.open_calls else ()
    headline = "Waiting" if here.state == "waiting" else "Arrived"
    return NowCard(
        headline, here.title, (usual + fit).strip(), (visit, *calls), here, since=here.waiting_since
    )


def _leaving(stop: Stop | None, day: Situation, now: datetime) -> NowCard | None:
    """On the way, or to leave within ten minutes, or late already."""
    if stop is None or stop.leave_at is None:
        return None
    if stop.has_set_off:
        return NowCard("On the way", stop.title, _arrive(stop), _at_the_door(stop), stop)
    if now >= stop.starts_at:
        why = "Tap when you are there, or say what became of it."
        return NowCard("Begun, not arrived", stop.title, why, _at_the_door(stop), stop, tone="stop")
    if stop.leave_at - now > _ABOUT_TO_LEAVE:
        return None
    return _leave_card(stop, day, now)


def _coming(stop: Stop | None, day: Situation, now: datetime, *, within: bool) -> NowCard | None:
    if stop is None:
        return None
    from_at = stop.leave_at or stop.starts_at
    if within and from_at - now > _GET_READY:
        return None
    if stop.leave_at:
        return _leave_card(stop, day, now)
    return (
        _call_card(stop, now)
        if stop.is_call
        else NowCard("Next", stop.title, buttons=_visit(stop), stop=stop)
    )


def _leave_card(stop: Stop, day: Situation, now: datetime) -> NowCard:
    assert stop.leave_at is not None
    late = now > stop.leave_at
    wait = f" They usually keep you waiting {stop.usual_wait_minutes} min." if stop.usual_wait_minutes else ""
    calls = _calls_before(stop.leave_at, day, now)
    set_off = Button("Set off", "schedule:step", (stop.id,), post=(("kind", "set_off"),))
    return NowCard(
        "Leave now" if late else "Leave by",
        stop.title,
        f"{_arrive(stop)}.{wait}{calls}",
        (set_off, *_visit(stop)[:1]),
        stop,
        tone="stop" if late else "next",
        leave_at=None if late else stop.leave_at,
    )


def _calls_before(leave_at: datetime, day: Situation, now: datetime) -> str:
    """A call and its line take about ten minutes."""
    fit = min(day.open_calls, int((leave_at - now).total_seconds() // 600))
    return f" {_plural(fit, 'call')} {'fits' if fit == 1 else 'fit'} before." if fit > 0 else ""


def _arrive(stop: Stop) -> str:
    about = "about " if stop.is_estimate else ""
    return f"{about}{stop.drive_minutes} min drive".capitalize()


def _visit(stop: Stop) -> tuple[Button, ...]:
    return (Button("Visit", "schedule:visit", (stop.id,)),)


def _at_the_door(stop: Stop) -> tuple[Button, ...]:
    return (Button("Arrived", "schedule:step", (stop.id,), post=(("kind", "arrived"),)), *_visit(stop))


def _calling(stop: Stop | None, now: datetime) -> NowCard | None:
    if stop is None or not stop.is_call or stop.starts_at - now > _CALL_IS_NEAR:
        return None
    return _call_card(stop, now)


def _call_card(stop: Stop, now: datetime) -> NowCard:
    open_it = Button("Open the call", "schedule:visit", (stop.id,))
    late = now > stop.starts_at
    return NowCard(
        "Call now" if late else "Call at",
        stop.title,
        stop.client,
        (open_it,),
        stop,
        "stop" if late else "next",
        leave_at=None if late else stop.starts_at,
    )


def _overdue(day: Situation) -> NowCard | None:
    return _top(day) if day.top_is_late else None


def _writing(day: Situation) -> NowCard | None:
    if not day.unwritten_earlier or day.oldest_unwritten_id is None:
        return None
    write = Button("Write", "journal:write_up", query=f"activity={day.oldest_unwritten_id}")
    notes = _plural(day.unwritten_earlier, "note")
    why = "Each is filled in with what is known. Written best while you remember it."
    what = day.oldest_unwritten if day.unwritten_earlier == 1 else f"{notes} of earlier days"
    return NowCard("Write first", what, why, (write, Button("All", "journal:open")))


def _top(day: Situation) -> NowCard | None:
    if not day.top_title:
        return None
    headline = f"Call {day.top_callee}" if day.top_number and day.top_callee else "Now"
    return NowCard(
        headline,
        day.top_title,
        day.top_why,
        (day.top_button,) if day.top_button else (),
        tone="stop" if day.top_is_late else "next",
        number=day.top_number,
    )


def _evening(day: Situation, nearest: Stop | None, now: datetime) -> NowCard | None:
    """After hours what is late is carried on rather than begun."""
    return _closing(day, nearest, now) if day.closes_at and now >= day.closes_at else None


def _closing(day: Situation, nearest: Stop | None, now: datetime) -> NowCard | None:
    is_late = day.closes_at is not None and now >= day.closes_at - timedelta(minutes=30)
    if nearest or day.is_closed or not is_late:
        return None
    close = Button("Close the day", "today:close")
    return NowCard(
        "Close the day", "See what is open and carry it on", "Nothing is lost overnight.", (close,)
    )


def _nothing(day: Situation) -> NowCard:
    if day.is_closed:
        return NowCard(
            "Closed", "The day is closed", "What you carried on comes back in the morning.", tone="done"
        )
    calls = (Button("Calls", "today:calls"),) if day.open_calls else ()
    close = () if day.closes_at is None else (Button("Close the day", "today:close"),)
    return NowCard(
        "All clear", "Nothing is due now", "Look ahead, or close the day.", (*calls, *close), tone="done"
    )


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
