"""Papers come in: files are looked at apart, kept on the disk, and only then written down."""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, change
from caseday.access.viewer import Viewer
from caseday.cases.queries import get_case
from caseday.directory.queries import get_office
from caseday.documents.files import apart
from caseday.documents.files.arriving import Arrival
from caseday.documents.files.kinds import PDF, Unusable
from caseday.documents.files.scans import is_ocr_installed
from caseday.documents.files.store import Kept, digest_of
from caseday.documents.jobs import copy_away, read_in_background
from caseday.documents.keeping import the_store
from caseday.documents.models import Document, DocumentFile, DocumentText, How
from caseday.documents.permissions import can_put_in, chain_of
from caseday.documents.queries import get_document, kinds_for, same_papers
from caseday.documents.rules import clean_name, joined, pages_to_read, title_for
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.programs.rules import word_of
from caseday.schedule.queries import get_appointment

ONLY_WORKERS = "Only case managers and supervisors put papers in. Give it to the case's case manager."
_NO_FILE = "Choose a file, take a photo, or write down a thing in hand."
_DISK_FULL = (
    "The disk of the server is full. Nothing was stored; tell your administrator, and send it again then."
)
_NOT_WRITTEN = "The server could not write the file. Nothing was stored; send it again."
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
MOST_FILES = 60


@dataclass(frozen=True)
class Facts:
    """What is known of a paper; all of it may be told later."""

    kind: str = ""
    title: str = ""
    service_on: date | None = None
    from_name: str = ""
    from_office_id: UUID | None = None
    appointment_id: UUID | None = None
    received_at: datetime | None = None
    received_how: str = ""
    whereabouts: str = ""


@dataclass(frozen=True)
class _Looked:
    """What the files of one paper are, and under which names they are kept."""

    pages: int
    texts: list[str]
    originals: list[tuple[Kept, str, str]]
    made: Kept | None = None
    names: list[str] = field(default_factory=list)


class SameAgain(Invalid):
    """The same file is on the case already; putting it in again takes `allows_same`."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents = documents
        super().__init__({"files": f"This paper is here already: {documents[0].title}."})


def put_in_document(
    *,
    actor: Viewer,
    now: datetime,
    files: Sequence[Arrival],
    case_id: UUID | None = None,
    facts: Facts | None = None,
    allows_same: bool = False,
    id: UUID | None = None,
    staff_id: UUID | None = None,
) -> Document:
    """One paper of these files (several: photos, its pages in this order). The same `id` again gives the one there is.

    `staff_id`: for whom the system puts it in, which reads mail for them.
    The arrivals are gone afterwards, whatever happens. Raises SameAgain, Invalid with what to do about the file,
    NotFound for a case outside sight, Refused for who does not work on cases.
    """
    try:
        if id and (there := _there_already(actor, id)):
            return there
        draft = _draft(actor, now, case_id, facts or Facts(), id, staff_id)
        _check_files(files)
        if not allows_same and (same := same_papers(actor, case_id, _digests(files))):
            raise SameAgain(same)
        looked = _look_and_keep(files)
        return _write_down(actor, now, draft, looked)
    finally:
        for one in files:
            one.drop()


def put_in_thing(
    *, actor: Viewer, now: datetime, facts: Facts, case_id: UUID | None = None, id: UUID | None = None
) -> Document:
    """A CD, an original: only where it is can be kept. The same `id` again gives the one there is."""
    if id and (there := _there_already(actor, id)):
        return there
    draft = _draft(actor, now, case_id, facts, id)
    problems = {}
    if not facts.title.strip() and not facts.kind:
        problems["title"] = "Say what it is, e.g. CD of the MRI."
    if not facts.whereabouts.strip():
        problems["whereabouts"] = "Say where it is, e.g. in my car."
    if problems:
        raise Invalid(problems)
    draft.is_thing, draft.looked_at, draft.looked_at_by_id = True, now, actor.staff_id
    draft.title = _title(draft, [], actor, now)
    return _add(actor, now, "thing_put_in", draft, [])


def _there_already(actor: Viewer, id: UUID) -> Document | None:
    return get_document(actor, id) if Document.objects.filter(pk=id).exists() else None


def _draft(
    actor: Viewer,
    now: datetime,
    case_id: UUID | None,
    facts: Facts,
    id: UUID | None,
    staff_id: UUID | None = None,
) -> Document:
    require(can_put_in(actor), ONLY_WORKERS)
    owner = (staff_id if actor.is_system else None) or actor.staff_id
    if owner is None:
        raise Refused("Say who puts it in.")
    case = get_case(actor, case_id) if case_id else None
    known = checked_facts(actor, now, case_id, facts, kinds={one.slug for one in kinds_for(case)})
    return Document(id=id or new_id(), staff_id=owner, case=case, **known)


def checked_facts(
    actor: Viewer, now: datetime, case_id: UUID | None, facts: Facts, *, kinds: set[str], keeps: str = ""
) -> dict[str, Any]:
    """As they are stored. `keeps` is the kind that it has, which a later pack may have dropped. Raises Invalid."""
    problems = {}
    if facts.kind and facts.kind not in kinds | {keeps}:
        problems["kind"] = "Choose the kind from the list."
    if facts.received_how and facts.received_how not in How.values:
        problems["received_how"] = "Choose how it came from the list."
    if facts.service_on and facts.service_on > now.astimezone(actor.time_zone).date():
        problems["service_on"] = "The service took place already: choose a day until today."
    received_at = facts.received_at or now
    if received_at > now:
        problems["received_at"] = "It has come already: choose a time until now."
    problems |= _reference_problems(actor, case_id, facts)
    if problems:
        raise Invalid(problems)
    texts = {
        one.name: " ".join(getattr(facts, one.name).replace("\0", "").split())[:160]
        for one in fields(facts)
        if one.name in ("title", "from_name", "whereabouts")
    }
    others = {
        name: getattr(facts, name)
        for name in ("kind", "service_on", "from_office_id", "appointment_id", "received_how")
    }
    return {**texts, **others, "received_at": received_at}


def _reference_problems(actor: Viewer, case_id: UUID | None, facts: Facts) -> dict[str, str]:
    problems = {}
    try:
        if facts.from_office_id:
            get_office(actor, facts.from_office_id)
    except NotFound:
        problems["from_office_id"] = "This office is not in the directory. Choose again."
    try:
        if facts.appointment_id and get_appointment(actor, facts.appointment_id).case_id != case_id:
            problems["appointment_id"] = "This appointment is of another case. Choose again."
    except NotFound:
        problems["appointment_id"] = "There is no such appointment. Choose again."
    return problems


def _check_files(files: Sequence[Arrival]) -> None:
    if not files:
        raise Invalid({"files": _NO_FILE})
    if len(files) > MOST_FILES:
        raise Invalid({"files": f"At most {MOST_FILES} photos make one paper. Put them in as two."})


def _digests(files: Sequence[Arrival]) -> list[str]:
    return [digest_of(one.path)[0] for one in files]


def _look_and_keep(files: Sequence[Arrival]) -> _Looked:
    """Looks first: what cannot be used is never kept."""
    store = the_store()
    names = [clean_name(one.name) for one in files]
    with in_words():
        made = store.new_arrival()
        try:
            asked = apart.ask("take", paths=[str(one.path) for one in files], names=names, made=str(made))
            kept = [store.keep(one.path) for one in files]
            drawn = store.keep(made) if asked["has_made"] else None
        finally:
            made.unlink(missing_ok=True)
    originals = list(zip(kept, names, asked["media_types"], strict=True))
    return _Looked(asked["pages"], asked["texts"], originals, drawn, names)


@contextmanager
def in_words() -> Iterator[None]:
    """What is wrong with a file, or with the disk, as a sentence that says what to do."""
    try:
        yield
    except Unusable as problem:
        raise Invalid({"files": str(problem)}) from None
    except OSError as problem:
        raise Invalid({"files": _DISK_FULL if problem.errno in _FULL else _NOT_WRITTEN}) from problem


def _write_down(actor: Viewer, now: datetime, draft: Document, looked: _Looked) -> Document:
    unread = pages_to_read(looked.texts, looked.pages) if _is_scan(looked) else []
    draft.pages = looked.pages
    draft.text_state = _text_state(unread)
    draft.text_pages_done = looked.pages - len(unread)
    draft.title = _title(draft, looked.names, actor, now)
    rows = [
        DocumentFile(document=draft, position=place, sha256=kept.sha256, name=name, media_type=media_type,
                     size_bytes=kept.size_bytes)
        for place, (kept, name, media_type) in enumerate(looked.originals)
    ]  # fmt: skip
    if looked.made:
        name = f"{Path(looked.names[0]).stem[:190]}.pdf"
        rows.append(
            DocumentFile(document=draft, role=DocumentFile.Role.MADE, sha256=looked.made.sha256, name=name,
                         media_type=PDF, size_bytes=looked.made.size_bytes)
        )  # fmt: skip
    return _add(actor, now, "document_put_in", draft, rows, text=joined(looked.texts))


def _is_scan(looked: _Looked) -> bool:
    """An email with little text in it is no scan."""
    return looked.made is None or looked.originals[0][2].startswith("image/")


def _text_state(unread: list[int]) -> str:
    if not unread:
        return Document.TextState.READ
    return Document.TextState.WAITING if is_ocr_installed() else Document.TextState.NONE


def _title(draft: Document, names: list[str], actor: Viewer, now: datetime) -> str:
    word = word_of(kinds_for(draft.case), draft.kind) if draft.kind else ""
    return draft.title or title_for(names, kind_word=word, on=now.astimezone(actor.time_zone).date())


def _add(
    actor: Viewer, now: datetime, verb: str, draft: Document, rows: list[DocumentFile], text: str = ""
) -> Document:
    with (
        transaction.atomic(),
        change(
            verb, actor=actor, now=now, chain=chain_of(draft), subject=draft, summary=draft.title
        ) as record,
    ):
        _add_rows(record, draft, rows, text)
        if draft.text_state == Document.TextState.WAITING:
            read_in_background.enqueue(str(draft.pk))
        if rows and settings.PAPERS_COPY_DIR:
            copy_away.enqueue([row.sha256 for row in rows])
    return draft


def _add_rows(record: ChangeRecord, draft: Document, rows: list[DocumentFile], text: str) -> None:
    record.add(draft)
    for row in rows:
        record.add(row)
    if text.strip():
        DocumentText.objects.create(document=draft, text=text)
