"""In: what one travels to, in an order, and hours that are taken. Out: when to leave, arrive and start, or nothing."""

from dataclasses import dataclass, field

from caseday.dayplan.rules.problem import Drive, Item, Problem

HORIZON_EXTRA = 24 * 60


@dataclass(slots=True)
class Visitable:
    """A stop or visit in an order, with where it came to stand."""

    item: Item
    start: int = 0
    leave: int = 0  # from where one was before
    ready: int = 0  # arrived and parked


@dataclass(slots=True)
class Road:
    """Drives of a problem, each looked up once, and hours taken by what has a fixed time and no place."""

    problem: Problem
    taken: list[tuple[int, int, bool]] = field(default_factory=list)  # start, end, may be done in a wait
    known: dict[tuple[str, str, int], Drive] = field(default_factory=dict)

    def drive(self, origin: str | None, destination: str | None, leave: int) -> Drive:
        if origin is None or destination is None or origin == destination:
            return Drive(0, 0.0)
        travel = self.problem.travel
        key = (origin, destination, max(leave, 0) // travel.bucket_minutes)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = travel.drive(origin, destination, leave)
        return found

    def after_taken(self, start: int, length: int) -> int:
        """The first minute from `start` on with `length` free minutes."""
        for a, b, _ in self.taken:
            if start < b and a < start + length:
                start = b
        return start

    def earliest_leave(self, origin: str | None, to: Item, free: int) -> tuple[int, int]:
        """When to leave at the earliest, and from when one is there."""
        return self._earliest(origin, to.place, free, to.parking_minutes)

    def _earliest(self, origin: str | None, place: str | None, free: int, parking: int) -> tuple[int, int]:
        if origin is None or place is None or origin == place:
            return free, free
        leave, minutes = free, self.drive(origin, place, free).minutes + parking
        while (moved := self.after_taken(leave, minutes)) != leave:  # each time past one more that is taken
            leave, minutes = moved, self.drive(origin, place, moved).minutes + parking
        return leave, leave + minutes

    def way_home(self, origin: str | None, free: int) -> tuple[int, int]:
        return self._earliest(origin, self.problem.end_place, free, 0)

    def latest_leave(self, origin: str | None, to: Item, free: int, there_by: int) -> int | None:
        """When to leave at the latest so as to be there, parked, by `there_by`; None if not after `free`."""
        size = self.problem.travel.bucket_minutes
        for bucket in range(max(there_by, 0) // size, max(free, 0) // size - 1, -1):
            low = bucket * size if bucket > 0 else -HORIZON_EXTRA
            minutes = self.drive(origin, to.place, bucket * size).minutes + to.parking_minutes
            leave = min((bucket + 1) * size - 1, there_by - minutes)
            if leave >= max(low, free) and self.after_taken(leave, minutes) == leave:
                return leave
        return None

    def first_start(self, item: Item, ready: int) -> int | None:
        """The first allowed start once one is there; being early comes before the start."""
        earliest = ready + item.early_minutes
        if item.started_at is not None:
            return item.started_at
        if item.pinned_start is not None:
            return item.pinned_start if self._is_free(item, item.pinned_start, earliest) else None
        if item.at is not None:
            start = max(earliest, item.at)
            on_time = start <= item.at + max(0, item.may_start_late)
            return start if on_time and self._is_free(item, start, earliest) else None
        return self._first_in_windows(item, max(earliest, self.problem.day_start + item.early_minutes))

    def _first_in_windows(self, item: Item, earliest: int) -> int | None:
        end, seen = self.problem.latest_end, item.seen_start
        if seen is not None and self._is_free(item, seen, earliest) and _is_open(item, seen):
            return seen
        for low, high in [(w.start, w.end) for w in item.windows] or [(earliest, end)]:
            start = max(earliest, low)
            for _ in range(len(self.taken) + 1):
                if self._is_free(item, start, earliest):
                    break
                start = self.after_taken(start - item.early_minutes, item.early_minutes + item.length)
                start += item.early_minutes
            if start + item.length <= min(high, end) and self._is_free(item, start, earliest):
                return start
        return None

    def _is_free(self, item: Item, start: int, earliest: int) -> bool:
        if start < earliest or start + item.length > self.problem.latest_end:
            return False
        waiting = start + max(0, min(item.wait.median, item.wait.p80))
        for a, b, waitable in self.taken:
            in_wait = waitable and start <= a and b <= waiting
            if a < start + item.length and start - item.early_minutes < b and not in_wait:
                return False
        return True

    def run(self, order: list[Item]) -> list[Visitable] | None:
        """Everything as early as it goes in this order; None where something can't be kept or home is too late."""
        problem, here, free = self.problem, self.problem.start_place, self.problem.day_start
        done: list[Visitable] = []
        for item in order:
            leave, ready = self.earliest_leave(here, item, free)
            start = self.first_start(item, ready)
            if start is None or (item.started_at is not None and here not in (None, item.place)):
                return None
            done.append(Visitable(item, start, leave, ready))
            here, free = item.place, max(start + item.length, problem.day_start)
        return done if self.way_home(here, free)[1] <= problem.latest_end else None


def _is_open(item: Item, start: int) -> bool:
    return not item.windows or any(w.start <= start and start + item.length <= w.end for w in item.windows)
