"""What the system knows that a message may be about: it matches over every case, whoever looks.

At most 20 queries, however much has happened: all are answered by indexes, or from the directory and open parties.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Lower

from caseday.access.models import Staff
from caseday.access.spelled import Spelled
from caseday.correspondence.models import Account, Filing, Message
from caseday.correspondence.queries import evidence
from caseday.correspondence.queries.ties import Found, ties_of
from caseday.correspondence.rules.incoming import Incoming, IncomingFile, Party
from caseday.correspondence.rules.matching import Evidence, Matched, Said, decide
from caseday.correspondence.rules.matching.sender import Sender, sender_on
from caseday.correspondence.rules.threads import text_thread_key

_MOST_REFERENCES = 50


def match(incoming: Incoming, *, file_texts: Iterable[str] = ()) -> Matched:
    """To which cases it belongs, and who wrote it. `file_texts` are what its files say, as far as that is known."""
    return match_said(said_of(incoming, file_texts), incoming)


def said_of(incoming: Incoming, file_texts: Iterable[str] = ()) -> Said:
    files = [one.name for one in incoming.files]
    invited = [f"{one.title} {one.starts_at:%m/%d/%Y}" for one in incoming.invitations]
    return Said(
        sender=incoming.sender,
        subject=incoming.subject,
        text="\n".join((incoming.text, *invited)),
        quoted=incoming.quoted,
        files="\n".join((*files, *file_texts)),
        is_from_us=_is_from_us(incoming.sender),
        others=tuple(one for one in incoming.recipients if one.kind in ("to", "cc"))[:20],
    )


def _is_from_us(sender: Party) -> bool:
    """A colleague, or one of our own mailboxes."""
    if "@" not in sender.address:
        return False
    return bool(_OURS.rows(address=sender.address.lower()))


def _ours(address: str) -> QuerySet[Any, Any]:
    staff = Staff.objects.annotate(known=Lower("email")).filter(known=address)
    boxes = Account.objects.annotate(known=Lower("address")).filter(known=address)
    return staff.order_by().values_list("pk").union(boxes.order_by().values_list("pk"))


_OURS = Spelled(_ours)


def match_said(said: Said, incoming: Incoming) -> Matched:
    found = ties_of(said)
    gathered = gather(said, incoming, found)
    matched = decide(gathered)
    if not matched.certain and (nearly := _nearly_numbered(gathered)):
        matched = decide(
            replace(gathered, cases=(*gathered.cases, *evidence.case_facts(nearly)))
        ).for_a_person
    first = matched.matches[0].case_id if matched.matches and matched.certain else None
    return matched.by(sender_on(first, found.ties, found.sender))


def _nearly_numbered(gathered: Evidence) -> frozenset[UUID]:
    """Cases that nothing speaks for but a number with a slip; nobody files by it."""
    known = {one.case_id for one in gathered.cases}
    return evidence.cases_nearly_numbered(gathered.said, gathered.exact) - known


def gather(said: Said, incoming: Incoming, found: Found) -> Evidence:
    """All that may speak for or against a case."""
    conversation = _conversation(incoming)
    exact = evidence.exact_numbers(said)
    named = evidence.cases_of_names(said)
    owned = evidence.cases_of_worker(incoming.account_id)
    ids = {*found.ties, *conversation, *(one.case_id for one in exact), *named, *owned}
    cases = evidence.case_facts(ids)
    return Evidence(
        said=said,
        cases=cases,
        ties=found.ties,
        exact=(*exact, *evidence.case_numbers(said, cases)),
        conversation=conversation,
        is_by_reply=incoming.channel != "text",
        meetings=evidence.meetings(set(found.ties) | conversation, said.dates.all),
    )


def _conversation(incoming: Incoming) -> frozenset[UUID]:
    """Cases on which the messages are that it answers; of texts, on which the last ones with this number are."""
    if incoming.channel == "text":
        key = text_thread_key(incoming.account_id, incoming.sender.address)
        earlier = Message.objects.filter(thread__key=key, thread__channel="text")
        last = list(earlier.order_by("-at").values_list("pk", flat=True)[:5])
        return _cases_on(last)
    if not incoming.references:
        return frozenset()
    known = [one[:255] for one in incoming.references[-_MOST_REFERENCES:]]
    answered = Message.objects.filter(external_id__in=known)
    newest = answered.order_by("-at").values_list("thread_id", flat=True)[:1]
    filed = Filing.objects.filter(message__thread__in=list(newest), undone_at=None)
    return frozenset(filed.values_list("case_id", flat=True).distinct()[:20])


def _cases_on(message_ids: list[UUID]) -> frozenset[UUID]:
    if not message_ids:
        return frozenset()
    filed = Filing.objects.filter(message__in=message_ids, undone_at=None)
    return frozenset(filed.values_list("case_id", flat=True))


def incoming_again(message: Message) -> Incoming:
    """A stored message as it came, for matching it with what is known by now."""
    earlier = Message.objects.filter(thread=message.thread_id).exclude(pk=message.pk).exclude(external_id="")
    return Incoming(
        channel=message.channel,
        sender=Party(message.from_address, message.from_name, "from"),
        at=message.at,
        account_id=message.account_id,
        recipients=tuple(Party(one["address"], one["name"], one["as"]) for one in message.recipients),
        references=tuple(earlier.order_by("at").values_list("external_id", flat=True)[:_MOST_REFERENCES]),
        subject=message.subject,
        text=message.body.text,
        quoted=message.body.quoted,
        files=tuple(IncomingFile(one.name, one.media_type, None) for one in message.attachments.all()),
        is_automatic=message.is_automatic,
    )


def sender_for_case(message: Message, case_id: UUID) -> Sender:
    """Who wrote it, with their role on the case on which it is filed now."""
    found = ties_of(said_of(incoming_again(message)))
    return sender_on(case_id, found.ties, found.sender)
