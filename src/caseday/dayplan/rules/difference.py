"""In: the plan that was seen and the new one. Out: what changed, in words: "lunch 20 minutes later, pharmacy first"."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from caseday.dayplan.rules.problem import Item, Kind, Placed, Problem, Solution
from caseday.dayplan.rules.reasons import clock, moment_words

LITTLE = 5  # minutes; shifts below this are not worth a word
FAR = 90  # minutes; beyond this the times are said, not the shift
NAMES = {
    Kind.STOP: "appointments", Kind.VISIT: "visits", Kind.CALL: "calls", Kind.NOTE: "notes",
    Kind.PAPERS: "papers", Kind.TODO: "things to do", Kind.BREAK: "breaks",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """`kind`: shifted, first, postponed, dropped, added, back, gone, end."""

    key: str
    kind: str
    words: str
    minutes: int = 0  # later; below zero earlier


@dataclass(frozen=True, slots=True)
class _Two:
    """Old and new, the old in the minutes of the new."""

    problem: Problem
    items: dict[str, Item]
    names: dict[str, str]
    old: dict[str, Placed]
    new: dict[str, Placed]
    moved_by: int  # minutes to add to an old one


def difference(
    old_problem: Problem, old: Solution, new_problem: Problem, new: Solution
) -> tuple[Change, ...]:
    """What weighs most first. What is under way or past is no change, nor is a shift of less than five minutes."""
    shift = round((old_problem.starts_at - new_problem.starts_at).total_seconds() / 60)
    items = {item.key: item for item in new_problem.items}
    names = {item.key: item.name for item in (*old_problem.items, *new_problem.items)}
    two = _Two(
        new_problem, items, names, {o.key: o for o in old.placed}, {o.key: o for o in new.placed}, shift
    )
    firsts = tuple(_first(two))
    shifted = [c for c in _shifted(two) if c.key not in {one.key for one in firsts}]
    return (
        *_postponed(two, new),
        *firsts,
        *_grouped(two, shifted),
        *_arrivals(two),
        *_gone(two),
        *_end(two, old, new),
    )


def in_words(changes: tuple[Change, ...], *, most: int = 6) -> str:
    """One sentence; "Nothing else changes." where nothing does."""
    if not changes:
        return "Nothing else changes."
    said = [change.words for change in changes[:most]]
    if len(changes) > most:
        said.append(f"and {len(changes) - most} more changes")
    text = ", ".join(said)
    return text[:1].upper() + text[1:] + "."


def _postponed(two: _Two, new: Solution) -> Iterator[Change]:
    for left in new.left_out:
        if left.key not in two.old:
            continue
        name = two.names[left.key]
        if left.instead_at is not None:
            yield Change(
                left.key, "postponed", f"{name} moves to {moment_words(two.problem, left.instead_at)}"
            )
        else:
            yield Change(left.key, "dropped", f"{name} does not fit today")


def _coming(two: _Two, placed: dict[str, Placed], shift: int) -> list[str]:
    """What both plans hold and is still to come, by start."""
    common = [
        key for key in placed if key in two.old and key in two.new and two.items[key].started_at is None
    ]
    common = [key for key in common if two.old[key].start + two.moved_by >= two.problem.day_start]
    return sorted(common, key=lambda key: (placed[key].start + shift, key))


def _first(two: _Two) -> Iterator[Change]:
    """What now comes before everything else, and did not."""
    before, now = _coming(two, two.old, two.moved_by), _coming(two, two.new, 0)
    if now and before and now[0] != before[0]:
        start = two.new[now[0]].start
        minutes = start - two.old[now[0]].start - two.moved_by
        if minutes <= -LITTLE:
            yield Change(
                now[0], "first", f"{two.names[now[0]]} first, at {clock(two.problem, start)}", minutes
            )


def _shifted(two: _Two) -> Iterator[Change]:
    for key, one in sorted(two.new.items(), key=lambda pair: (pair[1].start, pair[0])):
        if key not in two.old or two.items[key].started_at is not None:
            continue
        before = two.old[key].start + two.moved_by
        minutes = one.start - before
        if abs(minutes) < LITTLE:
            continue
        words = f"{two.names[key]} {_shift_words(minutes)}"
        if abs(minutes) > FAR:
            words = (
                f"{two.names[key]} at {clock(two.problem, one.start)} instead of {clock(two.problem, before)}"
            )
        yield Change(key, "shifted", words, minutes)


def _shift_words(minutes: int) -> str:
    return f"{abs(minutes)} minutes {'later' if minutes > 0 else 'earlier'}"


def _grouped(two: _Two, changes: list[Change]) -> Iterator[Change]:
    """Three or more of a kind that shift alike are one change."""
    alike: dict[tuple[Kind, int], list[Change]] = defaultdict(list)
    for change in changes:
        alike[two.items[change.key].kind, change.minutes].append(change)
    for (kind, minutes), group in alike.items():
        if len(group) < 3:
            yield from group
        else:
            yield Change(
                group[0].key, "shifted", f"{len(group)} {NAMES[kind]} {_shift_words(minutes)}", minutes
            )


def _arrivals(two: _Two) -> Iterator[Change]:
    for key, one in two.new.items():
        if key not in two.old and two.items[key].started_at is None:
            yield Change(key, "added", f"{two.names[key]} at {clock(two.problem, one.start)}")


def _gone(two: _Two) -> Iterator[Change]:
    for key, one in two.old.items():
        if key not in two.items and one.start + two.moved_by >= two.problem.day_start:
            yield Change(key, "gone", f"{two.names[key]} is off")


def _end(two: _Two, old: Solution, new: Solution) -> Iterator[Change]:
    ends = [
        max([*(o.end for o in plan.placed), *(leg.arrive for leg in plan.legs)], default=0)
        for plan in (old, new)
    ]
    minutes = ends[1] - ends[0] - two.moved_by
    if abs(minutes) >= 3 * LITTLE:
        yield Change("", "end", f"the day ends {_shift_words(minutes)}", minutes)
