"""Open requests as the list of open work needs them: few columns, no objects, two queries for any number.

What is loose about one is said by the same rules as on its page (`Standing`, `Matrix`, `limit_words`), by
the practice of its pack.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.followups.queries.open_work.request import Line, OpenRequest, Running
from caseday.followups.queries.open_work.rows import PARTS, ROWS, Part, Row
from caseday.followups.queries.open_work.said import PARTS_SAID, said_of
from caseday.followups.queries.open_work.usual import ground_of
from caseday.followups.queries.practice import longest_approval_days, longest_expired_days
from caseday.followups.queries.readiness import LONGEST_DAYS_BEFORE
from caseday.followups.rules import LineFact, Setting, expiry_window

__all__ = ["OpenRequest", "Running", "open_work_of_requests"]


def open_work_of_requests(
    viewer: Viewer, staff_ids: Collection[UUID], *, now: datetime, today: date
) -> list[OpenRequest]:
    """Open and blocked requests of these workers, approvals that run out, and what is done while a clock of it goes on,
    of open cases; the oldest first.

    The caller has authorized the workers, and shows no case that is out of the viewer's sight.
    """
    first, last = expiry_window(today, longest_expired_days(), longest_approval_days())
    rows = [Row._make(row) for row in ROWS.rows(staff_ids=staff_ids, first=first, last=last)]
    near = now - timedelta(days=1)
    parts = PARTS.rows(
        staff_ids=staff_ids, today=today, first=near, last=near + timedelta(days=LONGEST_DAYS_BEFORE + 3)
    )
    below = _by_request(map(Part._make, parts if rows else ()))
    return [_made(row, below) for row in rows]


def _by_request(parts: Iterable[Part]) -> dict[tuple[str, UUID], list[Part]]:
    """Under what they are taken for, with the id of the request, or of the case that has the party."""
    found: dict[tuple[str, UUID], list[Part]] = defaultdict(list)
    for part in parts:
        found["said" if part.table in PARTS_SAID else part.table, part.request_id].append(part)
    return found


def _made(row: Row, below: dict[tuple[str, UUID], list[Part]]) -> OpenRequest:
    pack = (row.program, row.referred_at.date(), row.pack_version_id, row.pack_overlay_id)
    ground = ground_of(*pack, row.kind, row.jurisdiction, row.zone_name)
    said, parties = below.get(("said", row.id), ()), below.get(("party", row.case_id), ())
    made = OpenRequest(row, said_of(ground, tuple(said), tuple(parties)))
    for table, take in _TAKE.items():
        for part in below.get((table, row.id), ()):
            take(made, part)
    return made


def _take_clock(one: OpenRequest, part: Part) -> None:
    assert part.at and part.id
    one.clocks.append(Running(part.id, part.slug, part.who, part.at, part.second_at))


def _take_line(one: OpenRequest, part: Part) -> None:
    moved = one.has_moved(part.slug, Setting(part.third_at, part.how)) if part.at else False
    one.lines.append(Line(part.words, LineFact(part.flag, part.at, part.second_at, part.days, moved)))


def _take_chase(one: OpenRequest, part: Part) -> None:
    assert part.on
    one.next_try_on = min(one.next_try_on or part.on, part.on)
    if part.at:
        one.last_try_at = max(one.last_try_at or part.at, part.at)


_TAKE: dict[str, Callable[[OpenRequest, Part], None]] = {
    "clock": _take_clock,
    "line": _take_line,
    "chase": _take_chase,
}
