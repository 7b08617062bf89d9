"""In: a problem and its plan. Out: for each thing why it is where it is, or why it did not fit and when instead."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from caseday.dayplan.rules.cost import is_preferred, minutes_late
from caseday.dayplan.rules.problem import Item, Kind, Placed, Problem, Solution, Spot, Tool, Window
from caseday.dayplan.rules.stays import rooms_of
from caseday.kernel.words import clock_words


def clock(problem: Problem, minute: int) -> str:
    return clock_words(problem.moment(minute))


def moment_words(problem: Problem, minute: int) -> str:
    """As in "9:05", "tomorrow 9:05" and "Thursday 9:05", seen from the day of the plan."""
    there, today = problem.moment(minute), problem.moment(problem.day_start)
    days = (there.date() - today.date()) / timedelta(days=1)
    day = "" if days == 0 else "tomorrow " if days == 1 else f"{there:%A} "
    return day + clock_words(there)


def reasons_for(problem: Problem, plan: Solution) -> dict[str, str]:
    """A sentence or two for every key."""
    placed = {one.key: one for one in plan.placed}
    reasons = {item.key: why_there(problem, placed, item) for item in problem.items if item.key in placed}
    for left in plan.left_out:
        when = moment_words(problem, left.instead_at) if left.instead_at is not None else ""
        reasons[left.key] = f"{left.reason} Instead: {when}." if when else left.reason
    return reasons


def why_there(problem: Problem, placed: Mapping[str, Placed], item: Item) -> str:
    """Why it stands where it stands; the reasons that bind most, first."""
    one = placed[item.key]
    found = [*_bound(problem, item), *_tied(problem, placed, item, one), *_weighed(problem, item, one)]
    if item.why:
        found.append(item.why)
    if not found:
        found = ["the first free time that suits"]
    words = "; ".join(found[:3])
    return words[:1].upper() + words[1:] + "."


def _bound(problem: Problem, item: Item) -> Iterable[str]:
    if item.started_at is not None:
        yield "under way"
    elif item.pinned_start is not None:
        yield f"pinned to {clock(problem, item.pinned_start)}"
    elif item.at is not None:
        yield f"agreed for {clock(problem, item.at)}"


def _tied(problem: Problem, placed: Mapping[str, Placed], item: Item, one: Placed) -> Iterable[str]:
    names = {other.key: other for other in problem.items}
    for key in item.before_leaving_for:
        if key in placed:
            yield f"before leaving for {names[key].name}"
    for other in problem.items:
        if item.key in other.after and other.key in placed and item.key != other.fresh_after:
            yield f"comes before {other.name}"
    for key in dict.fromkeys((*item.after, *([item.fresh_after] if item.fresh_after else []))):
        if key in placed:
            fresh = ", while the memory is fresh" if key == item.fresh_after else ""
            yield f"after {names[key].name}{fresh}"
    if one.during is not None:
        yield f"uses the wait at {names[one.during].name}"


def _weighed(problem: Problem, item: Item, one: Placed) -> Iterable[str]:
    if item.preferred and is_preferred(item, one.start):
        yield "at the best time"
    elif item.preferred:
        yield f"the best time ({_hours(problem, item.preferred)}) was not free"
    if item.windows and item.at is None and one.during is None:
        yield f"possible {_hours(problem, item.windows)}"
    if item.goes_ahead:
        yield "it must happen today, so it goes ahead where that costs nothing"
    if item.due is not None or item.at is not None:
        late = minutes_late(item, one.start)
        if late > 0:
            yield f"{late} minutes late, earlier did not fit"
        elif item.due is not None:
            yield f"due by {clock(problem, item.due)}"


def _hours(problem: Problem, windows: Iterable[Window]) -> str:
    return ", ".join(f"{clock(problem, w.start)} to {clock(problem, w.end)}" for w in windows)


def why_left_out(problem: Problem, placed: Mapping[str, Placed], item: Item) -> str:
    """A sentence: what is in the way, and what to change where something can be changed."""
    alone = impossible_alone(problem, item)
    if alone:
        return alone
    for key in item.after:
        before = next((other for other in problem.items if other.key == key), None)
        if before is not None and key not in placed:
            return f"It comes after {before.name}, which is not in the plan today."
    start = item.fixed_start if item.fixed_start is not None else item.at
    if start is not None:
        return _in_the_way(problem, placed, item, start)
    free = f"no {item.length} free minutes {_where_words(item)}are left that suit it"
    return f"The day is full: {free}; the rest matters more."


def _where_words(item: Item) -> str:
    if item.windows:
        return "in its hours "
    return f"where there is a {min(item.tools - {Tool.PHONE})} " if item.tools - {Tool.PHONE} else ""


def _in_the_way(problem: Problem, placed: Mapping[str, Placed], item: Item, start: int) -> str:
    names = {other.key: other.name for other in problem.items}
    for one in sorted(placed.values(), key=lambda one: one.start):
        if one.start < start + item.length and start - item.early_minutes < one.end:
            return (
                f"At {clock(problem, start)} it overlaps {names[one.key]} "
                f"({clock(problem, one.start)} to {clock(problem, one.end)}): move one of them."
            )
    return f"It can't be reached by {clock(problem, start)} from what stands before it: ask for a later time."


def impossible_words(problem: Problem, left: Iterable[Item]) -> tuple[str, ...]:
    """For what could not be done today even if nothing else were asked."""
    return tuple(f"{item.name}: {words}" for item in left if (words := impossible_alone(problem, item)))


def impossible_alone(problem: Problem, item: Item) -> str:
    """Why it can't be done today whatever else is left out; empty where it can."""
    day = problem.latest_end - problem.day_start
    if item.length > day:
        return f"It takes {item.length} minutes and the day has {max(0, day)}: split it."
    if _is_its_own_condition(problem, item):
        return "It is to come after itself: remove one of the conditions of order."
    return _no_room(problem, item) or _no_hours(problem, item)


def _is_its_own_condition(problem: Problem, item: Item) -> bool:
    items = {other.key: other for other in problem.items}
    seen: set[str] = set()
    ahead = list(item.after)
    while ahead:
        key = ahead.pop()
        if key == item.key:
            return True
        if key in items and key not in seen:
            seen.add(key)
            ahead += items[key].after
    return False


def _no_room(problem: Problem, item: Item) -> str:
    if item.place is not None:
        return ""
    reachable = {problem.start_place, problem.end_place, *(other.place for other in problem.items)} - {None}
    rooms = rooms_of(problem)
    waits = Spot.WAITING in item.where and any(other.wait.median >= item.minutes for other in problem.items)
    if waits or any(rooms.suits(item, place, None) for place in reachable or {None}):
        return ""
    missing = (
        "a printer"
        if Tool.PRINTER in item.tools
        else "a desk"
        if Spot.WAITING not in item.where
        else "a wait"
    )
    return f"It needs {missing}, and nowhere that the day leads to has one: add a stop at the office."


def _no_hours(problem: Problem, item: Item) -> str:
    start = item.fixed_start if item.fixed_start is not None else item.at
    if start is not None:
        inside = problem.day_start <= start + max(0, item.may_start_late)
        return (
            ""
            if inside and start + item.length <= problem.latest_end
            else (f"{clock(problem, start)} is outside the day: change its time or the hours of work.")
        )
    if not item.windows:
        return ""
    day = [(max(w.start, problem.day_start), min(w.end, problem.latest_end)) for w in item.windows]
    if any(b - a >= item.length for a, b in day):
        return ""
    kind = "The office is not open" if item.kind is Kind.CALL else "There are no hours"
    return f"{kind} for {item.length} minutes in the rest of this day: ask for another day."
