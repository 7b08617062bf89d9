"""Open work of correspondence: who waits for an answer, what may mean harm, what did not leave, what is not filed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from caseday.correspondence.queries.open_work import (
    FLAGGED,
    NOT_SENT,
    UNTOLD,
    WAITING,
    OpenMessage,
    open_messages,
)
from caseday.correspondence.queries.unanswered import Unanswered, unanswered_for
from caseday.correspondence.rules.unanswered import waiting_words
from caseday.looseends.queries.gather.frame import Asked, Gather, Known
from caseday.looseends.rules import (
    LooseEnd,
    inbox_waiting,
    message_flagged,
    message_not_sent,
    message_unanswered,
    update_due,
)
from caseday.programs.rules import due_at
from caseday.ui.words import phone_words

_CHANNELS = {
    "email": "Email", "text": "Text", "fax": "Fax", "voicemail": "Voicemail", "letter": "Letter",
    "portal": "Portal message",
}  # fmt: skip
_CLIENT, _UNSURE = "client", "unsure"


def _unanswered(asked: Asked) -> list[Unanswered]:
    return unanswered_for(asked.viewer, asked.staff_ids, asked.now)


def _to_answer(rows: Sequence[Unanswered], known: Known) -> list[LooseEnd]:
    facts = [
        message_unanswered.Facts(
            message_id=one.message_id,
            who=phone_words(one.who),
            channel=_CHANNELS.get(one.channel, one.channel).lower(),
            words=one.subject,
            count=one.count,
            minutes=one.minutes,
            waits=waiting_words(one.minutes),
            since=one.since,
            case_id=one.case_id,
            client=known.client(one.case_id),
            is_client=one.role == _CLIENT,
        )
        for one in rows
    ]
    return message_unanswered.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _open(asked: Asked) -> list[OpenMessage]:
    return asked.once("messages", lambda one: open_messages(one.viewer, one.staff_ids, now=one.now))


def _flagged(asked: Asked) -> list[OpenMessage]:
    return [one for one in _open(asked) if one.what == FLAGGED]


def _to_read(rows: Sequence[OpenMessage], known: Known) -> list[LooseEnd]:
    """A message on several cases is read once."""
    once = {one.id: one for one in rows if one.id}
    facts = [
        message_flagged.Facts(
            message_id=message_id,
            who=phone_words(one.who) or "Somebody",
            words=one.words,
            at=one.at,
            case_id=one.case_id,
            client=known.client(one.case_id),
        )
        for message_id, one in once.items()
    ]
    return message_flagged.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _failed(asked: Asked) -> list[OpenMessage]:
    return [one for one in _open(asked) if one.what == NOT_SENT]


def _to_send(rows: Sequence[OpenMessage], known: Known) -> list[LooseEnd]:
    facts = [
        message_not_sent.Facts(
            message_id=one.id,
            channel=_CHANNELS.get(one.channel, one.channel),
            to=phone_words(one.to),
            trouble=one.words or "",
            is_unsure=one.sending_state == _UNSURE,
            at=one.at,
            case_id=one.case_id,
            client=known.client(one.case_id),
        )
        for one in rows
        if one.id
    ]
    return message_not_sent.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _waiting(asked: Asked) -> list[OpenMessage]:
    return [one for one in _open(asked) if one.what == WAITING]


def _to_file(rows: Sequence[OpenMessage], known: Known) -> list[LooseEnd]:
    inbox_id = known.asked.viewer.staff_id
    facts = [inbox_waiting.Facts(inbox_id, int(one.words), one.at) for one in rows if inbox_id]
    return inbox_waiting.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _untold(asked: Asked) -> list[OpenMessage]:
    return [one for one in _open(asked) if one.what == UNTOLD]


def _to_tell(rows: Sequence[OpenMessage], known: Known) -> list[LooseEnd]:
    """One a case: from the first visit of which they do not know."""
    latest_first = sorted(rows, key=lambda row: row.at, reverse=True)
    first = {one.case_id: one for one in latest_first if one.case_id}
    facts = [
        update_due.Facts(
            case_id=case_id,
            client=known.client(case_id),
            visit_at=one.at,
            whom=one.who,
            count=sum(row.case_id == case_id for row in rows),
            due_at=_update_due_at(one, case_id, known),
        )
        for case_id, one in first.items()
    ]
    return update_due.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _update_due_at(one: OpenMessage, case_id: UUID, known: Known) -> datetime:
    case = known.cases[case_id]
    calendar = case.pack.calendar(zone=known.asked.zone, jurisdiction=case.jurisdiction)
    return due_at(one.at, known.practice(case_id).update_within.count, "working_days", calendar)


UNANSWERED = Gather("Not answered", _unanswered, _to_answer, group="Messages")
SAFETY = Gather("Safety flag", _flagged, _to_read, group="Messages")
NOT_LEFT = Gather("Not sent", _failed, _to_send, group="Messages")
INBOX = Gather("In the inbox", _waiting, _to_file, group="Messages")
UPDATES = Gather("Updates due", _untold, _to_tell, group="Messages")
