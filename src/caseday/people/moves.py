"""Rows that go along when two records of one person are merged. Higher apps say on whose chain theirs are recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from django.db import models

from caseday.access.record import Chain, case_chain, person_chain
from caseday.people.models import Person

ChainOf = Callable[[models.Model], Chain]
_chains: dict[tuple[str, str], ChainOf] = {}
_STAY = {("people.personmerge", "kept"), ("people.personmerge", "merged"), ("people.person", "merged_into")}


def register_rows(model: str, field: str, chain_of: ChainOf) -> None:
    """`model` as "cases.case". Every relation to Person moves; this only says where it is recorded."""
    _chains[(model.lower(), field)] = chain_of


def rows_of(person: Person) -> Iterator[tuple[models.Model, str]]:
    """Every row of any app that points to the person, with the field that does."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model, field = relation.related_model, relation.field.name
        if (model._meta.label_lower, field) in _STAY:
            continue
        for row in model._base_manager.filter(**{field: person}):
            yield row, field


def chain_for(row: models.Model, field: str, kept: Person) -> Chain:
    """Said by the row's app; else the case that the row names; else the person's own."""
    chain_of = _chains.get((row._meta.label_lower, field))
    if chain_of:
        return chain_of(row)
    case_id: UUID | None = getattr(row, "case_id", None)
    return case_chain(case_id) if case_id else person_chain(kept.id)
