"""Every read of the directory. All of it is shared by all cases, so whoever signs in sees all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, FilteredRelation, Prefetch, Q, QuerySet

from caseday.access.models import CaseEvent
from caseday.access.queries import events_of_chain, get_agency
from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.directory.models import Channel, IdentifierMask, Office, OfficeKind, OfficePhone, Professional
from caseday.directory.rules.doubles import OfficeFacts, OfficeMatch, match_offices, name_key
from caseday.directory.rules.numbers import BadNumber, normalize_phone
from caseday.directory.rules.open_state import OpenState, open_state
from caseday.directory.rules.places import is_time_zone
from caseday.directory.rules.said_changes import said_changes
from caseday.directory.rules.say_hours import say
from caseday.kernel.errors import NotFound

PAGE = 40
MOST_SCANNED = 2000
MOST_CANDIDATES = 60
FIELD_LABELS = {
    "npi": "NPI",
    "opening_hours": "Hours",
    "line1": "Street",
    "line2": "Suite",
    "arrival_note": "On arrival",
    "menu_hint": "In the menu",
    "is_retired": "No longer used",
    "retired_at": "No longer used since",
}


@lru_cache(maxsize=128)
def zone_named(name: str) -> ZoneInfo:
    return ZoneInfo(name if is_time_zone(name) else "UTC")


def zone_of(office: Office, otherwise: str) -> ZoneInfo:
    """The zone of the office's door; the given one (agency's or viewer's) where it is not known."""
    return zone_named(office.time_zone or otherwise)


def open_state_of(viewer: Viewer, office: Office, at: datetime) -> OpenState:
    return open_state(office.full_hours, at, zone_of(office, viewer.zone_name), office.holiday_region)


def open_states(viewer: Viewer, offices: Iterable[Office], at: datetime) -> dict[UUID, OpenState]:
    """By office id. No query; about 50 microseconds an office, compiled hours are kept between calls."""
    return {office.id: open_state_of(viewer, office, at) for office in offices}


def say_state(viewer: Viewer, state: OpenState) -> str:
    return say(state, viewer.time_zone)


def _shown_phones() -> Prefetch[str]:
    return Prefetch("phones", OfficePhone.objects.filter(is_retired=False), to_attr="shown_phones")


def _working_here() -> Prefetch[str]:
    return Prefetch("professionals", Professional.objects.filter(retired_at=None), to_attr="working_here")


def _found(search: str) -> Q:
    """Every word must be found in name, town, postal code, a professional's name or a phone number."""
    wanted = Q()
    for word in search.split()[:8]:
        digits = re.sub(r"\D", "", word)
        one = Q(name__icontains=word) | Q(city__icontains=word) | Q(postal_code__startswith=word)
        one |= Q(
            pk__in=Professional.objects.filter(name__icontains=word, retired_at=None).values("office_id")
        )
        if len(digits) >= 4:
            one |= Q(pk__in=OfficePhone.objects.filter(number__contains=digits).values("office_id"))
        wanted &= one
    return wanted


def offices(
    viewer: Viewer, *, search: str = "", kind: str = "", include_retired: bool = False
) -> QuerySet[Office]:
    """Offices by name, with their phones in use as `shown_phones`: two queries."""
    found = Office.objects.filter(_found(search.replace("\x00", ""))).order_by("name", "id")
    if kind:
        found = found.filter(kind=kind)
    if not include_retired:
        found = found.filter(retired_at=None)
    return found.prefetch_related(_shown_phones())


@dataclass(frozen=True)
class OfficePage:
    rows: list[tuple[Office, OpenState]]
    next_after: UUID | None


def office_page(
    viewer: Viewer,
    *,
    at: datetime,
    search: str = "",
    kind: str = "",
    open_now: bool = False,
    include_retired: bool = False,
    after: UUID | None = None,
) -> OfficePage:
    """One page, from behind the office `after`; `open_now` is decided per office, over at most 2,000 of them."""
    found = offices(viewer, search=search, kind=kind, include_retired=include_retired)
    last = Office.objects.filter(pk=after).first() if after else None
    if last:
        found = found.filter(Q(name__gt=last.name) | Q(name=last.name, id__gt=last.id))
    rows: list[tuple[Office, OpenState]] = []
    for office in found[:MOST_SCANNED] if open_now else found[: PAGE + 1]:
        state = open_state_of(viewer, office, at)
        if not open_now or state.is_open:
            rows.append((office, state))
        if len(rows) > PAGE:
            break
    return OfficePage(rows[:PAGE], rows[PAGE - 1][0].id if len(rows) > PAGE else None)


def get_office(viewer: Viewer, office_id: UUID) -> Office:
    """With phones in use (`shown_phones`) and professionals (`working_here`): three queries."""
    found = Office.objects.prefetch_related(_shown_phones(), _working_here()).filter(pk=office_id).first()
    if found is None:
        raise NotFound
    return found


def offices_to_place(viewer: Viewer) -> QuerySet[Office]:
    """In use, with a street, and known to their postal code only or not at all."""
    vague = Office.objects.filter(place_precision__in=["", "postal code"], retired_at=None)
    return vague.exclude(line1="").order_by("id")


def offices_by_id(viewer: Viewer, office_ids: Sequence[UUID]) -> dict[UUID, Office]:
    """For a list of calls: name, hours and phones, nothing else; one query."""
    found: dict[UUID, Office] = {}
    for row in _OFFICES_TO_CALL.objects(office_ids=office_ids):
        office = found.setdefault(row.id, row)
        phones = vars(office).setdefault("shown_phones", [])
        said = vars(row)
        if said["phone_id"]:
            phones.append(
                OfficePhone(
                    pk=said["phone_id"], office=office, **{one: said[f"phone_{one}"] for one in _OF_PHONE}
                )
            )
    return found


_FOR_CALLS = ("name", "kind", "state", "time_zone", "opening_hours", "closes_on_holidays", "holiday_calendar")
_OF_PHONE = ("number", "extension", "purpose", "menu_hint")
_OFFICES_TO_CALL = SpelledObjects(
    lambda office_ids: (
        Office.objects.filter(pk__in=office_ids)
        .only(*_FOR_CALLS)
        .annotate(used=FilteredRelation("phones", condition=Q(phones__is_retired=False)))
        .annotate(phone_id=F("used__pk"), **{f"phone_{one}": F(f"used__{one}") for one in _OF_PHONE})
        .order_by("used__position", "used__pk")
    )
)
"""An office comes once for each of its phones, or once without."""


def get_phone(viewer: Viewer, phone_id: UUID) -> OfficePhone:
    found = OfficePhone.objects.select_related("office").filter(pk=phone_id).first()
    if found is None:
        raise NotFound
    return found


def get_professional(viewer: Viewer, professional_id: UUID) -> Professional:
    found = Professional.objects.select_related("office").filter(pk=professional_id).first()
    if found is None:
        raise NotFound
    return found


def retired_professionals(viewer: Viewer, office: Office) -> list[Professional]:
    return list(office.professionals.exclude(retired_at=None))


def masks_of(viewer: Viewer, office_id: UUID) -> list[IdentifierMask]:
    """The shapes of the numbers that this office issues."""
    return list(IdentifierMask.objects.filter(office=office_id).order_by("kind"))


def office_kinds() -> list[tuple[str, str]]:
    return list(OfficeKind.choices)


def office_channels() -> list[tuple[str, str]]:
    return list(Channel.choices)


@dataclass(frozen=True)
class Learned:
    """One thing that somebody learned about an office."""

    event: CaseEvent
    lines: list[str]


def learned_about(viewer: Viewer, office: Office, *, most: int = 30) -> list[Learned]:
    """Who learned what, when; the latest first."""
    return events_of(office.id, most=most)


def events_of(chain_id: UUID, *, most: int = 30) -> list[Learned]:
    events = events_of_chain(chain_id)[-most:]
    return [Learned(event, said_changes(event.changes, FIELD_LABELS)) for event in reversed(events)]


def _facts(office: Office) -> OfficeFacts:
    phones = frozenset(phone.number for phone in office.phones.all())
    return OfficeFacts(office.name, phones, office.line1, office.postal_code, office.city)


def likely_doubles(
    viewer: Viewer,
    *,
    name: str,
    phone: str = "",
    line1: str = "",
    postal_code: str = "",
    except_id: UUID | None = None,
) -> list[tuple[Office, OfficeMatch]]:
    """Offices that may be the one being entered, the likeliest first; looks at 60 candidates by index."""
    name, line1, postal_code = (text.replace("\x00", "") for text in (name, line1, postal_code))
    phones = _numbers(phone)
    key = name_key(name)
    wanted = Q(name_key=key) if key else Q()
    first = name.split()[0] if name.split() else ""
    if len(first) >= 3:
        wanted |= Q(name__istartswith=first[:4])
    if phones:
        wanted |= Q(pk__in=OfficePhone.objects.filter(number__in=phones).values("office_id"))
    if line1.strip() and postal_code:
        wanted |= Q(postal_code__startswith=postal_code[:5], line1__istartswith=line1.split()[0][:12])
    if not wanted:
        return []
    entered = OfficeFacts(name, phones, line1, postal_code)
    found = Office.objects.filter(wanted, retired_at=None).prefetch_related("phones")
    if except_id:
        found = found.exclude(pk=except_id)
    scored = [(office, match_offices(entered, _facts(office))) for office in found[:MOST_CANDIDATES]]
    return sorted((one for one in scored if one[1].is_likely), key=lambda one: -one[1].score)[:5]


def _numbers(phone: str) -> frozenset[str]:
    try:
        return frozenset({normalize_phone(phone)[0]}) if phone else frozenset()
    except BadNumber:
        return frozenset()


def agency_zone() -> str:
    return get_agency().time_zone
