"""Facts of a community resource are corrected by hand; an import does not write over them, but says what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from caseday.access.plain import values_of
from caseday.access.record import ChangeRecord, change, office_chain
from caseday.access.viewer import Viewer
from caseday.directory.actions.checks import may_keep
from caseday.directory.models import ResourceFact, Service
from caseday.directory.queries import get_resource_fact, get_service
from caseday.directory.queries.resource_facts import facts_of, model_of, parts_there, rows_of
from caseday.directory.rules.resource_facts import FACT_OF, Fact, Parts, parts_of, text_of, tidy
from caseday.directory.rules.resource_rows import Bundle, ResourceRow
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id

How = ResourceFact.How
_MEANWHILE = "Somebody changed this meanwhile. It says now: {now}. Write what holds, or leave that."


def correct_resource(
    *,
    actor: Viewer,
    now: datetime,
    service_id: UUID,
    facts: Mapping[str, str],
    based_on: Mapping[str, str],
    learned_from: str = "",
) -> list[ResourceFact]:
    """`facts` by their slugs, `based_on` as they were read: what is the same in both was not touched.

    Raises Invalid by fact: what cannot be read, and what somebody else changed meanwhile. The same again changes
    nothing.
    """
    may_keep(actor)
    if actor.staff_id is None:
        raise Refused("Only a person learns something: say who it is.")
    service, today = get_service(actor, service_id), now.astimezone(actor.time_zone).date()
    with transaction.atomic():
        list(Service.objects.select_for_update().filter(pk=service_id).values("pk"))
        parts = _wanted(facts, based_on, facts_of(service, today), today)
        words = ", ".join(FACT_OF[slug].word.lower() for slug in parts)
        with change(
            "resource_corrected", actor=actor, now=now, chain=office_chain(service.organization_id),
            subject=service, summary=f"{service.name}: {words}"[:300],
        ) as record:  # fmt: skip
            return [
                _correct(record, service, FACT_OF[slug], one, now, ResourceFact(
                    staff_id=actor.staff_id, learned_at=now, learned_from=" ".join(learned_from.split())[:160],
                ))
                for slug, one in parts.items()
            ]  # fmt: skip


def _wanted(
    facts: Mapping[str, str], based_on: Mapping[str, str], present: Mapping[str, str], today: date
) -> dict[str, Parts]:
    found: dict[str, Parts] = {}
    problems: dict[str, str] = {}
    for slug, fact in FACT_OF.items():
        typed, was, there = (tidy(one.get(slug, "")) for one in (facts, based_on, present))
        if slug not in facts or typed in (was, there):
            continue
        if was != there:
            problems[slug] = _MEANWHILE.format(now=there or "nothing")
            continue
        try:
            parts = parts_of(fact, typed, today)
        except ValueError as error:
            problems[slug] = str(error)
        else:
            if text_of(fact, parts, today) != there:
                found[slug] = parts
    if problems:
        raise Invalid(problems)
    return found


def _correct(
    record: ChangeRecord,
    service: Service,
    fact: Fact,
    parts: Parts,
    now: datetime,
    new: ResourceFact,
) -> ResourceFact:
    before = service.facts.filter(fact=fact.slug, settled_at=None).first()
    if before is not None:
        new.source_values, new.source_text = before.source_values, before.source_text
        new.source_said_at = before.source_said_at
        record.update(before, settled_at=now, settled_by_id=new.staff_id, settled_how=How.REPLACED)
    elif service.external_id:
        new.source_values = _source_of(service, fact)
        new.source_text = _said(fact, new.source_values, now.date())
    new.id, new.service, new.fact, new.value = new_id(), service, fact.slug, text_of(fact, parts, now.date())
    _put(record, service, fact, parts.columns, [_row(service, fact, one, now) for one in parts.rows])
    return record.add(new)


def _put(
    record: ChangeRecord,
    service: Service,
    fact: Fact,
    columns: Mapping[str, Any],
    rows: Iterable[models.Model],
) -> None:
    """Instead of what is there."""
    for old in rows_of(service.pk, fact):
        record.remove(old)
    if columns:
        record.update(service, **columns)
    for row in rows:
        record.add(row)


def _row(service: Service, fact: Fact, values: Mapping[str, Any], now: datetime) -> models.Model:
    more = {"updated": now} if fact.slug == "capacity" else {}
    row: models.Model = model_of(fact)(id=new_id(), service_id=service.pk, **values, **more)
    return row


def _source_of(service: Service, fact: Fact) -> dict[str, Any]:
    """What the imported directory says, as it can be put back."""
    rows = [one for one in rows_of(service.pk, fact) if getattr(one, "external_id", "")]
    columns = parts_there(service, fact, rows=()).columns
    return {"columns": columns, "rows": [_kept(one) for one in rows]}


def _kept(row: models.Model) -> dict[str, Any]:
    return {"id": str(row.pk), "values": values_of(row)}


def _said(fact: Fact, source: Mapping[str, Any], on: date) -> str:
    rows = tuple(one["values"] for one in source["rows"])
    return text_of(fact, Parts(dict(source["columns"]), rows), on)


def take_directorys(*, actor: Viewer, now: datetime, fact_id: UUID) -> ResourceFact:
    """What its directory says holds instead of the correction. A second tap changes nothing."""
    may_keep(actor)
    one = get_resource_fact(actor, fact_id)
    if not one.source_values:
        raise Invalid("It is in no imported directory: correct it instead.")
    fact, service = FACT_OF[one.fact], one.service
    with change(
        "resource_correction_given_up",
        actor=actor,
        now=now,
        chain=office_chain(service.organization_id),
        subject=one,
        summary=f"{service.name}: {fact.word.lower()} as the directory says"[:300],
    ) as record:
        if one.settled_at is None:
            _put(record, service, fact, one.source_values["columns"], _rows_again(fact, one.source_values))
            record.update(one, settled_at=now, settled_by_id=actor.staff_id, settled_how=How.TAKEN)
    return one


def _rows_again(fact: Fact, source: Mapping[str, Any]) -> list[models.Model]:
    """Without those of a place that the service left since."""
    found = []
    for one in source["rows"]:
        model = model_of(fact)
        columns = {column.attname: column for column in model._meta.concrete_fields}
        values = {name: columns[name].to_python(value) for name, value in one["values"].items()}
        row = model(id=UUID(one["id"]), **values)
        place = columns.get("service_at_location_id")
        at = getattr(row, "service_at_location_id", None)
        if at is None or (place and place.related_model._default_manager.filter(pk=at).exists()):
            found.append(row)
    return found


def hold_back(record: ChangeRecord, bundle: Bundle, source: str, now: datetime) -> set[UUID]:
    """Takes out of the bundle what was corrected by hand, and notes what it says of it. Ids of the services of which
    something stays as corrected though the directory says otherwise."""
    services = [one.id for one in bundle.of("service")]
    held: set[UUID] = set()
    for one in ResourceFact.objects.filter(service__in=services, settled_at=None).select_related("service"):
        fact = FACT_OF[one.fact]
        own = _own_rows(bundle, one.service_id, fact)
        said = _said_in(bundle, one, fact, own, source)
        text = _said(fact, said, now.date())
        if text == one.value:
            for row in rows_of(one.service_id, fact):
                record.remove(row)
            record.update(one, settled_at=now, settled_how=How.AGREED, source_text=text)
            continue
        _leave_out(bundle, one, fact, own)
        held.add(one.service_id)
        if said != one.source_values:
            record.update(one, source_values=said, source_text=text, source_said_at=now)
    return held


def _own_rows(bundle: Bundle, service_id: UUID, fact: Fact) -> list[ResourceRow]:
    """What the bundle has of this fact, of the service itself and of its places."""
    places = {
        place.id for place in bundle.of("service_at_location") if place.values["service_id"] == service_id
    }
    return [
        row
        for row in bundle.of(fact.table)
        if row.values.get("service_id") == service_id or row.values.get("service_at_location_id") in places
    ]


def _said_in(
    bundle: Bundle, one: ResourceFact, fact: Fact, own: list[ResourceRow], source: str
) -> dict[str, Any]:
    before = one.source_values.get("columns", {})
    columns = {}
    if fact.column:
        (service,) = (row for row in bundle.of("service") if row.id == one.service_id)
        columns = {fact.column: str(service.values.get(fact.column, before.get(fact.column, "")))}
    rows = [model_of(fact)(id=row.id, **{**row.values, "source": source}) for row in own]
    return {"columns": columns, "rows": [_kept(row) for row in sorted(rows, key=lambda row: row.pk)]}


def _leave_out(bundle: Bundle, one: ResourceFact, fact: Fact, own: list[ResourceRow]) -> None:
    left = {(row.table, row.id) for row in own}
    bundle.rows[:] = [
        ResourceRow(row.table, row.id, {k: v for k, v in row.values.items() if k != fact.column})
        if row.table == "service" and row.id == one.service_id
        else row
        for row in bundle.rows
        if (row.table, row.id) not in left
    ]
