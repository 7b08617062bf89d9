"""Finding, viewer first: nothing comes back that the viewer may not open."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by
from caseday.correspondence.models import Filing
from caseday.correspondence.queries import messages_seen_by
from caseday.documents.models import DocumentText
from caseday.journal.models import Activity, Note
from caseday.meetings.models import TeamMeeting
from caseday.search.engine import Wanted, match_names, match_on_no_case, match_sounds, match_texts
from caseday.search.indexing import TEXT_SOURCES
from caseday.search.indexing.words import lines_of
from caseday.search.models import Entry, Kind
from caseday.search.rules import NEAR_ENOUGH, Query, excerpt, fold, nearness, understand, words_of

_CANDIDATES = 200
_SHOWN_NAMES, _SHOWN_PAPERS, _SHOWN_MESSAGES = 12, 8, 8
_UNFILED = 60
_OF_CASES = (Kind.PAPER, Kind.MESSAGE, Kind.PART, Kind.PLAN, Kind.DECISION, Kind.EFFORT, Kind.MEETING)
_TEXTS = (
    Wanted((Kind.ENTRY,), 12),
    Wanted(_OF_CASES, _SHOWN_MESSAGES * 2),
    Wanted((Kind.RESOURCE,), 8, is_of_case=False),
)
_OF_THE_FILE = {
    Kind.PART: 8,
    Kind.PLAN: 2,
    Kind.DECISION: 6,
    Kind.EFFORT: 6,
    Kind.MEETING: 6,
    Kind.RESOURCE: 8,
}
_KIND_ORDER = {kind: place for place, kind in enumerate(Kind.values)}


@dataclass(frozen=True)
class Found:
    kind: str
    subject_id: UUID
    case_id: UUID | None
    person_id: UUID | None
    office_id: UUID | None
    title: str
    detail: str
    is_near: bool = False
    """Not what was typed, but like it in sound or spelling."""


def find(viewer: Viewer, text: str) -> list[Found]:
    """Best first: names and numbers as typed, then alike in sound or spelling, then what says the words.

    At most 13 queries, however much there is; one more each where papers, messages on no case or meetings are found,
    two where messages are, two where something of plans, decisions or resources is.
    """
    query = understand(text)
    if query.is_empty:
        return []
    sight = _Sight(viewer)
    names = _named(sight, match_names(query, _CANDIDATES, sight.allowed), query)[:_SHOWN_NAMES]
    if len(names) < 3:
        names += _near(sight, query, {(f.kind, f.subject_id) for f in names})
    texts: dict[str, list[Entry]] = defaultdict(list)
    for one in _load(sight, match_texts(_TEXTS, query, sight.case_ids)):
        texts[one.kind].append(one)
    return [
        *names,
        *_entries(texts[Kind.ENTRY], query),
        *_of_the_file([one for kind, most in _OF_THE_FILE.items() for one in texts[kind][:most]], query),
        *_papers(texts[Kind.PAPER][:_SHOWN_PAPERS], query),
        *_messages(viewer, texts[Kind.MESSAGE], query),
    ]


_EVERYBODYS = (Kind.OFFICE, Kind.PROFESSIONAL, Kind.RESOURCE)


class _Sight:
    """The viewer's cases, fetched once, and what may be shown by them."""

    def __init__(self, viewer: Viewer) -> None:
        self.case_ids: list[UUID] | None = None
        self.allowed: frozenset[UUID] | None = None
        if not viewer.sees_every_case:
            pairs = list(cases_seen_by(viewer).values_list("id", "person_id"))
            self.case_ids = [case_id for case_id, _ in pairs]
            self.allowed = frozenset(one for pair in pairs for one in pair)

    def shows(self, entry: Entry) -> bool:
        if self.allowed is None or entry.kind in _EVERYBODYS:
            return True
        return (entry.case_id or entry.person_id) in self.allowed


def _load(sight: _Sight, ids: Iterable[int]) -> list[Entry]:
    order = {entry_id: place for place, entry_id in enumerate(ids)}
    entries = Entry.objects.filter(pk__in=order).defer("text", "words", "sounds", "scope")
    return sorted((e for e in entries if sight.shows(e)), key=lambda e: order[e.id])


def _named(sight: _Sight, ids: list[int], query: Query) -> list[Found]:
    entries = _without_doubles(_load(sight, ids))
    entries.sort(key=lambda e: (-round(nearness(query, e.title) / 10), _KIND_ORDER[e.kind]))
    return [_found(e) for e in entries]


def _near(sight: _Sight, query: Query, known: set[tuple[str, UUID]]) -> list[Found]:
    scored = [
        (nearness(query, e.title), e)
        for e in _without_doubles(_load(sight, match_sounds(query, _CANDIDATES)))
    ]
    near = [(s, e) for s, e in scored if s >= NEAR_ENOUGH and (e.kind, e.subject_id) not in known]
    near.sort(key=lambda pair: (-pair[0], _KIND_ORDER[pair[1].kind]))
    return [_found(e, is_near=True) for _, e in near[:_SHOWN_NAMES]]


def _without_doubles(entries: list[Entry]) -> list[Entry]:
    """A person is shown by their case, where one is in sight."""
    with_case = {e.person_id for e in entries if e.kind == Kind.CASE}
    return [e for e in entries if not (e.kind == Kind.PERSON and e.person_id in with_case)]


def _entries(entries: list[Entry], query: Query) -> list[Found]:
    texts = _texts_of([e.subject_id for e in entries])
    return [_found(e, detail=f"{e.detail} · {excerpt(texts.get(e.subject_id, ''), query)}") for e in entries]


def _of_the_file(entries: list[Entry], query: Query) -> list[Found]:
    """Whose it is, what it is, and the piece that says it where its title does not."""
    if not entries:
        return []
    names = _names_of(one.case_id for one in entries if one.case_id)
    dates = _dates_of([one.subject_id for one in entries if one.kind == Kind.MEETING])
    longer = [one.subject_id for one in entries if not _says_all(one.title, query)]
    texts = lines_of(TEXT_SOURCES, longer) if longer else {}
    return [
        _found(
            one,
            detail=_joined(
                names.get(one.case_id, ""),
                dates.get(one.subject_id, ""),
                one.detail,
                _piece(texts.get(one.subject_id, ""), query),
            ),
        )
        for one in entries
    ]


def _piece(text: str, query: Query) -> str:
    folded = fold(text)
    return excerpt(text, query) if any(word in folded for word in query.words) else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _says_all(title: str, query: Query) -> bool:
    words = words_of(title)
    return all(any(word.startswith(asked) for word in words) for asked in query.words)


def _names_of(case_ids: Iterable[UUID]) -> dict[UUID | None, str]:
    found = Case.objects.filter(pk__in=set(case_ids)).select_related("person")
    return {one.pk: one.person.full_name for one in found}


def _dates_of(meeting_ids: list[UUID]) -> dict[UUID, str]:
    """By the calendar of the place where each is held."""
    found = TeamMeeting.objects.filter(pk__in=meeting_ids).values_list(
        "pk", "appointment__starts_at", "appointment__time_zone"
    )
    return {pk: f"{at.astimezone(ZoneInfo(zone)):%m/%d/%Y}" for pk, at, zone in found}


def _papers(entries: list[Entry], query: Query) -> list[Found]:
    if not entries:
        return []
    wanted = DocumentText.objects.filter(document__in=[e.subject_id for e in entries])
    texts = {one: text.replace("\f", " ") for one, text in wanted.values_list("document_id", "text")}
    return [_found(e, detail=f"{e.detail} · {excerpt(texts.get(e.subject_id, ''), query)}") for e in entries]


def _messages(viewer: Viewer, filed: list[Entry], query: Query) -> list[Found]:
    """Each once, whether on one case or several; those on none only as the inbox shows them."""
    entries = [*filed, *_on_no_case(match_on_no_case(Kind.MESSAGE, query, _UNFILED))]
    if not entries:
        return []
    subjects = [e.subject_id for e in entries]
    filings = Filing.objects.filter(pk__in=subjects, undone_at=None).values_list("pk", "message_id")
    message_of = dict(filings)
    ids = {message_of.get(one, one) for one in subjects}
    texts = {
        pk: f"{text or ''}"
        for pk, text in messages_seen_by(viewer).filter(pk__in=ids).values_list("pk", "body__text")
    }
    found: dict[UUID, Found] = {}
    for entry in entries:
        message_id = message_of.get(entry.subject_id, entry.subject_id)
        if message_id in texts and message_id not in found:
            detail = f"{entry.detail} · {excerpt(texts[message_id], query)}"
            found[message_id] = replace(_found(entry, detail=detail), subject_id=message_id)
    return list(found.values())[:_SHOWN_MESSAGES]


def _on_no_case(ids: list[int]) -> list[Entry]:
    return list(Entry.objects.filter(pk__in=ids).order_by("-pk")) if ids else []


def _texts_of(activity_ids: list[UUID]) -> dict[UUID, str]:
    texts: dict[UUID, str] = dict(_SUMMARIES.rows(ids=activity_ids))
    for activity_id, text in _NOTES.rows(ids=activity_ids):
        texts[activity_id] = f"{text} {texts.get(activity_id, '')}"
    return texts


_SUMMARIES = Spelled(lambda ids: Activity.objects.filter(pk__in=ids).values_list("id", "summary"))
_NOTES = Spelled(lambda ids: Note.objects.filter(activity__in=ids).values_list("activity_id", "text"))


def _found(entry: Entry, *, detail: str = "", is_near: bool = False) -> Found:
    return Found(
        entry.kind,
        entry.subject_id,
        entry.case_id,
        entry.person_id,
        entry.office_id,
        entry.title,
        detail or entry.detail,
        is_near,
    )
