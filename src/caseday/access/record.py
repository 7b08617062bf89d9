"""In: an action's changes. Out: one case event, appended in the same transaction, chained by hash to the one before.

Every action of every app writes through `change`; nothing else calls `save()` on a recorded model.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db import models, transaction

from caseday.access.models import AGENCY_CHAIN_ID, CaseEvent, ChainHead, ChainKind
from caseday.access.viewer import Viewer
from caseday.kernel.ids import new_id

M = TypeVar("M", bound=models.Model)
Change = dict[str, Any]
Folded = dict[tuple[str, str], dict[str, Any]]


class HasId(Protocol):
    @property
    def pk(self) -> Any: ...


@dataclass(frozen=True)
class Chain:
    kind: str
    id: UUID


def case_chain(case_id: UUID) -> Chain:
    return Chain(ChainKind.CASE, case_id)


def person_chain(person_id: UUID) -> Chain:
    return Chain(ChainKind.PERSON, person_id)


def office_chain(office_id: UUID) -> Chain:
    return Chain(ChainKind.OFFICE, office_id)


def staff_chain(staff_id: UUID) -> Chain:
    return Chain(ChainKind.STAFF, staff_id)


def agency_chain() -> Chain:
    return Chain(ChainKind.AGENCY, AGENCY_CHAIN_ID)


@dataclass
class ChangeRecord:
    """Collects what an action changes; each method writes at once and remembers old and new values."""

    changes: list[Change] = field(default_factory=list)
    touched: dict[tuple[type[models.Model], Any], models.Model] = field(default_factory=dict)
    summary: str = ""

    def add(self, obj: M) -> M:
        obj.save(force_insert=True)
        fields = {name: [None, value] for name, value in values_of(obj).items()}
        self._note("add", obj, fields)
        return obj

    def update(self, obj: M, **values: Any) -> M:
        """Save only what differs; `values` are named as the model's attributes (an FK as object or `x_id`)."""
        fields = _assign(obj, values)
        if fields:
            obj.save(update_fields=[_field(obj, name).name for name in fields])
            self._note("update", obj, fields)
        return obj

    def remove(self, obj: models.Model) -> None:
        fields = {name: [value, None] for name, value in values_of(obj).items()}
        self._note("remove", obj, fields)
        obj.__class__._base_manager.filter(pk=obj.pk).delete()

    def _note(self, op: str, obj: models.Model, fields: dict[str, list[Any]]) -> None:
        self.changes.append({"op": op, "model": obj._meta.label_lower, "id": str(obj.pk), "fields": fields})
        self.touched[(obj.__class__, obj.pk)] = obj


@contextmanager
def change(
    verb: str,
    *,
    actor: Viewer,
    now: datetime,
    chain: Chain,
    subject: HasId,
    happened_at: datetime | None = None,
    summary: str = "",
) -> Iterator[ChangeRecord]:
    """One action's transaction. On leaving, appends the event (none where nothing changed) and updates indexes."""
    with transaction.atomic():
        record = ChangeRecord(summary=summary)
        yield record
        if record.changes:
            _append(record, verb, actor, now, chain, subject, happened_at or now)
            _refresh_indexes(record)


def _append(
    record: ChangeRecord,
    verb: str,
    actor: Viewer,
    now: datetime,
    chain: Chain,
    subject: HasId,
    happened_at: datetime,
) -> None:
    head = _locked_head(chain)
    event = CaseEvent(
        id=new_id(),
        chain_kind=chain.kind,
        chain_id=chain.id,
        sequence=head.sequence + 1,
        verb=verb,
        actor_id=actor.staff_id,
        actor_name=actor.name,
        happened_at=happened_at,
        recorded_at=now,
        subject_kind=subject._meta.label_lower if isinstance(subject, models.Model) else "",
        subject_id=subject.pk,
        summary=record.summary[:300],
        changes=record.changes,
        previous_hash=head.hash,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    ChainHead.objects.filter(chain_id=chain.id).update(sequence=event.sequence, hash=event.hash)


def _locked_head(chain: Chain) -> ChainHead:
    head = ChainHead.objects.select_for_update().filter(chain_id=chain.id).first()
    if head is None:
        empty = ChainHead(chain_id=chain.id, chain_kind=chain.kind, sequence=0, hash="")
        ChainHead.objects.bulk_create([empty], ignore_conflicts=True)
        head = ChainHead.objects.select_for_update().get(chain_id=chain.id)
    return head


def hash_of(event: CaseEvent) -> str:
    """SHA-256 over the previous hash and every stored field, in canonical JSON."""
    payload = {
        "previous": event.previous_hash,
        "id": str(event.id),
        "chain": [event.chain_kind, str(event.chain_id), event.sequence],
        "verb": event.verb,
        "actor": [str(event.actor_id) if event.actor_id else None, event.actor_name],
        "at": [_moment(event.happened_at), _moment(event.recorded_at)],
        "subject": [event.subject_kind, str(event.subject_id)],
        "summary": event.summary,
        "changes": event.changes,
    }
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def fold(events: Iterable[CaseEvent], *, until: datetime | None = None) -> Folded:
    """State of every object of a chain after its events up to `until`: {(model, id): {field: value}}."""
    state: Folded = {}
    for event in events:
        if until is not None and event.recorded_at > until:
            break
        for one in event.changes:
            key = (one["model"], one["id"])
            if one["op"] == "remove":
                state.pop(key, None)
            else:
                state.setdefault(key, {}).update({name: pair[1] for name, pair in one["fields"].items()})
    return state


def values_of(obj: models.Model) -> dict[str, Any]:
    """Plain values of an object's own columns, empty ones and the id left out."""
    pairs = ((f.attname, plain(getattr(obj, f.attname))) for f in obj._meta.concrete_fields if not f.primary_key)
    return {name: value for name, value in pairs if value not in (None, "") and name != "password"}


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    return value


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _assign(obj: models.Model, values: dict[str, Any]) -> dict[str, list[Any]]:
    fields: dict[str, list[Any]] = {}
    for name, value in values.items():
        attname = _field(obj, name).attname
        old = plain(getattr(obj, attname))
        setattr(obj, name, value)
        new = plain(getattr(obj, attname))
        if old != new:
            fields[attname] = [old, new]
    return fields


def _field(obj: models.Model, name: str) -> "models.Field[Any, Any]":
    return next(f for f in obj._meta.concrete_fields if name in (f.name, f.attname))


_indexers: list[Callable[[list[models.Model]], None]] = []


def register_index(refresh: Callable[[list[models.Model]], None]) -> None:
    """`refresh(touched objects)` runs inside every change's transaction (search keeps its index by this)."""
    _indexers.append(refresh)


def _refresh_indexes(record: ChangeRecord) -> None:
    touched = list(record.touched.values())
    for refresh in _indexers:
        refresh(touched)
