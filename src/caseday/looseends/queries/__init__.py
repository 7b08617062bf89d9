"""Every read of loose ends, viewer first."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.kernel.errors import NotFound
from caseday.looseends.models import DayClose
from caseday.looseends.permissions import can_look_at
from caseday.looseends.queries.gather import GATHER, Asked, gathered
from caseday.looseends.queries.giving import colleagues_for
from caseday.looseends.queries.kept import kept_by
from caseday.looseends.queries.writing import with_writing
from caseday.looseends.rules import (
    Closed,
    LooseEnd,
    activity_without_note,
    appointment_unconfirmed,
    arranged,
    carried_words,
    come_back,
)
from caseday.looseends.rules.raising import raised
from caseday.schedule.queries import ToConfirm, next_working_day

__all__ = [
    "GATHER",
    "ListRow",
    "LooseEnds",
    "colleagues_for",
    "find_loose_end",
    "for_today",
    "loose_ends_for",
    "rows_of",
    "rows_with_writing",
]


# What was carried on stands first until then: by noon the day has its own order.
_MORNING_ENDS = time(12)


@dataclass(frozen=True)
class LooseEnds:
    """In order. `snoozed` sleep until their moment; `pinned` are the keys of pinned ones.

    `carried` is key to words (`carried from yesterday`) of what comes back today.
    """

    ends: list[LooseEnd]
    snoozed: list[tuple[LooseEnd, datetime]]
    pinned: frozenset[str] = frozenset()
    is_arranged: bool = False
    carried: Mapping[str, str] = field(default_factory=dict)
    closing: DayClose | None = None
    """The viewer's last close of a day."""
    given: Mapping[str, str] = field(default_factory=dict)
    """Key to words (`from Nora Field`) of what a colleague gave."""

    def __len__(self) -> int:
        return len(self.ends)

    @property
    def by_rule(self) -> dict[str, int]:
        return dict(Counter(end.rule for end in self.ends))

    def of(self, *rules: str) -> list[LooseEnd]:
        return [end for end in self.ends if end.rule in rules]


def loose_ends_for(
    viewer: Viewer,
    *,
    now: datetime,
    on: date | None = None,
    staff_id: UUID | None = None,
    confirmations: list[ToConfirm] | None = None,
) -> LooseEnds:
    """What is open, in order: the viewer's own and of those they cover, or of one worker in sight.

    Twenty queries, seventeen where `confirmations` of the next working day are handed in. `on` is the day from
    which the next working day counts. NotFound for a worker outside the viewer's sight.
    """
    asked = Asked(
        viewer, _whose(viewer, staff_id), now, viewer.time_zone, _next_day(viewer, now, on), confirmations
    )
    found = raised(gathered(GATHER.values(), asked), now=now)
    kept = kept_by(viewer, now)
    carried = _carried(viewer, kept.closes, now)
    is_morning = now.astimezone(viewer.time_zone).time() < _MORNING_ENDS
    asleep = ((end, kept.asleep[end.key]) for end in found if end.key in kept.asleep)
    awake = [end for end in found if end.key not in kept.asleep]
    return LooseEnds(
        ends=arranged(awake, kept.places, first=carried if is_morning else ()),
        snoozed=sorted(asleep, key=lambda pair: pair[1]),
        pinned=frozenset(key for key, place in kept.places.items() if place.is_pinned),
        is_arranged=bool(kept.places),
        carried=carried,
        closing=kept.closes[0] if kept.closes else None,
        given={end.key: f"from {who}" for end in awake if (who := kept.giver_of(end))},
    )


@dataclass(frozen=True)
class ListRow:
    """`up` and `down` are the places of its neighbors in sight, where moving it by one step puts it."""

    end: LooseEnd
    is_pinned: bool
    place: int
    up: int | None
    down: int | None
    carried_words: str = ""
    given_words: str = ""


def rows_of(found: LooseEnds, shown: list[LooseEnd]) -> list[ListRow]:
    """For a page that shows some of them: each with its place among the pinned or among the others."""
    counts: dict[bool, int] = {True: 0, False: 0}
    wanted = {end.key for end in shown}
    placed: list[tuple[LooseEnd, bool, int]] = []
    for end in found.ends:
        is_pinned = end.key in found.pinned
        if end.key in wanted:
            placed.append((end, is_pinned, counts[is_pinned]))
        counts[is_pinned] += 1
    before, after = [None, *placed], [*placed[1:], None]
    return [
        ListRow(
            *row,
            up=_beside(up, row[1]),
            down=_beside(down, row[1]),
            carried_words=found.carried.get(row[0].key, ""),
            given_words=found.given.get(row[0].key, ""),
        )
        for row, up, down in zip(placed, before, after, strict=False)
    ]


def rows_with_writing(viewer: Viewer, rows: list[ListRow]) -> list[ListRow]:
    """For a list with room for one more tap; at most two queries more."""
    ends = with_writing(viewer, [row.end for row in rows])
    return [replace(row, end=end) for row, end in zip(rows, ends, strict=True)]


def _beside(neighbor: tuple[LooseEnd, bool, int] | None, is_pinned: bool) -> int | None:
    return neighbor[2] if neighbor and neighbor[1] == is_pinned else None


def for_today(found: LooseEnds, midnight: datetime) -> list[LooseEnd]:
    """What the page of the day lists: notes of earlier days and confirmations have their own cards there.

    A pinned one is listed in any case.
    """
    elsewhere = {end.key for end in found.of(activity_without_note.RULE) if end.since < midnight}
    elsewhere |= {end.key for end in found.of(appointment_unconfirmed.RULE)}
    return [end for end in found.ends if end.key not in elsewhere or end.key in found.pinned]


def find_loose_end(viewer: Viewer, rule: str, subject_id: UUID, *, now: datetime) -> LooseEnd:
    """One that is open now, snoozed or not; NotFound where it is not, or not anymore."""
    if rule not in GATHER:
        raise NotFound
    asked = Asked(viewer, _whose(viewer, None), now, viewer.time_zone, _next_day(viewer, now, None))
    for end in gathered([GATHER[rule]], asked):
        if end.subject_id == subject_id:
            return end
    raise NotFound


def _whose(viewer: Viewer, staff_id: UUID | None) -> Collection[UUID]:
    if staff_id is None:
        return viewer.covered_staff_ids | ({viewer.staff_id} if viewer.staff_id else set())
    if not can_look_at(viewer, staff_id):
        raise NotFound
    return frozenset({staff_id})


def _next_day(viewer: Viewer, now: datetime, on: date | None) -> date:
    return next_working_day(on or now.astimezone(viewer.time_zone).date())


def _carried(viewer: Viewer, closes: list[DayClose], now: datetime) -> dict[str, str]:
    """Key to words, of what comes back today."""
    today = now.astimezone(viewer.time_zone).date()
    told = [
        Closed(close.on, {one["key"]: date.fromisoformat(one["to"]) for one in close.carried})
        for close in closes
    ]
    return {key: carried_words(on, today) for key, on in come_back(told, today).items()}
