"""Open work of requests: every rule speaks of one reading of them.

One fact gives one loose end. Of a request that is blocked, contradicted, missing as a report or said and not
verified, the first that holds carries its chase, if it has one that is to be taken up today.
"""

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from caseday.followups.queries.open_work import OpenRequest, open_work_of_requests
from caseday.followups.rules import Claim, StepStanding, said_words
from caseday.looseends.queries.gather.followups import as_chased, chases_of_requests
from caseday.looseends.queries.gather.frame import Asked, Gather, Known
from caseday.looseends.rules import (
    LooseEnd,
    authorization_ending,
    checklist_not_begun,
    clock_closing,
    party_not_told,
    report_missing,
    request_blocked,
    step_contradicted,
    step_not_verified,
    surgery_unconfirmed,
)
from caseday.looseends.rules.asked_for import AskedFor
from caseday.looseends.rules.end import near_words


def requests_of(asked: Asked) -> list[OpenRequest]:
    return asked.once(
        "requests",
        lambda one: open_work_of_requests(one.viewer, one.staff_ids, now=one.now, today=one.today),
    )


def speaking_requests(asked: Asked) -> dict[UUID, str]:
    """Those that say already what their chase is about, by the rule that says it."""
    return asked.once("speaking requests", _speaking)


def _speaking(asked: Asked) -> dict[UUID, str]:
    carriers = ((one.row.id, _carrier(one, asked)) for one in requests_of(asked) if one.is_open)
    return {pk: rule for pk, rule in carriers if rule}


def _carrier(one: OpenRequest, asked: Asked) -> str:
    """The rule that speaks of the chase of a request; "" where the chase speaks for itself."""
    if one.is_blocked:
        return request_blocked.RULE
    if one.standing.contradicted:
        return step_contradicted.RULE
    if one.missing_report:
        return report_missing.RULE
    return step_not_verified.RULE if one.standing.late(asked.now) else ""


def _asked_for(one: OpenRequest, known: Known, rule: str = "", role: str | None = None) -> AskedFor:
    asked = known.asked
    carries = bool(rule) and speaking_requests(asked).get(one.row.id) == rule
    roles = one.standing.who_answers if role is None else [role]
    ahead = one.next_try_on if carries else None
    return AskedFor(
        request_id=one.row.id,
        title=one.row.title,
        case_id=one.case_id,
        client=known.client(one.case_id),
        role=roles[0] if roles else "",
        role_word=one.role_word(roles[0]) if roles else "",
        office_id=one.row.office_id,
        whom=one.whom,
        chase=as_chased(chases_of_requests(asked).get(one.row.id), known) if carries else None,
        next_try=near_words(ahead, asked.today) if ahead else "",
    )


def _open(rows: Sequence[OpenRequest]) -> Iterator[OpenRequest]:
    return (one for one in rows if one.is_open)


def _blocked(rows: Sequence[OpenRequest], known: Known) -> list[LooseEnd]:
    facts = [
        request_blocked.Facts(
            _asked_for(one, known, request_blocked.RULE),
            one.row.blocked_at or one.row.opened_at,
            one.row.blocked_reason,
            one.row.needed_by,
            stands_first=bool(one.kind and one.kind.stands_first),
            deadline=_deadline(one, known),
            is_deadline_near=one.is_pressed(known.asked.now),
            is_worked_on=one.is_worked_on(known.asked.today, known.asked.zone),
        )
        for one in _open(rows)
        if one.is_blocked
    ]
    return request_blocked.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _deadline(one: OpenRequest, known: Known) -> str:
    """The next clock that runs: `appeal until Mar 24`; else when it is needed."""
    asked, running = known.asked, [(run.due_at, run) for run in one.clocks if run.due_at]
    if running:
        due_at, run = min(running, key=lambda pair: pair[0])
        day = near_words(due_at.astimezone(asked.zone).date(), asked.today)
        word = run.word(one.zone)
        return f"{word[:1].lower()}{word[1:]} until {day}"
    needed = one.row.needed_by
    return f"needed by {near_words(needed.astimezone(asked.zone).date(), asked.today)}" if needed else ""


def _contradicted(rows: Sequence[OpenRequest], known: Known) -> list[LooseEnd]:
    facts = [
        _contradiction(one, step, _asked_for(one, known, "" if place else step_contradicted.RULE))
        for one in _open(rows)
        for place, step in enumerate(one.standing.contradicted)
    ]
    return step_contradicted.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _contradiction(one: OpenRequest, step: StepStanding, asked: AskedFor) -> step_contradicted.Facts:
    said, denied = step.claims[-1], step.denials[-1]
    return step_contradicted.Facts(
        asked=asked,
        claim_id=denied.id,
        step=step.rung.word,
        said=_who(said, one),
        denied=_who(denied, one),
        denied_at=max(said.said_at, denied.said_at),
    )


def _who(claim: Claim, one: OpenRequest) -> str:
    """Kim (pharmacy); the role where nobody is named."""
    if claim.said_by and claim.said_role:
        return f"{claim.said_by} ({one.role_word(claim.said_role).lower()})"
    return claim.said_by or (
        one.role_word(claim.said_role) if claim.said_role else said_words(claim).capitalize()
    )


def _not_verified(rows: Sequence[OpenRequest], known: Known) -> list[LooseEnd]:
    """Of a report that is not here, what was said of it stands there."""
    facts = [
        _late(one, step, _asked_for(one, known, "" if place else step_not_verified.RULE))
        for one in _open(rows)
        if not one.missing_report
        for place, step in enumerate(one.standing.late(known.asked.now))
    ]
    return step_not_verified.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _late(one: OpenRequest, step: StepStanding, asked: AskedFor) -> step_not_verified.Facts:
    claim = step.latest
    assert (
        claim is not None and step.check_by is not None
    )  # a step is late only where something was said of it
    return step_not_verified.Facts(
        asked, claim.id, step.rung.word, _who(claim, one), claim.said_at, step.check_by
    )


def _missing(rows: Sequence[OpenRequest], known: Known) -> list[LooseEnd]:
    """A blocked or contradicted one says so itself."""
    facts = [
        report_missing.Facts(
            asked=_asked_for(one, known, report_missing.RULE),
            visit_on=one.visit_on,
            old_days=one.pack.followup_practice.report_days.count,
            heard=_heard(one),
            is_due=_is_due(one, known),
        )
        for one in _open(rows)
        if speaking_requests(known.asked).get(one.row.id) == report_missing.RULE
    ]
    return report_missing.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _heard(one: OpenRequest) -> str:
    current = one.standing.current
    if current is None or current.latest is None or current is one.standing.steps[0]:
        return ""
    return f"{current.rung.word.lower()}, said {_who(current.latest, one)}"


def _is_due(one: OpenRequest, known: Known) -> bool:
    expected = one.standing.expected_by()
    return expected is None or expected <= known.asked.now


def _untold(rows: Sequence[OpenRequest], known: Known) -> list[LooseEnd]:
    facts = []
    for one in _open(rows):
        roles, news = one.matrix.not_told, one.matrix.columns
        if roles:
            facts.append(
                party_not_told.Facts(
                    asked=_asked_for(one, known, role=roles[0]),
                    claim_id=news[-1].claim_id,
                    news=news[-1].words,
                    at=news[-1].at,
                    is_bad=news[-1].is_bad,
                    roles=tuple((role, one.role_word(role)) for role in roles),
                )
            )
    return party_not_told.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _clocks(rows: Sequence[OpenRequest], known: Known) -> list[LooseEnd]:
    facts = [
        clock_closing.Facts(_asked_for(one, known), run.id, run.word(one.zone), run.started_at, run.due_at)
        for one in rows
        for run in one.closing_clocks(known.asked.now)
        if run.due_at is not None
    ]
    return clock_closing.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _ending(rows: Sequence[OpenRequest], known: Known) -> list[LooseEnd]:
    facts = [
        authorization_ending.Facts(
            asked=_asked_for(one, known),
            kind=one.row.kind,
            words=words,
            expires_on=one.row.expires_on,
            is_used_up=bool(one.row.units_approved and one.row.units_used >= one.row.units_approved),
            opened_at=one.row.opened_at,
            shown_days_before=one.pack.followup_practice.approval_days.count,
            near_days=one.pack.followup_practice.approval_near_days.count,
        )
        for one in rows
        if (words := one.limit(known.asked.today))
    ]
    return authorization_ending.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _lines(rows: Sequence[OpenRequest], known: Known) -> list[LooseEnd]:
    facts = [
        surgery_unconfirmed.Facts(
            asked=_asked_for(one, known),
            lines=tuple(lines),
            day_at=one.row.day_at,
            left=one.days_left(known.asked.today) or 0,
            opened_at=one.row.opened_at,
        )
        for one in _open(rows)
        if one.row.day_at and (lines := one.lines_standing_out(known.asked.today))
    ]
    return surgery_unconfirmed.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _not_begun(rows: Sequence[OpenRequest], known: Known) -> list[LooseEnd]:
    today = known.asked.today
    facts = [
        checklist_not_begun.Facts(
            asked=_asked_for(one, known),
            day_at=one.row.day_at,
            left=one.days_left(today) or 0,
            opened_at=one.row.opened_at,
            near_days=one.pack.followup_practice.checklist_near_days.count,
        )
        for one in _open(rows)
        if one.row.day_at and one.has_checklist_to_begin(today)
    ]
    return checklist_not_begun.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _gather(
    word: str, speak: Callable[[Sequence[OpenRequest], Known], list[LooseEnd]], group: str = "Requests"
) -> Gather[OpenRequest]:
    return Gather(word, requests_of, speak, group=group)


BLOCKED = _gather("Blocked", _blocked)
CONTRADICTED = _gather("Contradicted", _contradicted)
NOT_VERIFIED = _gather("Said, not verified", _not_verified)
REPORTS = _gather("Reports not here", _missing)
NOT_TOLD = _gather("Not told", _untold)
CLOCKS = _gather("Windows that close", _clocks)
APPROVALS = _gather("Approvals that end", _ending)
SURGERY = _gather("Not confirmed", _lines, "Surgery")
CHECKLISTS = _gather("Checklist not begun", _not_begun, "Surgery")
