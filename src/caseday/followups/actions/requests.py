"""Requests: opened, changed, finished, dropped; units counted; what every write of a request goes by."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import get_case, injured_on, pack_of
from caseday.directory.models import Office, Professional
from caseday.followups.models import ClockRun, Request
from caseday.followups.permissions import can_promise
from caseday.followups.queries.requests import OPEN, Followed, get_followed, rule_of
from caseday.followups.rules import Standing
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id
from caseday.schedule.models import Appointment

ONLY_WORKERS = "Only case managers and supervisors follow requests."


@dataclass(frozen=True)
class RequestDetails:
    """What a request says of itself; empty where it is not known yet."""

    title: str = ""
    side: str = ""
    body_part: str = ""
    office_id: UUID | None = None
    professional_id: UUID | None = None
    appointment_id: UUID | None = None
    part_of_id: UUID | None = None
    needed_by: datetime | None = None
    reference: str = ""
    expires_on: date | None = None
    units_approved: int | None = None
    unit_word: str = ""
    service_id: UUID | None = None
    """Kept where it is left out of a change."""


def begin_request(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    kind: str,
    details: RequestDetails,
    staff_id: UUID | None = None,
    source_activity_id: UUID | None = None,
    id: UUID | None = None,
) -> Request:
    """The same `id` again gives the one that is there. Without a title it is named as its kind.

    Raises Invalid for a kind that the program does not know, or a date before the injury.
    """
    if id and Request.objects.filter(pk=id).exists():
        return get_followed(actor, id).row
    require(can_promise(actor), ONLY_WORKERS)
    case = get_case(actor, case_id)
    known = pack_of(case).request_kind(kind)
    if known is None:
        raise Invalid({"kind": "Choose what is asked for."})
    values = _checked(case, details, actor)
    request = Request(
        id=id or new_id(),
        case=case,
        staff_id=_owner(actor, staff_id),
        kind=kind,
        opened_at=now,
        source_activity_id=source_activity_id,
        **(values | {"title": values["title"] or known.word}),
    )
    summary = f"{known.word}: {request.title}" if request.title != known.word else request.title
    chain = case_chain(case.pk)
    with change(
        "request_opened", actor=actor, now=now, chain=chain, subject=request, summary=summary
    ) as record:
        record.add(request)
    return request


def change_request(*, actor: Viewer, now: datetime, request_id: UUID, details: RequestDetails) -> Request:
    """An empty title keeps the one that it has."""
    with changing("request_changed", actor=actor, now=now, request_id=request_id) as (record, one):
        values = _checked(one.row.case, details, actor)
        record.update(one.row, **(values | {"title": values["title"] or one.row.title}))
    return one.row


def use_units(
    *, actor: Viewer, now: datetime, request_id: UUID, units: int, expected: int | None = None
) -> Request:
    """Counts units as used; negative ones correct. `expected`: the count that the page showed, so that a request
    sent twice is counted once."""
    with changing("units_used", actor=actor, now=now, request_id=request_id) as (record, one):
        row = one.row
        if expected is not None and expected != row.units_used:
            raise Invalid({"units": f"Meanwhile {row.units_used} are counted. Look again, then count yours."})
        used, word = row.units_used + units, row.unit_word or "units"
        if units == 0 or used < 0:
            raise Invalid({"units": f"Say how many {word} were used."})
        if row.units_approved is not None and used > row.units_approved:
            left = row.units_approved - row.units_used
            raise Invalid(
                {"units": f"Only {left} of {row.units_approved} {word} are left. Ask for more first."}
            )
        record.update(row, units_used=used)
    return row


def finish_request(*, actor: Viewer, now: datetime, request_id: UUID, result: str) -> Request:
    """Done by word of whoever follows it, whatever its steps say; a second tap changes nothing."""
    with changing("request_finished", actor=actor, now=now, request_id=request_id) as (record, one):
        if one.row.state != Request.State.DONE:
            said = _reason(result, "result", "Say how it ended, so that nobody asks again.")
            _end(record, one.row, Request.State.DONE, now, said)
    return one.row


def drop_request(*, actor: Viewer, now: datetime, request_id: UUID, reason: str) -> Request:
    with changing("request_dropped", actor=actor, now=now, request_id=request_id) as (record, one):
        if one.row.state not in OPEN:
            raise Invalid("It is ended already.")
        said = _reason(reason, "reason", "Say why it need not go on, so that nobody asks again.")
        _end(record, one.row, Request.State.DROPPED, now, said)
    return one.row


def reopen_request(*, actor: Viewer, now: datetime, request_id: UUID) -> Request:
    """Undo of finished or dropped; where its steps say that it is done, it stays so."""
    with changing("request_reopened", actor=actor, now=now, request_id=request_id) as (record, one):
        if one.row.state not in OPEN and not one.standing.is_done:
            _stand(record, one.row, one.standing)
    return one.row


@contextmanager
def changing(
    verb: str,
    *,
    actor: Viewer,
    now: datetime,
    request_id: UUID,
    summary: str = "",
    happened_at: datetime | None = None,
) -> Iterator[tuple[ChangeRecord, Followed]]:
    """The request, locked until the end, as the last person left it, and the record of what is changed of it."""
    require(can_promise(actor), ONLY_WORKERS)
    with transaction.atomic():
        list(Request.objects.select_for_update().filter(pk=request_id).values("pk"))
        one = get_followed(actor, request_id)
        with change(
            verb,
            actor=actor,
            now=now,
            chain=case_chain(one.row.case_id),
            subject=one.row,
            happened_at=happened_at,
            summary=summary or one.row.title,
        ) as record:
            yield record, one


def settle(record: ChangeRecord, row: Request, before: Standing, after: Standing, now: datetime) -> None:
    """Its state follows from its steps. What was finished by hand stays so; what was dropped as well."""
    if after.is_done:
        if row.state in OPEN:
            _end(record, row, Request.State.DONE, now, after.end_words)
    elif row.state in OPEN or (row.state == Request.State.DONE and before.is_done):
        _stand(record, row, after)


def _stand(record: ChangeRecord, row: Request, standing: Standing) -> None:
    stuck = standing.blocked.latest if standing.blocked else None
    record.update(
        row,
        state=Request.State.BLOCKED if stuck else Request.State.OPEN,
        blocked_at=stuck.said_at if stuck else None,
        blocked_reason=standing.blocked_reason[:200],
        ended_at=None,
        end_reason="",
    )


def _end(record: ChangeRecord, row: Request, state: str, now: datetime, reason: str) -> None:
    """A clock that repeats outlives a request that is done: the next report is due while treatment goes on."""
    record.update(row, state=state, ended_at=now, end_reason=reason[:200], blocked_at=None, blocked_reason="")
    for run in ClockRun.objects.filter(request=row, stopped_at=None):
        rule = rule_of(run, row)
        if state == Request.State.DROPPED or rule is None or not rule.repeats:
            record.update(run, stopped_at=now, stop_reason=f"The request ended: {reason}"[:200])


def _reason(text: str, name: str, otherwise: str) -> str:
    if not (said := " ".join(text.replace("\0", "").split())):
        raise Invalid({name: otherwise})
    return said


def _owner(actor: Viewer, staff_id: UUID | None) -> UUID:
    owner = staff_id or actor.staff_id
    if owner is None or not (actor.is_system or owner in actor.caseload_staff_ids):
        raise Refused("A request can be followed by yourself, and by the people you cover or lead.")
    return owner


def _line(text: str, size: int) -> str:
    return " ".join(text.replace("\0", "").split())[:size]


def _checked(case: Case, details: RequestDetails, actor: Viewer) -> dict[str, object]:
    problems = {**_dates(case, details, actor), **_known(case, details)}
    if problems:
        raise Invalid(problems)
    return {
        "title": _line(details.title, 200),
        "side": details.side if details.side in ("left", "right", "both") else "",
        "body_part": _line(details.body_part, 60),
        "office_id": details.office_id,
        "professional_id": details.professional_id,
        "appointment_id": details.appointment_id,
        "part_of_id": details.part_of_id,
        "needed_by": details.needed_by,
        "reference": _line(details.reference, 60),
        "expires_on": details.expires_on,
        "units_approved": details.units_approved,
        "unit_word": _line(details.unit_word, 40),
        **({"service_id": details.service_id} if details.service_id else {}),
    }


def _dates(case: Case, details: RequestDetails, actor: Viewer) -> dict[str, str]:
    needed = details.needed_by.astimezone(actor.time_zone).date() if details.needed_by else None
    asked = {"needed_by": needed, "expires_on": details.expires_on}
    problems = {name: before_injury(case, on) for name, on in asked.items()}
    return {name: problem for name, problem in problems.items() if problem}


def before_injury(case: Case, on: date | None) -> str:
    """What is wrong with a day before the injury; "" where nothing is."""
    injured = injured_on(case)
    if on is None or injured is None or on >= injured:
        return ""
    return f"That is before the injury ({injured:%B} {injured.day}, {injured.year}). Check the year."


def _known(case: Case, details: RequestDetails) -> dict[str, str]:
    asked: tuple[tuple[str, QuerySet[Any], UUID | None], ...] = (
        ("office", Office.objects.all(), details.office_id),
        ("professional", Professional.objects.all(), details.professional_id),
        ("appointment", Appointment.objects.filter(case=case), details.appointment_id),
        ("part_of", Request.objects.filter(case=case), details.part_of_id),
    )
    return {
        name: "This is not there any more. Choose again."
        for name, rows, pk in asked
        if pk and not rows.filter(pk=pk).exists()
    }
