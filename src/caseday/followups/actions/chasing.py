"""What makes a to-do a chase, each tried call, and the end that comes by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.permissions import require
from caseday.access.record import change
from caseday.access.viewer import Viewer, system_viewer
from caseday.cases.models import Case, Identifier
from caseday.cases.queries import get_case, pack_of
from caseday.followups.actions.chains import ONLY_WORKERS, chain_of
from caseday.followups.models import Attempt, FollowUp, Request
from caseday.followups.permissions import can_promise
from caseday.followups.queries import (
    as_practiced,
    calendar_of,
    get_todo,
    held_chases,
    held_since,
    rhythm_of,
    todos_to_wait_for,
    until_what,
)
from caseday.followups.rules import CADENCES, Rhythm, first_due, held_words, next_due, waits_in_a_circle
from caseday.followups.rules.chases import EVERY_N, MOST_DAYS_APART, WINDOW
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.schedule.models import Appointment

_LONGEST_WINDOW = timedelta(days=366)
_MOST_HOLD_MINUTES = 24 * 60


@dataclass(frozen=True)
class Chase:
    """How often, until what, in which order. `window_from` is when a window begins; kept only as the first due day."""

    cadence: str = ""
    every_days: int = 1
    window_from: date | None = None
    window_until: date | None = None
    until: str = ""
    until_step: str = ""
    until_document_kind: str = ""
    until_appointment_id: UUID | None = None
    until_identifier_id: UUID | None = None
    request_id: UUID | None = None
    waits_for_id: UUID | None = None

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.cadence, self.every_days, self.window_until)


def chase_values(
    actor: Viewer, now: datetime, chase: Chase | None, case_id: UUID | None, followup_id: UUID | None = None
) -> dict[str, Any]:
    """The fields of a follow-up that a chase sets. Raises Invalid by field, NotFound outside sight."""
    if chase is None:
        return {}
    today = now.astimezone(actor.time_zone).date()
    case = get_case(actor, case_id) if case_id else None
    problems = _rhythm_problems(chase, today)
    request = _request_of(chase, case, problems)
    if not problems and chase.until:
        problems |= _UNTILS.get(chase.until, _unknown_until)(chase, case, request)
    problems |= _order_problems(actor, chase, case, followup_id)
    if problems:
        raise Invalid(problems)
    return {
        "cadence": chase.cadence,
        "every_days": chase.every_days if chase.cadence == EVERY_N else 1,
        "window_until": chase.window_until if chase.cadence else None,
        "until": chase.until,
        "until_step": chase.until_step if chase.until == "step" else "",
        "until_document_kind": chase.until_document_kind if chase.until == "document" else "",
        "until_appointment_id": chase.until_appointment_id
        if chase.until in ("document", "new_date")
        else None,
        "until_identifier_id": chase.until_identifier_id if chase.until == "read_back" else None,
        "request_id": chase.request_id,
        "waits_for_id": chase.waits_for_id,
    }


def first_day(actor: Viewer, now: datetime, chase: Chase | None, case_id: UUID | None) -> date | None:
    """When it is due first where nobody named a day; None for what has no rhythm."""
    if chase is None or not chase.cadence:
        return None
    case = get_case(actor, case_id) if case_id else None
    calendar = calendar_of(case, actor.time_zone)
    today = now.astimezone(actor.time_zone).date()
    return first_due(as_practiced(chase.rhythm, case), today, calendar, chase.window_from)


def _rhythm_problems(chase: Chase, today: date) -> dict[str, str]:
    problems: dict[str, str] = {}
    if chase.cadence not in CADENCES:
        problems["cadence"] = "Choose how often."
    if chase.cadence == EVERY_N and not 1 <= chase.every_days <= MOST_DAYS_APART:
        problems["every_days"] = f"Give the working days between two tries, 1 to {MOST_DAYS_APART}."
    last, first = chase.window_until, chase.window_from
    if chase.cadence == WINDOW and last is None:
        problems["window_until"] = "Name the last day of the window."
    if last is not None and not today <= last <= today + _LONGEST_WINDOW:
        problems["window_until"] = "The last day lies ahead, within a year."
    elif last is not None and first is not None and first > last:
        problems["window_from"] = "A window begins before it ends."
    return problems


def _request_of(chase: Chase, case: Case | None, problems: dict[str, str]) -> Request | None:
    if chase.request_id is None:
        return None
    found = Request.objects.filter(pk=chase.request_id, case=case).first() if case else None
    if found is None:
        problems["request"] = "This request is not on the case. Choose again."
    return found


def _until_step(chase: Chase, case: Case | None, request: Request | None) -> dict[str, str]:
    kind = pack_of(case).request_kind(request.kind) if case and request else None
    if kind is None:
        return {"until": "A step belongs to a request. Open the request and chase it there."}
    return {} if kind.step(chase.until_step) else {"until_step": "Choose the step that is to be verified."}


def _until_document(chase: Chase, case: Case | None, request: Request | None) -> dict[str, str]:
    if case is None:
        return {"until": "A paper comes for a case. Choose the case first."}
    if pack_of(case).document_kind(chase.until_document_kind) is None:
        return {"until_document_kind": "Choose which paper."}
    return _appointment_problems(chase, case)


def _until_new_date(chase: Chase, case: Case | None, request: Request | None) -> dict[str, str]:
    if case is None or not (chase.until_appointment_id or (request and request.appointment_id)):
        return {"until_appointment": "Choose the appointment that needs a new date."}
    return _appointment_problems(chase, case)


def _appointment_problems(chase: Chase, case: Case) -> dict[str, str]:
    wanted = chase.until_appointment_id
    if wanted and not Appointment.objects.filter(pk=wanted, case=case).exists():
        return {"until_appointment": "This appointment is not on the case. Choose again."}
    return {}


def _until_read_back(chase: Chase, case: Case | None, request: Request | None) -> dict[str, str]:
    wanted = chase.until_identifier_id
    if case and wanted and Identifier.objects.filter(pk=wanted, case=case).exists():
        return {}
    return {"until_identifier": "Choose the number that they are to read back."}


def _unknown_until(chase: Chase, case: Case | None, request: Request | None) -> dict[str, str]:
    return {"until": "Choose what ends it."}


_Check = Callable[[Chase, Case | None, Request | None], dict[str, str]]
_UNTILS: dict[str, _Check] = {
    "step": _until_step,
    "document": _until_document,
    "new_date": _until_new_date,
    "read_back": _until_read_back,
}


def _order_problems(
    actor: Viewer, chase: Chase, case: Case | None, followup_id: UUID | None
) -> dict[str, str]:
    if chase.waits_for_id is None:
        return {}
    known = {one.pk: one.waits_for_id for one in todos_to_wait_for(actor, case.pk)} if case else {}
    if chase.waits_for_id not in known:
        return {"waits_for": "It can wait for what is open on the same case. Choose again."}
    if followup_id and waits_in_a_circle(followup_id, known, chase.waits_for_id):
        return {"waits_for": "The other one waits for this one. Only one of them can come first."}
    return {}


def count_attempt(
    *,
    actor: Viewer,
    now: datetime,
    followup_id: UUID,
    result: str,
    hold_minutes: int | None = None,
    said: str = "",
    activity_id: UUID | None = None,
    at: datetime | None = None,
    id: UUID | None = None,
) -> Attempt:
    """One try, and the next due day by the rhythm. The same `id` again counts nothing.

    Raises Invalid for an unknown result or where it has ended, NotFound outside sight, Refused for auditors.
    """
    require(can_promise(actor), ONLY_WORKERS)
    followup = get_todo(actor, followup_id)
    stored = Attempt.objects.filter(pk=id, followup=followup).first() if id else None
    if stored is not None:
        return stored
    _check_attempt(followup, result, hold_minutes, at or now, now)
    attempt = Attempt(
        id=id or new_id(),
        followup=followup,
        at=at or now,
        result=result,
        hold_minutes=hold_minutes if result == Attempt.Result.ON_HOLD else None,
        said=" ".join(said.replace("\0", "").split())[:300],
        activity_id=activity_id,
        staff_id=actor.staff_id or followup.staff_id,
    )
    with change(
        "followup_tried", actor=actor, now=now, chain=chain_of(followup), subject=followup,
        happened_at=attempt.at, summary=f"{attempt.get_result_display()}: {followup.text}"[:300],
    ) as record:  # fmt: skip
        locked = FollowUp.objects.select_for_update().get(pk=followup.pk)
        record.add(attempt)
        record.update(locked, **_tried(followup, locked, attempt, now, actor.time_zone))
    return attempt


def withdraw_attempt(*, actor: Viewer, now: datetime, activity_id: UUID) -> FollowUp | None:
    """Tapped by mistake: the try of this journal entry counts no more, and the day on which it was is due again.

    None where the entry was no try. NotFound outside sight, Refused for auditors.
    """
    require(can_promise(actor), ONLY_WORKERS)
    attempt = Attempt.objects.filter(activity_id=activity_id).select_related("followup").first()
    if attempt is None:
        return None
    followup = get_todo(actor, attempt.followup_id)
    day = attempt.at.astimezone(actor.time_zone).date()
    with change(
        "followup_try_withdrawn", actor=actor, now=now, chain=chain_of(followup), subject=followup,
        summary=followup.text,
    ) as record:  # fmt: skip
        locked = FollowUp.objects.select_for_update().get(pk=followup.pk)
        record.remove(attempt)
        last = locked.tries.order_by("-at", "-pk").first()
        record.update(
            locked,
            attempts=locked.tries.count(),
            last_attempt_at=last.at if last else None,
            due_on=min(locked.due_on, day) if locked.due_on and locked.cadence else locked.due_on,
        )
    return locked


def _check_attempt(
    followup: FollowUp, result: str, hold_minutes: int | None, at: datetime, now: datetime
) -> None:
    if followup.state != FollowUp.State.OPEN:
        raise Invalid("It is ended already. Open it again to go on trying.")
    if result not in Attempt.Result.values:
        raise Invalid({"result": "Choose what came of it."})
    if hold_minutes is not None and not 0 <= hold_minutes <= _MOST_HOLD_MINUTES:
        raise Invalid({"hold_minutes": "Give the minutes on hold, up to a day."})
    if at > now:
        raise Invalid({"at": "This time has not come yet."})


def _tried(
    followup: FollowUp, locked: FollowUp, attempt: Attempt, now: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    due_on = next_due(
        as_practiced(rhythm_of(locked), followup.case),
        attempt.at.astimezone(zone).date(),
        attempt.result,
        calendar_of(followup.case, zone),
        today=now.astimezone(zone).date(),
        due_on=locked.due_on,
    )
    return {
        "attempts": min(locked.attempts + 1, 32_767),
        "last_attempt_at": max(attempt.at, locked.last_attempt_at or attempt.at),
        "due_on": due_on,
        "due_at": locked.due_at if due_on == locked.due_on else None,
    }


def settle_chases(*, now: datetime, case_id: UUID | None = None) -> int:
    """Writes down the end of chases whose until holds, as by the system; until then they only show as ended.

    Of one case, or of all (at most 200 a time). Returns how many.
    """
    system = system_viewer()
    return sum(_settle(one, system, now) for one in held_chases(case_id))


def _settle(followup: FollowUp, system: Viewer, now: datetime) -> bool:
    since = held_since(followup, now)
    zone = ZoneInfo(followup.staff.time_zone)
    values = {
        "state": FollowUp.State.DONE,
        "ended_at": max(since, followup.promised_at),
        "end_reason": held_words(followup.until, until_what(followup), since, zone),
    }
    with change(
        "followup_settled", actor=system, now=now, chain=chain_of(followup), subject=followup,
        summary=f"{followup.text}: {values['end_reason']}"[:300],
    ) as record:  # fmt: skip
        locked = FollowUp.objects.select_for_update().get(pk=followup.pk)
        if locked.state != FollowUp.State.OPEN:
            return False
        record.update(locked, **values)
    return True
