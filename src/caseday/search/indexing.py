"""In: records that were changed. Out: the entries by which they are found."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db import models

from caseday.access.spelled import Spelled, SpelledObjects
from caseday.cases.models import Case, Identifier
from caseday.correspondence.models import Filing, Message
from caseday.directory.models import Office, OfficePhone, Professional
from caseday.documents.models import Document, DocumentText
from caseday.journal.models import Activity, Note
from caseday.people.models import ContactPoint, Person
from caseday.search.models import Entry, Kind
from caseday.search.rules import fold, joined_number, sounds_of, words_of

_LONGEST_WORD, _MOST_WORDS_BYTES = 80, 300_000
_UPDATED = ["case_id", "person_id", "office_id", "title", "detail", "words", "text", "sounds", "scope"]


def refresh(touched: list[models.Model]) -> None:
    """Bring the entries of changed records up to date; called inside each change's transaction."""
    fresh = [one for one in touched if isinstance(one, Activity) and one.noted_at is None]
    if fresh:
        _keep([entry_of_activity(one, ()) for one in fresh])
    for make, ids in _to_make(one for one in touched if one not in fresh).items():
        _keep(make(ids))


def _keep(entries: list[Entry]) -> None:
    if entries:
        Entry.objects.bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["kind", "subject_id"],
            update_fields=_UPDATED,
            batch_size=500,
        )


Maker = Callable[[set[UUID]], list[Entry]]


def _to_make(touched: Iterable[models.Model]) -> dict[Maker, set[UUID]]:
    wanted: dict[Maker, set[UUID]] = defaultdict(set)
    for obj in touched:
        for make, column in _MAKERS.get(type(obj), ()):
            wanted[make].add(getattr(obj, column))
    return wanted


def entries_of_persons(ids: set[UUID]) -> list[Entry]:
    points: dict[UUID, list[str]] = defaultdict(list)
    for person_id, value in ContactPoint.objects.filter(person__in=ids, is_retired=False).values_list(
        "person_id", "value"
    ):
        points[person_id].append(joined_number(value).removeprefix("1"))
    return [
        Entry(
            kind=Kind.PERSON,
            subject_id=person.id,
            person_id=person.id,
            title=person.full_name[:240],
            detail=f"born {person.birth_date:%m/%d/%Y}" if person.birth_date else "",
            words=fold(
                " ".join([person.full_name, person.preferred_name, person.former_names, *points[person.id]])
            ),
            sounds=sounds_of(f"{person.full_name} {person.preferred_name} {person.former_names}")[:240],
        )
        for person in Person.objects.filter(pk__in=ids, merged_into=None)
    ]


def entries_of_persons_and_their_cases(ids: set[UUID]) -> list[Entry]:
    cases = set(Case.objects.filter(person__in=ids).values_list("id", flat=True))
    return entries_of_persons(ids) + (entries_of_cases(cases) if cases else [])


def entries_of_cases(ids: set[UUID]) -> list[Entry]:
    return [
        Entry(
            kind=Kind.CASE,
            subject_id=case.id,
            person_id=case.person_id,
            title=case.person.full_name[:240],
            detail=f"{case.number} · {case.summary}"[:240],
            words=fold(
                f"{case.person.full_name} {case.person.preferred_name} {case.number} {joined_number(case.number)}"
            ),
            sounds=sounds_of(case.person.full_name)[:240],
            **_in_case(case.id),
        )
        for case in Case.objects.filter(pk__in=ids).select_related("person")
    ]


def entries_of_identifiers(ids: set[UUID]) -> list[Entry]:
    return [
        Entry(
            kind=Kind.IDENTIFIER,
            subject_id=one.id,
            title=one.value,
            detail=f"{one.kind.replace('_', ' ')} · {one.case.person.full_name}"[:240],
            words=fold(f"{one.value} {joined_number(one.value)}"),
            **_in_case(one.case_id),
        )
        for one in Identifier.objects.filter(pk__in=ids).select_related("case__person")
    ]


def entries_of_offices(ids: set[UUID]) -> list[Entry]:
    phones: dict[UUID, list[str]] = defaultdict(list)
    for office_id, number in OfficePhone.objects.filter(office__in=ids).values_list("office_id", "number"):
        phones[office_id].append(joined_number(number).removeprefix("1"))
    return [
        Entry(
            kind=Kind.OFFICE,
            subject_id=office.id,
            office_id=office.id,
            title=office.name[:240],
            detail=f"{office.get_kind_display()} · {office.city}"[:240],
            words=fold(" ".join([office.name, office.city, office.get_kind_display(), *phones[office.id]])),
            sounds=sounds_of(office.name)[:240],
        )
        for office in Office.objects.filter(pk__in=ids)
    ]


def entries_of_professionals(ids: set[UUID]) -> list[Entry]:
    return [
        Entry(
            kind=Kind.PROFESSIONAL,
            subject_id=one.id,
            office_id=one.office_id,
            title=str(one)[:240],
            detail=" · ".join(part for part in (one.role, one.office.name if one.office else "") if part)[
                :240
            ],
            words=fold(f"{one.name} {one.role}"),
            sounds=sounds_of(one.name)[:240],
        )
        for one in Professional.objects.filter(pk__in=ids).select_related("office")
    ]


def entries_of_activities(ids: set[UUID]) -> list[Entry]:
    notes: dict[UUID, list[str]] = defaultdict(list)
    for activity_id, text in Note.objects.filter(activity__in=ids).values_list("activity_id", "text"):
        notes[activity_id].append(text)
    return [entry_of_activity(one, notes[one.id]) for one in Activity.objects.filter(pk__in=ids)]


def entry_of_activity(one: Activity, notes: Iterable[str]) -> Entry:
    return Entry(
        kind=Kind.ENTRY,
        subject_id=one.id,
        title=f"{one.get_kind_display()}{f' with {one.with_name}' if one.with_name else ''}"[:240],
        detail=f"{one.started_at:%m/%d/%Y}",
        text=fold(" ".join([one.with_name, one.summary, *notes])),
        **_in_case(one.case_id),
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
            text=_each_word_once(
                f"{one.title} {one.kind.replace('_', ' ')} {_sender(one)} {texts.get(one.id, '')}"
            ),
            **_in_case(one.case_id),
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
    text = _each_word_once(f"{one.subject} {one.from_name} {one.from_address} {body}")
    for subject_id, case_id in places:
        yield Entry(
            kind=Kind.MESSAGE,
            subject_id=subject_id,
            title=(one.subject or one.preview or one.get_channel_display())[:240],
            detail=f"{one.at:%m/%d/%Y} · {one.from_name or one.from_address}"[:240],
            text=text,
            **_in_case(case_id),
        )


def _sender(paper: Document) -> str:
    return paper.from_office.name if paper.from_office else paper.from_name


def _each_word_once(text: str) -> str:
    """In the order of the text; PostgreSQL takes at most 1 MB of words, with their places."""
    words: dict[str, None] = {}
    size = 0
    for word in words_of(text):
        if word not in words and len(word) <= _LONGEST_WORD:
            words[word] = None
            size += len(word.encode()) + 1
            if size > _MOST_WORDS_BYTES:
                break
    return " ".join(words)


def _in_case(case_id: UUID | None) -> dict[str, Any]:
    return {"case_id": case_id, "scope": f"c{case_id.hex}" if case_id else ""}


_MAKERS: dict[type[models.Model], tuple[tuple[Maker, str], ...]] = {
    Person: ((entries_of_persons_and_their_cases, "id"),),
    ContactPoint: ((entries_of_persons, "person_id"),),
    Case: ((entries_of_cases, "id"),),
    Identifier: ((entries_of_identifiers, "id"),),
    Office: ((entries_of_offices, "id"),),
    OfficePhone: ((entries_of_offices, "office_id"),),
    Professional: ((entries_of_professionals, "id"),),
    Activity: ((entries_of_activities, "id"),),
    Note: ((entries_of_activities, "activity_id"),),
    Document: ((entries_of_papers, "id"),),
    Message: ((entries_of_messages, "id"),),
    Filing: ((entries_of_messages, "message_id"),),
}
INDEXED: tuple[tuple[type[models.Model], Maker], ...] = (
    (Person, entries_of_persons),
    (Case, entries_of_cases),
    (Identifier, entries_of_identifiers),
    (Office, entries_of_offices),
    (Professional, entries_of_professionals),
    (Activity, entries_of_activities),
    (Document, entries_of_papers),
    (Message, entries_of_messages),
)
