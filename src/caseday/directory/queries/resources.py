"""Every read of community resources. They are shared by all cases, so whoever signs in sees all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from math import cos, radians
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from caseday.access.viewer import Viewer
from caseday.directory.models import (
    Language,
    Location,
    Phone,
    ResourceNote,
    Schedule,
    Service,
    ServiceAtLocation,
)
from caseday.directory.queries.offices import Learned, events_of, zone_named
from caseday.directory.rules.needs import NEEDS, asked_words, corrected, need_word
from caseday.directory.rules.open_state import OpenState, open_state
from caseday.directory.rules.places import guess_time_zone, miles_between, place_of
from caseday.directory.rules.resource_hours import Slot, hours_of
from caseday.kernel.errors import NotFound

PAGE_OF_RESOURCES = 30
MOST_RESOURCES_SCANNED = 3000
MILES_PER_DEGREE = 69.0
Point = tuple[float, float]


@dataclass(frozen=True)
class ResourceSearch:
    """What is looked for. `near` is (latitude, longitude) in degrees."""

    words: str = ""
    need: str = ""
    language: str = ""
    eligibility: str = ""
    age: int | None = None
    near: Point | None = None
    within_miles: int = 25
    open_now: bool = False
    include_closed: bool = False


DISTANCES = (5, 10, 25, 50, 100)


def search_from(given: Mapping[str, str], near: Point | None = None) -> ResourceSearch:
    """Out of an address (`q`, `need`, `language`, `fits`, `age`, `zip`, `within`, `open`, `closed`), whatever it holds.

    A ZIP code that is typed goes before `near`.
    """
    text = {name: given.get(name, "").replace("\x00", "").strip()[:100] for name in _ASKED}
    age, within = text["age"], text["within"]
    return ResourceSearch(
        words=text["q"],
        need=text["need"] if text["need"] in _NEEDS else "",
        language=text["language"],
        eligibility=text["fits"],
        age=int(age) if age.isascii() and age.isdigit() and len(age) < 4 else None,
        near=point_of_postal_code(text["zip"]) or near,
        within_miles=int(within) if within in map(str, DISTANCES) else 25,
        open_now=bool(text["open"]),
        include_closed=bool(text["closed"]),
    )


_ASKED = ("q", "need", "language", "fits", "age", "zip", "within", "open", "closed")
_NEEDS = frozenset(one.slug for one in NEEDS)


@dataclass
class ResourceRow:
    """`miles` as the crow flies to the nearest of its locations; None for what is reached by phone alone."""

    service: Service
    state: OpenState
    location: Location | None = None
    miles: float | None = None

    @cached_property
    def phones(self) -> list[Phone]:
        return phones_of(self.service, self.location)

    @property
    def phone(self) -> Phone | None:
        return next((one for one in self.phones if one.type != "fax"), None)

    @property
    def warnings(self) -> list[ResourceNote]:
        """What colleagues learned and holds; the latest of each kind."""
        latest = {one.kind: one for one in reversed(list(self.service.notes.all()))}
        return [one for one in latest.values() if one.kind not in ("good_to_know", "checked")]

    @property
    def need_words(self) -> list[str]:
        return [need_word(slug) for slug in self.service.needs.split()]


@dataclass(frozen=True)
class ResourcePage:
    """`corrected` are the words that were looked for, where those typed were nowhere."""

    rows: list[ResourceRow]
    total: int
    corrected: str = ""
    has_more: bool = False


def point_of_postal_code(postal_code: str) -> Point | None:
    """The middle of a ZIP code."""
    place = place_of(postal_code)
    return (place.latitude, place.longitude) if place else None


def find_resources(
    viewer: Viewer, *, at: datetime, search: ResourceSearch, most: int = PAGE_OF_RESOURCES
) -> ResourcePage:
    """Current services, the nearest first (by name where no place is asked for).

    At most 16 queries, however many there are; looks at 3,000 that fit by words and place.
    """
    found, corrected_words = _by_words(_current(search), search.words)
    found = _by_place(found, search)
    ids = list(found.order_by("name", "id").values_list("id", flat=True)[:MOST_RESOURCES_SCANNED])
    placed = _placed(ids, search)
    if search.open_now:
        placed = _open_ones(placed, viewer, at)
    rows = _rows(placed[:most], viewer, at)
    return ResourcePage(rows, len(placed), corrected_words, len(placed) > most)


def _current(search: ResourceSearch) -> QuerySet[Service]:
    """Active ones that nobody of the agency found closed."""
    found = Service.objects.all()
    if not search.include_closed:
        closed = ResourceNote.objects.filter(
            service=OuterRef("pk"), kind=ResourceNote.Kind.CLOSED, settled_at=None
        )
        found = found.filter(~Exists(closed), status="active")
    if search.need:
        found = found.filter(needs__contains=f" {search.need} ")
    if search.language:
        spoken = Q(name__iexact=search.language) | Q(code__iexact=search.language)
        languages = Language.objects.filter(spoken)
        here = languages.filter(location__services_here__service=OuterRef("pk"))
        found = found.filter(Exists(languages.filter(service=OuterRef("pk"))) | Exists(here))
    for word in search.eligibility.replace("\x00", "").split()[:6]:
        found = found.filter(eligibility_description__icontains=word)
    if search.age is not None:
        found = found.filter(
            Q(minimum_age=None) | Q(minimum_age__lte=search.age),
            Q(maximum_age=None) | Q(maximum_age__gte=search.age),
        )
    return found


def _by_words(found: QuerySet[Service], text: str) -> tuple[QuerySet[Service], str]:
    """Every word; where nothing has them, the words that were probably meant."""
    words = asked_words(text)
    matching = _with_words(found, words)
    if not words or matching.exists():
        return matching, ""
    known = {word for line in found.values_list("search_words", flat=True) for word in line.split()}
    meant = [word if any(one.startswith(word) for one in known) else corrected(word, known) for word in words]
    return _with_words(found, meant), " ".join(meant) if meant != words else ""


def _with_words(found: QuerySet[Service], words: Sequence[str]) -> QuerySet[Service]:
    for word in words:
        found = found.filter(search_words__contains=f" {word}")
    return found


def _by_place(found: QuerySet[Service], search: ResourceSearch) -> QuerySet[Service]:
    """Within the square around the place; what has no place of its own (a hotline) is everywhere."""
    if search.near is None:
        return found
    latitude, longitude = search.near
    high = search.within_miles / MILES_PER_DEGREE
    wide = high / max(0.1, cos(radians(latitude)))
    places = ServiceAtLocation.objects.filter(service=OuterRef("pk"), location__latitude__isnull=False)
    near = places.filter(
        location__latitude__range=(latitude - high, latitude + high),
        location__longitude__range=(longitude - wide, longitude + wide),
    )
    return found.filter(Exists(near) | ~Exists(places))


@dataclass(frozen=True)
class _Placed:
    service_id: UUID
    location_id: UUID | None = None
    miles: float | None = None
    at_location_id: UUID | None = None


def _placed(ids: list[UUID], search: ResourceSearch) -> list[_Placed]:
    """Each with the nearest of its places, in the order in which they are shown."""
    best: dict[UUID, _Placed] = {one: _Placed(one) for one in ids}
    columns = ("id", "service_id", "location_id", "location__latitude", "location__longitude")
    places = ServiceAtLocation.objects.filter(service__in=ids).order_by("id").values_list(*columns)
    for pk, service_id, location_id, latitude, longitude in places:
        miles = None
        if search.near and latitude is not None and longitude is not None:
            miles = miles_between(search.near, (latitude, longitude))
        known = best[service_id]
        if known.location_id is None or (miles is not None and (known.miles is None or miles < known.miles)):
            best[service_id] = _Placed(service_id, location_id, miles, pk)
    found = [one for one in best.values() if one.miles is None or one.miles <= search.within_miles]
    if search.near is None:
        return found
    return sorted(found, key=lambda one: (one.miles is None, one.miles or 0.0))


def _open_ones(placed: list[_Placed], viewer: Viewer, at: datetime) -> list[_Placed]:
    """Those that are open at this moment: two queries for all."""
    schedules = _schedules_of(placed)
    zones = _zones_of(placed, viewer)
    return [
        one
        for one in placed
        if _state(schedules.get(one.service_id, []), zones.get(one.location_id, ""), viewer, at).is_open
    ]


def _schedules_of(placed: Sequence[_Placed]) -> dict[UUID, list[Schedule]]:
    """By service: those of the service there; else of the service; else of the place."""
    by_service = {one.service_id: one for one in placed}
    wanted = (
        Q(service__in=by_service)
        | Q(service_at_location__in=[one.at_location_id for one in placed if one.at_location_id])
        | Q(location__in=[one.location_id for one in placed if one.location_id])
    )
    rows = list(Schedule.objects.filter(wanted))
    own: dict[Any, list[Schedule]] = {}
    for row in rows:
        own.setdefault(row.service_at_location_id or row.service_id or row.location_id, []).append(row)
    return {
        one.service_id: own.get(one.at_location_id)
        or own.get(one.service_id)
        or own.get(one.location_id)
        or []
        for one in placed
    }


def _zones_of(placed: Sequence[_Placed], viewer: Viewer) -> dict[UUID | None, str]:
    ids = {one.location_id for one in placed if one.location_id}
    rows = Location.objects.filter(pk__in=ids).values_list("id", "postal_code", "state_province")
    otherwise = viewer.agency_zone_name
    return {pk: guess_time_zone(code, state[:2].upper(), otherwise) for pk, code, state in rows}


def hours_text(schedules: Iterable[Schedule], at: datetime) -> str:
    """OpenStreetMap hours that hold at this moment; empty where there are none, or only words."""
    return hours_of(
        (
            Slot(
                one.freq, one.interval, one.byday, one.opens_at, one.closes_at, one.valid_from, one.valid_to,
                has_other_days=bool(one.bymonthday),
            )
            for one in schedules
        ),
        at.date(),
    )  # fmt: skip


def _state(schedules: Iterable[Schedule], zone: str, viewer: Viewer, at: datetime) -> OpenState:
    return open_state(hours_text(schedules, at), at, zone_named(zone or viewer.zone_name), "common")


def _rows(placed: Sequence[_Placed], viewer: Viewer, at: datetime) -> list[ResourceRow]:
    services = Service.objects.select_related("organization").prefetch_related(*_SHOWN)
    found = services.in_bulk([one.service_id for one in placed])
    locations = Location.objects.prefetch_related("phones").in_bulk(
        [one.location_id for one in placed if one.location_id]
    )
    schedules = _schedules_of(placed)
    zones = _zones_of(placed, viewer)
    return [
        ResourceRow(
            found[one.service_id],
            _state(schedules.get(one.service_id, []), zones.get(one.location_id, ""), viewer, at),
            locations.get(one.location_id) if one.location_id else None,
            one.miles,
        )
        for one in placed
        if one.service_id in found
    ]


_HOLDING = Prefetch("notes", ResourceNote.objects.filter(settled_at=None).select_related("staff"))
_SHOWN = ("phones", "organization__phones", "at_locations__phones", "languages", _HOLDING)


def phones_of(service: Service, location: Location | None = None) -> list[Phone]:
    """Those of the service there first, then of the service, the place, the organization; each number once."""
    there = [phone for one in service.at_locations.all() for phone in one.phones.all()]
    here = list(location.phones.all()) if location else []
    found = [*there, *service.phones.all(), *here, *service.organization.phones.all()]
    return list({(one.number, one.extension): one for one in reversed(found)}.values())[::-1]


def get_service(viewer: Viewer, service_id: UUID) -> Service:
    """With its organization and the notes that hold; NotFound where there is none."""
    found = Service.objects.select_related("organization__office").prefetch_related(*_SHOWN)
    service = found.filter(pk=service_id).first()
    if service is None:
        raise NotFound
    return service


def services_by_id(viewer: Viewer, service_ids: Iterable[UUID]) -> dict[UUID, Service]:
    """For lists of offers: names, phones and what colleagues learned."""
    wanted = set(service_ids)
    found = Service.objects.filter(pk__in=wanted).select_related("organization").prefetch_related(*_SHOWN)
    return {one.id: one for one in found}


def resource_note_kinds() -> list[tuple[str, str]]:
    return list(ResourceNote.Kind.choices)


def get_resource_note(viewer: Viewer, note_id: UUID) -> ResourceNote:
    found = ResourceNote.objects.select_related("service").filter(pk=note_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class ResourceSheet:
    """Everything of one service, for its page."""

    service: Service
    row: ResourceRow
    places: list[tuple[ServiceAtLocation, str, list[str]]] = field(default_factory=list)
    """A place, its hours as OpenStreetMap text, and what is said of them in words."""
    hours: str = ""
    hours_words: list[str] = field(default_factory=list)
    past_notes: list[ResourceNote] = field(default_factory=list)


def resource_sheet(viewer: Viewer, service_id: UUID, *, at: datetime) -> ResourceSheet:
    service = get_service(viewer, service_id)
    first = service.at_locations.all().order_by("id").first()
    placed = _Placed(service.id, first.location_id if first else None, None, first.id if first else None)
    row = _rows([placed], viewer, at)[0]
    places = service.at_locations.select_related("location").prefetch_related(
        "phones", "schedules", "location__phones", "location__schedules"
    )
    own = list(service.schedules.all())
    shown = [
        (
            one,
            hours_text(one.schedules.all() or one.location.schedules.all(), at),
            _words_of(one.schedules.all()),
        )
        for one in places.order_by("id")
    ]
    past = (
        ResourceNote.objects.filter(service=service)
        .exclude(settled_at=None)
        .select_related("staff", "settled_by")
    )
    return ResourceSheet(service, row, shown, hours_text(own, at), _words_of(own), list(past[:20]))


def _words_of(schedules: Iterable[Schedule]) -> list[str]:
    return [one.description for one in schedules if one.description]


def learned_about_resource(viewer: Viewer, service: Service) -> list[Learned]:
    return events_of(service.organization_id)


def languages_spoken() -> list[str]:
    """Every language that some resource speaks, for a list to choose from."""
    return list(Language.objects.order_by("name").values_list("name", flat=True).distinct()[:60])
