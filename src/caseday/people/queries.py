"""Every read of people; outside the viewer's sight there is nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from caseday.access.models import CaseEvent
from caseday.access.permissions import require
from caseday.access.queries import events_of_chain
from caseday.access.sealing import SealBroken, unsealed
from caseday.access.viewer import Viewer
from caseday.directory.rules.numbers import BadNumber, normalize_phone
from caseday.directory.rules.said_changes import said_changes
from caseday.kernel.errors import NotFound
from caseday.people.models import Address, ContactPoint, HouseholdMember, Person, PersonMerge, SafetyNote
from caseday.people.permissions import reads_closely, safety_notes_visible_to, visible_to
from caseday.people.rules.duplicates import PersonFacts, PersonMatch, match_people, similar_birth_dates
from caseday.people.rules.names import family_sounds, fold, given_sounds, name_words, sound_of

P = TypeVar("P", ContactPoint, Address, HouseholdMember)

PAGE = 40
MOST_CANDIDATES = 40
MOST_SHOWN = 6
FIELD_LABELS = {
    "line1": "Street", "line2": "Apartment", "is_retired": "No longer used", "details_allowed": "Details may be left",
    "may_be_told": "May be told", "to_on": "Until", "from_on": "Since", "birth_date": "Birth date", "value": "Contact",
    "ssn": "Social Security number", "ssn_last4": "Its last four", "ssn_at": "Written down",
}  # fmt: skip
# Nearly every record is one: said as a negation, so that no engine takes an index for it.
NOT_MERGED = ~Q(merged_into__isnull=False)
PRIVATE_FIELDS = frozenset({"text", "audience"})
SSN_USE = "numbers of people"
SSN_ANSWERS = (Person.Ssn.UNKNOWN, Person.Ssn.DECLINED, Person.Ssn.NOT_COLLECTED)
ONLY_CLOSE = "The assigned case manager and supervisors see the whole number. Ask one of them."


def people(viewer: Viewer, *, search: str = "") -> QuerySet[Person]:
    """Persons in sight, by family name; records merged away are left out."""
    found = Person.objects.filter(visible_to(viewer), NOT_MERGED)
    for word in fold(search).split()[:6]:
        found = found.filter(
            Q(name_key__contains=word)
            | Q(given_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(preferred_name__icontains=word)
        )
    return found.order_by("family_name", "given_name", "id")


@dataclass(frozen=True)
class PeoplePage:
    rows: list[Person]
    next_after: UUID | None


def people_page(viewer: Viewer, *, search: str = "", after: UUID | None = None) -> PeoplePage:
    """With contact points in use (`reached_at`): two queries, three behind the first page."""
    found = people(viewer, search=search).prefetch_related(_contact_points())
    last = Person.objects.filter(pk=after).first() if after else None
    if last:
        found = found.filter(
            Q(family_name__gt=last.family_name)
            | Q(family_name=last.family_name, given_name__gt=last.given_name)
            | Q(family_name=last.family_name, given_name=last.given_name, id__gt=last.id)
        )
    rows = list(found[: PAGE + 1])
    return PeoplePage(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def _contact_points() -> Prefetch[str]:
    return Prefetch("contact_points", ContactPoint.objects.filter(is_retired=False), to_attr="reached_at")


def get_person(viewer: Viewer, person_id: UUID) -> Person:
    """With contact points in use (`reached_at`), `lives_at`, `household_there` and `safety` in sight: five queries."""
    found = (
        Person.objects.filter(visible_to(viewer), pk=person_id)
        .select_related("merged_into")
        .prefetch_related(
            _contact_points(),
            Prefetch("addresses", Address.objects.filter(to_on=None).order_by("id"), to_attr="lives_at"),
            Prefetch("household", HouseholdMember.objects.select_related("other"), to_attr="household_there"),
            Prefetch("safety_notes", _notes(viewer), to_attr="safety"),
        )
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _notes(viewer: Viewer) -> QuerySet[SafetyNote]:
    open_ones = SafetyNote.objects.filter(safety_notes_visible_to(viewer), ended_at=None)
    return open_ones.select_related("noted_by").order_by("-noted_at")


def persons_by_id(viewer: Viewer, person_ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Those of them in sight."""
    return Person.objects.filter(visible_to(viewer)).in_bulk(list(person_ids))


def safety_notes(viewer: Viewer, person_id: UUID) -> list[SafetyNote]:
    """Open notes that the viewer may read; the person is authorized first."""
    return list(get_person(viewer, person_id).safety)  # type: ignore[attr-defined]


def _get_part(viewer: Viewer, model: type[P], part_id: UUID) -> P:
    seen = Person.objects.filter(visible_to(viewer)).values("pk")
    found = model.objects.select_related("person").filter(pk=part_id, person__in=seen).first()
    if found is None:
        raise NotFound
    return found


def get_contact_point(viewer: Viewer, contact_point_id: UUID) -> ContactPoint:
    return _get_part(viewer, ContactPoint, contact_point_id)


def get_address(viewer: Viewer, address_id: UUID) -> Address:
    return _get_part(viewer, Address, address_id)


def addresses_to_place(viewer: Viewer) -> QuerySet[Address]:
    """Where people in sight live, with a street, and known to their postal code only or not at all."""
    seen = Person.objects.filter(visible_to(viewer), NOT_MERGED).values("pk")
    vague = Address.objects.filter(place_precision__in=["", "postal code"], person__in=seen, to_on=None)
    return vague.exclude(line1="").order_by("id")


def get_household_member(viewer: Viewer, member_id: UUID) -> HouseholdMember:
    return _get_part(viewer, HouseholdMember, member_id)


def get_safety_note(viewer: Viewer, note_id: UUID) -> SafetyNote:
    seen = Person.objects.filter(visible_to(viewer)).values("pk")
    found = SafetyNote.objects.filter(safety_notes_visible_to(viewer), pk=note_id, person__in=seen)
    note = found.select_related("person").first()
    if note is None:
        raise NotFound
    return note


def get_merge(viewer: Viewer, merge_id: UUID) -> PersonMerge:
    seen = Person.objects.filter(visible_to(viewer)).values("pk")
    found = PersonMerge.objects.filter(pk=merge_id, kept__in=seen).select_related("kept", "merged").first()
    if found is None:
        raise NotFound
    return found


def ssn_of(viewer: Viewer, person_id: UUID) -> str:
    """All nine places, for who reads restricted notes; "" where none is kept, or its seal does not open any more."""
    person = get_person(viewer, person_id)
    require(reads_closely(viewer, person_id), ONLY_CLOSE)
    return kept_ssn(person)


def kept_ssn(person: Person) -> str:
    """Of a person that the caller has fetched, for what is not shown. At most one query."""
    return kept_ssns([person])[person.pk]


def kept_ssns(persons: Collection[Person]) -> dict[UUID, str]:
    """Of persons that the caller has fetched; "" where none is kept. At most one query, whatever their number. After a
    merge the number stays sealed where it was typed."""
    joined: dict[tuple[UUID | None, str], list[str]] = defaultdict(list)
    if elsewhere := [one.pk for one in persons if one.ssn_last4 and not one.sealed_ssn]:
        rows = Person.objects.filter(merged_into__in=elsewhere).exclude(sealed_ssn="").order_by("-ssn_at")
        for kept_id, end, sealed in rows.values_list("merged_into", "ssn_last4", "sealed_ssn"):
            joined[kept_id, end].append(sealed)
    return {
        one.pk: _opened([one.sealed_ssn] if one.sealed_ssn else joined[one.pk, one.ssn_last4])
        for one in persons
    }


def _opened(seals: Iterable[str]) -> str:
    for sealed in seals:
        try:
            return unsealed(sealed, SSN_USE)
        except SealBroken:
            continue
    return ""


def ssn_answers() -> list[tuple[str, str]]:
    """Why there is no number."""
    return [(one.value, str(one.label)) for one in SSN_ANSWERS]


def merges_into(viewer: Viewer, person: Person) -> list[PersonMerge]:
    """Merges that can still be undone, the latest first."""
    return list(
        person.merges_kept.filter(undone_at=None).select_related("merged", "merged_by").order_by("-merged_at")
    )


@dataclass(frozen=True)
class Learned:
    event: CaseEvent
    lines: list[str]


def person_history(viewer: Viewer, person: Person, *, most: int = 60) -> list[Learned]:
    """Events of this record and of those merged into it, the latest first; text of safety notes is never repeated."""
    ids = [person.id, *Person.objects.filter(merged_into=person).values_list("id", flat=True)]
    events = sorted(
        (event for one in ids for event in events_of_chain(one)),
        key=lambda event: event.recorded_at,
        reverse=True,
    )
    return [
        Learned(event, said_changes(_without_private(event.changes), FIELD_LABELS)) for event in events[:most]
    ]


def _without_private(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        one | {"fields": {name: pair for name, pair in one["fields"].items() if name not in PRIVATE_FIELDS}}
        if one["model"] == "people.safetynote"
        else one
        for one in changes
    ]


def facts_of(person: Person, phones: Iterable[str] = ()) -> PersonFacts:
    return PersonFacts(
        person.given_name,
        person.family_name,
        person.middle_name,
        person.preferred_name,
        person.former_names,
        person.birth_date,
        frozenset(phones),
    )


@dataclass(frozen=True)
class Duplicate:
    """`is_in_sight` False: say that there is somebody, and to ask the supervisor; show no more."""

    person: Person
    match: PersonMatch
    is_in_sight: bool


def likely_duplicates(
    viewer: Viewer,
    *,
    given_name: str = "",
    family_name: str = "",
    birth_date: date | None = None,
    phone: str = "",
    former_names: str = "",
    except_ids: Iterable[UUID] = (),
) -> list[Duplicate]:
    """Five queries by index, at most 40 candidates each: the cost does not grow with the number of people."""
    given_name, family_name, former_names = (
        text.replace("\x00", "")[:80] for text in (given_name, family_name, former_names)
    )
    phones = _numbers(phone)
    entered = PersonFacts(given_name, family_name, "", "", former_names, birth_date, phones)
    ids = _candidate_ids(entered) - set(except_ids)
    if not ids:
        return []
    reached = _phones_of(ids)
    scored = [
        (person, match_people(entered, facts_of(person, reached.get(person.id, ()))))
        for person in Person.objects.filter(pk__in=ids)
        if person.merged_into_id is None
    ]
    found = sorted((one for one in scored if one[1].is_possible), key=lambda one: -one[1].score)[:MOST_SHOWN]
    seen = set(persons_by_id(viewer, [person.id for person, _ in found])) if found else set()
    return [Duplicate(person, match, person.id in seen) for person, match in found]


def duplicates_of(viewer: Viewer, person: Person) -> list[Duplicate]:
    """Other records that may be this person."""
    point = next(
        (one for one in person.contact_points.all() if one.system == ContactPoint.System.PHONE), None
    )
    return likely_duplicates(
        viewer,
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=person.birth_date,
        phone=point.value if point else "",
        former_names=person.former_names,
        except_ids=[person.id],
    )


def _numbers(phone: str) -> frozenset[str]:
    try:
        return frozenset({normalize_phone(phone)[0]}) if phone.strip() else frozenset()
    except BadNumber:
        return frozenset()


def _same_sound(entered: PersonFacts) -> tuple[Q, Q]:
    """(both names sound alike, straight or swapped; either does). Sounds are stored with each person."""
    family = {
        sound
        for sound in (*family_sounds(entered.family_name), *family_sounds(entered.former_names))
        if sound
    }
    given = given_sounds(entered.given_name)
    family_as_given = given_sounds(entered.family_name)
    given_as_family = {sound_of(word) for word in name_words(entered.given_name)[:3]}
    fits_family = Q(family_sound__in=family) | Q(other_sound__in=family)
    both = Q(family_sound__in=family, given_sound__in=given) | Q(
        other_sound__in=family, given_sound__in=given
    )
    both |= Q(family_sound__in=given_as_family, given_sound__in=family_as_given)
    return both, fits_family | Q(given_sound__in=given) | Q(given_sound__in=family_as_given)


def _candidate_ids(entered: PersonFacts) -> set[UUID]:
    both, either = _same_sound(entered)
    ids: set[UUID] = set()
    if entered.given_name.strip() and entered.family_name.strip():
        ids |= _ids(both)
    if entered.birth_date:
        ids |= _ids(Q(birth_date__in=[entered.birth_date, *similar_birth_dates(entered.birth_date)]) & either)
    if entered.phones:
        points = ContactPoint.objects.filter(value__in=entered.phones).order_by()
        ids |= set(points.values_list("person_id", flat=True)[:MOST_CANDIDATES])
    return ids


def _ids(wanted: Q) -> set[UUID]:
    found = Person.objects.filter(wanted).order_by()
    return set(found.values_list("id", flat=True)[:MOST_CANDIDATES])


def _phones_of(ids: set[UUID]) -> dict[UUID, list[str]]:
    reached: dict[UUID, list[str]] = {}
    for person_id, value in ContactPoint.objects.filter(person__in=ids).values_list("person_id", "value"):
        reached.setdefault(person_id, []).append(value)
    return reached


def consent_choices() -> list[tuple[str, str]]:
    return list(ContactPoint.Consent.choices)


def safety_audiences() -> list[tuple[str, str]]:
    return list(SafetyNote.Audience.choices)
