"""In: records with the moment at which each came to be. Out: rows and chained case events, written in bulk.

The events are those that the actions would have appended; `caseday verify` holds the same for both.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction

from caseday.access.models import CaseEvent, ChainHead
from caseday.access.record import Chain, canonical, hash_of, plain, values_of
from caseday.access.viewer import Viewer
from caseday.kernel.ids import new_id

M = TypeVar("M", bound=models.Model)
_BATCH = 500


class Ledger:
    """Collects a history in memory, in the order in which it happened on each chain, and writes it in one go."""

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._heads: dict[UUID, ChainHead] = {}
        self._events: list[CaseEvent] = []

    def add(
        self,
        chain: Chain,
        verb: str,
        actor: Viewer,
        at: datetime,
        *objects: models.Model,
        summary: str = "",
        updates: dict[str, Any] | None = None,
        of: models.Model | None = None,
    ) -> None:
        """One event that adds `objects` (the first is its subject) and sets `updates` of the earlier object `of`."""
        changes = [self._added(obj) for obj in objects]
        if of is not None and updates:
            changes.append(_updated(of, updates))
        self._append(chain, verb, actor, at, objects[0], changes, summary)

    def update(
        self, chain: Chain, verb: str, actor: Viewer, at: datetime, obj: models.Model, **values: Any
    ) -> None:
        self._append(chain, verb, actor, at, obj, [_updated(obj, values)], "")

    def put(self, *objects: models.Model) -> None:
        """Rows that are no part of the record (drafts, sessions of work)."""
        for obj in objects:
            self._rows[type(obj)].append(obj)

    @property
    def is_empty(self) -> bool:
        return not self._rows

    def write(self) -> int:
        """Insert everything in one transaction; how many rows."""
        with transaction.atomic():
            for model, rows in self._rows.items():
                model._base_manager.bulk_create(rows, batch_size=_BATCH)
            CaseEvent.objects.bulk_create(self._events, batch_size=_BATCH)
            ChainHead.objects.bulk_create(self._heads.values(), batch_size=_BATCH)
        return sum(len(rows) for rows in self._rows.values()) + len(self._events)

    def _added(self, obj: models.Model) -> dict[str, Any]:
        self.put(obj)
        fields = {name: [None, value] for name, value in values_of(obj).items()}
        return {"op": "add", "model": obj._meta.label_lower, "id": str(obj.pk), "fields": fields}

    def _append(
        self,
        chain: Chain,
        verb: str,
        actor: Viewer,
        at: datetime,
        subject: models.Model,
        changes: list[dict[str, Any]],
        summary: str,
    ) -> None:
        head = self._heads.get(chain.id)
        if head is None:
            head = ChainHead(chain_id=chain.id, chain_kind=chain.kind, sequence=0, hash="")
            self._heads[chain.id] = head
        event = CaseEvent(
            id=new_id(),
            chain_kind=chain.kind,
            chain_id=chain.id,
            sequence=head.sequence + 1,
            verb=verb,
            actor_id=actor.staff_id,
            actor_name=actor.name,
            happened_at=at,
            recorded_at=at,
            subject_kind=subject._meta.label_lower,
            subject_id=subject.pk,
            summary=summary[:300],
            changes_json=canonical(changes),
            previous_hash=head.hash,
        )
        event.hash = hash_of(event)
        head.sequence, head.hash = event.sequence, event.hash
        self._events.append(event)


def _updated(obj: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    fields = {}
    for name, value in values.items():
        attname = next(f.attname for f in obj._meta.concrete_fields if name in (f.name, f.attname))
        old = plain(getattr(obj, attname))
        setattr(obj, name, value)
        fields[attname] = [old, plain(getattr(obj, attname))]
    return {"op": "update", "model": obj._meta.label_lower, "id": str(obj.pk), "fields": fields}
