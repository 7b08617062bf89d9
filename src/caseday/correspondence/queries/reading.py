"""One message with its conversation, where it is filed, and how it is known who wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from caseday.access.viewer import Viewer
from caseday.cases.queries import briefs_of
from caseday.correspondence.models import Attachment, Filing, KnownSender, Message, MessageBody
from caseday.correspondence.queries.inbox import Suggested, who_of, with_suggestions
from caseday.correspondence.queries.messages import get_message, messages_seen_by
from caseday.kernel.keys import read_key, write_key

PAGE = 30


@dataclass(frozen=True)
class FiledOn:
    filing: Filing
    case_id: UUID
    client: str
    number: str


@dataclass(frozen=True)
class Conversation:
    """The messages of a thread that the viewer sees, oldest first; keys lead to those before and after."""

    messages: list[Message]
    earlier_key: str = ""
    later_key: str = ""


@dataclass(frozen=True)
class MessagePage:
    message: Message
    conversation: Conversation
    filed_on: list[FiledOn]
    is_on_unseen_cases: bool
    suggestions: tuple[Suggested, ...]
    known: list[KnownSender]

    @property
    def who(self) -> str:
        return who_of(self.message) if self.message.is_incoming else to_words(self.message)

    @property
    def case_id(self) -> UUID | None:
        """The one that belongs to it first; None where it is on no case in sight."""
        return self.filed_on[0].case_id if self.filed_on else None

    @property
    def address(self) -> str:
        """The other side's."""
        if self.message.is_incoming:
            return self.message.from_address
        return next((str(one.get("address", "")) for one in self.message.recipients), "")


def to_words(message: Message) -> str:
    """To whom an outgoing one went: names where they are known, else addresses."""
    named = (str(one.get("name") or one.get("address") or "") for one in message.recipients)
    return ", ".join(one for one in named if one) or "nobody"


def message_page(viewer: Viewer, message_id: UUID) -> MessagePage:
    """NotFound outside the viewer's sight; at most nine queries, however long the conversation."""
    message = get_message(viewer, message_id)
    filings = list(Filing.objects.filter(message=message, undone_at=None).select_related("staff"))
    briefs = briefs_of(viewer, (), {one.case_id for one in filings}) if filings else {}
    seen = [one for one in filings if briefs[one.case_id].is_in_sight]
    seen.sort(key=lambda one: (one.pk != message.activity_id, one.filed_at))
    return MessagePage(
        message=message,
        conversation=conversation_of(viewer, message),
        filed_on=[FiledOn(one, one.case_id, briefs[one.case_id].client, briefs[one.case_id].number) for one in seen],
        is_on_unseen_cases=len(seen) < len(filings),
        suggestions=_others(viewer, message, {one.case_id for one in seen}),
        known=known_senders(message.from_address) if message.is_incoming else [],
    )  # fmt: skip


def _others(viewer: Viewer, message: Message, filed: set[UUID]) -> tuple[Suggested, ...]:
    (row,) = with_suggestions(viewer, [message])
    return tuple(one for one in row.suggestions if one.case_id not in filed)


def conversation_of(viewer: Viewer, message: Message, *, before: str = "", after: str = "") -> Conversation:
    """The latest ones, where `message` is among them; else those up to it. `before` and `after` are keys.

    Two queries, or three for one further back.
    """
    thread = _thread(viewer, message.thread_id)
    if key := read_key(after):
        newer = thread.filter(Q(at__gt=key[0]) | Q(at=key[0], pk__gt=key[1])).order_by("at", "pk")
        found = list(newer[: PAGE + 1])
        return _page(found[:PAGE], has_earlier=True, has_later=len(found) > PAGE)
    if key := read_key(before):
        return _before(thread, Q(at__lt=key[0]) | Q(at=key[0], pk__lt=key[1]), has_later=False)
    latest = _before(thread, Q(), has_later=False)
    if message.pk in {one.pk for one in latest.messages}:
        return latest
    return _before(thread, Q(at__lt=message.at) | Q(at=message.at, pk__lte=message.pk), has_later=True)


def _thread(viewer: Viewer, thread_id: UUID) -> QuerySet[Message]:
    files = Attachment.objects.filter(is_inline=False).select_related("document")
    bodies = MessageBody.objects.filter(message=OuterRef("pk")).exclude(html="")
    return (
        messages_seen_by(viewer)
        .filter(thread=thread_id)
        .annotate(has_html=Exists(bodies))
        .select_related("body", "staff", "professional", "person", "office", "sending")
        .defer("body__html", "body__headers")
        .prefetch_related(Prefetch("attachments", files, "files"))
    )


def _before(thread: QuerySet[Message], which: Q, *, has_later: bool) -> Conversation:
    found = list(thread.filter(which).order_by("-at", "-pk")[: PAGE + 1])
    return _page(found[:PAGE][::-1], has_earlier=len(found) > PAGE, has_later=has_later)


def _page(messages: Sequence[Message], *, has_earlier: bool, has_later: bool) -> Conversation:
    if not messages:
        return Conversation([])
    first, last = messages[0], messages[-1]
    return Conversation(
        list(messages),
        write_key(first.at, first.pk) if has_earlier else "",
        write_key(last.at, last.pk) if has_later else "",
    )


def known_senders(address: str) -> list[KnownSender]:
    """What was learned of an address, and from whom; one query."""
    found = (
        KnownSender.objects.filter(address=address, is_wrong=False) if address else KnownSender.objects.none()
    )
    return list(
        found.select_related("office", "professional", "person", "staff").order_by("-times", "pk")[:6]
    )


def filed_message(viewer: Viewer, message_id: UUID) -> tuple[Message, UUID | None]:
    """A message and the case in sight on which it was filed first; NotFound outside the viewer's sight."""
    message = get_message(viewer, message_id)
    ids = Filing.objects.filter(message=message, undone_at=None).order_by("filed_at", "pk")
    filed = list(ids.values_list("case_id", flat=True))
    briefs = briefs_of(viewer, (), filed) if filed else {}
    return message, next((one for one in filed if briefs[one].is_in_sight), None)
