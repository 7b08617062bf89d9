"""A message goes on cases: its filing, its journal entry and its event, case after case in one order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from caseday.access.record import ChangeRecord, case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.correspondence.models import Filing, Message
from caseday.correspondence.rules.matching import Matched
from caseday.correspondence.rules.matching.sender import Sender
from caseday.correspondence.rules.words import summary_of
from caseday.journal.actions import Happened, record_message

_FIRST_YEAR = 2000
_MOST_SUGGESTED = 3


@dataclass(frozen=True)
class Place:
    """Where a message goes, how that was found, and why."""

    case_id: UUID
    how: str
    confidence: int = 100
    why: str = ""


def places_of(matched: Matched) -> list[Place]:
    """Of what is certain."""
    return [
        Place(one.case_id, Filing.How.THREAD if one.is_thread else Filing.How.MATCHED, one.confidence,
              "; ".join(one.why))
        for one in matched.certain
    ]  # fmt: skip


def suggestions_kept(matched: Matched) -> list[dict[str, Any]]:
    """As a message keeps them; what may be shown of them depends on who looks."""
    return [
        {"case": str(one.case_id), "confidence": one.confidence, "why": list(one.why)}
        for one in matched.matches[:_MOST_SUGGESTED]
    ]


def put_on_cases(
    *,
    actor: Viewer,
    now: datetime,
    message: Message,
    places: Sequence[Place],
    staff_id: UUID | None = None,
    sender: Sender | None = None,
    keep: Callable[[ChangeRecord], None] | None = None,
) -> list[Filing]:
    """One event a case, in one order of cases, each case before the end of its chain: two who file at once only wait.

    An entry of the journal has the id of its filing. `staff_id` is whose work it is where nobody has the case.
    A message that is stored already becomes filed, and known to be from `sender`; a new one is stored by `keep`,
    as part of the first event.
    """
    who = _who(message, sender)
    filings = [_filing(actor, now, message, one) for one in sorted(places, key=lambda one: one.case_id)]
    first = next((one.pk for one in filings if one.case_id == places[0].case_id), None)
    workers = _workers(filings)
    for number, filing in enumerate(filings):
        with change(
            "message_filed" if number or keep is None else "message_came_in", actor=actor, now=now,
            chain=case_chain(filing.case_id), subject=message, happened_at=message.at,
            summary=message_summary(message),
        ) as record:  # fmt: skip
            if number == 0 and keep is not None:
                message.activity_id = first
                keep(record)
            elif number == 0:
                _say_filed(record, message, first, who)
            record.add(filing)
            owner = workers.get(filing.case_id) or staff_id or actor.staff_id
            if owner and message.is_incoming:
                _into_journal(record, actor, now, message, filing, owner, who)
    return filings


def _filing(actor: Viewer, now: datetime, message: Message, place: Place) -> Filing:
    return Filing(
        message=message, case_id=place.case_id, how=place.how, confidence=place.confidence, why=place.why[:300],
        staff_id=actor.staff_id, filed_at=now,
    )  # fmt: skip


def _workers(filings: Sequence[Filing]) -> dict[UUID, UUID | None]:
    if not filings:
        return {}
    cases = Case.objects.filter(pk__in=[one.case_id for one in filings])
    return dict(cases.values_list("pk", "assigned_to_id"))


def _who(message: Message, sender: Sender | None) -> dict[str, Any]:
    """Who wrote it: as it is stored, else as they are known now."""
    known = sender or Sender()
    return {
        name: getattr(message, name) or getattr(known, name)
        for name in ("person_id", "professional_id", "office_id", "role")
    }


def _say_filed(record: ChangeRecord, message: Message, entry_id: UUID | None, who: dict[str, Any]) -> None:
    """An outgoing one keeps its state: it was queued, sent or not."""
    if message.is_incoming:
        record.update(message, state=Message.State.FILED, set_aside_reason="", **who)
    if message.activity_id is None:
        record.update(message, activity_id=entry_id)


def message_summary(message: Message) -> str:
    return summary_of(message.channel, message.subject, message.preview)


def _into_journal(
    record: ChangeRecord, actor: Viewer, now: datetime, message: Message, filing: Filing, owner: UUID,
    who: dict[str, Any],
) -> None:  # fmt: skip
    record_message(
        record=record,
        actor=actor,
        now=now,
        case_id=filing.case_id,
        staff_id=owner,
        is_contact=not message.is_automatic,
        id=filing.pk,
        happened=Happened(
            with_role=who["role"],
            with_name=message.from_name
            or (message.person.called if message.person else message.from_address),
            office_id=who["office_id"],
            professional_id=who["professional_id"],
            person_id=who["person_id"],
            is_incoming=True,
            started_at=moment_of(message),
            summary=message_summary(message),
        ),
    )


def moment_of(message: Message) -> datetime:
    """When it happened: as it says of itself, unless that is later than it came, or long ago."""
    came = message.recorded_at
    return message.at if message.at <= came and message.at.year >= _FIRST_YEAR else came


def with_rights(actor: Viewer) -> Viewer:
    """Who may file may undo what filing made, though the entry stands in another's journal; signs as themselves."""
    values = {one.name: getattr(actor, one.name) for one in fields(Viewer)}  # a request's is wrapped
    return Viewer(**{**values, "is_system": True})
