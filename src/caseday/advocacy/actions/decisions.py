"""Laying options side by side, and keeping what the client decided."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, case_chain, change
from caseday.access.viewer import Viewer
from caseday.advocacy.models import Decision, DecisionFit, DecisionMatter, DecisionOption, DecisionQuestion
from caseday.advocacy.permissions import ONLY_WORKERS, can_write
from caseday.advocacy.queries import get_decision
from caseday.advocacy.rules import DecisionDetails, require_sound_decision
from caseday.cases.queries import get_case
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

_MEANWHILE = "This was changed in another window meanwhile. Yours is still here: compare, then save again."
_ENDED = "It is decided. Open it again before you change anything."


def begin_decision(
    *, actor: Viewer, now: datetime, case_id: UUID, details: DecisionDetails, id: UUID | None = None
) -> Decision:
    """The same `id` again gives the one that is there. Raises Invalid by field, NotFound outside sight."""
    if id and Decision.objects.filter(pk=id).exists():
        return get_decision(actor, id)
    case = get_case(actor, case_id)
    require(can_write(actor), ONLY_WORKERS)
    require_sound_decision(details)
    owner = actor.staff_id or case.assigned_to_id
    if owner is None:
        raise Invalid("Nobody has this case yet. Assign it first.")
    decision = Decision(
        id=id or new_id(), case=case, staff_id=owner, question=_line(details.question, 300),
        background=_text(details.background), decide_by=details.decide_by, begun_at=now,
    )  # fmt: skip
    with change(
        "decision_begun", actor=actor, now=now, chain=case_chain(case_id), subject=decision,
        summary=decision.question,
    ) as record:  # fmt: skip
        record.add(decision)
        _write_rows(record, decision, details)
    return decision


def change_decision(
    *, actor: Viewer, now: datetime, decision_id: UUID, details: DecisionDetails, version: int | None
) -> Decision:
    """Everything at once, as the page has it. Raises Invalid where another window saved since `version`."""
    with transaction.atomic():
        decision = _locked(actor, decision_id)
        _require_open(decision)
        require_sound_decision(details)
        if version is not None and version != decision.version:
            raise Invalid({"version": _MEANWHILE})
        with change(
            "decision_changed", actor=actor, now=now, chain=case_chain(decision.case_id), subject=decision,
            summary=decision.question,
        ) as record:  # fmt: skip
            record.update(
                decision,
                question=_line(details.question, 300),
                background=_text(details.background),
                decide_by=details.decide_by,
            )
            _write_rows(record, decision, details)
            if record.changes:
                record.update(decision, version=decision.version + 1)
    return decision


def decide(
    *,
    actor: Viewer,
    now: datetime,
    decision_id: UUID,
    option_id: UUID | None,
    because: str,
    present: str,
    decided_on: date | None = None,
) -> Decision:
    """Keeps what the client chose, why, and who was present. Raises Invalid by field."""
    decision = _locked(actor, decision_id)
    _require_open(decision)
    today = now.astimezone(actor.time_zone).date()
    chosen = decision.options.filter(pk=option_id).first() if option_id else None
    problems = {}
    if chosen is None:
        problems["option"] = "Choose the option that the client chose."
    if not present.strip():
        problems["present"] = "Say who was present, the client among them."
    if decided_on and decided_on > today:
        problems["decided_on"] = "It is decided already: choose a day until today."
    if problems:
        raise Invalid(problems)
    assert chosen is not None  # else it is a problem
    return _end(
        decision, Decision.State.DECIDED, actor, now, "decision_made", f"{decision.question}: {chosen.title}",
        chosen_id=chosen.pk, because=_text(because), present=_text(present), decided_on=decided_on or today,
    )  # fmt: skip


def drop_decision(*, actor: Viewer, now: datetime, decision_id: UUID, reason: str) -> Decision:
    """It need not be decided any more."""
    decision = _locked(actor, decision_id)
    _require_open(decision)
    if not reason.strip():
        raise Invalid({"reason": "Say why it need not be decided any more."})
    said = f"No longer asked: {decision.question}"
    return _end(decision, Decision.State.DROPPED, actor, now, "decision_dropped", said, because=_text(reason))


def reopen_decision(*, actor: Viewer, now: datetime, decision_id: UUID) -> Decision:
    """A client may change their mind; what was decided before stays in the history."""
    decision = _locked(actor, decision_id)
    with change(
        "decision_reopened", actor=actor, now=now, chain=case_chain(decision.case_id), subject=decision,
        summary=decision.question,
    ) as record:  # fmt: skip
        record.update(
            decision, state=Decision.State.OPEN, chosen_id=None, decided_on=None, ended_at=None, ended_by_id=None
        )  # fmt: skip
    return decision


def _locked(actor: Viewer, decision_id: UUID) -> Decision:
    decision = get_decision(actor, decision_id)
    require(can_write(actor), ONLY_WORKERS)
    return decision


def _require_open(decision: Decision) -> None:
    if decision.state != Decision.State.OPEN:
        raise Invalid(_ENDED)


def _end(
    decision: Decision, state: str, actor: Viewer, now: datetime, verb: str, summary: str, **values: Any
) -> Decision:
    chain = case_chain(decision.case_id)
    with change(verb, actor=actor, now=now, chain=chain, subject=decision, summary=summary[:300]) as record:
        record.update(decision, state=state, ended_at=now, ended_by_id=actor.staff_id, **values)
    return decision


def _write_rows(record: ChangeRecord, decision: Decision, details: DecisionDetails) -> None:
    """Rows by their ids: those that are gone from the page are removed, with what was said of them."""
    _bring(record, decision, DecisionOption, [
        {"id": one.id, "title": _line(one.title, 160), "pros": _text(one.pros), "cons": _text(one.cons),
         "risks": _text(one.risks), "cost": _line(one.cost, 300)} for one in details.options
    ])  # fmt: skip
    _bring(record, decision, DecisionMatter, [
        {"id": one.id, "text": _line(one.text, 200), "weight": _line(one.weight, 120)} for one in details.matters
    ])  # fmt: skip
    _bring(record, decision, DecisionQuestion, [
        {"id": one.id, "text": _line(one.text, 300), "for_whom": _line(one.for_whom, 120),
         "answer": _text(one.answer)} for one in details.questions
    ])  # fmt: skip
    _bring_fits(record, decision, details)


def _bring(record: ChangeRecord, decision: Decision, model: Any, wanted: Sequence[dict[str, Any]]) -> None:
    there: dict[UUID, Model] = {one.pk: one for one in model.objects.filter(decision=decision)}
    new = [row["id"] for row in wanted if row["id"] not in there]
    if len(set(new)) < len(new) or model.objects.filter(pk__in=new).exists():
        raise Invalid("A row of this page belongs to another decision. Reload the page and try again.")
    for position, row in enumerate(wanted):
        known = there.pop(row["id"], None)
        if known:
            record.update(known, position=position, **row)
        else:
            record.add(model(decision=decision, position=position, **row))
    for gone in there.values():
        record.remove(gone)


def _bring_fits(record: ChangeRecord, decision: Decision, details: DecisionDetails) -> None:
    options, matters = {one.id for one in details.options}, {one.id for one in details.matters}
    wanted = {pair: fit for pair, fit in details.fits.items() if pair[0] in options and pair[1] in matters}
    there = {
        (one.option_id, one.matter_id): one for one in DecisionFit.objects.filter(option__decision=decision)
    }
    for pair, fit in wanted.items():
        known = there.pop(pair, None)
        if known:
            record.update(known, fit=fit)
        else:
            record.add(DecisionFit(option_id=pair[0], matter_id=pair[1], fit=fit))
    for gone in there.values():
        record.remove(gone)


def _line(text: str, most: int) -> str:
    return " ".join(text.replace("\0", "").split())[:most]


def _text(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()
