"""Where a wrong number stands on a case, who else may have it, and what is open to have it corrected."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Identifier, ReadBack
from caseday.cases.queries import Holder, get_case, holders_of, same_source_holders
from caseday.cases.rules import normalize_identifier, pattern_of, stands_in
from caseday.correspondence.models import Filing, Message
from caseday.directory.models import Office
from caseday.documents.models import Delivery, DocumentText
from caseday.followups.models import FollowUp
from caseday.journal.models import Activity, Note

DOCUMENT, NOTE, ACTIVITY, TO_DO, MESSAGE = "document", "note", "activity", "to_do", "message"
_SHORTEST = 4
_MOST = 30
_AROUND_CHARACTERS = 40


@dataclass(frozen=True)
class Place:
    """Something in which the number stands: `kind` and `id` lead there, `receivers` were sent it.

    `office` is the other side of a message of which it is no mere quotation; `is_theirs` where they wrote it.
    """

    kind: str
    id: UUID
    what: str
    at: datetime
    excerpt: str
    receivers: tuple[Delivery, ...] = ()
    office: Office | None = None
    is_theirs: bool = False

    @property
    def offices(self) -> Iterator[tuple[Office, str]]:
        """Who has it by this, and why one thinks so."""
        for sent in self.receivers:
            if sent.office:
                yield sent.office, f"was sent “{self.what}”, which has it"
        if self.office:
            yield self.office, f"{'wrote' if self.is_theirs else 'was sent'} “{self.what}”, which has it"


@dataclass(frozen=True)
class Suspect:
    """Somebody who may have the same wrong number, and why."""

    name: str
    why: str
    office_id: UUID | None = None
    professional_id: UUID | None = None


@dataclass(frozen=True)
class ReadBackPage:
    identifier: Identifier
    holders: list[Holder]
    suspects: list[Suspect]
    places: dict[str, list[Place]]
    chases: list[FollowUp]


def places_of_number(viewer: Viewer, case_id: UUID, text: str) -> list[Place]:
    """Papers, messages, notes, entries and to-dos of the case in which a number stands, the newest first.

    Six queries and one for the case, whatever its history. Empty for what is too short to be told from chance.
    """
    case = get_case(viewer, case_id)
    if len(normalize_identifier(text)) < _SHORTEST:
        return []
    found = [place for find in (_papers, _messages, _notes, _entries, _to_dos) for place in find(case, text)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def read_back_page(viewer: Viewer, identifier: Identifier) -> ReadBackPage:
    """Everything about one number: who has it as what, and where each wrong spelling of it stands."""
    holders = holders_of(viewer, identifier.pk)
    wrong = [one for one in holders if not one.is_right]
    spelled = {normalize_identifier(one.latest.heard): one.latest.heard for one in wrong}
    found = {heard: places_of_number(viewer, identifier.case_id, heard) for heard in spelled.values()}
    places = {heard: some for heard, some in found.items() if some}
    suspects = [
        one for holder in wrong for one in suspects_of(viewer, holder.latest, found[spelled[_key(holder)]])
    ]
    return ReadBackPage(identifier, holders, _each_once(suspects), places, open_corrections(identifier))


def suspects_of(viewer: Viewer, read_back: ReadBack, places: Iterable[Place]) -> list[Suspect]:
    """Who else may have it wrong: whoever has it from the same source, and whoever was sent, or wrote, what has it so.

    Not the one who read it, and nobody who has read it right since.
    """
    holders = holders_of(viewer, read_back.identifier_id)
    known = {one.key: one for one in holders}
    reader = Holder(read_back).key
    suspects = [
        Suspect(one.name, f"has it from {one.source}, too", one.latest.office_id, one.latest.professional_id)
        for one in same_source_holders(viewer, read_back.pk)
        if not one.is_right
    ]
    for place in places:
        for office, why in place.offices:
            key = ("office", str(office.pk))
            if key != reader and not (key in known and known[key].is_right):
                suspects.append(Suspect(str(office), why, office.pk))
    return _each_once(suspects)


def open_corrections(identifier: Identifier) -> list[FollowUp]:
    """What is open until somebody reads this number back right."""
    chases = FollowUp.objects.filter(
        until=FollowUp.Until.READ_BACK, until_identifier=identifier, state=FollowUp.State.OPEN
    )
    return list(chases.select_related("office", "professional").order_by("due_on", "pk"))


def _key(holder: Holder) -> str:
    return normalize_identifier(holder.latest.heard)


def _each_once(suspects: Iterable[Suspect]) -> list[Suspect]:
    return list({(one.office_id, one.professional_id or one.name): one for one in suspects}.values())


def _having(rows: QuerySet[Any], text: str, *fields: str) -> QuerySet[Any]:
    wanted = Q()
    for field in fields:
        wanted |= Q(**{f"{field}__iregex": pattern_of(text)})
    return rows.filter(wanted)


def _papers(case: Case, text: str) -> Iterator[Place]:
    papers = DocumentText.objects.filter(document__case=case, document__voided_at=None)
    rows = list(
        _having(papers, text, "text").select_related("document").order_by("-document__received_at")[:_MOST]
    )
    around = ("office", "professional", "person")
    sent: dict[UUID, list[Delivery]] = {}
    where = Delivery.objects.filter(document__in=[row.document_id for row in rows]).select_related(*around)
    for one in where.order_by("sent_at", "pk"):
        sent.setdefault(one.document_id, []).append(one)
    for row in rows:
        paper = row.document
        if excerpt := _excerpt(row.text, text):
            receivers = tuple(sent.get(paper.pk, ()))
            yield Place(DOCUMENT, paper.pk, paper.title, paper.received_at, excerpt, receivers)


def _messages(case: Case, text: str) -> Iterator[Place]:
    on_case = Filing.objects.filter(case=case, undone_at=None).values("message_id")
    rows = _having(Message.objects.filter(pk__in=on_case), text, "subject", "body__text", "body__quoted")
    for one in rows.select_related("body", "office").order_by("-at")[:_MOST]:
        said = _excerpt(one.subject, text) or _excerpt(one.body.text, text)
        if excerpt := said or _excerpt(one.body.quoted, text):
            what = one.subject or one.get_channel_display()
            office = one.office if said else None
            yield Place(MESSAGE, one.pk, what, one.at, excerpt, office=office, is_theirs=one.is_incoming)


def _notes(case: Case, text: str) -> Iterator[Place]:
    notes = _having(Note.objects.filter(case=case), text, "text").order_by("-signed_at")
    for one in notes[:_MOST]:
        if excerpt := _excerpt(one.text, text):
            yield Place(NOTE, one.activity_id, one.get_kind_display(), one.signed_at, excerpt)


def _entries(case: Case, text: str) -> Iterator[Place]:
    entries = Activity.objects.filter(case=case, voided_at=None).order_by("-started_at")
    for one in _having(entries, text, "summary", "captured_line")[:_MOST]:
        if excerpt := _excerpt(one.summary, text) or _excerpt(one.captured_line, text):
            yield Place(ACTIVITY, one.pk, one.get_kind_display(), one.started_at, excerpt)


def _to_dos(case: Case, text: str) -> Iterator[Place]:
    own = FollowUp.objects.filter(case=case).exclude(until=FollowUp.Until.READ_BACK)
    for one in _having(own, text, "text").order_by("-promised_at")[:_MOST]:
        if excerpt := _excerpt(one.text, text):
            yield Place(TO_DO, one.pk, "To-do", one.promised_at, excerpt)


def _excerpt(text: str, number: str) -> str:
    """The number with some words around it; "" where it is only a part of a longer one."""
    found = stands_in(text, number)
    if found is None:
        return ""
    before = text[max(found.start - _AROUND_CHARACTERS, 0) : found.start]
    behind = text[found.end : found.end + _AROUND_CHARACTERS]
    return " ".join(f"{before}{found.text}{behind}".split())
