"""In: a rule and a case's facts. Out: its checks, one function a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from caseday.programs.rules.documentation.facts import (
    ANYWHERE,
    CaseFacts,
    Entry,
    Signature,
    Version,
)
from caseday.programs.rules.documentation.look import Look, from_on, judged
from caseday.programs.rules.documentation.results import Check, Proof, Standing
from caseday.programs.rules.documentation.rhythms import asked_from, monthly, once, rolling
from caseday.programs.rules.documentation.rule import Rule
from caseday.programs.rules.documentation.times import after, months_between

VISITS = ("visit",)
CONTACTS = ("call", "visit", "meeting", "message")
CLIENT_ROLE = "client"
_ONE_MOMENT = timedelta(microseconds=1)


def proof_of(entry: Entry) -> Proof:
    return Proof("entry", entry.id, entry.at)


def is_visit(rule: Rule, entry: Entry) -> bool:
    return entry.is_reached and entry.kind in (rule.activity_kinds or VISITS)


def is_contact(rule: Rule, entry: Entry) -> bool:
    return (
        entry.is_reached
        and entry.kind in (rule.activity_kinds or CONTACTS)
        and entry.with_role == (rule.party_role or CLIENT_ROLE)
    )


def is_in_place(rule: Rule, entry: Entry) -> bool:
    return rule.place == ANYWHERE or entry.where == rule.place


def _note_within_hours(rule: Rule, facts: CaseFacts, look: Look) -> Iterator[Check]:
    """Of everything that needs a note; the hours run through nights and weekends."""
    begins = from_on(facts.entries, _entry_at, look.earliest(rule.hours, "hours"))
    for entry in facts.entries[begins:]:
        if entry.needs_note and rule.is_about(entry.kind) and rule.holds_on(look.local(entry.at)):
            done = Proof("entry", entry.id, entry.noted_at) if entry.noted_at else None
            until = entry.at + timedelta(hours=rule.hours)
            about = proof_of(entry)
            # A note is owed whether or not the case was closed since: `closed_at` is none of its business.
            check = judged(since=entry.at, until=until, done=done, now=look.now, closed_at=None, about=about)
            if check is not None and look.has(check):
                yield check


def lacks_of(rule: Rule, entry: Entry) -> tuple[str, ...]:
    """Which of the rule's parts an entry lacks; it always has its date, and a signed note its signature."""
    known = {
        "date": True,
        "duration": bool(entry.minutes),
        "place": entry.has_place,
        "goal": entry.has_goal,
        "participants": bool(entry.with_role),
        "next_step": entry.has_next_step,
    }
    return tuple(name for name in rule.parts if not known.get(name, True))


def _note_has(rule: Rule, facts: CaseFacts, look: Look) -> Iterator[Check]:
    """Of signed notes alone: one that is not signed yet is another rule's business."""
    begins = from_on(facts.entries, _entry_at, look.begins)
    for entry in facts.entries[begins:]:
        if not (entry.noted_at and rule.is_about(entry.kind) and rule.holds_on(look.local(entry.at))):
            continue
        lacks = lacks_of(rule, entry)
        standing = Standing.MISSED if lacks else Standing.MET
        about = proof_of(entry)
        check = Check(entry.at, entry.at, standing, (about,), about, lacks, is_open=bool(lacks))
        if look.has(check):
            yield check


def _every(rule: Rule, facts: CaseFacts, look: Look, done: Sequence[Proof]) -> Iterator[Check]:
    start = facts.started_at(rule.starts)
    if start is None:
        return
    turn = monthly if rule.unit == "months" else rolling
    yield from turn(rule, start, done, look, closed_at=facts.closed_at)


def _visit_every(rule: Rule, facts: CaseFacts, look: Look) -> Iterator[Check]:
    done = [proof_of(one) for one in facts.entries if is_visit(rule, one) and is_in_place(rule, one)]
    yield from _every(rule, facts, look, done)


def _contact_every(rule: Rule, facts: CaseFacts, look: Look) -> Iterator[Check]:
    done = [proof_of(one) for one in facts.entries if is_contact(rule, one)]
    yield from _every(rule, facts, look, done)


def _first_contact_within(rule: Rule, facts: CaseFacts, look: Look) -> Iterator[Check]:
    start = facts.started_at(rule.starts)
    if start is not None:
        reached = (one for one in facts.entries if one.at >= start)
        first = next((one for one in reached if is_contact(rule, one)), None)
        done = [proof_of(first)] if first else []
        yield from once(rule, start, done, look, closed_at=facts.closed_at)


def _share_in_place(rule: Rule, facts: CaseFacts, look: Look) -> Iterator[Check]:
    """At least so many percent of the visits of each block of months; a block without visits asks nothing."""
    start = facts.started_at(rule.starts)
    if start is None:
        return
    first = look.local(asked_from(rule, start, look))
    visits = [one for one in facts.entries if is_visit(rule, one)]
    for begins, ends in months_between(
        first, min(look.local(look.now), look.last), rule.every or 12, look.zone
    ):
        found = visits[from_on(visits, _entry_at, begins) : from_on(visits, _entry_at, ends)]
        if found and ends > look.begins and rule.holds_on(look.local(begins)):
            check = _share(rule, found, begins, ends, look)
            if look.has(check):
                yield check


def _share(rule: Rule, found: Sequence[Entry], begins: datetime, ends: datetime, look: Look) -> Check:
    there = [one for one in found if is_in_place(rule, one)]
    is_enough = len(there) * 100 >= rule.percent * len(found)
    standing = Standing.MET if is_enough else Standing.DUE if look.now < ends else Standing.MISSED
    lacks = () if is_enough else (f"{len(there)} of {len(found)}",)
    return Check(begins, ends - _ONE_MOMENT, standing, tuple(proof_of(one) for one in there), None, lacks)


def _again(rule: Rule, facts: CaseFacts, look: Look, done: Sequence[Proof]) -> Iterator[Check]:
    """Within a time of the start and, where there is a rhythm, again so long after each time."""
    start = facts.started_at(rule.starts)
    if start is None:
        return
    turn = rolling if rule.every else once
    yield from turn(rule, start, done, look, closed_at=facts.closed_at, before_counts=True)


def _plan_reviewed(rule: Rule, facts: CaseFacts, look: Look) -> Iterator[Check]:
    yield from _again(rule, facts, look, [Proof("plan", one.id, one.at) for one in facts.reviews])


def _document_on_file(rule: Rule, facts: CaseFacts, look: Look) -> Iterator[Check]:
    done = [Proof("paper", one.id, one.at) for one in facts.papers if one.kind == rule.document_kind]
    yield from _again(rule, facts, look, done)


def _assessment_within(rule: Rule, facts: CaseFacts, look: Look) -> Iterator[Check]:
    done = [
        Proof("assessment", one.id, one.at) for one in facts.answered if one.instrument == rule.instrument
    ]
    yield from _again(rule, facts, look, done)


def _plan_signed(rule: Rule, facts: CaseFacts, look: Look) -> Iterator[Check]:
    """Each version by everybody who has to; not one that a later version replaced in time."""
    start = facts.started_at(rule.starts)
    for version, following in pairwise([*facts.versions, None]):
        assert version is not None
        since = max(version.at, start) if start else version.at
        until = after(since, rule.within, rule.unit, look.calendar)
        is_replaced = following is not None and following.at < until
        if rule.holds_on(look.local(version.at)):
            signed = [one for one in facts.signatures if one.version_id == version.id]
            check = _signed(rule, version, signed, until, look, facts.closed_at)
            if check is not None and not (is_replaced and check.lacks) and look.has(check):
                yield replace(check, is_open=check.is_open and following is None)


def _signed(
    rule: Rule,
    version: Version,
    signed: Sequence[Signature],
    until: datetime,
    look: Look,
    closed_at: datetime | None,
) -> Check | None:
    proofs = tuple(Proof("signature", one.id, one.at) for one in signed if one.role in rule.signatures)
    roles = {one.role for one in signed}
    lacks = tuple(role for role in rule.signatures if role not in roles)
    about = Proof("plan", version.id, version.at)
    done = None if lacks else max(proofs, key=lambda one: one.at, default=None)
    check = judged(since=version.at, until=until, done=done, now=look.now, closed_at=closed_at, about=about)
    return replace(check, proofs=proofs, lacks=lacks) if check else None


def _entry_at(entry: Entry) -> datetime:
    return entry.at


ASKING: dict[str, Callable[[Rule, CaseFacts, Look], Iterator[Check]]] = {
    "note_within_hours": _note_within_hours,
    "note_has": _note_has,
    "visit_every": _visit_every,
    "contact_every": _contact_every,
    "first_contact_within": _first_contact_within,
    "share_in_place": _share_in_place,
    "plan_reviewed": _plan_reviewed,
    "plan_signed": _plan_signed,
    "document_on_file": _document_on_file,
    "assessment_within": _assessment_within,
}
