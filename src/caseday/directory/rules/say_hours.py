"""Open state in the words of the call list."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from caseday.kernel.words import clock_words

from .open_state import CLOSING_MINUTES, SOON_MINUTES, OpenState

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _other_clock(moment: dt.datetime, viewer_zone: ZoneInfo | None) -> str:
    if viewer_zone is None:
        return ""
    yours = moment.astimezone(viewer_zone)
    if yours.utcoffset() == moment.utcoffset():
        return ""
    return f" their time ({clock_words(yours)} yours)"


def _plural(minutes: int) -> str:
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _when(moment: dt.datetime, at: dt.datetime, viewer_zone: ZoneInfo | None) -> str:
    days = (moment.date() - at.date()).days
    time = clock_words(moment) + _other_clock(moment, viewer_zone)
    if days == 0:
        return f"at {time}"
    if days == 1:
        return f"tomorrow {time}"
    if days < 7:
        return f"{DAY_NAMES[moment.weekday()]} {time}"
    return f"{moment:%b} {moment.day}, {time}"


def _say_open(state: OpenState, viewer_zone: ZoneInfo | None) -> str:
    if state.closes_at is None:
        return "open now, around the clock"
    minutes = state.minutes_until_close or 0
    if minutes <= CLOSING_MINUTES:
        words = f"open now, closes in {_plural(minutes)}"
    elif state.closes_at.date() > state.at.date() and clock_words(state.closes_at) != "0:00":
        words = f"open now until {_when(state.closes_at, state.at, viewer_zone)}"
    else:
        end = "midnight" if clock_words(state.closes_at) == "0:00" else clock_words(state.closes_at)
        words = f"open now until {end}" + _other_clock(state.closes_at, viewer_zone)
    if state.is_lunch and state.back_at:
        words += f" (lunch, back {clock_words(state.back_at)})"
    return words


def _say_opening(state: OpenState, viewer_zone: ZoneInfo | None) -> str:
    minutes = state.minutes_until_open
    if state.opens_at is None or minutes is None:
        return ""
    if state.is_lunch:
        return f"closed for lunch, back at {clock_words(state.opens_at)}" + (
            _other_clock(state.opens_at, viewer_zone) or f" (in {_plural(minutes)})"
        )
    if minutes <= SOON_MINUTES:
        return f"opens in {_plural(minutes)}"
    return "opens " + _when(state.opens_at, state.at, viewer_zone)


def say(state: OpenState, viewer_zone: ZoneInfo | None = None) -> str:
    """One line, in the office's time; the viewer's clock is added where it differs."""
    if not state.has_hours:
        return "hours not noted"
    if state.status == "open":
        return _say_open(state, viewer_zone)
    opening = _say_opening(state, viewer_zone)
    if state.status == "unknown":
        return f"not known whether open{f' ({state.reason})' if state.reason else ''}" + (
            f"; {opening}" if opening else ""
        )
    if state.reason and not state.is_lunch:
        return f"closed today: {state.reason}" + (f", {opening}" if opening else "")
    return opening or "closed until further notice"


def say_briefly(state: OpenState) -> str:
    """For a narrow column: `open`, `lunch`, `in 8 min`, `8:00`, `Mon 8:00`, `hours?`."""
    if state.is_open:
        return "open now"
    if state.opens_at is None:
        return "hours?" if state.status == "unknown" else "closed"
    minutes = state.minutes_until_open or 0
    if minutes <= SOON_MINUTES:
        return f"in {minutes} min"
    days = (state.opens_at.date() - state.at.date()).days
    return (
        "" if days == 0 else f"{state.opens_at:%a} " if days < 7 else f"{state.opens_at:%b %d} "
    ) + clock_words(state.opens_at)
