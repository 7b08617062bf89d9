"""One line, stored at once: what was understood goes into the entry, the line itself stays as typed."""

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.viewer import Viewer
from caseday.access.whole import whole
from caseday.followups.actions import Chase, promise_followup
from caseday.journal.actions.activities import ONLY_WORKERS, Happened, record_new, stored_already
from caseday.journal.models import Activity, ActivityKind
from caseday.journal.permissions import can_record
from caseday.journal.queries import Known, Target, candidates_for
from caseday.journal.rules.capture import Captured, Promise, understand
from caseday.journal.rules.capture.understand import MAX_LINE
from caseday.kernel.errors import Invalid

log = logging.getLogger(__name__)

# Promises that say nothing without the name of whom they are about.
_BARE = ("f/u", "fu", "follow up", "follow-up", "try again", "try", "call back", "call again")
_LONGEST = timedelta(days=366)
# What a line calls a party, as program packs call it.
_PACK_ROLES = {"insurer": "carrier", "attorney": "applicant_attorney"}


@dataclass(frozen=True)
class Understood:
    """A line as understood, the entry that it makes, and what its names stand for."""

    captured: Captured
    happened: Happened
    known: Known


def understood(viewer: Viewer, line: str, *, now: datetime, case_id: UUID | None = None) -> Understood:
    """Reads only. A line that breaks the rules of reading is still a line: nothing is understood then."""
    line = line.replace("\0", "").strip()[:MAX_LINE]
    known = candidates_for(viewer, line, case_id)
    try:
        captured = understand(line, now_local=now.astimezone(viewer.time_zone), candidates=known.candidates)
    except Exception:
        log.exception("A captured line was not understood")
        captured = Captured(line=line, summary=line)
    return Understood(captured, _happened(captured, known, case_id), known)


def _happened(captured: Captured, known: Known, case_id: UUID | None) -> Happened:
    found_case = UUID(captured.case.value) if captured.case else case_id
    whom = captured.whom.value if captured.whom else None
    target = known.targets.get(whom.contact_id or "", Target()) if whom else Target()
    role = _role(whom.role if whom else "", target, found_case)
    return Happened(
        kind=captured.kind.value if captured.kind else ActivityKind.OTHER,
        case_id=found_case,
        with_role=role,
        with_name=(target.name or (whom.name if whom and role != "client" else "")),
        office_id=target.office_id,
        professional_id=target.professional_id,
        person_id=target.person_id,
        is_incoming=bool(captured.direction and captured.direction.value == "in"),
        started_at=captured.started_at.value if captured.started_at else None,
        minutes=captured.minutes.value if captured.minutes else None,
        hold_minutes=captured.hold_minutes.value if captured.hold_minutes else None,
        miles=captured.miles.value if captured.miles else None,
        result=captured.result.value if captured.result else "",
        summary=captured.summary[:1000],
    )


def _role(spoken: str, target: Target, case_id: UUID | None) -> str:
    """The role by which the program knows them: the party's own where the line names one of the case."""
    if case_id and str(case_id) in target.roles:
        return target.roles[str(case_id)]
    return _PACK_ROLES.get(spoken, spoken)


def capture_line(
    *, actor: Viewer, now: datetime, line: str, id: UUID | None = None, case_id: UUID | None = None
) -> Activity:
    """Stores the line with what was understood of it and its follow-ups, in one transaction.

    Raises Invalid for an empty line only; figures that cannot be are left out rather than refused.
    """
    require(can_record(actor), ONLY_WORKERS)
    line = line.replace("\0", "").strip()
    if not line:
        raise Invalid({"line": "Type what happened, in your own words."})
    stored = stored_already(actor, id)
    if stored is not None:
        return stored
    read = understood(actor, line, now=now, case_id=case_id)
    with whole():
        try:
            activity = record_new(actor, now, read.happened, id=id, line=line)
        except Invalid:
            plain = replace(read.happened, started_at=None, minutes=None, hold_minutes=None, miles=None)
            activity = record_new(actor, now, plain, id=id, line=line)
        for promise in read.captured.promises:
            _promise(actor, now, promise, activity, read.known)
    return activity


def _promise(actor: Viewer, now: datetime, promise: Promise, activity: Activity, known: Known) -> None:
    reach = promise.reach
    target = known.targets.get(reach.contact_id or "", Target()) if reach else Target()
    promise_followup(
        actor=actor,
        now=now,
        text=_promise_text(promise, activity),
        case_id=activity.case_id,
        due_on=_day(promise),
        due_at=promise.due_at if promise.has_time else None,
        promised_to=activity.with_name,
        reach_role=_role(reach.role if reach else "", target, activity.case_id),
        office_id=target.office_id,
        professional_id=target.professional_id,
        person_id=target.person_id,
        source_activity_id=activity.pk,
        chase=_chase(promise, now.astimezone(actor.time_zone).date()),
    )


def _chase(promise: Promise, today: date) -> Chase | None:
    """A last day that has passed is left out rather than refused."""
    rhythm = promise.rhythm
    if rhythm is None:
        return None
    last_on = today + timedelta(days=rhythm.until_days) if rhythm.until_days else promise.last_on
    return Chase(
        cadence=rhythm.cadence,
        every_days=rhythm.every_days,
        window_from=today + timedelta(days=rhythm.from_days) if rhythm.from_days else None,
        window_until=last_on if last_on and today <= last_on <= today + _LONGEST else None,
    )


def _promise_text(promise: Promise, activity: Activity) -> str:
    text = promise.text[:1].upper() + promise.text[1:]
    who = activity.with_name or activity.with_role.replace("_", " ")
    bare = promise.text.lower() in _BARE
    if bare and who:
        text = f"{text}: {who}"
    return (f"They promised: {text}" if promise.by_them else text)[:300]


def _day(promise: Promise) -> date | None:
    """The day of the local moment, as the worker meant it."""
    return promise.due_at.date() if promise.due_at else None
