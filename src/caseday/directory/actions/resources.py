"""Community resources: brought in from files, added by hand, and what colleagues learn of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from caseday.access.record import Chain, ChangeRecord, change, office_chain
from caseday.access.viewer import Viewer
from caseday.directory.actions.checks import may_keep
from caseday.directory.actions.resource_facts import hold_back
from caseday.directory.models import (
    Attribute,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    RequiredDocument,
    ResourceNote,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    TaxonomyTerm,
)
from caseday.directory.queries import get_office, get_resource_note, get_service
from caseday.directory.rules.needs import needs_of, search_words
from caseday.directory.rules.numbers import BadNumber, normalize_phone
from caseday.directory.rules.places import place_of
from caseday.directory.rules.resource_rows import Bundle, ResourceRow
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id

MODELS: dict[str, type[models.Model]] = {
    "organization": Organization,
    "location": Location,
    "service": Service,
    "service_at_location": ServiceAtLocation,
    "phone": Phone,
    "schedule": Schedule,
    "language": Language,
    "service_area": ServiceArea,
    "cost_option": CostOption,
    "service_capacity": ServiceCapacity,
    "required_document": RequiredDocument,
    "attribute": Attribute,
}
_PARTS = (
    "service_at_location",
    "phone",
    "schedule",
    "language",
    "service_area",
    "cost_option",
    "service_capacity",
    "required_document",
    "attribute",
)
"""What goes when it is no longer in the file; services and places stay, for cases may name them."""


@dataclass(frozen=True)
class KeptResources:
    """Ids of the services of an organization: new ones, those of which something changed, the others."""

    added: tuple[UUID, ...] = ()
    changed: tuple[UUID, ...] = ()
    unchanged: tuple[UUID, ...] = ()
    held: tuple[UUID, ...] = ()
    """Of these something stays as colleagues corrected it, though the file says otherwise."""


def chain_of_resource(organization_id: UUID) -> Chain:
    return office_chain(organization_id)


def keep_resources(*, actor: Viewer, now: datetime, source: str, bundle: Bundle) -> KeptResources:
    """One organization as its source has it now. The same again changes nothing; what colleagues noted or corrected
    stays.

    The rows are right as the reader of the file made them; parts that the source has no more are taken away.
    """
    may_keep(actor)
    _say_what_for(bundle)
    organization = bundle.organization
    services = [one.id for one in bundle.of("service")]
    known = set(Service.objects.filter(pk__in=services).values_list("pk", flat=True))
    with (
        transaction.atomic(),
        change(
            "resources_read",
            actor=actor,
            now=now,
            chain=chain_of_resource(organization.id),
            subject=Organization(id=organization.id),
            summary=f"{organization.values['name']}: read from {source or 'a file'}",
        ) as record,
    ):
        held = hold_back(record, bundle, source, now)
        _keep_terms(bundle.terms, source)
        for table in MODELS:
            rows = [organization] if table == "organization" else bundle.of(table)
            _keep_rows(record, MODELS[table], rows, source)
        _take_away(record, bundle, source)
        touched = _services_of(record)
    changed = [one for one in services if one in known and one in touched]
    return KeptResources(
        tuple(one for one in services if one not in known),
        tuple(changed),
        tuple(one for one in services if one in known and one not in touched),
        tuple(one for one in services if one in held),
    )


def _say_what_for(bundle: Bundle) -> None:
    """Needs and words by which its services are found, out of what the rows say."""
    terms = {one.id: str(one.values["name"]) for one in bundle.terms}
    name = str(bundle.organization.values["name"])
    for place, row in enumerate(bundle.rows):
        if row.table == "service":
            of_service = [one for one in bundle.of("attribute") if one.values["service_id"] == row.id]
            named = [terms[one.values["taxonomy_term_id"]] for one in of_service]
            bundle.rows[place] = ResourceRow("service", row.id, dict(row.values) | found_by(row, name, named))


def found_by(row: ResourceRow, organization: str, terms: Sequence[str]) -> dict[str, str]:
    values = row.values
    own = [str(values.get(name, "")) for name in ("name", "alternate_name", "description")]
    needs = needs_of(*own[:2], *terms) or needs_of(own[2])
    return {
        "needs": f" {' '.join(needs)} "[:200] if needs else "",
        "search_words": search_words([*own, organization, *terms], needs),
    }


def _keep_terms(rows: Iterable[ResourceRow], source: str) -> None:
    """Reference data of the file, without history."""
    for row in rows:
        TaxonomyTerm.objects.update_or_create(pk=row.id, defaults={**row.values, "source": source})


def _keep_rows(
    record: ChangeRecord, model: type[models.Model], rows: Sequence[ResourceRow], source: str
) -> None:
    known = model._default_manager.in_bulk([one.id for one in rows])
    for row in rows:
        values = {**row.values, "source": source}
        if row.id in known:
            record.update(known[row.id], **values)
        else:
            record.add(model(id=row.id, **values))


def _take_away(record: ChangeRecord, bundle: Bundle, source: str) -> None:
    owners = {
        "service": [one.id for one in bundle.of("service")],
        "location": [one.id for one in bundle.of("location")],
        "organization": [bundle.organization.id],
        "service_at_location": [one.id for one in bundle.of("service_at_location")],
    }
    for table in reversed(_PARTS):
        model = MODELS[table]
        kept = {one.id for one in bundle.of(table)}
        for owner in _owners_of(model):
            old = model._default_manager.filter(**{f"{owner}__in": owners[owner]}, source=source)
            for row in old.exclude(external_id=""):
                if row.pk not in kept:
                    record.remove(row)


def _owners_of(model: type[models.Model]) -> list[str]:
    """By what its rows belong: those of a service at a place go with that."""
    names = {one.name for one in model._meta.concrete_fields}
    owners = ("service", "location", "organization", "service_at_location")
    found = [one for one in owners if one in names]
    return ["service"] if model is ServiceAtLocation else found


def _services_of(record: ChangeRecord) -> set[UUID]:
    """Of which services something was changed; of all of them where it is their organization or a place."""
    found: set[UUID] = set()
    for one in record.touched.values():
        if isinstance(one, Service):
            found.add(one.pk)
        elif isinstance(one, (Organization, Location)) or getattr(one, "service_id", None) is None:
            found |= _served_by(one)
        else:
            found.add(one.service_id)  # type: ignore[attr-defined]
    return found


def _served_by(part: models.Model) -> set[UUID]:
    if isinstance(part, Organization):
        return set(part.services.values_list("pk", flat=True))
    places = ServiceAtLocation.objects.all()
    if isinstance(part, Location):
        return set(places.filter(location=part).values_list("service_id", flat=True))
    at, place = getattr(part, "service_at_location_id", None), getattr(part, "location_id", None)
    if at or place:
        wanted = places.filter(pk=at) if at else places.filter(location=place)
        return set(wanted.values_list("service_id", flat=True))
    organization = getattr(part, "organization_id", None)
    return set(Service.objects.filter(organization=organization).values_list("pk", flat=True))


@dataclass(frozen=True)
class ResourceDetails:
    """What somebody knows of a resource that no directory has; only the names are needed."""

    organization: str = ""
    name: str = ""
    description: str = ""
    eligibility_description: str = ""
    fees_description: str = ""
    phone: str = ""
    languages: str = ""
    hours: str = ""
    address_1: str = ""
    city: str = ""
    postal_code: str = ""


def add_resource(
    *, actor: Viewer, now: datetime, details: ResourceDetails, id: UUID | None = None
) -> Service:
    """By hand. An organization of exactly this name that was added by hand gets one more service.

    The same `id` again gives the one that is there. Raises Invalid with what to do.
    """
    may_keep(actor)
    if id and (known := Service.objects.filter(pk=id).first()):
        return known
    service_id = id or new_id()
    keep_resources(actor=actor, now=now, source="", bundle=_bundle_of(details, service_id))
    return Service.objects.get(pk=service_id)


def _bundle_of(details: ResourceDetails, service_id: UUID) -> Bundle:
    said = {name: " ".join(value.replace("\x00", "").split()) for name, value in vars(details).items()}
    phone, problems = _phone_and_problems(said)
    if problems:
        raise Invalid(problems)
    known = Organization.objects.filter(name=said["organization"], external_id="").first()
    organization = ResourceRow(
        "organization", known.pk if known else new_id(), {"name": said["organization"]}
    )
    bundle = Bundle(organization)
    own = {
        name: said[name] for name in ("name", "description", "eligibility_description", "fees_description")
    }
    bundle.rows.append(ResourceRow("service", service_id, {**own, "organization_id": organization.id}))

    def add(table: str, **values: Any) -> UUID:
        bundle.rows.append(ResourceRow(table, new_id(), values))
        return bundle.rows[-1].id

    if phone:
        add("phone", service_id=service_id, number=phone[0], extension=phone[1], type="voice")
    if said["hours"]:
        add("schedule", service_id=service_id, description=said["hours"])
    for language in filter(None, (one.strip()[:60] for one in said["languages"].split(","))):
        add("language", service_id=service_id, name=language)
    if said["address_1"] or said["postal_code"]:
        place = place_of(said["postal_code"])
        where = {name: said[name] for name in ("address_1", "city", "postal_code")}
        at = (
            {"latitude": place.latitude, "longitude": place.longitude, "state_province": place.state}
            if place
            else {}
        )
        location_id = add("location", organization_id=organization.id, **where, **at)
        add("service_at_location", service_id=service_id, location_id=location_id)
    return bundle


_LONGEST = {"organization": 200, "name": 200, "address_1": 200, "city": 80, "languages": 300, "hours": 1000}


def _phone_and_problems(said: dict[str, str]) -> tuple[tuple[str, str] | None, dict[str, str]]:
    problems = {
        name: f"Say it in {most} letters." for name, most in _LONGEST.items() if len(said[name]) > most
    }
    if not said["name"]:
        problems["name"] = "What is the service called?"
    if not said["organization"]:
        problems["organization"] = "Who gives it?"
    if said["postal_code"] and place_of(said["postal_code"]) is None:
        problems["postal_code"] = "Five digits, as 78704."
    try:
        return (normalize_phone(said["phone"]) if said["phone"] else None), problems
    except BadNumber as error:
        short = re.sub(r"\D", "", said["phone"])
        if 3 <= len(short) <= 6:
            return (short, ""), problems
        return None, problems | {"phone": str(error)}


def learn_of_resource(
    *, actor: Viewer, now: datetime, service_id: UUID, kind: str, text: str = "", id: UUID | None = None
) -> ResourceNote:
    """Closed, full, a wrong number ...: seen by colleagues until it holds no more. `checked` settles the others.

    A closed one is not offered by the search any more. The same `id` again gives the note that is there.
    """
    may_keep(actor)
    if id and (known := ResourceNote.objects.filter(pk=id).first()):
        return known
    service = get_service(actor, service_id)
    said = " ".join(text.replace("\x00", "").split())
    if problems := _problems_of_note(kind, said):
        raise Invalid(problems)
    if actor.staff_id is None:
        raise Refused("Only a person learns something: say who it is.")
    note = ResourceNote(
        id=id or new_id(), service=service, kind=kind, text=said, staff_id=actor.staff_id, learned_at=now
    )
    with change(
        "resource_note_added",
        actor=actor,
        now=now,
        chain=chain_of_resource(service.organization_id),
        subject=note,
        summary=f"{service.name}: {note}",
    ) as record:
        record.add(note)
        if kind == ResourceNote.Kind.CHECKED:
            for old in service.notes.filter(settled_at=None).exclude(pk=note.pk).exclude(kind="good_to_know"):
                record.update(old, settled_at=now, settled_by_id=actor.staff_id)
    return note


_NEED_WORDS = (ResourceNote.Kind.MOVED, ResourceNote.Kind.NOT_AS_SAID, ResourceNote.Kind.GOOD_TO_KNOW)


def _problems_of_note(kind: str, text: str) -> dict[str, str]:
    problems = {}
    if kind not in ResourceNote.Kind.values:
        problems["kind"] = "Choose what you learned."
    if len(text) > 400:
        problems["text"] = "Say it in 400 letters."
    if not text and kind in _NEED_WORDS:
        problems["text"] = "Say it in a few words, so that a colleague understands it."
    return problems


def settle_resource_note(*, actor: Viewer, now: datetime, note_id: UUID) -> ResourceNote:
    """It holds no more (they are open again). A second tap changes nothing."""
    may_keep(actor)
    note = get_resource_note(actor, note_id)
    with change(
        "resource_note_settled",
        actor=actor,
        now=now,
        chain=chain_of_resource(note.service.organization_id),
        subject=note,
        summary=f"{note.service.name}: no longer {note.get_kind_display().lower()}",
    ) as record:
        if note.settled_at is None:
            record.update(note, settled_at=now, settled_by_id=actor.staff_id)
    return note


def link_resource_office(
    *, actor: Viewer, now: datetime, organization_id: UUID, office_id: UUID | None
) -> Organization:
    """The organization is this office of the directory; None undoes it."""
    may_keep(actor)
    organization = Organization.objects.get(pk=organization_id)
    office = get_office(actor, office_id) if office_id else None
    summary = f"{organization.name} is {office.name}" if office else f"{organization.name} is no office"
    with change(
        "resource_office_linked",
        actor=actor,
        now=now,
        chain=chain_of_resource(organization.pk),
        subject=organization,
        summary=summary,
    ) as record:
        record.update(organization, office=office)
    return organization
