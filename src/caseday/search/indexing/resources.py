"""Community resources: no case's, found by everybody who signs in."""

from uuid import UUID

from caseday.directory.models import Service
from caseday.search.indexing.words import Source, each_word_once
from caseday.search.models import Entry, Kind

SOURCES: tuple[Source, ...] = (
    (Service, "pk", ("description", "eligibility_description", "application_process", "alert")),
)


def entries_of_services(ids: set[UUID]) -> list[Entry]:
    return [
        Entry(
            kind=Kind.RESOURCE,
            subject_id=one.pk,
            title=one.name[:240],
            detail=_given_by(one)[:240],
            text=each_word_once(
                f"{one.name} {one.alternate_name} {one.organization.name} {one.search_words} "
                f"{one.description} {one.eligibility_description} {one.application_process} {one.alert}"
            ),
        )
        for one in Service.objects.filter(pk__in=ids).select_related("organization")
    ]


def entries_of_organizations(ids: set[UUID]) -> list[Entry]:
    return entries_of_services(set(Service.objects.filter(organization__in=ids).values_list("pk", flat=True)))


def _given_by(one: Service) -> str:
    name = one.organization.name
    return name if one.status == "active" else f"{name} · {one.get_status_display().lower()}"
