"""Invitations leave, updates and cancellations with them: each checked, each refusal kept with its reason."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.viewer import Viewer
from caseday.correspondence.actions import try_to_queue
from caseday.correspondence.models import Message
from caseday.kernel.errors import Invalid
from caseday.meetings.actions.changing import changing, to_change
from caseday.meetings.models import Participant
from caseday.meetings.queries import entry_of, meeting_sheet, outgoing_of
from caseday.meetings.rules import digest_of


@dataclass(frozen=True)
class Told:
    """What became of one participant: a message under way, or why there is none."""

    participant: Participant
    message: Message | None = None
    refusal: str = ""


def invite(
    *,
    actor: Viewer,
    now: datetime,
    meeting_id: UUID,
    participant_ids: Collection[UUID],
    with_agenda: bool = False,
    confirmed: frozenset[str] = frozenset(),
    reason: str = "",
) -> list[Told]:
    """Tells these of the meeting as it stands: invites, updates, or calls it off, by the same UID and a higher SEQUENCE
    than before. Who was told this already is left alone, so that a second tap sends nothing twice.

    Raises Invalid where nobody is chosen; what speaks against a single one stands in their `Told`.
    """
    to_change(actor, meeting_id)
    with transaction.atomic():
        sheet = meeting_sheet(actor, meeting_id)
        chosen = [one for one in sheet.participants if one.pk in participant_ids]
        if not chosen:
            raise Invalid({"people": "Choose who is told."})
        entry = entry_of(sheet.meeting)
        digest = digest_of(entry)
        wanted = [one for one in chosen if one.told != digest and (one.told or not entry.is_called_off)]
        found = []
        for one in wanted:
            outgoing = outgoing_of(
                actor, sheet, one, now=now, with_agenda=with_agenda, confirmed=confirmed, reason=reason
            )
            found.append(Told(one, *try_to_queue(actor=actor, now=now, outgoing=outgoing)))
        _keep(actor, now, meeting_id, found, digest, entry.sequence)
    return found


def _keep(
    actor: Viewer, now: datetime, meeting_id: UUID, found: list[Told], digest: str, sequence: int
) -> None:
    went = [one for one in found if one.message]
    summary = f"Told of the meeting: {', '.join(one.participant.name for one in went) or 'nobody'}"
    with changing("meeting_told", actor=actor, now=now, meeting_id=meeting_id, summary=summary) as (
        meeting,
        record,
    ):
        if went:
            record.update(meeting, told=digest, sequence=sequence)
        for one in found:
            if one.message:
                record.update(
                    one.participant, told=digest, told_at=now, message_id=one.message.pk, refusal=""
                )
            else:
                record.update(one.participant, refusal=one.refusal)
