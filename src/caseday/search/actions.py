"""The index is derived: it can be thrown away and made again."""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.db import models, transaction

from caseday.search.indexing import INDEXED
from caseday.search.models import Entry

_BATCH = 500


def rebuild_index(progress: Callable[[int], None] = lambda done: None) -> int:
    """Make every entry anew, in one transaction; how many."""
    done = 0
    with transaction.atomic():
        Entry.objects.all().delete()
        for model, make in INDEXED:
            for ids in _batches(model):
                done += len(Entry.objects.bulk_create(make(ids), batch_size=_BATCH))
                progress(done)
    return done


def _batches(model: type[models.Model]) -> Iterator[set[UUID]]:
    batch: list[UUID] = []
    order = "started_at" if model._meta.model_name == "activity" else "pk"
    for pk in model._base_manager.order_by(order).values_list("pk", flat=True).iterator(chunk_size=_BATCH):
        batch.append(pk)
        if len(batch) == _BATCH:
            yield set(batch)
            batch = []
    if batch:
        yield set(batch)
