"""What is found by a name or a number, also where it only sounds alike."""

from collections import defaultdict
from uuid import UUID

from caseday.cases.models import Case, Identifier
from caseday.directory.models import Office, OfficePhone, Professional
from caseday.people.models import ContactPoint, Person
from caseday.search.indexing.words import in_case
from caseday.search.models import Entry, Kind
from caseday.search.rules import fold, joined_number, sounds_of


def entries_of_persons(ids: set[UUID]) -> list[Entry]:
    points: dict[UUID, list[str]] = defaultdict(list)
    for person_id, value in ContactPoint.objects.filter(person__in=ids, is_retired=False).values_list(
        "person_id", "value"
    ):
        points[person_id].append(joined_number(value).removeprefix("1"))
    return [
        Entry(
            kind=Kind.PERSON,
            subject_id=person.id,
            person_id=person.id,
            title=person.full_name[:240],
            detail=f"born {person.birth_date:%m/%d/%Y}" if person.birth_date else "",
            words=fold(
                " ".join([person.full_name, person.preferred_name, person.former_names, *points[person.id]])
            ),
            sounds=sounds_of(f"{person.full_name} {person.preferred_name} {person.former_names}")[:240],
        )
        for person in Person.objects.filter(pk__in=ids, merged_into=None)
    ]


def entries_of_persons_and_their_cases(ids: set[UUID]) -> list[Entry]:
    cases = set(Case.objects.filter(person__in=ids).values_list("id", flat=True))
    return entries_of_persons(ids) + (entries_of_cases(cases) if cases else [])


def entries_of_cases(ids: set[UUID]) -> list[Entry]:
    return [
        Entry(
            kind=Kind.CASE,
            subject_id=case.id,
            person_id=case.person_id,
            title=case.person.full_name[:240],
            detail=f"{case.number} · {case.summary}"[:240],
            words=fold(
                f"{case.person.full_name} {case.person.preferred_name} {case.number} {joined_number(case.number)}"
            ),
            sounds=sounds_of(case.person.full_name)[:240],
            **in_case(case.id),
        )
        for case in Case.objects.filter(pk__in=ids).select_related("person")
    ]


def entries_of_identifiers(ids: set[UUID]) -> list[Entry]:
    return [
        Entry(
            kind=Kind.IDENTIFIER,
            subject_id=one.id,
            title=one.value,
            detail=f"{one.kind.replace('_', ' ')} · {one.case.person.full_name}"[:240],
            words=fold(f"{one.value} {joined_number(one.value)}"),
            **in_case(one.case_id),
        )
        for one in Identifier.objects.filter(pk__in=ids).select_related("case__person")
    ]


def entries_of_offices(ids: set[UUID]) -> list[Entry]:
    phones: dict[UUID, list[str]] = defaultdict(list)
    for office_id, number in OfficePhone.objects.filter(office__in=ids).values_list("office_id", "number"):
        phones[office_id].append(joined_number(number).removeprefix("1"))
    return [
        Entry(
            kind=Kind.OFFICE,
            subject_id=office.id,
            office_id=office.id,
            title=office.name[:240],
            detail=f"{office.get_kind_display()} · {office.city}"[:240],
            words=fold(" ".join([office.name, office.city, office.get_kind_display(), *phones[office.id]])),
            sounds=sounds_of(office.name)[:240],
        )
        for office in Office.objects.filter(pk__in=ids)
    ]


def entries_of_professionals(ids: set[UUID]) -> list[Entry]:
    return [
        Entry(
            kind=Kind.PROFESSIONAL,
            subject_id=one.id,
            office_id=one.office_id,
            title=str(one)[:240],
            detail=" · ".join(part for part in (one.role, one.office.name if one.office else "") if part)[
                :240
            ],
            words=fold(f"{one.name} {one.role}"),
            sounds=sounds_of(one.name)[:240],
        )
        for one in Professional.objects.filter(pk__in=ids).select_related("office")
    ]
