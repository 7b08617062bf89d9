"""Filters that a person keeps, on that person's own chain."""

from datetime import datetime
from uuid import UUID

from caseday.access.record import change, staff_chain
from caseday.access.viewer import Viewer
from caseday.cases.models import SavedFilter
from caseday.kernel.errors import Invalid, NotFound


def save_filter(*, actor: Viewer, now: datetime, name: str, query: str) -> SavedFilter:
    """Keep a filter under a name; the same name is replaced."""
    if not name.strip():
        raise Invalid({"name": "Give the filter a name."})
    if actor.staff_id is None:
        raise NotFound
    name, query = name.strip()[:60], query[:400]
    found = SavedFilter.objects.filter(staff_id=actor.staff_id, name=name).first()
    kept = found or SavedFilter(staff_id=actor.staff_id, name=name, query=query)
    with change(
        "filter_saved", actor=actor, now=now, chain=staff_chain(actor.staff_id), subject=kept
    ) as record:
        if found:
            record.update(kept, query=query)
        else:
            record.add(kept)
    return kept


def forget_filter(*, actor: Viewer, now: datetime, filter_id: UUID) -> None:
    if actor.staff_id is None:
        raise NotFound
    kept = SavedFilter.objects.filter(pk=filter_id, staff_id=actor.staff_id).first()
    if kept is None:
        raise NotFound
    chain = staff_chain(actor.staff_id)
    with change("filter_forgotten", actor=actor, now=now, chain=chain, subject=kept) as record:
        record.remove(kept)
