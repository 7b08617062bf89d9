"""To which case an unfiled paper belongs, viewer first: never a case outside their sight."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Identifier
from caseday.cases.rules import normalize_identifier
from caseday.documents.models import Document, DocumentText
from caseday.documents.queries.papers import can_file_to
from caseday.documents.rules import Candidate, Reason, best, by_name, numbers_in
from caseday.people.rules.names import fold

_MOST_READ = 60_000
_MOST_CASES = 2000
_BATCH = 400
_NUMBER_WEIGHT = 3


@dataclass(frozen=True)
class Suggestion:
    case: Case
    why: str


def suggestions_for(viewer: Viewer, document: Document) -> list[Suggestion]:
    """At most three cases, the likeliest first; by numbers and names in its text and title. Three queries or so."""
    return suggestions_for_each(viewer, [document])[document.pk]


def suggestions_for_each(viewer: Viewer, documents: Sequence[Document]) -> dict[UUID, list[Suggestion]]:
    if not documents:
        return {}
    cases = {one.pk: one for one in can_file_to(viewer)[:_MOST_CASES]}
    candidates = [
        Candidate(one.pk, fold(one.person.given_name), fold(one.person.family_name)) for one in cases.values()
    ]
    texts = _texts_of(documents)
    return {
        one.pk: [
            Suggestion(cases[reason.case_id], reason.words)
            for reason in best(_reasons(cases, candidates, texts[one.pk]))
        ]
        for one in documents
    }


def _texts_of(documents: Sequence[Document]) -> dict[UUID, str]:
    ids = [one.pk for one in documents]
    words = dict(DocumentText.objects.filter(document__in=ids).values_list("document_id", "text"))
    return {one.pk: f"{one.title} {one.from_name} {words.get(one.pk, '')[:_MOST_READ]}" for one in documents}


def _reasons(cases: dict[UUID, Case], candidates: list[Candidate], text: str) -> Iterable[Reason]:
    numbers = numbers_in(text, normalize_identifier)
    for one in cases.values():
        if normalize_identifier(one.number) in numbers:
            yield Reason(one.pk, _NUMBER_WEIGHT, f"case number {one.number} stands in it")
    for found in _identifiers(numbers):
        if found.case_id in cases:
            kind = found.kind.replace("_", " ")
            yield Reason(found.case_id, _NUMBER_WEIGHT, f"{kind} {found.value} stands in it")
    yield from by_name(candidates, set(fold(text).split()))


def _identifiers(numbers: set[str]) -> Iterable[Identifier]:
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        yield from Identifier.objects.filter(normalized__in=batch, is_retired=False)
