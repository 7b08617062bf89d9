"""What follows in this app from a change of any: chases that end, clocks that a paper stops, a surgery's new day.

Runs inside the transaction of that change, so that the record is right at once.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from caseday.access.models import ChainKind
from caseday.access.record import Chain, Change, case_chain, change
from caseday.access.viewer import system_viewer
from caseday.cases.queries import pack_of
from caseday.documents.models import Document
from caseday.followups.actions.chasing import settle_chases
from caseday.followups.actions.clocks import follow_paper, run_on
from caseday.followups.models import Request
from caseday.followups.queries.requests import OPEN, read_again
from caseday.schedule.models import Appointment

_ENDS_CHASES = {
    "followups.stepclaim": {"verified_at"},
    "followups.requestpaper": {"document_id"},
    "documents.document": {"case_id", "kind", "received_at", "appointment_id"},
    "schedule.appointment": {"state", "needs_new_date", "replaced_by_id"},
    "cases.readback": {"is_same"},
}
"""Of what an until can speak: by model, the fields whose change may make one true."""


def follow_change(chain: Chain, changes: Collection[Change], now: datetime) -> None:
    """Costs a query only where something changed that this app waits for."""
    if chain.kind != ChainKind.CASE:
        return
    if any(_has_changed(one, _ENDS_CHASES.get(one["model"], set())) for one in changes):
        settle_chases(now=now, case_id=chain.id)
    for one in changes:
        follow = _FOLLOWED.get(one["model"])
        if follow and one["op"] == "update":
            follow(UUID(one["id"]), one, now)


def _has_changed(one: Change, names: Collection[str]) -> bool:
    """To something: what is emptied or taken away ends nothing."""
    pairs = (pair for name, pair in one["fields"].items() if name in names)
    return one["op"] != "remove" and any(old != new and new is not None for old, new in pairs)


def _follow_document(document_id: UUID, one: Change, now: datetime) -> None:
    """Another kind than it was filed as, or voided."""
    if not {"kind", "voided_at"} & set(one["fields"]):
        return
    document = Document.objects.get(pk=document_id)
    for row in Request.objects.filter(papers__document=document_id):
        with change(
            "clock_followed", actor=system_viewer(), now=now, chain=case_chain(row.case_id), subject=row,
            summary=f"{row.title}: {document.title}"[:300],
        ) as record:  # fmt: skip
            run_on(record, document_id)
            if document.voided_at is None:
                follow_paper(record, read_again(row), document, now)


def _follow_appointment(appointment_id: UUID, one: Change, now: datetime) -> None:
    """What has a checklist goes on with the new date; what is confirmed for the old one shows so."""
    if "replaced_by_id" not in one["fields"]:
        return
    new = Appointment.objects.filter(replaces=appointment_id).first()
    asked = Request.objects.filter(appointment=appointment_id, state__in=OPEN).select_related("case")
    for row in asked if new else ():
        kind = pack_of(row.case).request_kind(row.kind)
        if kind and kind.checklist:
            with change(
                "request_moved", actor=system_viewer(), now=now, chain=case_chain(row.case_id), subject=row,
                summary=row.title,
            ) as record:  # fmt: skip
                record.update(row, appointment=new)


_FOLLOWED: dict[str, Callable[[UUID, Change, datetime], None]] = {
    "documents.document": _follow_document,
    "schedule.appointment": _follow_appointment,
}
