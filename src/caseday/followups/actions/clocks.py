"""Clocks of a request: they begin and stop with what is said, and stand still where their rule lets them."""

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.record import ChangeRecord
from caseday.access.viewer import Viewer
from caseday.documents.models import Document
from caseday.followups.actions.requests import changing
from caseday.followups.models import ClockRun, StepClaim
from caseday.followups.queries.requests import OPEN, Followed, get_clock_run, rule_of
from caseday.kernel.errors import Invalid
from caseday.programs.queries import calendar_for, clocks_in, find_clock
from caseday.programs.rules import Clock, Pack, Pause, RequestKind, deadline, describe_clock

CERTIFICATION = "certification"
"""The kind of paper that ends an appeal's time."""


def run_clocks(record: ChangeRecord, one: Followed, claim: StepClaim, now: datetime) -> None:
    """What a claim stops and begins."""
    if one.kind is None:
        return
    _stop_by(record, one, one.kind, claim, now)
    started_at = _happened_at(one, claim)
    for rule in _begun_by(one, one.kind, claim, started_at):
        start_clock(record, one, rule, started_at, claim)


def _happened_at(one: Followed, claim: StepClaim) -> datetime:
    """The noon of the day that they name, where it is not the day on which they said it."""
    zone = ZoneInfo(one.row.staff.time_zone)
    if claim.happened_on is None or claim.happened_on == claim.said_at.astimezone(zone).date():
        return claim.said_at
    return datetime.combine(claim.happened_on, time(12), zone)


def _begun_by(one: Followed, kind: RequestKind, claim: StepClaim, at: datetime) -> list[Clock]:
    """Of several between the same two steps only the usual one: which of the rarer ones holds, nobody has said."""
    step = kind.step(claim.step)
    outcome = step.outcome(claim.outcome) if step else None
    on = at.astimezone(ZoneInfo(one.row.staff.time_zone)).date()
    by_outcome = outcome.opens_clock if outcome else ""
    begun = [
        rule
        for rule in clocks_in(one.row.case.jurisdiction, on)
        if rule.slug == by_outcome
        or (
            rule.starts == claim.step
            and kind.slug in rule.for_request_kinds
            and rule.slug not in _opened_by_facts(one.pack)
        )
    ]
    usual = {(rule.starts, rule.until) for rule in begun if rule.is_usual}
    return [rule for rule in begun if rule.is_usual or (rule.starts, rule.until) not in usual]


def _opened_by_facts(pack: Pack) -> set[str]:
    """Clocks that an outcome or a paper opens do not begin with the step alone."""
    outcomes = (outcome for kind in pack.request_kinds for step in kind.steps for outcome in step.outcomes)
    opened = {one.opens_clock for one in outcomes} | {one.opens_clock for one in pack.document_kinds}
    return opened - {""}


def start_clock(
    record: ChangeRecord, one: Followed, rule: Clock, started_at: datetime, claim: StepClaim | None
) -> None:
    """Once: a clock that runs already goes on as it is."""
    if ClockRun.objects.filter(request=one.row, clock=rule.slug, stopped_at=None).exists():
        return
    record.add(
        ClockRun(
            request=one.row,
            claim=claim,
            clock=rule.slug,
            jurisdiction=rule.jurisdiction,
            words=f"{rule.word}: {describe_clock(rule)}"[:300],
            started_at=started_at,
            due_at=_due(one, rule, started_at, []),
        )
    )


def _due(one: Followed, rule: Clock, started_at: datetime, pauses: list[dict[str, str]]) -> datetime | None:
    calendar = calendar_for(rule.jurisdiction, ZoneInfo(one.row.staff.time_zone))
    stood = [Pause(_moment(each["from"]), _moment(each["to"]) if each["to"] else None) for each in pauses]
    return deadline(rule, started_at, calendar, stood).due_at


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _stop_by(record: ChangeRecord, one: Followed, kind: RequestKind, claim: StepClaim, now: datetime) -> None:
    step = kind.step(claim.step)
    word = step.word if step else claim.step
    for run in ClockRun.objects.filter(request=one.row, stopped_at=None):
        rule = rule_of(run, one)
        if rule is not None and (rule.until == claim.step or _clears(kind, rule, claim)):
            record.update(run, stopped_at=now, stop_reason=f"{word}, they say")


def _clears(kind: RequestKind, rule: Clock, claim: StepClaim) -> bool:
    """A good outcome at the step whose bad one opened the clock, or further up."""
    opened_at = [
        step.slug for step in kind.steps for outcome in step.outcomes if outcome.opens_clock == rule.slug
    ]
    step = kind.step(claim.step)
    outcome = step.outcome(claim.outcome) if step else None
    is_good = outcome is None or outcome.effect == "good"
    return is_good and any(slug == claim.step or kind.is_before(slug, claim.step) for slug in opened_at)


def stop_clocks_of(record: ChangeRecord, claim: StepClaim, now: datetime) -> None:
    """What a withdrawn claim began has never run."""
    for run in ClockRun.objects.filter(claim=claim, stopped_at=None):
        record.update(run, stopped_at=now, stop_reason="What began it was withdrawn")


def follow_paper(record: ChangeRecord, one: Followed, document: Document, now: datetime) -> None:
    """A non-certification opens its clock when it was received; a certification stops every clock of that kind."""
    kind = one.pack.document_kind(document.kind)
    on = document.received_at.astimezone(ZoneInfo(one.row.staff.time_zone)).date()
    rule = find_clock(kind.opens_clock, one.row.case.jurisdiction, on) if kind and kind.opens_clock else None
    if rule is not None and one.row.state in OPEN:
        start_clock(record, one, rule, document.received_at, None)
    if document.kind == CERTIFICATION:
        opened = _opened_by_facts(one.pack)
        for run in ClockRun.objects.filter(request=one.row, stopped_at=None, clock__in=opened):
            record.update(run, stopped_at=now, stop_reason=f"Certification: {document.title}"[:200])


def pause_clock(*, actor: Viewer, now: datetime, clock_id: UUID, reason: str) -> ClockRun:
    """Only where the clock's rule lets it stand still; a second tap changes nothing."""
    run = get_clock_run(actor, clock_id)
    with changing("clock_paused", actor=actor, now=now, request_id=run.request_id) as (record, one):
        run, rule = _running(one, clock_id)
        if not rule.may_pause:
            raise Invalid(f"This clock does not stand still: {run.words}.")
        if not _is_paused(run):
            said = reason.replace("\0", "").strip() or rule.pause_reason
            pauses = [*run.pauses, {"from": now.isoformat(), "to": "", "reason": said[:200]}]
            record.update(run, pauses=pauses, due_at=_due(one, rule, run.started_at, pauses))
    return run


def resume_clock(*, actor: Viewer, now: datetime, clock_id: UUID) -> ClockRun:
    """Goes on; due later by the time it stood still, as its rule counts."""
    run = get_clock_run(actor, clock_id)
    with changing("clock_resumed", actor=actor, now=now, request_id=run.request_id) as (record, one):
        run, rule = _running(one, clock_id)
        if _is_paused(run):
            pauses = [*run.pauses[:-1], run.pauses[-1] | {"to": now.isoformat()}]
            record.update(run, pauses=pauses, due_at=_due(one, rule, run.started_at, pauses))
    return run


def stop_clock(*, actor: Viewer, now: datetime, clock_id: UUID, reason: str) -> ClockRun:
    run = get_clock_run(actor, clock_id)
    with changing("clock_stopped", actor=actor, now=now, request_id=run.request_id) as (record, one):
        run = _run(one, clock_id)
        if run.stopped_at is None:
            if not reason.strip():
                raise Invalid({"reason": "Say why the clock does not run any more."})
            record.update(run, stopped_at=now, stop_reason=reason.strip()[:200])
    return run


def _run(one: Followed, clock_id: UUID) -> ClockRun:
    return next(run for run in one.clocks if run.pk == clock_id)


def _running(one: Followed, clock_id: UUID) -> tuple[ClockRun, Clock]:
    run = _run(one, clock_id)
    rule = rule_of(run, one)
    if run.stopped_at or rule is None:
        raise Invalid("This clock does not run any more.")
    return run, rule


def _is_paused(run: ClockRun) -> bool:
    return bool(run.pauses) and not run.pauses[-1]["to"]
