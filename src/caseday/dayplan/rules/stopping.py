"""In: an appointment in minutes of the day, and what was tapped at the door. Out: the item of the plan."""

from dataclasses import dataclass

from caseday.dayplan.rules.problem import NO_WAIT, QUARTER, Item, Kind, Wait, Window

STILL_WORTH_COMING = 30
LATE_COST = 500
MISSED_COST = 400
VISIT_COST = 250


@dataclass(frozen=True, slots=True)
class StopFacts:
    """`arrived`, `called_in`: minutes of the taps. `window`: a home visit at any time within it."""

    key: str
    name: str
    start: int
    end: int
    place: str | None
    early: int = 0
    parking: int = 0
    wait: Wait = NO_WAIT
    window: Window | None = None
    preferred: tuple[Window, ...] = ()
    arrived: int | None = None
    called_in: int | None = None
    has_set_off: bool = False
    where_words: str = ""
    why: str = ""

    @property
    def is_under_way(self) -> bool:
        return self.arrived is not None

    @property
    def planned(self) -> int:
        return self.end - self.start


def is_presumed_there(one: StopFacts, now: int) -> bool:
    """Its time has come, nobody tapped anything and nobody called it off: not everybody taps."""
    return one.window is None and not one.is_under_way and not one.has_set_off and one.start <= now < one.end


def is_presumed_over(one: StopFacts, now: int) -> bool:
    """As `is_presumed_there`, and its end has come as well."""
    over = one.window.end if one.window else one.end
    return not one.is_under_way and now >= over and not one.has_set_off


def stop_item(one: StopFacts, now: int) -> Item:
    if one.is_under_way:
        return _under_way(one, one.arrived or 0, now)
    if is_presumed_there(one, now):
        return _item(one, wait=NO_WAIT, minutes=one.planned, started_at=one.start, at=one.start)
    wait, minutes = _split(one)
    if one.window:
        windows = (one.window,)
        return _item(one, Kind.VISIT, wait=NO_WAIT, minutes=one.planned, windows=windows, cost=VISIT_COST)
    late = STILL_WORTH_COMING if one.place else 10
    return _item(one, wait=wait, minutes=minutes, at=one.start, may_start_late=late)


def _split(one: StopFacts) -> tuple[Wait, int]:
    """The planned time holds the usual wait; where waits are long, at least half of it is left for the visit."""
    minutes = max(one.planned - one.wait.p80, (one.planned + 1) // 2)
    return one.wait, minutes


def _under_way(one: StopFacts, arrived: int, now: int) -> Item:
    """As it was planned, and a quarter of an hour more at a time where it takes longer."""
    end = max(one.end, arrived + 1)
    if now >= end:
        end += -(-(now + 1 - end) // QUARTER) * QUARTER
    if one.called_in is not None or not one.wait.p80:
        return _item(one, wait=NO_WAIT, minutes=end - arrived, at=one.start, started_at=arrived)
    waited = max(0, now - max(arrived, one.start))
    expected = one.wait.p80 + (0 if waited < one.wait.p80 else _quarters_over(waited - one.wait.p80))
    length = max(one.start - arrived, 0) + expected
    wait = Wait(min(length, max(one.start - arrived, 0) + max(one.wait.median, expected - QUARTER)), length)
    rest = max(_split(one)[1], end - arrived - length)
    return _item(one, wait=wait, minutes=rest, at=one.start, started_at=arrived)


def _quarters_over(minutes: int) -> int:
    return (minutes // QUARTER + 1) * QUARTER


def _item(
    one: StopFacts,
    kind: Kind = Kind.STOP,
    *,
    wait: Wait,
    minutes: int,
    at: int | None = None,
    started_at: int | None = None,
    windows: tuple[Window, ...] = (),
    may_start_late: int = 0,
    cost: int = MISSED_COST,
) -> Item:
    return Item(
        key=one.key,
        kind=Kind.CALL if one.place is None and kind is Kind.STOP else kind,
        name=one.name,
        minutes=minutes,
        windows=windows,
        at=at,
        may_start_late=may_start_late,
        place=one.place,
        early_minutes=0 if started_at is not None else one.early,
        parking_minutes=one.parking,
        wait=wait,
        preferred=one.preferred,
        late_cost=LATE_COST if at is not None else 0,
        must_today=True,
        not_today_cost=cost,
        started_at=started_at,
        where_words=one.where_words,
        why=one.why,
    )
