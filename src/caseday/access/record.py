"""In: an action's changes. Out: one case event, appended in the same transaction, chained by hash to the one before.

Every action of every app writes through `change`; nothing else calls `save()` on a recorded model.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models.deletion import Collector

from caseday.access.models import AGENCY_CHAIN_ID, CaseEvent, ChainHead, ChainKind
from caseday.access.plain import attname_of, moment, plain, plain_of, values_of
from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.access.whole import whole
from caseday.kernel.ids import new_id

__all__ = [
    "Chain",
    "Change",
    "ChangeRecord",
    "agency_chain",
    "canonical",
    "case_chain",
    "change",
    "changes_kept",
    "fold",
    "hash_of",
    "hash_of_parts",
    "office_chain",
    "person_chain",
    "plain",
    "register_follower",
    "register_index",
    "reindex",
    "staff_chain",
    "values_of",
]

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
        for name, value in vars(obj).items():
            if isinstance(value, str):
                setattr(obj, name, _without_nul(value))
        obj.save(force_insert=True)
        self._note("add", obj, {name: [None, value] for name, value in values_of(obj).items()})
        return obj

    def update(self, obj: M, **values: Any) -> M:
        """Save only what differs; `values` are named as the model's attributes (an FK as object or `x_id`)."""
        fields = _assign(obj, values)
        if fields:
            obj.save(update_fields=list(fields))
            self._note("update", obj, fields)
        return obj

    def remove(self, obj: models.Model) -> None:
        """Deletes also what belongs to it, and notes each row."""
        collector = Collector(using=obj._state.db or "default", origin=obj)
        collector.collect([obj])
        for one in _doomed(collector):
            self._note("remove", one, {name: [value, None] for name, value in values_of(one).items()})
        obj.__class__._base_manager.filter(pk=obj.pk).delete()

    def _note(self, op: str, obj: models.Model, fields: dict[str, list[Any]]) -> None:
        self.changes.append({"op": op, "model": obj._meta.label_lower, "id": str(obj.pk), "fields": fields})
        if op != "update" or not getattr(obj, "unindexed", frozenset()).issuperset(fields):
            self.touched[(obj.__class__, obj.pk)] = obj


def _doomed(collector: Collector) -> Iterator[models.Model]:
    for instances in collector.data.values():
        yield from instances
    for queryset in collector.fast_deletes:
        yield from queryset


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
    with whole():
        record = ChangeRecord(summary=summary)
        yield record
        if record.changes:
            _append(record, verb, actor, now, chain, subject, happened_at or now)
            _refresh_indexes(record)
            _follow(record, chain, now)
            transaction.on_commit(_count_kept)


_kept = threading.local()


def changes_kept() -> int:
    """How many changes this thread has committed so far: whether anything was, since one last asked."""
    return getattr(_kept, "count", 0)


def _count_kept() -> None:
    _kept.count = changes_kept() + 1


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
        summary=_without_nul(record.summary)[:300],
        changes_json=canonical(record.changes),
        previous_hash=head.hash,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    ChainHead.objects.filter(chain_id=chain.id).update(sequence=event.sequence, hash=event.hash)


def _locked_head(chain: Chain) -> ChainHead:
    """The row lock orders everybody who appends to this chain (SQLite: the transaction already does)."""
    head = next(iter(_HEAD.objects(chain_id=chain.id)), None)
    if head is None:
        empty = ChainHead(chain_id=chain.id, chain_kind=chain.kind, sequence=0, hash="")
        ChainHead.objects.bulk_create([empty], ignore_conflicts=True)
        head = ChainHead.objects.select_for_update().get(chain_id=chain.id)
    return head


_HEAD = SpelledObjects(lambda chain_id: ChainHead.objects.select_for_update().filter(chain_id=chain_id))

HASHED = (
    "previous_hash",
    "id",
    "chain_kind",
    "chain_id",
    "sequence",
    "verb",
    "actor_id",
    "actor_name",
    "happened_at",
    "recorded_at",
    "subject_kind",
    "subject_id",
    "summary",
)


def canonical(changes: list[Change]) -> str:
    """The one spelling of a JSON value: sorted keys, no spaces, ASCII (both engines keep it byte for byte)."""
    return json.dumps(changes, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def hash_of(event: CaseEvent) -> str:
    return hash_of_parts(tuple(getattr(event, name) for name in HASHED), event.changes_json)


def hash_of_parts(head: tuple[Any, ...], changes_json: str) -> str:
    """SHA-256 over every stored column (`head` in the order of HASHED), so that none can change unnoticed."""
    text = json.dumps([_hashable(value) for value in head], separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"caseday event 1\n{text}\n{changes_json}".encode()).hexdigest()


def _hashable(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    return moment(value) if isinstance(value, datetime) else str(value)


def fold(events: Iterable[CaseEvent], *, until: datetime | None = None) -> Folded:
    """State of every object of a chain after its events up to `until`: {(model, id): {field: value}}."""
    state: Folded = {}
    for event in events:
        if until is not None and event.recorded_at > until:
            continue
        for one in event.changes:
            key = (one["model"], one["id"])
            if one["op"] == "remove":
                state.pop(key, None)
            else:
                state.setdefault(key, {}).update({name: pair[1] for name, pair in one["fields"].items()})
    return state


def _without_nul(text: str) -> str:
    """PostgreSQL keeps no NUL, and nobody types one."""
    return text.replace("\0", "") if "\0" in text else text


def _assign(obj: models.Model, values: dict[str, Any]) -> dict[str, list[Any]]:
    fields: dict[str, list[Any]] = {}
    for name, value in values.items():
        attname = attname_of(obj, name)
        value = _without_nul(value) if isinstance(value, str) else value
        old = plain_of(obj, attname)
        setattr(obj, name, value)
        new = plain_of(obj, attname)
        if old != new:
            fields[attname] = [old, new]
    return fields


_indexers: list[Callable[[list[models.Model]], None]] = []


def register_index(refresh: Callable[[list[models.Model]], None]) -> None:
    """`refresh(touched objects)` runs inside every change's transaction (search keeps its index by this)."""
    _indexers.append(refresh)


Follower = Callable[[Chain, list[Change], datetime], None]
_followers: list[Follower] = []


def register_follower(follow: Follower) -> None:
    """`follow(chain, changes, now)` runs inside every change's transaction, after its event: what else becomes true
    by it, and is to be written down with an event of its own."""
    _followers.append(follow)


def _follow(record: ChangeRecord, chain: Chain, now: datetime) -> None:
    for follow in _followers:
        follow(chain, record.changes, now)


def _refresh_indexes(record: ChangeRecord) -> None:
    reindex(list(record.touched.values()))


def reindex(touched: list[models.Model]) -> None:
    """For what is kept without an event (the text of a paper), inside the transaction that wrote it."""
    for refresh in _indexers:
        refresh(touched)
