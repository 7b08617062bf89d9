"""Open requests as the list of open work needs them: few columns, no objects, two queries for any number.

What is loose about one is said by the same rules as on its page (`Standing`, `Matrix`, `limit_words`), by
the practice of its pack.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.followups.queries.open_work.request import Line, OpenRequest, Running
from caseday.followups.queries.open_work.rows import PARTS, ROWS, Part, Row
from caseday.followups.queries.open_work.usual import Usual
from caseday.followups.queries.practice import longest_approval_days, longest_expired_days
from caseday.followups.queries.readiness import LONGEST_DAYS_BEFORE
from caseday.followups.rules import Claim, LineFact, Party, Receipt, Setting, ToldFact, expiry_window

__all__ = ["OpenRequest", "Running", "open_work_of_requests"]


def open_work_of_requests(
    viewer: Viewer, staff_ids: Collection[UUID], *, now: datetime, today: date
) -> list[OpenRequest]:
    """Open and blocked requests of these workers, approvals that run out, and what is done while a clock of it goes on,
    of open cases; the oldest first.

    The caller has authorized the workers, and shows no case that is out of the viewer's sight.
    """
    first, last = expiry_window(today, longest_expired_days(), longest_approval_days())
    usual = Usual()
    found = {
        row.id: OpenRequest(row, usual.of(row))
        for row in map(Row._make, ROWS.rows(staff_ids=staff_ids, first=first, last=last))
    }
    near = now - timedelta(days=1)
    parts = PARTS.rows(
        staff_ids=staff_ids, today=today, first=near, last=near + timedelta(days=LONGEST_DAYS_BEFORE + 3)
    )
    parties: dict[UUID, list[Party]] = defaultdict(list)
    for part in map(Part._make, parts if found else ()):
        if part.table == "party":
            parties[part.request_id].append(Party(part.role, part.about_id, part.third_id))
        elif one := found.get(part.request_id):
            _TAKE[part.table](one, part)
    for one in found.values():
        one.parties = parties[one.case_id]
    return list(found.values())


def _take_claim(one: OpenRequest, part: Part) -> None:
    assert part.at and part.id
    one.claims.append(
        Claim(
            id=part.id,
            step=part.slug,
            said_at=part.at,
            outcome=part.outcome,
            is_denial=part.flag,
            said_by=part.who,
            said_role=part.role,
            reason=part.words,
            happened_on=part.on,
            verified_at=part.second_at,
            verified_how=part.how,
        )
    )


def _take_told(one: OpenRequest, part: Part) -> None:
    assert part.at
    one.told.append(ToldFact(part.role, part.slug, part.at, claim_id=part.about_id))


def _take_receipt(one: OpenRequest, part: Part) -> None:
    assert part.at and part.id
    one.receipts.append(Receipt(part.id, part.at, part.about_id, part.third_id, part.role))


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
    "claim": _take_claim,
    "told": _take_told,
    "receipt": _take_receipt,
    "clock": _take_clock,
    "line": _take_line,
    "chase": _take_chase,
}
