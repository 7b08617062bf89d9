"""Two records of one person become one; both histories stay, and it can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from caseday.access.record import Chain, change, person_chain, plain
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.people.actions.checks import may_keep
from caseday.people.actions.persons import keys_of_name
from caseday.people.models import ContactPoint, HouseholdMember, Person, PersonMerge
from caseday.people.moves import chain_for, rows_of
from caseday.people.queries import get_merge, get_person

FILLED = [
    "given_name",
    "middle_name",
    "family_name",
    "suffix",
    "preferred_name",
    "birth_date",
    "gender",
    "pronouns",
    "interpreter_note",
    "accessibility",
    "time_zone",
    "occupation",
]

Moved = dict[str, Any]
"""{model, id, fields: {name: [old, new]}}: what an undo puts back."""


def merge_people(
    *, actor: Viewer, now: datetime, keep_id: UUID, merge_id: UUID, reason: str = "", id: UUID | None = None
) -> PersonMerge:
    """Everything of `merge_id` goes to `keep_id`; what `keep_id` lacks is filled in. Each case's chain records it."""
    may_keep(actor)
    known = PersonMerge.objects.filter(pk=id).first() if id else None
    if known:
        return known
    kept, merged = get_person(actor, keep_id), get_person(actor, merge_id)
    if kept.id == merged.id:
        raise Invalid("These are one record already.")
    if kept.merged_into_id or merged.merged_into_id:
        raise Invalid("One of the two was merged before. Open the record that was kept.")
    with transaction.atomic():
        moved = [_move(actor, now, row, field, kept) for row, field in list(rows_of(merged))]
        moved += _fill(actor, now, kept, merged)
        merge = PersonMerge(
            id=id or new_id(),
            kept=kept,
            merged=merged,
            merged_by_id=actor.staff_id,
            merged_at=now,
            reason=reason.replace("\x00", "").strip()[:200],
            moved=moved,
        )
        _record(actor, now, kept, merged, merge)
    return merge


def _record(actor: Viewer, now: datetime, kept: Person, merged: Person, merge: PersonMerge) -> None:
    with change(
        "person_merged_away",
        actor=actor,
        now=now,
        chain=person_chain(merged.id),
        subject=merged,
        summary=f"Merged into {kept.full_name}",
    ) as record:
        record.update(merged, merged_into=kept)
    with change(
        "person_merged",
        actor=actor,
        now=now,
        chain=person_chain(kept.id),
        subject=merge,
        summary=f"{merged.full_name} merged into this record",
    ) as record:
        record.add(merge)


def _change_row(
    actor: Viewer, now: datetime, verb: str, chain: Chain, row: models.Model, values: dict[str, Any]
) -> Moved:
    """Change and remember: the values as they were, and as they became."""
    before = {name: plain(getattr(row, name)) for name in values}
    with change(
        verb,
        actor=actor,
        now=now,
        chain=chain,
        subject=row,
        summary="Two records of one person joined"
        if verb == "person_merged"
        else "Two records of one person parted again",
    ) as record:
        record.update(row, **values)
    fields = {name: [before[name], plain(value)] for name, value in values.items()}
    return {"model": row._meta.label_lower, "id": str(row.pk), "fields": fields}


def _move(actor: Viewer, now: datetime, row: models.Model, field: str, kept: Person) -> Moved:
    values: dict[str, Any] = {f"{field}_id": kept.id}
    if isinstance(row, ContactPoint) and kept.contact_points.filter(value=row.value).exists():
        values["is_retired"] = True
    if isinstance(row, HouseholdMember) and kept.id in (row.person_id, row.other_id):
        return {"model": row._meta.label_lower, "id": str(row.pk), "fields": {}}
    return _change_row(actor, now, "person_merged", chain_for(row, field, kept), row, values)


def _fill(actor: Viewer, now: datetime, kept: Person, merged: Person) -> list[Moved]:
    """What is missing on the kept record; another spelling of the name is kept as a former name."""
    values = {
        name: getattr(merged, name) for name in FILLED if not getattr(kept, name) and getattr(merged, name)
    }
    other = [name for name in (merged.family_name, merged.former_names) if name and name != kept.family_name]
    known = kept.former_names
    fresh = [name for name in other if name.lower() not in known.lower()]
    if fresh and "family_name" not in values:
        values["former_names"] = ", ".join(filter(None, [known, *fresh]))[:200]
    if merged.needs_interpreter and not kept.needs_interpreter:
        values |= {"needs_interpreter": True, "language": merged.language}
    values |= _ssn(kept, merged)
    if not values:
        return []
    draft = Person.objects.get(pk=kept.pk)
    for name, value in values.items():
        setattr(draft, name, value)
    values |= keys_of_name(draft)
    return [_change_row(actor, now, "person_merged", person_chain(kept.id), kept, values)]


def _ssn(kept: Person, merged: Person) -> dict[str, Any]:
    """A number before an answer. Its seal stays where it is, and is read from there."""
    if kept.ssn_last4 or not (merged.ssn_last4 or (merged.ssn and not kept.ssn)):
        return {}
    return {name: getattr(merged, name) for name in ("ssn", "ssn_last4", "ssn_at")}


def undo_merge(*, actor: Viewer, now: datetime, merge_id: UUID) -> PersonMerge:
    """Puts back exactly what the merge moved; what was changed or added since stays where it is."""
    may_keep(actor)
    merge = get_merge(actor, merge_id)
    if merge.undone_at:
        return merge
    with transaction.atomic():
        for one in reversed(merge.moved):
            _put_back(actor, now, one, merge.kept)
        with change(
            "person_parted",
            actor=actor,
            now=now,
            chain=person_chain(merge.merged_id),
            subject=merge.merged,
            summary="Merge undone",
        ) as record:
            record.update(merge.merged, merged_into=None)
        with change(
            "merge_undone",
            actor=actor,
            now=now,
            chain=person_chain(merge.kept_id),
            subject=merge,
            summary=f"Merge with {merge.merged.full_name} undone",
        ) as record:
            record.update(merge, undone_at=now)
    return merge


def _put_back(actor: Viewer, now: datetime, one: Moved, kept: Person) -> None:
    model = apps.get_model(one["model"])
    row = model._base_manager.filter(pk=one["id"]).first()
    if row is None:
        return
    values = {
        name: model._meta.get_field(name).to_python(old)
        for name, (old, new) in one["fields"].items()
        if plain(getattr(row, name)) == new
    }
    if values:
        pointing = next((name.removesuffix("_id") for name in values if name.endswith("_id")), "")
        chain = chain_for(row, pointing, kept)
        _change_row(actor, now, "person_parted", chain, row, values)
