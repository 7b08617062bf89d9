"""Clocks of a request: they begin and stop with what is said, and stand still where their rule lets them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from caseday.access.record import ChangeRecord
from caseday.access.viewer import Viewer
from caseday.documents.models import Document
from caseday.followups.actions.requests import changing
from caseday.followups.models import ClockRun, StepClaim
from caseday.followups.queries.requests import OPEN, Followed, get_clock_run, rule_of
from caseday.kernel.errors import Invalid
from caseday.programs import queries as programs
from caseday.programs.queries import calendar_for, clocks_in, find_clock
from caseday.programs.rules import Clock, Pack, Pause, RequestKind, begins_next, deadline, describe_clock

CERTIFICATION = "certification"
"""The kind of paper that ends an appeal's time."""


def run_clocks(record: ChangeRecord, one: Followed, claim: StepClaim, now: datetime) -> None:
    """What a claim stops and begins."""
    if one.kind is None:
        return
    happened_at = _happened_at(one, claim)
    _stop_by(record, one, one.kind, claim, happened_at, now)
    for rule in _begun_by(one, one.kind, claim, happened_at):
        start_clock(record, one, rule, happened_at, claim, now)


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
    record: ChangeRecord,
    one: Followed,
    rule: Clock,
    started_at: datetime,
    claim: StepClaim | None,
    now: datetime,
) -> None:
    """Once: a clock that runs already goes on as it is. Where the paper that stops it is here, it has stopped."""
    running = _running_of(one) if rule.repeats else ClockRun.objects.filter(request=one.row, stopped_at=None)
    if running.filter(clock=rule.slug).exists():
        return
    run = ClockRun(
        request=one.row,
        claim=claim,
        clock=rule.slug,
        jurisdiction=rule.jurisdiction,
        words=f"{rule.word}: {describe_clock(rule)}"[:300],
        started_at=started_at,
        due_at=_due(one, rule, started_at, []),
    )
    paper = None if rule.repeats else _paper_that_stops(one, rule)
    if paper is not None:
        run.stopped_at, run.stop_reason, run.stopped_by = now, _is_here(paper), paper.pk
    record.add(run)


def _paper_that_stops(one: Followed, rule: Clock) -> Document | None:
    """The first that is filed, and has not stopped an earlier run: each decision has its own letter."""
    runs = ClockRun.objects.filter(request=one.row, clock=rule.slug).exclude(stopped_by=None)
    filed = Document.objects.filter(
        filed_under__request=one.row, kind__in=rule.until_papers, voided_at=None
    ).exclude(pk__in=runs.values("stopped_by"))
    return filed.order_by("received_at", "pk").first()


def _is_here(paper: Document) -> str:
    return f"{paper.title} is here"[:200]


def _day(one: Followed, at: datetime) -> date:
    return at.astimezone(_zone(one)).date()


def _zone(one: Followed) -> ZoneInfo:
    return ZoneInfo(one.row.staff.time_zone)


def _running_of(one: Followed) -> QuerySet[ClockRun]:
    """Of this request; those that repeat also of others of its kind to the same office: the next report may be asked
    for anew."""
    row = one.row
    repeating = {rule.slug for rule in programs.all_clocks() if rule.repeats}
    alike = Q(
        clock__in=repeating,
        request__case=row.case_id,
        request__kind=row.kind,
        request__office=row.office_id,
    )
    running = ClockRun.objects.filter(Q(request=row) | alike, stopped_at=None)
    return running.select_related("request__staff").order_by("started_at", "pk")


def _due(one: Followed, rule: Clock, started_at: datetime, pauses: list[dict[str, str]]) -> datetime | None:
    calendar = calendar_for(rule.jurisdiction, ZoneInfo(one.row.staff.time_zone))
    stood = [Pause(_moment(each["from"]), _moment(each["to"]) if each["to"] else None) for each in pauses]
    return deadline(rule, started_at, calendar, stood).due_at


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _stop_by(
    record: ChangeRecord, one: Followed, kind: RequestKind, claim: StepClaim, at: datetime, now: datetime
) -> None:
    step = kind.step(claim.step)
    word = step.word if step else claim.step
    for run in _running_of(one):
        rule = rule_of(run, run.request)
        if rule is not None and (rule.until == claim.step or _clears(kind, rule, claim)):
            _stop(record, one, run, rule, _Event(claim.pk, at, f"{word}, they say", claim), now)


@dataclass(frozen=True)
class _Event:
    """What stops a clock: a claim, or a paper."""

    id: UUID
    at: datetime
    words: str
    claim: StepClaim | None = None


def _stop(
    record: ChangeRecord, one: Followed, run: ClockRun, rule: Clock, event: _Event, now: datetime
) -> None:
    """One that repeats begins anew, on the day of the event, by the rule of that day."""
    if rule.repeats and not begins_next(rule, run.started_at, event.at, _zone(one)):
        return
    record.update(run, stopped_at=now, stop_reason=event.words, stopped_by=event.id)
    following = find_clock(rule.slug, rule.jurisdiction, _day(one, event.at)) if rule.repeats else None
    if following is not None:
        start_clock(record, one, following, event.at, event.claim, now)


def _clears(kind: RequestKind, rule: Clock, claim: StepClaim) -> bool:
    """A good outcome at the step whose bad one opened the clock, or further up."""
    opened_at = [
        step.slug for step in kind.steps for outcome in step.outcomes if outcome.opens_clock == rule.slug
    ]
    step = kind.step(claim.step)
    outcome = step.outcome(claim.outcome) if step else None
    is_good = outcome is None or outcome.effect == "good"
    return is_good and any(slug == claim.step or kind.is_before(slug, claim.step) for slug in opened_at)


def undo_clocks_of(record: ChangeRecord, claim: StepClaim, now: datetime) -> None:
    """What a withdrawn claim began has never run; what it stopped runs on."""
    for run in ClockRun.objects.filter(claim=claim, stopped_at=None):
        record.update(run, stopped_at=now, stop_reason="What began it was withdrawn")
    run_on(record, claim.pk)


def run_on(record: ChangeRecord, event_id: UUID) -> None:
    """The claim or the paper that stopped them does not count: its clocks run again, as if nothing had been."""
    for run in ClockRun.objects.filter(stopped_by=event_id, request__state__in=OPEN):
        running = ClockRun.objects.filter(request=run.request_id, clock=run.clock, stopped_at=None)
        if not running.exists():
            record.update(run, stopped_at=None, stop_reason="", stopped_by=None)


def follow_paper(record: ChangeRecord, one: Followed, document: Document, now: datetime) -> None:
    """A non-certification opens its clock when it was received; a certification stops every clock of that kind; and
    a clock stops whose rule names this kind of paper."""
    kind = one.pack.document_kind(document.kind)
    on = _day(one, document.received_at)
    rule = find_clock(kind.opens_clock, one.row.case.jurisdiction, on) if kind and kind.opens_clock else None
    if rule is not None and one.row.state in OPEN:
        start_clock(record, one, rule, document.received_at, None, now)
    if document.kind == CERTIFICATION:
        opened = _opened_by_facts(one.pack)
        for run in ClockRun.objects.filter(request=one.row, stopped_at=None, clock__in=opened):
            words = f"Certification: {document.title}"[:200]
            record.update(run, stopped_at=now, stop_reason=words, stopped_by=document.pk)
    _stop_by_paper(record, one, document, now)


def _stop_by_paper(record: ChangeRecord, one: Followed, document: Document, now: datetime) -> None:
    event = _Event(document.pk, document.received_at, _is_here(document))
    for run in _running_of(one):
        rule = rule_of(run, run.request)
        if rule is not None and document.kind in rule.until_papers:
            _stop(record, one, run, rule, event, now)


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
    rule = rule_of(run, one.row)
    if run.stopped_at or rule is None:
        raise Invalid("This clock does not run any more.")
    return run, rule


def _is_paused(run: ClockRun) -> bool:
    return bool(run.pauses) and not run.pauses[-1]["to"]
