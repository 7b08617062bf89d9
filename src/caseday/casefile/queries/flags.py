"""What to check in the papers and entries of a case: numbers and sides that contradict it."""

from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Condition, Identifier
from caseday.cases.queries import NumberFlag, flags_in
from caseday.documents.queries import document_text, get_document
from caseday.journal.models import Activity
from caseday.journal.queries import get_activity


def flags_of_document(viewer: Viewer, document_id: UUID) -> tuple[Case | None, list[NumberFlag]]:
    """Each thing once, however often it stands there; nothing for a paper that is not filed yet, NotFound outside
    sight."""
    document = get_document(viewer, document_id)
    if document.case is None:
        return None, []
    text = document_text(viewer, document_id)
    return document.case, _each_once(flags_in(viewer, document.case, {"text": text}).get("text", []))


def flags_of_activity(viewer: Viewer, activity_id: UUID) -> tuple[Case | None, list[NumberFlag]]:
    """Of what was typed and of the notes that were signed, each thing once; NotFound outside sight."""
    activity = get_activity(viewer, activity_id)
    if activity.case is None:
        return None, []
    found = flags_in(viewer, activity.case, {"text": "\n".join(_texts(activity))}).get("text", [])
    return activity.case, _each_once(found)


def flags_of_entries(
    viewer: Viewer,
    case: Case,
    entries: list[Activity],
    *,
    identifiers: list[Identifier] | None = None,
    conditions: list[Condition] | None = None,
) -> None:
    """Gives each entry its `flags`, by its summary; two queries for a page of them, and two for what is not given."""
    texts = {str(one.pk): one.summary for one in entries if not one.voided_at}
    found = flags_in(viewer, case, texts, identifiers=identifiers, conditions=conditions)
    for one in entries:
        one.flags = found.get(str(one.pk), [])  # type: ignore[attr-defined]


def _each_once(flags: list[NumberFlag]) -> list[NumberFlag]:
    return list({(one.text, one.words): one for one in flags}.values())


def _texts(activity: Activity) -> list[str]:
    notes = activity.notes.order_by("signed_at").values_list("text", flat=True)
    return [activity.summary, activity.captured_line, *notes]
