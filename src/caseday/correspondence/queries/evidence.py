"""Cases that a message may be about by what it says: numbers, names, dates; with what is known of each."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from caseday.access.spelled import Spelled
from caseday.cases.models import Case, Identifier
from caseday.cases.rules import Known, normalize_identifier, one_edit_from, spellings_to_compare
from caseday.correspondence.models import Account
from caseday.correspondence.rules.matching import CaseFacts, ClientName, Exact, Said, case_numbers_in
from caseday.correspondence.rules.matching.names import MISTYPED, Words, how_named
from caseday.correspondence.rules.matching.pairs import name_pairs
from caseday.people.models import HouseholdMember, Person
from caseday.people.rules.names import called
from caseday.schedule.models import Appointment

_AT_ONCE = 500
_SLIPS_AT_ONCE = 4096
_MOST_COMPARED = 12
_MOST_NUMBERS, _MOST_PERSONS, _MOST_OWNED, _MOST_CASES = 2000, 300, 150, 700
_PERSON = (
    "person_id", "person__given_name", "person__middle_name", "person__family_name", "person__preferred_name",
    "person__former_names", "person__birth_date",
)  # fmt: skip
_CASE = ("pk", "number", "onset_on", "status")


def _by_number(numbers: Collection[str]) -> QuerySet[Identifier, tuple[Any, ...]]:
    same = Identifier.objects.filter(normalized__in=numbers, is_retired=False)
    return same.values_list("case_id", "normalized", "kind", "value")[:_AT_ONCE]


def _by_slip(numbers: Collection[str]) -> QuerySet[Identifier, tuple[Any, ...]]:
    same = Identifier.objects.filter(normalized__in=numbers, is_retired=False)
    return same.order_by().values_list("case_id", "normalized")


def _of_owner(account_id: UUID) -> QuerySet[Case, tuple[Any, ...]]:
    owner = Account.objects.filter(pk=account_id).exclude(staff=None).values("staff_id")
    return (
        Case.objects.filter(assigned_to__in=owner, status="open").order_by().values_list("pk")[:_MOST_OWNED]
    )


def _cases(ids: Collection[UUID]) -> QuerySet[Case, tuple[Any, ...]]:
    return Case.objects.filter(pk__in=ids).order_by().values_list(*_CASE, *_PERSON)


def _numbers(ids: Collection[UUID]) -> QuerySet[Identifier, tuple[Any, ...]]:
    known = Identifier.objects.filter(case__in=ids, is_retired=False).order_by("pk")
    return known.values_list("case_id", "kind", "value")


def _members(ids: Collection[UUID]) -> QuerySet[HouseholdMember, tuple[Any, ...]]:
    return (
        HouseholdMember.objects.filter(person__in=ids)
        .exclude(name="")
        .values_list("person_id", "name", "relation")
    )


_BY_NUMBER, _OF_OWNER, _CASES = Spelled(_by_number), Spelled(_of_owner), Spelled(_cases)
_BY_SLIP, _NUMBERS, _MEMBERS = Spelled(_by_slip), Spelled(_numbers), Spelled(_members)


def exact_numbers(said: Said) -> tuple[Exact, ...]:
    """Identifiers of cases that stand in the message, letter by letter."""
    wanted = sorted(said.numbers.all)[:_MOST_NUMBERS]
    found = []
    for start in range(0, len(wanted), _AT_ONCE):
        found += [
            Exact(case_id, normalized, kind.replace("_", " "), value)
            for case_id, normalized, kind, value in _BY_NUMBER.rows(numbers=wanted[start : start + _AT_ONCE])
        ]
    return tuple(found)


def cases_nearly_numbered(said: Said, exact: Iterable[Exact]) -> frozenset[UUID]:
    """Of which alone, in the whole agency, a number that stands there is one slip away; those named exactly are none.

    One query, in which each spelling with a slip is looked up by the index.
    """
    known = {one.normalized for one in exact}
    text = f"{said.fresh}\n{said.files}"
    asked = [one for one in spellings_to_compare(text, _MOST_COMPARED) if one not in known]
    slips = {one: one_edit_from(one) for one in asked}
    owners: dict[str, set[UUID]] = defaultdict(set)
    wanted = sorted(set().union(*slips.values()))
    for start in range(0, len(wanted), _SLIPS_AT_ONCE):
        for case_id, normalized in _BY_SLIP.rows(numbers=wanted[start : start + _SLIPS_AT_ONCE]):
            owners[normalized].add(case_id)
    found = set()
    for one in asked:
        cases = set().union(*(owners[slip] for slip in slips[one] & owners.keys()))
        found |= cases if len(cases) == 1 else set()
    return frozenset(found)


def case_numbers(said: Said, cases: Iterable[CaseFacts]) -> tuple[Exact, ...]:
    """Our own numbers; of other cases than those in question they are looked up."""
    wanted = case_numbers_in(said.everything)
    return tuple(
        Exact(one.case_id, normalize_identifier(one.number), "case number", one.number)
        for one in cases
        if one.number.upper() in wanted
    )


def cases_of_names(said: Said) -> set[UUID]:
    """Of clients who are named in it, sounding alike or with a typing error, or born on a day that it names as such;
    and of our own case numbers."""
    numbers = case_numbers_in(said.everything)
    persons = {*_persons_named(said), *_persons_born(said.dates.born)}
    if not numbers and not persons:
        return set()
    asked = Case.objects.filter(Q(number__in=numbers) | Q(person__in=persons))
    return set(asked.values_list("pk", flat=True)[:_MOST_CASES])


def _persons_born(days: Collection[date]) -> list[UUID]:
    if not days:
        return []
    return list(
        Person.objects.filter(birth_date__in=days, merged_into=None).values_list("pk", flat=True)[:50]
    )


def _persons_named(said: Said) -> list[UUID]:
    """Found by sound, then by how they are really named: sound alone finds too many."""
    text = f"{said.writers[0].name if said.writers else ''}\n{said.fresh}\n{said.files}"
    pairs = name_pairs(text)
    if not pairs:
        return []
    families, givens = {one for one, _ in pairs}, {one for _, one in pairs}
    others = families - {""} or {_NO_SOUND}
    rows = _SOUNDING.rows(families=families, others=others, givens=givens)
    words = Words(text)
    named = (dict(zip(_NAMED, row, strict=True)) for row in rows)
    return [row["pk"] for row in named if how_named(words, _name(row, "")) >= MISTYPED]


_NO_SOUND = "-"
_NAMED = ("pk", "given_name", "middle_name", "family_name", "preferred_name", "former_names")
_SOUNDING = Spelled(
    lambda families, others, givens: (
        Person.objects.filter(
            Q(family_sound__in=families) | Q(other_sound__in=others), given_sound__in=givens, merged_into=None
        )
        .order_by()
        .values_list(*_NAMED)[:_MOST_PERSONS]
    )
)


def cases_of_worker(account_id: UUID | None) -> set[UUID]:
    """Mail in one's own mailbox is likely about one's own clients, whom it may name with any error."""
    if account_id is None:
        return set()
    return {case_id for (case_id,) in _OF_OWNER.rows(account_id=account_id)}


def case_facts(case_ids: Collection[UUID]) -> tuple[CaseFacts, ...]:
    """Three queries."""
    if not case_ids:
        return ()
    ids = sorted(case_ids)[:_MOST_CASES]
    rows = [dict(zip((*_CASE, *_PERSON), one, strict=True)) for one in _CASES.rows(ids=ids)]
    numbers: dict[UUID, list[Known]] = defaultdict(list)
    for case_id, kind, value in _NUMBERS.rows(ids=ids):
        numbers[case_id].append(Known(kind.replace("_", " "), value))
    household: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for person_id, name, relation in _MEMBERS.rows(ids={row["person_id"] for row in rows}):
        household[person_id].append((name, relation))
    return tuple(_facts(row, numbers[row["pk"]], household[row["person_id"]]) for row in rows)


def _facts(row: dict[str, Any], numbers: list[Known], household: list[tuple[str, str]]) -> CaseFacts:
    given, preferred, family = (
        row[f"person__{name}"] for name in ("given_name", "preferred_name", "family_name")
    )
    return CaseFacts(
        case_id=row["pk"],
        person_id=row["person_id"],
        number=row["number"],
        name=_name(row, "person__"),
        called=called(given, preferred, family) or row["number"],
        birth_date=row["person__birth_date"],
        onset_on=row["onset_on"],
        is_closed=row["status"] == "closed",
        identifiers=tuple(numbers),
        household=tuple(household),
    )


def _name(row: dict[str, Any], prefix: str) -> ClientName:
    return ClientName(
        given=row[f"{prefix}given_name"],
        family=row[f"{prefix}family_name"],
        middle=row[f"{prefix}middle_name"],
        preferred=row[f"{prefix}preferred_name"],
        former=row[f"{prefix}former_names"],
    )


def meetings(case_ids: Collection[UUID], days: Collection[date]) -> dict[UUID, frozenset[date]]:
    """Days of appointments of these cases, of those that are asked about; one query, none without a day."""
    if not case_ids or not days:
        return {}
    spans = Q()
    for day in sorted(days)[:20]:
        begins = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("UTC"))
        spans |= Q(starts_at__gte=begins - timedelta(hours=14), starts_at__lt=begins + timedelta(hours=38))
    rows = Appointment.objects.filter(spans, case__in=list(case_ids)[:_MOST_CASES])
    found: dict[UUID, set[date]] = defaultdict(set)
    for case_id, starts_at, zone in rows.values_list("case_id", "starts_at", "time_zone")[:_AT_ONCE]:
        found[case_id].add(starts_at.astimezone(ZoneInfo(zone or "UTC")).date())
    return {case_id: frozenset(days) for case_id, days in found.items()}
