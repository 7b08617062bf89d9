"""Facts of a community resource as they stand, and what was corrected by hand beside its imported directory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q

from caseday.access.plain import values_of
from caseday.access.viewer import Viewer
from caseday.directory.models import ResourceFact, Service
from caseday.directory.rules.resource_facts import FACT_OF, FACTS, Fact, Parts, text_of
from caseday.kernel.errors import NotFound

_MOST_PAST = 20


@dataclass(frozen=True)
class Corrected:
    """A fact that holds by hand."""

    fact: ResourceFact
    word: str

    @property
    def differs(self) -> bool:
        return bool(self.fact.source_values) and self.fact.source_text != self.fact.value


@dataclass(frozen=True)
class Corrections:
    present: list[Corrected] = field(default_factory=list)
    past: list[Corrected] = field(default_factory=list)


def model_of(fact: Fact) -> Any:
    return apps.get_model("directory", fact.table.replace("_", ""))


def rows_of(service_id: UUID, fact: Fact) -> list[models.Model]:
    """Of the service, and of it at each of its places; those of a place or an organization are not its own."""
    if not fact.table:
        return []
    model = model_of(fact)
    own = Q(service=service_id)
    if any(one.name == "service_at_location" for one in model._meta.fields):
        own |= Q(service_at_location__service=service_id)
    return list(model._default_manager.filter(own).order_by("pk"))


def parts_there(service: Service, fact: Fact, *, rows: Iterable[models.Model] | None = None) -> Parts:
    found = rows_of(service.pk, fact) if rows is None else rows
    columns = {fact.column: str(getattr(service, fact.column))} if fact.column else {}
    return Parts(columns, tuple(values_of(one) for one in found))


def facts_of(service: Service, today: date) -> dict[str, str]:
    """Every fact in words, as it stands. Six queries."""
    return {fact.slug: text_of(fact, parts_there(service, fact), today) for fact in FACTS}


def corrections_of(viewer: Viewer, service_id: UUID) -> Corrections:
    """One query; whoever signs in sees them."""
    found = ResourceFact.objects.filter(service=service_id).select_related("staff", "settled_by")
    words = [Corrected(one, FACT_OF[one.fact].word) for one in found[: _MOST_PAST + len(FACTS)]]
    return Corrections(
        [one for one in words if one.fact.settled_at is None],
        [one for one in words if one.fact.settled_at is not None][:_MOST_PAST],
    )


def get_resource_fact(viewer: Viewer, fact_id: UUID) -> ResourceFact:
    found = ResourceFact.objects.select_related("service").filter(pk=fact_id).first()
    if found is None:
        raise NotFound
    return found
