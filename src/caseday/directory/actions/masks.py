"""The shapes of the numbers that an office issues."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from caseday.access.record import change, office_chain
from caseday.access.viewer import Viewer
from caseday.directory.actions.checks import may_keep
from caseday.directory.actions.keeping import keep, keep_new
from caseday.directory.models import IdentifierMask
from caseday.directory.queries import get_office
from caseday.directory.rules.masks import mask_problem
from caseday.kernel.errors import Invalid


def set_mask(
    *, actor: Viewer, now: datetime, office_id: UUID, kind: str, mask: str, is_learned: bool = False
) -> IdentifierMask:
    """Keep the mask of one kind of number. A learned one never replaces one that somebody set."""
    may_keep(actor)
    office = get_office(actor, office_id)
    if problem := mask_problem(mask):
        raise Invalid({"mask": problem})
    known = office.identifier_masks.filter(kind=kind).first()
    if known and is_learned and not known.is_learned:
        return known
    shape = mask.strip().upper()
    summary = f"Numbers of {office.name} look like {shape}"
    if known is None:
        found = IdentifierMask(office=office, kind=kind, mask=shape, is_learned=is_learned)
        return keep_new("identifier_mask_set", found, actor=actor, now=now, summary=summary)
    fields = {"mask": shape, "is_learned": is_learned}
    return keep("identifier_mask_set", known, actor=actor, now=now, summary=summary, **fields)


def forget_mask(*, actor: Viewer, now: datetime, office_id: UUID, kind: str) -> None:
    """Numbers of this kind may have any shape again; nothing happens where no mask is kept."""
    may_keep(actor)
    office = get_office(actor, office_id)
    known = office.identifier_masks.filter(kind=kind).first()
    if known is None:
        return
    with change(
        "identifier_mask_forgotten",
        actor=actor,
        now=now,
        chain=office_chain(office.pk),
        subject=known,
        summary=f"Numbers of {office.name} may have any shape",
    ) as record:
        record.remove(known)
