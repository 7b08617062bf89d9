"""Education that was given, and whether it was understood."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.queries import get_case
from caseday.correspondence.models import HandOut
from caseday.correspondence.queries.hand_outs import get_hand_out
from caseday.documents.queries import get_document
from caseday.journal.actions import Happened, record_activity
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

_ONLY_WORKERS = "Only case managers and supervisors write down what was given. Ask the case's case manager."
HOW = {"hand": "By hand", "text": "Text", "email": "Email", "mail": "Mail", "spoken": "Explained only"}


@dataclass(frozen=True)
class Given:
    """`minutes` is how long it took to explain."""

    title: str
    how: str = "hand"
    language: str = "en"
    topic: str = ""
    understood: str = HandOut.Understood.NOT_ASKED
    note: str = ""
    minutes: int | None = None
    document_id: UUID | None = None
    given_at: datetime | None = None


def give_hand_out(
    *, actor: Viewer, now: datetime, case_id: UUID, given: Given, id: UUID | None = None
) -> HandOut:
    """With its entry in the journal, counted as education. The same `id` again gives the one there is."""
    case = get_case(actor, case_id)
    require(can_work_on_cases(actor), _ONLY_WORKERS)
    if id and (known := HandOut.objects.filter(pk=id, case=case_id).first()):
        return known
    _check(given, now)
    document = get_document(actor, given.document_id) if given.document_id else None
    if document is not None and document.case_id != case_id:
        raise Invalid({"document": "This paper is on another case. Choose one of this case."})
    at, title = given.given_at or now, given.title.strip()[:200]
    with transaction.atomic():
        happened = Happened(
            kind="message" if given.how in ("text", "email", "mail") else "meeting",
            case_id=case_id, with_role="client", with_name=case.person.called, person_id=case.person_id,
            started_at=at, minutes=given.minutes, result="done", summary=_summary(title, given),
        )  # fmt: skip
        activity = record_activity(actor=actor, now=now, happened=happened)
        hand_out = HandOut(
            id=id or new_id(), case=case, staff_id=activity.staff_id, title=title, topic=given.topic.strip()[:60],
            language=given.language, document=document, how=given.how, given_at=at, understood=given.understood,
            note=given.note.strip()[:300], activity_id=activity.pk,
        )  # fmt: skip
        with change(
            "hand_out_given", actor=actor, now=now, chain=case_chain(case_id), subject=case, happened_at=at
        ) as record:
            record.add(hand_out)
    return hand_out


def ask_back(*, actor: Viewer, now: datetime, hand_out_id: UUID, understood: str, note: str = "") -> HandOut:
    """Teach-back later on: what they could say in their own words."""
    hand_out = get_hand_out(actor, hand_out_id)
    require(can_work_on_cases(actor), _ONLY_WORKERS)
    if understood not in HandOut.Understood.values:
        raise Invalid({"understood": "Choose how much they could say back."})
    with change(
        "taught_back", actor=actor, now=now, chain=case_chain(hand_out.case_id), subject=hand_out
    ) as record:
        record.update(hand_out, understood=understood, note=note.strip()[:300] or hand_out.note)
    return hand_out


def _summary(title: str, given: Given) -> str:
    label = HandOut.Understood(given.understood).label.lower()
    asked = "" if given.understood == HandOut.Understood.NOT_ASKED else f"; teach-back: {label}"
    return f"Education: {title}{asked}"


def _check(given: Given, now: datetime) -> None:
    problems = {}
    if not given.title.strip():
        problems["title"] = "Say what was given or explained, e.g. Care of the wound."
    if given.how not in HOW:
        problems["how"] = "Choose how it was given."
    if given.understood not in HandOut.Understood.values:
        problems["understood"] = "Choose how much they could say back."
    if given.given_at and given.given_at > now:
        problems["given_at"] = "This lies ahead. Write it down when it was given."
    if problems:
        raise Invalid(problems)
