"""What is found by its words, newest first: the journal, papers and messages."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from caseday.access.spelled import Spelled, SpelledObjects
from caseday.correspondence.models import Filing, Message
from caseday.documents.models import Document, DocumentText
from caseday.journal.models import Activity, Note
from caseday.search.indexing.words import each_word_once, in_case
from caseday.search.models import Entry, Kind
from caseday.search.rules import fold


def entries_of_activities(ids: set[UUID]) -> list[Entry]:
    notes: dict[UUID, list[str]] = defaultdict(list)
    for activity_id, text in _NOTES.rows(ids=ids):
        notes[activity_id].append(text)
    return [entry_of_activity(one, notes[one.id]) for one in _ACTIVITIES.objects(ids=ids)]


_NOTES = Spelled(lambda ids: Note.objects.filter(activity__in=ids).values_list("activity_id", "text"))
_ACTIVITIES = SpelledObjects(lambda ids: Activity.objects.filter(pk__in=ids))


def entry_of_activity(one: Activity, notes: Iterable[str]) -> Entry:
    return Entry(
        kind=Kind.ENTRY,
        subject_id=one.id,
        title=f"{one.get_kind_display()}{f' with {one.with_name}' if one.with_name else ''}"[:240],
        detail=f"{one.started_at:%m/%d/%Y}",
        text=fold(" ".join([one.with_name, one.summary, *notes])),
        **in_case(one.case_id),
    )


def entries_of_papers(ids: set[UUID]) -> list[Entry]:
    """The words of a text stand once each, for their order is not searched."""
    texts = dict(DocumentText.objects.filter(document__in=ids).values_list("document_id", "text"))
    return [
        Entry(
            kind=Kind.PAPER,
            subject_id=one.id,
            title=one.title[:240],
            detail=f"{one.service_on or one.received_at:%m/%d/%Y}{' · voided' if one.voided_at else ''}",
            text=each_word_once(
                f"{one.title} {one.kind.replace('_', ' ')} {_sender(one)} {texts.get(one.id, '')}"
            ),
            **in_case(one.case_id),
        )
        for one in Document.objects.filter(pk__in=ids).select_related("from_office")
    ]


def entries_of_messages(ids: set[UUID]) -> list[Entry]:
    """One for each case on which it is; on none, one of its own. Those of before are dropped."""
    on_cases: dict[UUID, list[tuple[UUID, UUID | None]]] = defaultdict(list)
    gone: list[UUID] = []
    for pk, message_id, case_id, undone_at in _FILINGS.rows(ids=ids):
        if undone_at:
            gone.append(pk)
        else:
            on_cases[message_id].append((pk, case_id))
    if gone or on_cases:
        Entry.objects.filter(kind=Kind.MESSAGE, subject_id__in=[*gone, *on_cases]).delete()
    return [
        entry
        for one in _MESSAGES.objects(ids=ids)
        for entry in _entries_of_message(one, on_cases[one.pk] or [(one.pk, None)])
    ]


_SHOWN_OF_MESSAGE = ("subject", "preview", "channel", "at", "from_name", "from_address", "body__text")
_MESSAGES = SpelledObjects(
    lambda ids: Message.objects.filter(pk__in=ids).select_related("body").only(*_SHOWN_OF_MESSAGE)
)
_FILINGS = Spelled(
    lambda ids: (
        Filing.objects.filter(message__in=ids)
        .order_by("pk")
        .values_list("pk", "message_id", "case_id", "undone_at")
    )
)


def _entries_of_message(one: Message, places: Iterable[tuple[UUID, UUID | None]]) -> Iterable[Entry]:
    body = one.body.text if hasattr(one, "body") else ""
    text = each_word_once(f"{one.subject} {one.from_name} {one.from_address} {body}")
    for subject_id, case_id in places:
        yield Entry(
            kind=Kind.MESSAGE,
            subject_id=subject_id,
            title=(one.subject or one.preview or one.get_channel_display())[:240],
            detail=f"{one.at:%m/%d/%Y} · {one.from_name or one.from_address}"[:240],
            text=text,
            **in_case(case_id),
        )


def _sender(paper: Document) -> str:
    return paper.from_office.name if paper.from_office else paper.from_name
