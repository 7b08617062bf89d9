"""Every write of a checklist: begun from the program, made one's own, confirmed by others, verified by us."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.queries import pack_of
from caseday.followups.actions.chains import ONLY_WORKERS
from caseday.followups.models import Channel, ReadinessLine, Request
from caseday.followups.permissions import can_promise
from caseday.followups.queries.readiness import (
    checklist_of,
    get_line,
    get_request_row,
    moved_since,
    setting_of,
    zone_of,
)
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.programs.rules import CASE_MANAGER

_MOST_LINES = 60
_MOST_DAYS = 60
_NOT_VERIFIED = {"verified_at": None, "verified_by_id": None, "verified_how": ""}
_NOBODY = {
    "confirmed_by": "",
    "confirmed_role": "",
    "confirmed_at": None,
    "channel": "",
    "activity_id": None,
    "confirmed_for_at": None,
    "confirmed_for_place": "",
    **_NOT_VERIFIED,
}


def start_checklist(*, actor: Viewer, now: datetime, request_id: UUID) -> list[ReadinessLine]:
    """The lines of the program's checklist that are not there yet; a second tap adds nothing.

    Raises Invalid where the program has none for this kind of request.
    """
    require(can_promise(actor), ONLY_WORKERS)
    request = get_request_row(actor, request_id)
    checklist = checklist_of(pack_of(request.case), request)
    if checklist is None:
        raise Invalid("The program has no checklist for this. Add lines of your own.")
    with _changing("checklist_begun", actor, now, request, checklist.word) as (record, rows):
        there = {one.slug for one in rows}
        missing = [one for one in checklist.lines if one.slug not in there]
        return [
            record.add(
                ReadinessLine(
                    id=new_id(),
                    request=request,
                    slug=line.slug,
                    word=line.word,
                    position=len(rows) + place,
                    stands_out_days_before=line.stands_out_days_before,
                )
            )
            for place, line in enumerate(missing)
        ]


def add_line(
    *,
    actor: Viewer,
    now: datetime,
    request_id: UUID,
    word: str,
    stands_out_days_before: int = 3,
    id: UUID | None = None,
) -> ReadinessLine:
    """A line of one's own, the last one. The same `id` again gives the one that is there. Raises Invalid by field."""
    require(can_promise(actor), ONLY_WORKERS)
    request = get_request_row(actor, request_id)
    stored = request.readiness.filter(pk=id).first() if id else None
    if stored is not None:
        return stored
    word = " ".join(word.replace("\0", "").split())[:120]
    if not word:
        raise Invalid({"word": "Say what is to be confirmed."})
    if not 0 <= stands_out_days_before <= _MOST_DAYS:
        raise Invalid({"stands_out_days_before": f"Give the days before, 0 to {_MOST_DAYS}."})
    with _changing("readiness_line_added", actor, now, request, word) as (record, rows):
        if len(rows) >= _MOST_LINES:
            raise Invalid({"word": f"A checklist holds {_MOST_LINES} lines. Mark what is not needed."})
        return record.add(
            ReadinessLine(
                id=id or new_id(), request=request, word=word, position=len(rows),
                stands_out_days_before=stands_out_days_before,
            )
        )  # fmt: skip


def confirm_line(
    *,
    actor: Viewer,
    now: datetime,
    line_id: UUID,
    by: str,
    role: str = "",
    channel: str = "",
    detail: str = "",
    activity_id: UUID | None = None,
    at: datetime | None = None,
) -> ReadinessLine:
    """Somebody says that it is so; said until it is verified. What was said before stays until it is taken back, or
    until the day has moved, for which it was said."""
    by = " ".join(by.replace("\0", "").split())[:120]
    problems = {} if by or role else {"by": "Say who confirmed it."}
    if channel not in ("", *Channel.values):
        problems["channel"] = "Choose how they said it."
    if at is not None and at > now:
        problems["at"] = "This time has not come yet."
    if problems:
        raise Invalid(problems)
    with _line(actor, now, line_id, "readiness_confirmed") as (record, row):
        moved = _moved(row, actor)
        if row.confirmed_at is not None and not moved:
            if (row.confirmed_by, row.confirmed_role) == (by, role[:40]):
                return row
            said_by = row.confirmed_by or row.confirmed_role.replace("_", " ")
            raise Invalid({"by": f"{said_by} confirmed it already. Take that back first."})
        kept = " ".join(detail.replace("\0", "").split())[:300] or row.detail
        record.update(
            row, confirmed_by=by, confirmed_role=role[:40], confirmed_at=at or now, channel=channel, detail=kept,
            activity_id=activity_id, is_needed=True, not_needed_reason="", **_for_the_day(row),
            **(_NOT_VERIFIED if moved else {}),
        )  # fmt: skip
    return row


def verify_line(*, actor: Viewer, now: datetime, line_id: UUID, how: str) -> ReadinessLine:
    """We know it ourselves: the paper was seen, the receiving side confirmed, it is in the portal or in their hands."""
    how = " ".join(how.replace("\0", "").split())[:120]
    if not how:
        raise Invalid({"how": "Say how you know it."})
    with _line(actor, now, line_id, "readiness_verified") as (record, row):
        moved = _moved(row, actor)
        if row.verified_at is None or moved:
            own = {"confirmed_at": now, "confirmed_by": actor.name[:120], "confirmed_role": CASE_MANAGER}
            said = {} if row.confirmed_at and not moved else own | _for_the_day(row)
            record.update(row, verified_at=now, verified_by_id=actor.staff_id, verified_how=how, **said)
    return row


def _moved(row: ReadinessLine, actor: Viewer) -> str:
    return moved_since(row, row.request, zone_of(row.request, actor.time_zone))


def _for_the_day(row: ReadinessLine) -> dict[str, object]:
    day = setting_of(row.request)
    return {"confirmed_for_at": day.at, "confirmed_for_place": day.place[:240]}


def unconfirm_line(*, actor: Viewer, now: datetime, line_id: UUID, reason: str = "") -> ReadinessLine:
    """It is not so after all, or was entered by mistake; the history keeps what was said."""
    with _line(actor, now, line_id, "readiness_taken_back", reason) as (record, row):
        record.update(row, **_NOBODY)
    return row


def mark_not_needed(*, actor: Viewer, now: datetime, line_id: UUID, reason: str) -> ReadinessLine:
    reason = " ".join(reason.replace("\0", "").split())[:200]
    if not reason:
        raise Invalid({"reason": "Say why it is not needed, so that nobody asks again."})
    with _line(actor, now, line_id, "readiness_not_needed", reason) as (record, row):
        record.update(row, is_needed=False, not_needed_reason=reason)
    return row


def mark_needed(*, actor: Viewer, now: datetime, line_id: UUID) -> ReadinessLine:
    """Undo of not needed."""
    with _line(actor, now, line_id, "readiness_needed") as (record, row):
        record.update(row, is_needed=True, not_needed_reason="")
    return row


def move_line(*, actor: Viewer, now: datetime, line_id: UUID, to: int) -> ReadinessLine:
    """To a place in the list, 0 the first; places behind the last mean the last."""
    require(can_promise(actor), ONLY_WORKERS)
    wanted = get_line(actor, line_id)
    with _changing("checklist_reordered", actor, now, wanted.request, wanted.word) as (record, rows):
        order = [one for one in rows if one.pk != wanted.pk]
        order.insert(max(0, to), next(one for one in rows if one.pk == wanted.pk))
        for place, one in enumerate(order):
            record.update(one, position=place)
    return wanted


@contextmanager
def _changing(
    verb: str, actor: Viewer, now: datetime, request: Request, summary: str
) -> Iterator[tuple[ChangeRecord, list[ReadinessLine]]]:
    """All lines of the request, held by this transaction: two who begin or reorder it at once wait for each other."""
    with change(
        verb, actor=actor, now=now, chain=case_chain(request.case_id), subject=request, summary=summary[:300]
    ) as record:
        Request.objects.select_for_update().get(pk=request.pk)
        yield record, list(request.readiness.order_by("position", "pk"))


@contextmanager
def _line(
    actor: Viewer, now: datetime, line_id: UUID, verb: str, said: str = ""
) -> Iterator[tuple[ChangeRecord, ReadinessLine]]:
    """One line, as it is now, held by this transaction."""
    require(can_promise(actor), ONLY_WORKERS)
    seen = get_line(actor, line_id)
    summary = f"{seen.word}: {said}" if said else seen.word
    chain = case_chain(seen.request.case_id)
    with change(
        verb, actor=actor, now=now, chain=chain, subject=seen.request, summary=summary[:300]
    ) as record:
        row = ReadinessLine.objects.select_for_update().get(pk=seen.pk)
        row.request = seen.request
        yield record, row
